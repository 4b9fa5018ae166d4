"""Commendations by the command line: the list, its forms, wrong words, certificates of some."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.certificates import IssuedCertificate
from app.services import printings
from app.store.register import Register
from tests.app.test_cli import NOW, Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_a_list_is_made_changed_and_put_in_order(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    assert shell("round", "add", *at, "--year", 2024)[0].startswith(
        "Đã lập đợt “Khen thưởng công tác Hội năm 2024”"
    )
    assert "năm 2024 (đợt 2)”" in shell("round", "add", *at, "--year", 2024)[0]
    shell("undo", *at)
    shell("round", "edit", 2024, *at, "--name", "Đợt xuân", "--occasion", "Vì nghĩa tình đồng đội")
    shell("award", "add", "đợt xuân", *at, "--member", "0001", "--money", "100.000")
    shell("award", "add", 2024, *at, "--unit", "Đức Xuân", "--form", "biểu dương")
    shell("award", "add", 2024, *at, "--name", "Hộ bà Mùi", "--kind", "household", "--proposer", "Sông Cầu")
    said = shell("award", "add", 2024, *at, "--name", "Bà Lan", "--kind", "outsider", "--detail", "Tổ 5")[0]
    assert said == "Đã thêm dòng 4: Bà Lan, Giấy khen.\n"
    shell(
        "award",
        "edit",
        2024,
        "Bà Lan",
        *at,
        "--salutation",
        "Bà",
        "--recipient",
        "Lan",
        "--achievement",
        "Ủng hộ quỹ",
    )
    assert shell("award", "move", 2024, "Lan", *at, "--up")[0] == "Lan nay ở dòng 3.\n"
    shell("award", "nudge", 2024, 3, "recipient 0 -1.5", *at)
    shell("award", "remove", 2024, 1, *at)
    card = shell.json("round", "show", 2024, *at)
    honoured = shell.json("member", "show", "0001", *at)["full_name"]
    assert [(a["line"], a["recipient"], a["form"]) for a in card["awards"]] == [
        (1, "Hộ bà Mùi", "Giấy khen"), (2, "Lan", "Giấy khen"), (3, honoured, "Giấy khen"),
    ]  # fmt: skip
    assert card["awards"][1]["nudges"] == "recipient 0 -1.5"
    assert card["awards"][2]["achievement"] == "Vì nghĩa tình đồng đội"
    assert shell("round", "show", 2024, *at)[0].splitlines()[2] == ("  2. Bà Lan, Tổ 5, Giấy khen")
    added = shell.json("eligible", *at, "--unit", "Sông Cầu", "--add-to", 2024)
    assert [row["added"] for row in added] == [True] * len(added)
    assert len(shell.json("round", "show", 2024, *at)["awards"]) == 3 + len(added)
    assert (
        "Sẽ ghi quyết định 02/QĐ-HTS, người ký: Chủ tịch"
        in (shell("round", "decide", 2024, *at, "--on", "2024-02-01", "--dry-run")[0])
    )
    shell("round", "remove", 2024, *at)
    assert [row["year"] for row in shell.json("rounds", *at)] == [2023]


#: Words about the issued round of 2023, how they end and what is said.
REFUSED: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("round", "show", "2022"), 1, "Không có đợt khen thưởng “2022”"),
    (("award", "add", "2023"), 64, "đúng một trong"),
    (("award", "add", "2023", "--name", "A"), 64, "--kind"),
    (
        ("award", "add", "2023", "--member", "0001", "--form", "Huân chương"),
        1,
        "Các hình thức: Giấy khen",
    ),
    (("award", "add", "2023", "--member", "0001"), 1, "đã phát hành"),
    (("award", "remove", "2023", "10"), 1, "danh sách có 9 dòng"),
    (("award", "remove", "2023", "Nguyễn Văn Không"), 1, "không có “Nguyễn Văn Không”"),
    (("award", "nudge", "2023", "4", "recipient"), 1, "recipient 0 -1.5"),
    (("round", "review", "2023", "--on", "2024-01-02", "--meeting", "2024-01-02"), 64, "một trong hai"),
    (("round", "review", "2023", "--votes", "1=x"), 64, "--votes: không hiểu"),
    (("round", "review", "2023", "--reason", "=x"), 64, "DÒNG=Ý KIẾN"),
    (("round", "review", "2023", "--meeting", "1/1/1999"), 1, "Không có cuộc họp nào"),
    (("round", "decide", "2023", "--on", "2024-01-02", "--code", "1"), 1, "đừng ghi --code"),
    (("round", "decide", "2023", "--on", "2024-01-02"), 1, "đã phát hành"),
    (("round", "withdraw-decision", "2023"), 1, "không rút được"),
    (("round", "withdraw-submission", "2023"), 1, "không có tờ trình"),
    (("round", "hand-over", "2023"), 64, "--on NGÀY"),
    (("round", "hand-over", "2023", "--on", "31/2"), 64, "31/2"),
    (("round", "pay-rewards", "2023"), 64, "--dry-run"),
    (("round", "remove", "2023"), 1, "đã phát hành"),
    (("certificate", "verify", "ZZZZ-ZZZZ"), 1, "ZZZZ-ZZZZ"),
    (("certificate", "verify", " "), 64, "Chưa ghi mã"),
    (("certificate", "void", "ZZZZ-ZZZZ", "--reason", "x"), 1, "certificate list"),
    (("certificates", "--out", "a.pdf"), 64, "--year NĂM hoặc --round ĐỢT"),
    (("certificates", "--year", "2023", "--round", "2023", "--out", "a.pdf"), 64, "--year NĂM"),
    (("certificates", "--year", "2023", "--preview", "--out", "a.pdf"), 64, "--round ĐỢT"),
    (("certificates", "--year", "2023", "--only", "ZZZZ-ZZZZ", "--out", "a.pdf"), 1, "ZZZZ-ZZZZ"),
    (
        ("certificates", "--round", "2023", "--dx", "1", "--printer", "A", "--out", "a.pdf"),
        64,
        "--printer",
    ),
    (("certificates", "--round", "2023", "--blank", "không có", "--out", "a.pdf"), 1, "không có"),
    (("award-paper", "decision", "--round", "2023", "--out", "a.txt"), 64, ".docx"),
    (("award-paper", "submission", "--round", "2023", "--out", "a.pdf"), 1, "không cần tờ trình"),
    (("register-book", "--year", "2024", "--out", "a.doc"), 64, ".xlsx"),
    (("register-book", "--year", "2024", "--to-year", "2023", "--out", "a.pdf"), 64, "--to-year"),
    (("register-book", "--year", "2001", "--out", "a.pdf"), 1, "2001"),
    (("printings", "--remove", "1"), 1, "không có dòng 1"),
)


def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    shell: Shell, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--register", example)
    monkeypatch.chdir(tmp_path)
    shell("certificate", "issue", 2023, *at)
    before = shell("history", *at)
    for words, code, said in REFUSED:
        out, told = shell(*words, *at, code=code)
        assert out == ""
        assert said in told, words
        assert len(told.splitlines()) == 1
    assert shell("history", *at) == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".sohoi"] == []


def test_the_forms_are_the_branchs_own(shell: Shell, register: Path) -> None:
    at = ("--register", register)
    shell(
        "award-form",
        "add",
        "Thư khen",
        *at,
        "--own",
        "--printed",
        "--layout",
        "truyen-thong",
        "--position",
        2,
    )
    shell("award-form", "edit", "biểu dương", *at, "--name", "Biểu dương trước Hội", "--position", 1)
    shell("award-form", "edit", "Bằng khen", *at, "--level", "Tỉnh", "--upper", "--not-printed")
    shell("award-form", "remove", "Cờ thi đua", *at)
    assert [(f["name"], f["level"], f["is_printed"]) for f in shell.json("award-forms", *at)] == [
        ("Biểu dương trước Hội", "Hội", False), ("Giấy khen", "Hội", True), ("Thư khen", "Hội", True),
        ("Bằng khen", "Tỉnh", False), ("Kỷ niệm chương", "Trung ương Hội", False),
    ]  # fmt: skip
    assert (
        "Thư khen: Hội, Hội tự quyết định, in giấy ở đây theo mẫu truyen-thong"
        in shell("award-forms", *at)[0]
    )
    assert "hai lần" in shell("award-form", "add", "giấy khen", *at, code=1)[1]
    assert "Các hình thức:" in shell("award-form", "remove", "Huân chương", *at, code=1)[1]
    for name in ("Biểu dương trước Hội", "Giấy khen", "Thư khen", "Bằng khen"):
        shell("award-form", "remove", name, *at)
    assert "không được để trống" in shell("award-form", "remove", "Kỷ niệm chương", *at, code=1)[1]


def test_some_certificates_are_written_by_code_name_or_line_or_those_not_printed(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    at = ("--register", example)
    assert shell("certificates", *at, "--round", 2023, "--out", tmp_path / "a.pdf")[0].startswith(
        "Đã phát hành 9 giấy.\n9 giấy khen, 1 tệp"
    )
    code = shell.json("certificate", "list", 2023, *at)[1]["code"]

    def pages(*words: object) -> object:
        return shell.json("certificates", *at, *words, "--out", tmp_path / "a.pdf")["pages"]

    assert pages("--year", 2023, "--only", f"{code}, Nông Thị Hiền") == 2
    assert pages("--round", 2023, "--only", "1,4,4", "--mono") == 2
    assert pages("--round", 2023, "--preview", "--overlay", "--dx", "1,5") == 9

    def send(*places: int) -> None:
        with Register.open(example, clock=lambda: NOW) as opened:
            with opened.read() as reader:
                sheets = sorted(reader.all(IssuedCertificate), key=lambda each: each.number)
            sent = [sheets[place].id for place in places]
            printings.log_printed(opened, sent, printer="HP", tray="Khay 2", blank="", overlay=False, at=NOW)

    send(*range(7))
    assert pages("--round", 2023, "--not-printed") == 2
    card = shell.json("round", "show", 2023, *at)
    assert [award["sent_to_printer"] for award in card["awards"]] == [True] * 7 + [False] * 2
    assert "HP, Khay 2, 1 bản" in shell("printings", *at, "--round", 2023)[0]
    assert len(shell.json("printings", *at, "--remove", 1)) == 6
    send(6, 7, 8)
    assert (
        "đều đã gửi ra máy in"
        in (
            shell("certificates", *at, "--year", 2023, "--not-printed", "--out", tmp_path / "b.pdf", code=1)[
                1
            ]
        )
    )
