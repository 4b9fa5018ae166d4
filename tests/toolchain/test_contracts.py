"""Imports run one way: the contracts of pyproject.toml hold, and each of them can fail."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
ROOMS = ["vietnamese", "domain", "store", "documents", "importers", "backup", "services"]

VIOLATIONS = {
    "one-way": ("app/cli.py", "import ui.application"),
    "main-on-top": ("ui/application.py", "import main"),
    "core-layers": ("app/domain/__init__.py", "import app.store"),
    "window-layers": ("ui/models/__init__.py", "import ui.pages.one"),
    "no-cycles": ("app/domain/a.py", "import app.domain.b"),
    "core-without-screen": ("app/logs.py", "import PySide6.QtCore"),
    "plain-domain": ("app/vietnamese/__init__.py", "import rapidfuzz"),
    "sql-in-store": ("app/services/__init__.py", "import sqlalchemy"),
    "papers-in-documents": ("app/importers/__init__.py", "import openpyxl"),
    "calamine-in-importers": ("app/documents/__init__.py", "import python_calamine"),
    "window-through-services": ("ui/pages/two.py", "import app.store"),
    "pages-independent": ("ui/pages/one.py", "import ui.pages.two"),
}


def check(folder: Path) -> tuple[int, str]:
    """Run the contracts in a folder; gives the exit code and what was said."""
    done = subprocess.run(
        [*LINTER, "--no-logo", "--no-cache"], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def bare_tree(tmp_path: Path) -> Path:
    """The rooms of the program, empty, under the project's own contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in ["app", *(f"app/{name}" for name in ROOMS), "ui", "ui/pages", "ui/models"]:
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    for name in ["bootstrap", "cli", "paths", "settings", "logs", "errors", "progress", "clock"]:
        (tmp_path / "app" / f"{name}.py").touch()
    for module in ["ui/application", "ui/pages/one", "ui/pages/two", "app/domain/a", "app/domain/b"]:
        (tmp_path / f"{module}.py").touch()
    (tmp_path / "app/domain/b.py").write_text("import app.domain.a\n")
    return tmp_path


def test_the_sources_keep_every_contract() -> None:
    code, said = check(ROOT)
    assert code == 0, said


def test_an_empty_tree_keeps_every_contract_and_each_violation_breaks_its_own(bare_tree: Path) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert {contract["id"] for contract in contracts} == set(VIOLATIONS)
    code, said = check(bare_tree)
    assert code == 0, said

    for place, line in VIOLATIONS.values():
        (bare_tree / place).write_text(f"{line}\n")
    code, said = check(bare_tree)

    assert code == 1, said
    verdicts = " ".join(said.split())
    assert [contract["id"] for contract in contracts if f"{contract['name']} BROKEN" not in verdicts] == []


def test_main_knows_only_how_to_start() -> None:
    tree = ast.parse((ROOT / "main.py").read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imported if name.split(".")[0] not in sys.stdlib_module_names}
    # The built program is its own child process when it reads a foreign file.
    readers = {"app.importers.child"}
    assert ours <= {"app.bootstrap", "app.cli", "app.selfcheck", "ui.application", "ui.screens"} | readers
