"""Registers as files: make, open, check, write out and read in whole, close with a backup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.clock import Clock
from app.documents.files import write_file
from app.domain.branch import BRANCH_ID, Branch
from app.errors import FileProblemError, RegisterProblemError
from app.paths import REGISTER_SUFFIX
from app.store.register import Register, remove_files


def create_register(path: Path, branch: Branch, *, clock: Clock, actor: str = "") -> Register:
    """Make a new register file for a branch; an existing file is never overwritten.

    ``actor`` is who works with it, as the history will say.
    """
    if not path.name or path.name.startswith("."):
        raise FileProblemError("Sổ chưa có tên. Hãy cho một tên tệp, như hoi.sohoi.")
    if path.suffix != REGISTER_SUFFIX:
        path = path.with_name(path.name + REGISTER_SUFFIX)
    register = Register.create(path, clock=clock, actor=actor)
    with register.change(f"Lập sổ của {branch.name}", undoable=False) as work:
        work.add(branch)
    return register


def open_register(
    path: Path,
    *,
    clock: Clock,
    actor: str = "",
    before_upgrade: Callable[[Path], None] | None = None,
) -> Register:
    """Open a register; ``before_upgrade`` is called with its path before an older format is upgraded.

    Raises RegisterProblemError for what is not a register, is damaged or comes from a newer program.
    """
    if not path.exists():
        raise RegisterProblemError(f"Không thấy sổ {path}. Hãy kiểm tra lại đường dẫn hoặc ổ đĩa.")
    return Register.open(path, clock=clock, actor=actor, before_upgrade=before_upgrade)


def branch(register: Register) -> Branch:
    """The branch that keeps the register."""
    with register.read() as reader:
        return reader.get(Branch, BRANCH_ID)


def save_branch(register: Register, changed: Branch) -> Branch:
    """Save the branch's headings and settings."""
    with register.change("Sửa thông tin Hội") as work:
        return work.replace(changed)


def check(register: Register) -> list[str]:
    """Examine the whole file; returns a sentence for each thing that is wrong, none when all is well."""
    return register.check()


def export_register(register: Register, path: Path, *, replace: bool = False) -> dict[str, int]:
    """Write the whole register in the open format; returns how many records of each kind it holds."""
    from app.store.exchange import dump

    with register.read() as reader:
        document = dump(reader)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    write_file(path, text.encode("utf-8"), replace=replace)
    return {name: len(rows) for name, rows in document["records"].items() if rows}


def load_register(
    source: Path,
    path: Path,
    *,
    clock: Clock,
    actor: str = "",
    before_upgrade: Callable[[Path], None] | None = None,
) -> Register:
    """Make a new register from a file in the open format, or fill one that holds nothing but its branch.

    When the file cannot be read no new register is left behind, and an existing one is as it was. Raises
    FileProblemError for such a file, RuleError when the register holds more than its branch.
    """
    from app.store.exchange import load

    document = _read_document(source)
    existed = path.exists()
    register = (
        open_register(path, clock=clock, actor=actor, before_upgrade=before_upgrade)
        if existed
        else Register.create(path, clock=clock, actor=actor)
    )
    try:
        load(register, document)
    except BaseException:
        register.close()
        if not existed:
            remove_files(path)
        raise
    return register


def _read_document(source: Path) -> dict[str, Any]:
    try:
        document = json.loads(source.read_text("utf-8-sig"))
    except OSError as problem:
        raise FileProblemError(f"Không đọc được tệp {source}. Hãy kiểm tra lại đường dẫn.") from problem
    except (ValueError, RecursionError) as problem:
        raise FileProblemError(
            f"Tệp {source.name} không phải bản xuất của Sổ Hội (không đọc được JSON)."
        ) from problem
    if not isinstance(document, dict):
        raise FileProblemError(f"Tệp {source.name} không phải bản xuất của Sổ Hội.")
    records = document.get("records")
    if isinstance(records, dict) and not records.get("branch"):
        raise FileProblemError(f"Tệp {source.name} thiếu thông tin của Hội (branch). Hãy xuất lại từ sổ gốc.")
    return document
