"""The locked requirements: pinned, hashed, the same in all files, naming no host, free of the GPL."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-packaging.txt"]
PINNED = re.compile(r"^([a-z0-9-]+)==([^\s;]+)(?: ; ([^\\]+?))? \\$", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    """The packages of a lock file and their versions."""
    return {name: version for name, version, _ in PINNED.findall((ROOT / lock).read_text("utf-8"))}


def declared(*extras: str) -> set[str]:
    """The names in pyproject.toml, as lock files spell them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + [
        name for extra in extras for name in project["optional-dependencies"][extra]
    ]
    return {re.split(r"[<>=!~ ]", name)[0].lower().replace("_", "-") for name in wanted}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.findall(
        r"://|\b[a-z0-9-]+\.(?:org|com|net|io|dev|vn)\b|^\s*(?:-i|--\w*index|-f|--find)", text, re.MULTILINE
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pinned_package_with_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", "")
    for line in text.splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; .+?)? *(\s+--hash=sha256:[0-9a-f]{64})+", line), line


@pytest.mark.parametrize(
    ("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev",)), (LOCKS[2], ("packaging",))]
)
def test_a_lock_holds_everything_the_project_declares(lock: str, extras: tuple[str, ...]) -> None:
    assert declared(*extras) <= set(pins(lock))


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_tests_and_builds_use_the_versions_the_user_gets(lock: str) -> None:
    assert pins(lock).items() >= pins(LOCKS[0]).items()


def test_what_is_installed_is_what_is_locked() -> None:
    wrong = {
        name: version for name, version in pins(LOCKS[0]).items() if distribution(name).version != version
    }
    assert not wrong


def test_the_qt_that_loses_references_is_neither_locked_nor_installed() -> None:
    assert pins(LOCKS[0])["pyside6-essentials"] != "6.12.0"
    assert PySide6.__version__ != "6.12.0"


@pytest.mark.parametrize("name", sorted(pins(LOCKS[0])))
def test_nothing_the_user_gets_is_under_the_gpl_alone(name: str) -> None:
    metadata = distribution(name).metadata
    fields = [
        *(metadata.get_all(field, []) or [] for field in ("License-Expression", "License", "Classifier"))
    ]
    said = " ".join(
        line for lines in fields for line in lines if "::" not in line or line.startswith("License")
    )
    assert said.strip(), "no licence is stated"
    general = re.search(r"(?<!L)(?<!A)GPL|(?<!Lesser )General Public License", said)
    assert not general or "LGPL" in said
