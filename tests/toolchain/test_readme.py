"""What README tells a reader to type works as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.cli import commands, main

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
TYPED = [shlex.split(line) for line in re.findall(r"^python dev\.py run (.+)$", README, re.MULTILINE)]


def test_the_commands_of_readme_run_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "usb").mkdir()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Họ và tên", "Năm sinh"], ["ĐỖ ĐỨC AN", 1950]):
        sheet.append(row)
    book.save("danh-sach.xlsx")
    for words in TYPED:
        if words[0] == "restore":
            (words[1],) = map(str, (tmp_path / "usb").glob("hoi *.sohoi-backup"))
        code = main(words)
        assert code == 0, (words, capsys.readouterr().err)
    assert {words[0] for words in TYPED} <= set(commands.commands)


def test_every_command_is_listed_in_readme() -> None:
    assert all(f"`{name}`" in README for name in (*commands.commands, "screens"))


def test_every_picture_of_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    assert all((Path(__file__).resolve().parents[2] / name).is_file() for name in pictures)
