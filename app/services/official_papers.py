"""Writing an official paper as PDF or DOCX, and the Word templates that the branch can make its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path

from app.documents.files import write_file
from app.documents.official.placeholders import KINDS, Placeholder, placeholders
from app.documents.official.values import OfficialPaper
from app.domain.branch import Branch
from app.errors import FileProblemError, UsageError
from app.paths import Paths, resources
from app.vietnamese.dates import dated_place
from app.vietnamese.numbers import document_number, group

__all__ = ["KINDS", "Placeholder", "placeholders"]

#: What is left to be written by hand.
BLANK, LONG_BLANK = "……", "………………………"
_RUNNING_NUMBER = re.compile(r"\{so(:[^}]*)?\}")
_SUFFIX = ".docx"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, measured by opening it: pages of a PDF, rows of a workbook, bytes."""

    path: Path
    pages: int
    size: int
    rows: int = 0

    @property
    def words(self) -> str:
        """What was measured, as it is told: "3 trang, 45 KB"."""
        parts = [f"{group(self.pages)} trang"] if self.pages else []
        parts += [f"{group(self.rows)} dòng"] if self.rows else []
        return ", ".join([*parts, f"{group(max(1, round(self.size / 1024)))} KB"])


# ---------------------------------------------------------------- what every official paper carries


def numbered(branch: Branch, code: str, kind: str) -> str:
    """The line of the number, "Số: 01/QĐ-HTS"; with dots where there is none yet."""
    if not code:
        template = _RUNNING_NUMBER.sub(BLANK, branch.number_template) or f"{BLANK}/{{loai}}-{{ky_hieu}}"
        code = document_number(template, 0, kind, branch.code)
    return f"Số: {code}"


def placed(place: str, day: date | None, today: date) -> str:
    """Place and date, "Bắc Kạn, ngày 05 tháng 01 năm 2024"; with dots for a day that is not known."""
    if day is not None:
        return dated_place(place, day)
    return f"{place or BLANK}, ngày {BLANK} tháng {BLANK} năm {today.year}"


# ---------------------------------------------------------------- writing


def write_official(paper: OfficialPaper, path: Path, *, paths: Paths, replace: bool = False) -> Written:
    """Write the paper as PDF, or as DOCX from the branch's template, and measure what lies on the disk.

    Raises UsageError for a file of another kind, FileProblemError when the template or the file cannot be
    read or written.
    """
    kind = path.suffix.lower()
    if kind == ".pdf":
        from app.documents.official.pdf import render_official_pdf
        from app.documents.readback import count_pages

        write_file(path, render_official_pdf(paper), replace=replace)
        return Written(path, count_pages(path), path.stat().st_size)
    if kind != _SUFFIX:
        raise UsageError("Văn bản chỉ ghi được ra tệp .docx (để sửa) hoặc .pdf (để in). Hãy đổi tên tệp.")
    write_file(path, official_docx(paper, paths=paths), replace=replace)
    return Written(path, 0, path.stat().st_size)


def official_docx(paper: OfficialPaper, *, paths: Paths) -> bytes:
    """The paper as DOCX from the branch's template; raises FileProblemError when that cannot be used."""
    # Word files are slow to set up, and papers are looked at more often than they are written.
    from app.documents.official.docx import WordTemplate, render_official_docx

    template = template_for(paths, paper.kind)
    return render_official_docx(paper, WordTemplate(template.name, _read(template)))


# ---------------------------------------------------------------- templates


def template_for(paths: Paths, kind: str) -> Path:
    """The template of a kind of paper: the branch's own, else the one that is shipped."""
    own = _own(paths, kind)
    return own if own.is_file() else _shipped(kind)


def own_template(paths: Paths, kind: str) -> Path:
    """The branch's own template of a kind, to be changed in Word; made from the shipped one when missing.

    Raises FileProblemError when it cannot be written.
    """
    own = _own(paths, kind)
    if not own.is_file():
        _make_folder(own.parent)
        write_file(own, _read(_shipped(kind)))
    return own


def has_own_template(paths: Paths, kind: str) -> bool:
    """Whether the branch has a template of its own for a kind of paper."""
    return _own(paths, kind).is_file()


def reset_template(paths: Paths, kind: str) -> bool:
    """Go back to the shipped template; the branch's own is kept beside, as "… (cũ).docx".

    Returns whether there was one. Raises FileProblemError when it cannot be moved (open in Word).
    """
    own = _own(paths, kind)
    if not own.is_file():
        return False
    names = chain((" (cũ)",), (f" (cũ {number})" for number in count(2)))
    aside = next(path for name in names if not (path := own.with_name(f"{own.stem}{name}{_SUFFIX}")).exists())
    try:
        own.replace(aside)
    except OSError as error:
        raise FileProblemError(
            f"Không bỏ được mẫu {own.name}. Hãy đóng tệp trong Word rồi thử lại."
        ) from error
    return True


def _own(paths: Paths, kind: str) -> Path:
    return paths.templates / f"{_known(kind)}{_SUFFIX}"


def _shipped(kind: str) -> Path:
    return resources() / "templates" / f"{_known(kind)}{_SUFFIX}"


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise UsageError(f"Không có mẫu “{kind}”. Các mẫu: {', '.join(KINDS)}.")
    return kind


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblemError(f"Không tạo được thư mục {folder}. Hãy xem lại quyền ghi.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblemError(
            f"Không đọc được mẫu {path.name}. Hãy đóng tệp trong Word rồi thử lại."
        ) from error
