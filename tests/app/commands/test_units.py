"""Units by the command line: the tree, every dated change, corrections, and the reform of 1 July 2025."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from app.bootstrap import start_machine
from app.domain.members import Member
from app.services import members, units
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from tests.app.test_cli import NOW, Shell, example, register, shell

__all__ = ["example", "register", "shell"]

LATER = datetime(2026, 1, 5, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def test_a_unit_lives_through_all_its_changes_and_its_history_tells_them(
    shell: Shell, register: Path
) -> None:
    at = ("--register", register)
    with Register.open(register, clock=lambda: NOW) as opened:
        a = units.add_unit(opened, "Chi hội A", on=PartialDate(2015))
        for number, address in enumerate(("Tổ 1, phường A", "Tổ 12, phường A", "")):
            member = Member(full_name=f"Ma Văn {number}", address=address, joined=PartialDate(2016))
            members.add_member(opened, member, unit_id=a.id, today=NOW.date())
    shell("unit", "add", "Hội phường X", *at, "--level", "Hội phường", "--on", "2015", "--code", "X")
    shell("unit", "move", "Chi hội A", *at, "--under", "x", "--on", "2016-03", "--paper", "QĐ 1")
    shell("unit", "rename", "Chi hội A", "Chi hội B", *at, "--on", "1/7/2017")
    said = shell(
        "unit", "split", "Chi hội B", *at, "--into", "Chi hội B1=tổ 1; tổ 2", "--into", "Chi hội B2",
        "--member", "0002=Chi hội B2", "--on", "1/7/2018",
    )[0]  # fmt: skip
    assert said == "Từ 01/07/2018, Chi hội B tách: Chi hội B1 1 người, Chi hội B2 1 người, ở lại 1 người.\n"
    shell(
        "unit", "merge", "Chi hội B1", "Chi hội B2", *at, "--new", "Chi hội C", "--under", "X", "--on", "2019"
    )
    shell("unit", "edit", "Chi hội C", *at, "--code", "CC", "--position", "0")
    shell("unit", "add", "Tổ thừa", *at, "--level", "Tổ", "--on", "2020")
    shell("unit", "dissolve", "Tổ thừa", *at, "--on", "2021", "--paper", "QĐ 9")
    assert shell("units", *at)[0].splitlines() == [
        "Hội phường X [X]: 3 hội viên, riêng đơn vị 0",
        "  Chi hội C [CC]: 2 hội viên",
        "  Chi hội B: 1 hội viên",
        "3 đơn vị.",
    ]
    assert [row["name"] for row in shell.json("units", *at, "--as-of", "2017-06-30")] == [
        "Hội phường X", "Chi hội A",
    ]  # fmt: skip
    gone = [row for row in shell.json("units", *at, "--gone") if row["fate"]]
    assert gone[-1]["fate"] == "Giải thể, 2021, QĐ 9"
    assert shell("unit", "history", "Chi hội B", *at)[0].splitlines()[:3] == [
        "  1. 2015: thành lập, tên Chi hội A",
        "  2. 03/2016: về trực thuộc Hội phường X, QĐ 1",
        "  3. 01/07/2017: đổi tên thành Chi hội B",
    ]
    shell("unit", "correct", "Chi hội B", "3", *at, "--on", "2017-08", "--paper", "QĐ 2")
    assert shell.json("unit", "history", "Chi hội B", *at)[2]["text"].startswith("08/2017: đổi tên")
    shell("unit", "correct", "Tổ thừa", "2", *at, "--remove")
    assert "Tổ thừa: 0 hội viên" in shell("units", *at)[0]
    for words, code, said in (
        (("merge", "Chi hội B", "--on", "2023"), 64, "--into"),
        (("split", "Chi hội B", "--into", "D", "--rest", "E", "--on", "2023"), 64, "“E” không có"),
        (("split", "Chi hội B", "--into", "D", "--member", "0099=D", "--on", "2023"), 1, "mã 0099"),
        (("rename", "Chi hội Z", "Chi hội Y", "--on", "2023"), 1, "“Chi hội Z”"),
        (("rename", "Chi hội B", "Chi hội Y", "--on", "31/2/2023"), 64, "31/2/2023"),
        (("correct", "Chi hội B", "9", "--remove"), 1, "số 9"),
        (("correct", "Chi hội B", "1"), 64, "Hãy cho --on"),
        (("correct", "Chi hội B", "1", "--on", "2017", "--remove"), 64, "Hãy cho --on"),
        (("dissolve", "Chi hội B", "--on", "2023"), 1, "còn 1 hội viên"),
    ):
        assert said in shell("unit", words[0], *words[1:], *at, code=code)[1]


def test_the_reform_is_shown_first_then_done_once(
    own_profile: Path, example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(start_machine(clock=lambda: LATER), capsys)
    at = ("--register", example)
    assert "Sẽ sắp xếp 8 đơn vị, đổi 43 địa chỉ" in shell("convert-places", *at, "--dry-run")[0]
    seen = shell.json("convert-places", *at, "--dry-run")
    assert (len(seen["units"]), len(seen["addresses"]), seen["done"]) == (8, 43, None)
    said = shell("convert-places", *at, "--paper", "QĐ 12", "--units", "merge")[0]
    assert "Đã lập 3 đơn vị, chuyển 0, sáp nhập 8, đổi 43 địa chỉ; 0 địa chỉ phải tự chọn." in said
    assert shell("convert-places", *at)[0].endswith("Không còn gì phải sắp xếp.\n")
    assert [row["members"] for row in shell.json("units", *at)] == [18, 20, 5]
    wrong = tmp_path / "bang.csv"
    wrong.write_text("a,b\n1,2\n", "utf-8")
    assert "không hiểu cột “a”" in shell("convert-places", *at, "--table", wrong, code=2)[1]
