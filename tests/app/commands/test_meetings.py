"""Meetings and tasks by the command line: made, called, voted, elected, written, kept, taken out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from tests.app.test_cli import NOW, Shell, example, register, shell

__all__ = ["NOW", "example", "register", "shell"]


def test_a_meeting_is_held_from_the_call_to_its_papers(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example)
    said = shell("meeting", "add", "Đại hội III", *at, "--on", "2024-01-09", "--kind", "congress", "--call")[
        0
    ]
    assert "Đã ghi cuộc họp “Đại hội III” ngày 09/01/2024, triệu tập 43 người" in said
    day = "9/1/2024"
    roll = shell.json("meeting", "roll", day, *at)
    codes = [each["code"] for each in roll]
    marked = ("--as", "excused", "--reason", "Ốm")
    shell("meeting", "roll", day, *at, "--member", codes[0], "--member", codes[1], *marked)
    shell("meeting", "roll", day, *at, "--member", codes[2], "--as", "late", "--at", "8 giờ 30")
    told = shell("meeting", "roll", day, *at, "--member", codes[3], "--drop")[0].splitlines()
    assert told[0] == f"{codes[3]} {roll[3]['full_name']}: bỏ khỏi danh sách triệu tập"
    assert told[-1] == "Triệu tập 42, có mặt 40, vắng 2 (có lý do 2)."
    assert "triệu tập 43" not in shell("meeting", "roll", day, *at, "--call")[0]
    assert len(shell.json("meeting", "roll", day, *at)) == 43
    # Somebody who simply came after all leaves no reason behind.
    shell("meeting", "roll", day, *at, "--member", codes[0], "--as", "present")

    shell("meeting", "guest", day, *at, "--add", "Hà Liễu", "--office", "Chủ tịch UBND phường")
    shell(
        "meeting", "guest", day, *at, "--add", "Lại", "--office", "Chủ tịch Hội tỉnh", "--salutation", "Ông"
    )
    shell("meeting", "guest", day, *at, "--edit", 1, "--absent")
    ranked = shell("meeting", "guest", day, *at, "--rank")[0].splitlines()
    assert ranked == [
        "  1. Ông Lại, Chủ tịch Hội tỉnh",
        "  2. Hà Liễu, Chủ tịch UBND phường (vắng)",
        "2 khách, 1 có dự.",
    ]

    shell("meeting", "motion", day, *at, "--add", "Thông qua nghị quyết", "--majority", "two_thirds")
    assert "nhiều hơn 42 người có mặt" in shell("meeting", "motion", day, *at, "--edit", 1, "--for", 50)[0]
    voted = ("--for", 30, "--against", 11, "--ballot")
    assert "tán thành 30/41, thông qua" in shell("meeting", "motion", day, *at, "--edit", 1, *voted)[0]
    shell(
        "meeting",
        "election",
        day,
        *at,
        "--add",
        "Bầu Chủ tịch",
        "--office",
        "Chủ tịch",
        "--term",
        "2024–2029",
    )
    votes = ("--issued", 41, "--returned", 41, "--valid", 40, "--candidate", f"{codes[4]}=30")
    shell("meeting", "election", day, *at, "--edit", 1, *votes, "--candidate", f"{codes[5]}=10")
    (held,) = shell.json("meeting", "election", day, *at)
    assert [(c["code"], c["votes"], c["elected"]) for c in held["candidates"]] == [
        (codes[4], 30, True),
        (codes[5], 10, False),
    ]
    said = shell("meeting", "offices", day, *at)[0]
    assert said == f"{held['candidates'][0]['full_name']}: Chủ tịch từ 09/01/2024, nhiệm kỳ 2024–2029\n"
    offices = shell.json("member", "show", codes[4], *at)["offices"]
    assert "còn thiếu 1 người" in shell("meeting", "election", day, *at, "--edit", 1, "--seats", 2)[0]
    assert ("Chủ tịch", "2024-01-09") in [(each["name"], each["starts"]) for each in offices]

    shell("meeting", "edit", day, *at, "--resolution", "Thông qua báo cáo.", "--chair", "Đoàn Chủ tịch")
    shell("task", "add", "Gửi nghị quyết", *at, "--meeting", day, "--due", "2024-01-20", "--member", codes[0])
    card = shell.json("meeting", "show", day, *at)
    assert card["quorum_reached"] is True
    assert card["motions"][0]["passed"] is True
    assert card["tasks"][0]["text"] == "Gửi nghị quyết"
    shown = shell("meeting", "show", day, *at)[0]
    assert "Có mặt 42/43, vắng có lý do 1, đủ số người tối thiểu" in shown
    assert f"Bầu cử: Bầu Chủ tịch: {held['candidates'][0]['full_name']}" in shown

    minutes, invitation = tmp_path / "bb.docx", tmp_path / "gm.pdf"
    shell("meeting", "paper", day, "minutes", *at, "--out", minutes)
    assert re.search("42.*Còn thiếu 01 người", " ".join(p.text for p in Document(str(minutes)).paragraphs))
    said = shell("meeting", "paper", day, "invitation", *at, "--guest", 1, "--out", invitation)[0]
    assert "Giấy mời: 1 trang" in said
    assert "Ông Lại" in PdfReader(invitation).pages[0].extract_text()

    shell("meeting", "attach", day, minutes, *at, "--name", "Biên bản đã ký")
    (kept,) = shell.json("meeting", "attachments", day, *at)
    assert (kept["name"], kept["file_name"]) == ("Biên bản đã ký", "bb.docx")
    shell("meeting", "attachments", day, *at, "--write-to", tmp_path / "ra")
    assert (tmp_path / "ra" / "bb.docx").read_bytes() == minutes.read_bytes()
    assert shell("meeting", "attachments", day, *at, "--remove", 1)[0] == "0 giấy tờ.\n"
    shell("undo", *at)

    assert shell("meeting", "remove", day, *at)[0].startswith("Đã xóa cuộc họp “Đại hội III”")
    assert "Đại hội III" not in shell("meetings", *at)[0]
    shell("undo", *at)
    assert shell.json("meeting", "show", day, *at)["tasks"][0]["text"] == "Gửi nghị quyết"


def test_nobody_came_to_a_meeting_that_is_still_to_come(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    day = "31/12/2199"
    assert "triệu tập 43 người" in shell("meeting", "add", "Họp tới", "--on", day, "--call", *at)[0]
    assert "Họp tới, triệu tập 43, chưa điểm danh (mã " in shell("meetings", *at)[0]
    # It is found by a part of its name too, where that is the only one.
    assert "  Triệu tập 43, chưa điểm danh\n" in shell("meeting", "show", "họp tớ", *at)[0]
    first, *_, last = shell("meeting", "roll", day, *at)[0].splitlines()
    assert ":" not in first
    assert last == "Triệu tập 43, chưa điểm danh."
    marked = shell("meeting", "roll", day, "--member", first.split()[0], "--as", "excused", *at)[0]
    assert marked.splitlines() == [f"{first}: vắng có lý do", last]  # what changed, and the totals


def test_attendance_is_told_of_one_member_and_of_all(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    code = shell.json("members", *at)[0]["code"]
    listed = [row for row in shell.json("meetings", *at, "--year", 2023) if row["roll"]["called"]]
    table = shell.json("attendance", *at, "--year", 2023)
    assert sum(row["called"] for row in table) == sum(row["roll"]["called"] for row in listed)
    assert sum(row["came"] for row in table) == sum(row["roll"]["came"] for row in listed)
    mine = next(row for row in table if row["code"] == code)
    of_year = next(each for each in shell.json("attendance", code, *at) if each["year"] == 2023)
    assert {key: mine[key] for key in ("called", "came", "absent")} == {
        key: of_year[key] for key in ("called", "came", "absent")
    }
    assert f"2023: có mặt {of_year['came']}/{of_year['called']}" in shell("attendance", code, *at)[0]
    assert "người được triệu tập trong năm 2023." in shell("attendance", *at, "--year", 2023)[0]


def test_tasks_are_added_changed_done_and_removed(shell: Shell, register: Path) -> None:
    at = ("--register", register)
    shell("task", "add", "Mua hoa", *at, "--due", "5/1/2024", "--assignee", "Ban Tổ chức")
    assert "Mua hoa, Ban Tổ chức, hạn 05/01/2024 (quá hạn)" in shell("tasks", *at)[0]
    shell("task", "edit", "mua hoa", *at, "--due", "2024-02-01", "--text", "Mua vòng hoa")
    (row,) = shell.json("tasks", *at)
    assert (row["text"], row["due"], row["overdue"], row["who"]) == (
        "Mua vòng hoa",
        "2024-02-01",
        False,
        "Ban Tổ chức",
    )
    shell("task", "done", row["id"], *at)
    assert shell.json("tasks", *at) == []
    assert shell.json("tasks", *at, "--all")[0]["done_on"] == "2024-01-10"
    shell("task", "done", row["id"], *at, "--reopen")
    shell("task", "remove", row["id"], *at)
    assert shell("tasks", *at, "--all")[0] == "0 việc.\n"


REFUSED: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("meeting", "show", "01/01/1999"), 1, "Không có cuộc họp nào"),
    (("meeting", "show", ""), 1, "Hãy ghi ngày họp"),
    (("meeting", "roll", "5/1/2024", "--as", "late"), 64, "--member MÃ"),
    (("meeting", "roll", "5/1/2024", "--member", "0001", "--drop", "--as", "late"), 64, "một trong hai"),
    (("meeting", "roll", "5/1/2024", "--member", "0001", "--as", "late", "--at", "25"), 1, "08:00"),
    (("meeting", "guest", "5/1/2024", "--came"), 64, "Hãy ghi khách nào"),
    (("meeting", "guest", "5/1/2024", "--remove", "99"), 1, "không có số 99"),
    (("meeting", "motion", "5/1/2024", "--for", "3"), 64, "--edit SỐ"),
    (("meeting", "motion", "5/1/2024", "--add", "A", "--remove", "1"), 64, "một trong"),
    (("meeting", "election", "5/1/2024", "--add", "A", "--office", "B", "--candidate", "1=x"), 64, "0001=33"),
    (("meeting", "election", "5/1/2024", "--add", "A", "--returned", "3", "--office", "B", "--issued", "2"),
     1, "nhiều hơn"),
    (("meeting", "offices", "5/1/2024", "9"), 1, "không có số 9"),
    (("meeting", "paper", "5/1/2024", "attendance", "--out", "a.docx"), 64, ".pdf"),
    (("meeting", "paper", "5/1/2024", "minutes", "--guest", "1", "--out", "a.pdf"), 64, "invitation"),
    (("task", "done", "Không có"), 1, "Không có việc nào"),
    (("attendance", "0001", "--year", "2023"), 64, "một trong hai"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "code", "said"), REFUSED)
def test_what_cannot_be_done_is_refused_in_one_line(
    shell: Shell, example: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    error = shell(*words, "--register", example, code=code)[1]
    assert said in error
    assert len(error.splitlines()) == 1


def test_the_templates_of_meetings_are_the_branchs_own_to_change(shell: Shell) -> None:
    for kind in ("invitation", "meeting-minutes", "resolution"):
        assert "ten_cuoc_hop: Tên cuộc họp" in shell("paper-template", kind, "--words")[0]
        own = Path(shell("paper-template", kind, "--edit")[0].split(": ", 1)[1].strip())
        assert own.is_file()
