"""Lists and deeds of the year are told in words too, and doubtful words are asked about, never guessed."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_care_is_told_in_words_and_its_lists_are_written(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example)
    assert "Nông Văn Thịnh" in (said := shell("visits", *at, "--year", 2023)[0])
    assert said.endswith("10 lượt, 2.950.000 đồng.\n")
    assert "lượt" in shell("visits", *at, "--planned")[0]
    assert "Đã ghi" in shell("visits", *at, "--year", 2023, "--out", tmp_path / "tham.pdf")[0]
    assert "--year" in shell("visits", *at, "--out", tmp_path / "tham.pdf", code=64)[1]
    assert "Tặng quà ngày 27/7/2023: 2/2 suất đã trao" in shell("campaigns", *at, "--year", 2023)[0]
    shown = shell("campaign", "show", "Tặng quà Tết Giáp Thìn 2024", *at)[0]
    assert "chi từ Quỹ Hội" in shown
    assert "chưa trao" in shown
    shell("campaign", "edit", "Tặng quà Tết Giáp Thìn 2024", *at, "--amount", "350000")
    assert "1.400.000 đồng" in shell("campaign", "show", "Tặng quà Tết Giáp Thìn 2024", *at)[0]


def test_rounds_meetings_and_activities_are_told_in_words(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    assert "01/QĐ-HTS" in shell("rounds", *at)[0]
    assert "có 4 cuộc họp" in shell("meeting", "show", "2023", *at, code=1)[1]
    assert "Đã ghi Việc lạ: 3" in (
        said := shell("activity", "add", "Việc lạ", *at, "--on", "2023", "--quantity", 3)[0]
    )
    assert "chưa có trong danh sách" in said
    assert "không có hoạt động" in shell("activity", "remove", "Không có", *at, code=1)[1].lower()
    shell("activity", "add", "Việc lạ", *at, "--on", "2024")
    assert "có 2 hoạt động" in shell("activity", "remove", "Việc lạ", *at, code=1)[1]


def test_offices_longevity_and_unknown_visits_are_told(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    said = shell("meeting", "offices", "10/2/2023", *at)[0]
    assert "Phạm Đình Đạt: Ủy viên Ban Kiểm tra từ 10/02/2023, nhiệm kỳ 2020–2025" in said
    assert "75 tuổi" in shell("longevity", *at, "--year", 2023)[0]
    assert shell("longevity", *at, "--year", 1990)[0]
    assert "không" in shell("visit", "remove", "abcdef123456", *at, code=1)[1].lower()
    assert "lượt" in shell("visits", *at, "--year", 1990)[0]


def test_a_voucher_of_two_years_or_two_funds_is_asked_about(shell: Shell, example: Path) -> None:
    said = shell("entry", "show", "PT01", "--register", example, code=1)[1]
    assert "“PT01” có" in said
    assert "khoản" in said


def test_a_report_is_told_in_words_compared_and_asked_about(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    at = ("--register", example)
    assert "Hạn chế, nguyên nhân" in shell("report-draft", "show", "2023", *at)[0]
    words = tmp_path / "loi.txt"
    words.write_text("Hội viên tuổi cao.", encoding="utf-8")
    assert "Đã ghi lời" in shell("report-draft", "text", "2023", "limits", *at, "--file", words)[0]
    assert "không có mục" in shell("report-draft", "text", "2023", "x", *at, "--text", "a", code=1)[1].lower()
    assert "kỳ trước" in shell("report-draft", "text", "2023", "limits", *at, "--earlier", code=1)[1]
    assert "Không đọc được" in shell("report-draft", "text", "2023", "limits", *at, "--file", "x", code=2)[1]
    shell("report-draft", "send", "2023", *at, "--on", "5/1/2024")
    assert "vẫn như bản đã gửi" in shell("report-draft", "compare", "2023", *at)[0]
    shell("visit", "add", *at, "--person", "Cụ Bế", "--on", "20/12/2023", "--kind", "illness", "--amount", 1)
    assert (
        "Lượt thăm hỏi, viếng, tặng quà: đã gửi 10, nay 11 lượt"
        in shell("report-draft", "compare", "2023", *at)[0]
    )
    shell("report-draft", "reopen", "2023", *at)
    assert "Không có báo cáo" in shell("report-draft", "show", "1999", *at, code=1)[1]


def test_what_several_are_called_is_asked_about(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    assert "có 2 lần thăm" in shell("visit", "edit", "27/7/2023", *at, "--note", "x", code=1)[1]
    assert "có 2 đợt" in shell("campaign", "show", "2023", *at, code=1)[1]
    assert "Không có đợt tặng quà" in shell("campaign", "show", "Không có", *at, code=1)[1]


def test_votes_and_lines_of_a_fund_are_corrected(shell: Shell, example: Path) -> None:
    at = ("--register", example)
    motions = shell.json("meeting", "motion", "5/1/2024", *at, "--edit", 1, "--for", 30, "--against", 7)
    assert [each["passed"] for each in motions] == [True, True]
    assert motions[0]["votes_for"] == 30
    shell(
        "entry", "add", "income", *at, "--fund", "Quỹ Nghĩa tình đồng đội", "--member", "0001",
        "--on", "1/2/2024", "--amount", "200.000", "--purpose", "Ủng hộ riêng", "--voucher", "next",
    )  # fmt: skip
    book = shell.json("cash-book", *at, "--year", 2024, "--fund", "Quỹ Nghĩa tình đồng đội")
    line = next(each for each in book["entries"] if each["purpose"] == "Ủng hộ riêng")
    told = shell.json("entry", "show", line["id"], *at)
    assert (told["amount"], told["purpose"]) == (200_000, "Ủng hộ riêng")


def test_a_file_for_the_hoi_above_says_whom_it_holds(shell: Shell, example: Path, tmp_path: Path) -> None:
    words = ("submit", "--register", example, "--out", tmp_path / "nop.sohoi-nop")
    assert "chưa ghi đồng ý: hãy hỏi trước khi gửi" in shell(*words, "--year", 2023, "--members", "all")[0]
    assert "chưa ghi đồng ý" in shell(*words, "--year", 2023, "--members", "agreed")[0]
    assert "tệp ghi số ước" in shell(*words, "--from", "1/1/2190", "--to", "31/12/2190")[0]
