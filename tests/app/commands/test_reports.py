"""Figures of any period, counters and activities by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.reports import Report, ReportFigure
from app.store.register import Register
from tests.app.test_cli import NOW, Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_counters_and_activities_are_kept_and_their_figures_told(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    at = ("--register", register)
    usual = shell.json("counters", *at)
    assert usual[0]["name"] == "Tuyên truyền truyền thống"
    shell("counter", "add", "Trồng cây", *at, "--measure", "cây", "--part", "economy", "--share-of", "units")
    shell("counter", "move", "trong cay", "1", *at)
    shell("counter", "edit", "Trồng cây", *at, "--name", "Trồng cây Trường Sơn", "--kind", "latest")
    shell("counter", "hide", "Nhà tình nghĩa", *at)
    shell("counter", "remove", "Về thăm chiến trường xưa", *at)
    said = shell("counters", *at)[0].splitlines()
    assert said[0] == (
        "  1. Trồng cây Trường Sơn (cây): Phát triển kinh tế, giúp nhau giảm nghèo, số mới nhất, "
        "phần trăm của Số chi hội"
    )
    assert any("Nhà tình nghĩa" in line and "không dùng nữa" in line for line in said)
    assert said[-1] == f"{len(usual)} chỉ tiêu."
    assert "Không có chỉ tiêu" in shell("counter", "move", "Bơi", "1", *at, code=1)[1]

    shell("unit", "add", "Chi hội A", *at, "--on", "2015")
    talk = shell.json(
        "activity", "add", "tuyen truyen truyen thong", *at, "--on", "5/2023", "--unit", "chi hội a",
        "--quantity", "2", "--participants", "80",
    )  # fmt: skip
    assert (talk["counter"], talk["measure"]) == ("Tuyên truyền truyền thống", "buổi")
    shell("activity", "add", "Trồng cây Trường Sơn", *at, "--on", "19/5/2023", "--quantity", "30")
    edited = shell.json("activity", "edit", talk["id"][:8], *at, "--quantity", "3", "--ends", "2023-08-01")
    assert (edited["quantity"], edited["ends"]) == (3, "2023-08-01")
    listed = shell.json("activities", *at, "--half", "2/2023")
    assert [(each["quantity"], each["unit"]) for each in listed] == [(3, "Chi hội A")]
    assert "2 hoạt động." in shell("activities", *at)[0]
    told = shell("figures", *at, "--quarter", "2/2023")[0]
    assert "Trồng cây Trường Sơn: 30 cây (0), 3000% của 1 chi hội" in told
    rows = shell.json("figures", *at, "--year", 2023, "--rows", "activity_tuyen_truyen_truyen_thong_people")
    assert [(row["unit"], row["participants"]) for row in rows["rows"]] == [("Chi hội A", 80)]
    assert "Không có số liệu" in shell("figures", *at, "--year", 2023, "--rows", "xyz", code=1)[1]
    assert "đã có 01 hoạt động" in shell("counter", "remove", "Trồng cây Trường Sơn", *at, code=1)[1]
    shell("activity", "remove", "Trồng cây Trường Sơn", *at)
    assert "Không có hoạt động" in shell("activity", "remove", "Trồng cây Trường Sơn", *at, code=1)[1]


def test_a_report_of_any_period_says_what_it_is_and_what_was_typed(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.xlsx"
    with Register.open(register, clock=lambda: NOW) as opened, opened.change("Ghi") as work:
        saved = work.add(
            Report(name="Báo cáo nửa năm", starts=NOW.date().replace(month=1, day=1), ends=NOW.date())
        )
        work.add(ReportFigure(report_id=saved.id, key="members_end", amount=45, estimate=False))
    at = ("--register", register, "--out", out)
    said = shell.json("report", *at, "--saved", "bao cao nua nam")
    assert said["period"]["ends"] == NOW.date().isoformat()
    (line,) = [line for line in said["lines"] if line["key"] == "members_end"]
    assert (line["amount"], line["counted"], line["previous"]) == (45, 0, 0)
    assert said["figures"]["members_end"] == 45
    said = shell.json("report", *at, "--from", "1/9/2020", "--to", "30/6/2025")
    assert said["period"]["label"] == "từ 01/9/2020 đến 30/6/2025"
    assert said["period"]["estimate"] is (NOW.year < 2025)
    assert "Nhiệm kỳ từ" in shell("report", *at, "--term", code=1)[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Hãy ghi kỳ"),
        (("--year", 2023, "--term"), "Chỉ ghi một kỳ"),
        (("--half", "1", "--quarter", "1"), "Chỉ ghi một kỳ"),
        (("--half", "3/2023"), "từ 1 đến 2"),
        (("--quarter", "x"), "Không hiểu kỳ"),
        (("--from", "1/1/2023"), "cả hai ngày"),
        (("--from", "1/2/2023", "--to", "1/1/2023"), "phải sau"),
    ],
)
def test_a_period_that_is_none_is_refused_in_words(
    shell: Shell, register: Path, words: tuple[object, ...], says: str
) -> None:
    assert says in shell("figures", "--register", register, *words, code=64)[1]
