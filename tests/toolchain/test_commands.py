"""One command sets up and checks everything, and every paper that names it names the same one."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

import app
import dev

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def named_verbs(name: str) -> set[str]:
    """The verbs of dev.py that a file tells its reader to use."""
    return set(re.findall(r"python3? dev\.py (\w+)", text(name)))


def test_the_command_needs_nothing_but_python() -> None:
    tree = ast.parse(text("dev.py"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names


def test_every_verb_is_explained_and_every_explained_verb_exists() -> None:
    assert set(re.findall(r"^    (\w+) {2,}|^    (\w+) ARG", dev.__doc__ or "", re.MULTILINE)) == {
        (verb, "") if f"    {verb} ARG" not in (dev.__doc__ or "") else ("", verb) for verb in dev.VERBS
    }


def test_readme_and_the_runner_check_with_the_same_command() -> None:
    assert named_verbs(".ci/run") == {"test"}
    assert named_verbs("README.md") >= {"demo", "test"}


@pytest.mark.parametrize(
    "name", ["README.md", ".ci/run", ".github/workflows/windows.yml", ".github/workflows/linux.yml"]
)
def test_a_named_verb_exists(name: str) -> None:
    assert named_verbs(name) <= set(dev.VERBS)


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 64
    assert "demo" in capsys.readouterr().out


@pytest.mark.parametrize("failing", range(5))
def test_checking_stops_at_the_first_failure_and_says_which(
    failing: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands: list[tuple[object, ...]] = []

    def run(*command: object) -> int:
        commands.append(command)
        return 3 if len(commands) == failing + 1 else 0

    monkeypatch.setattr(dev, "set_up", lambda requirements: None)
    monkeypatch.setattr(dev, "run", run)

    assert dev.test([]) == 1
    assert len(commands) == failing + 1
    names = ["format", "lint", "import contracts", "types", "tests and coverage floor"]
    assert f"failed: {names[failing]}" in capsys.readouterr().out


def test_requirements_are_installed_again_only_when_their_lock_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installs: list[object] = []

    def run(*command: object) -> int:
        installs.append(command)
        return 0

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "installed.json")
    lock = tmp_path / dev.RUNTIME
    lock.write_text("one")
    for _ in range(2):
        dev.ensure_installed(dev.RUNTIME)
    assert len(installs) == 1
    lock.write_text("two")
    dev.ensure_installed(dev.RUNTIME)
    assert len(installs) == 2


def test_a_failed_installation_is_tried_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "run", lambda *command: 1)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "installed.json")
    (tmp_path / dev.RUNTIME).write_text("one")
    with pytest.raises(SystemExit, match="Could not install"):
        dev.ensure_installed(dev.RUNTIME)
    assert not dev.STAMP.exists()


def test_the_changelog_tells_of_the_version_that_the_program_says_it_is() -> None:
    assert f"{app.__version__}" in text("CHANGELOG.md")
