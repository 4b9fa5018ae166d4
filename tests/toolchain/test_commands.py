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
    assert named_verbs(name)
    assert named_verbs(name) <= set(dev.VERBS)


def test_an_unknown_verb_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["fly"]) == 64
    assert "demo" in capsys.readouterr().out


class Started:
    """A command that was begun beside others."""

    def kill(self) -> None:
        """It has ended already."""


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
    monkeypatch.setattr(dev, "begin", lambda *command: Started())
    monkeypatch.setattr(dev, "finish", run)
    monkeypatch.setattr(dev, "ensure_print_queue", lambda: None)

    assert dev.test([]) == 1
    assert len(commands) == failing + 1
    names = ["format", "lint", "import contracts", "tests", "types"]
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


LINUX_ONLY = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="about system libraries of Linux"
)


@LINUX_ONLY
def test_only_missing_qt_libraries_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def install(packages: list[str]) -> bool:
        asked.append(packages)
        return True

    monkeypatch.setattr(dev, "install_packages", install)
    monkeypatch.setattr(dev, "can_load", lambda library: library != "libEGL.so.1")
    dev.ensure_qt_libraries()
    assert asked == [["libegl1"]]
    monkeypatch.setattr(dev, "can_load", lambda library: True)
    dev.ensure_qt_libraries()
    assert len(asked) == 1


@LINUX_ONLY
def test_what_could_not_be_installed_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "can_load", lambda library: False)
    monkeypatch.setattr(dev, "as_root", lambda: None)
    dev.ensure_qt_libraries()
    packages = "libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3"
    assert f"Please run as root: apt-get install {packages}" in capsys.readouterr().out


def test_a_stale_list_of_packages_is_refreshed_before_giving_up(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[tuple[str, ...]] = []

    def run(*command: str, env: dict[str, str] | None = None) -> int:
        commands.append(command)
        return 100 if len(commands) == 1 else 0

    monkeypatch.setattr(dev, "run", run)
    monkeypatch.setattr(dev, "as_root", lambda: ["sudo", "-n"])
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert dev.install_packages(["libegl1"])
    assert [command[3] for command in commands] == ["install", "update", "install"]
    assert all(command[:2] == ("sudo", "-n") for command in commands)


def test_the_loader_itself_says_whether_a_library_is_there() -> None:
    assert not dev.can_load("libnothing-of-that-name.so.9")


def test_the_changelog_tells_of_the_version_that_the_program_says_it_is() -> None:
    assert app.__version__ in text("CHANGELOG.md")


def test_a_command_begun_beside_others_is_waited_for_and_heard(capfd: pytest.CaptureFixture[str]) -> None:
    started = dev.begin(sys.executable, "-c", "print('xong'); raise SystemExit(3)")
    assert dev.finish(started) == 3
    assert capfd.readouterr().out == "xong\n"


def measured(covered: int) -> dict[str, dict[str, dict[str, int]]]:
    """Coverage of one file in every room, in percent of a hundred lines."""
    summary = {"num_statements": 80, "num_branches": 20, "covered_lines": covered, "covered_branches": 0}
    return {f"{room}/file.py": {"summary": summary} for room in dev.FLOORS if room}


def test_a_room_below_its_floor_fails_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.rooms_keep_their_floors(measured(100))
    assert not dev.rooms_keep_their_floors(measured(95))
    said = capsys.readouterr().out
    assert "app/domain: 95.0 % covered, the floor is 98 %" in said
    assert "ui:" not in said
    assert not dev.rooms_keep_their_floors({})
