"""The first page and the calendar on the command line: the same as in the window, also as JSON."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_the_overview_and_the_calendar_are_told(shell: Shell, example: Path) -> None:
    said = shell("overview", "--register", example, "--year", 2023)[0]
    assert "Hội viên: 43" in said
    told = shell.json("overview", "--register", example, "--year", 2023)
    assert sum(told["members_by_unit"].values()) == 43
    assert told["fund"][-1]["year"] == 2023
    days = ("--from", "1/1/2024", "--to", "2024-02-10")
    events = shell.json("calendar", "--register", example, *days)
    assert events[-1]["on"] == "2024-02-10"
    assert (
        "05/01/2024  Cuộc họp: 08:00 Hội nghị tổng kết" in shell("calendar", "--register", example, *days)[0]
    )


def test_a_fund_that_holds_less_than_nothing_is_told(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    shell("entry", "add", "expense", *at, "--on", "5/1/2024", "--amount", "99 triệu", "--purpose", "Nhầm")
    assert "Quỹ Hội đang âm" in shell("overview", *at)[0]
    assert "Quỹ âm từ 05/01/2024 (-" in shell("cash-book", *at, "--year", 2024)[0]
    assert "âm từ" not in shell("cash-book", *at, "--year", 2023)[0]


def test_what_stands_on_every_paper_is_told_and_changed(shell: Shell, register: Path) -> None:
    words = ("branch", "--register", register)
    shell(*words, "--set", "treasurer=Trần Thị Hòa", "--set", "Ngày thành lập Hội=2/7/2015")
    told = shell.json(*words, "--set", "traditional_age=có")
    assert (told["treasurer"], told["founded"], told["traditional_age"]) == (
        "Trần Thị Hòa",
        "2015-07-02",
        True,
    )
    assert "Thủ quỹ: Trần Thị Hòa" in shell(*words)[0]
    assert "Không có mục “thu ky”" in shell(*words, "--set", "thu ky=An", code=64)[1]
