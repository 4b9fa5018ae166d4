"""The shape of the tree: a fixed top level, rooms with names, files one can read, no trace of a machine."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    ".ci", ".gitattributes", ".github", ".gitignore", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE",
    "README.md", "app", "dev.py", "docs", "main.py", "pyproject.toml", "requirements-dev.txt",
    "requirements-packaging.txt", "requirements.txt", "resources", "tests", "ui",
}  # fmt: skip
NAMELESS = {"util", "utils", "helper", "helpers", "common", "misc", "core"}
MACHINE = re.compile(
    r"(?<![\w.])/(?:root|tmp|opt|mnt|srv|home/\w+|Users/\w+|work(?:space)?)/|[A-Z]:\\Users\\\w"
)
MOST_LINES = 450
MOST_BYTES = 3_000_000


def tracked() -> list[Path]:
    """The files of the project, relative to its top."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    ).stdout.split("\0")
    return [Path(name) for name in listed if name and (ROOT / name).exists()]


FILES = tracked()
SOURCES = [file for file in FILES if file.suffix == ".py" and file.parts[0] in {"app", "ui"}]

needs_git = pytest.mark.skipif(not FILES, reason="not a git checkout")


def lines(file: Path) -> list[str]:
    """The lines of a text file; none of a picture, a font or an office file."""
    data = (ROOT / file).read_bytes()
    return [] if b"\0" in data[:8192] else data.decode("utf-8", errors="replace").splitlines()


@needs_git
def test_the_top_level_is_the_one_of_the_design() -> None:
    assert {file.parts[0] for file in FILES} <= TOP_LEVEL


@needs_git
def test_every_room_has_a_name_that_says_what_lives_there() -> None:
    assert not [file for file in FILES if NAMELESS & {part.removesuffix(".py") for part in file.parts}]


@needs_git
def test_no_source_file_is_longer_than_one_can_read() -> None:
    long = {str(file): len(lines(file)) for file in SOURCES}
    assert not {name: count for name, count in long.items() if count > MOST_LINES}


@needs_git
def test_no_file_is_too_big_for_a_source_tree() -> None:
    assert not [file for file in FILES if (ROOT / file).stat().st_size > MOST_BYTES]


@needs_git
def test_no_file_names_a_place_of_the_machine_it_was_written_on() -> None:
    assert not [f"{file}: {line.strip()}" for file in FILES for line in lines(file) if MACHINE.search(line)]


@needs_git
def test_vietnamese_in_the_sources_is_composed() -> None:
    readable = [*SOURCES, *(file for file in FILES if file.suffix in {".json", ".md", ".svg", ".qss"})]
    assert not [file for file in readable if not unicodedata.is_normalized("NFC", "\n".join(lines(file)))]


@needs_git
def test_every_room_of_the_core_has_its_tests() -> None:
    rooms = {file.parts[1] for file in SOURCES if file.parts[0] == "app" and len(file.parts) > 2}
    tested = {file.parts[2] for file in FILES if file.match("tests/app/*/test_*.py")}
    assert rooms <= tested
