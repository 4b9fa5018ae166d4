"""Money by the command line: the cash book and its papers, funds, closed years, dues, the budget."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_cli import Shell, example, register, shell

__all__ = ["example", "register", "shell"]


def test_a_line_is_written_found_by_its_number_changed_printed_and_taken_out(
    shell: Shell, register: Path, tmp_path: Path
) -> None:
    at = ("--register", register)
    said = shell(
        "entry", "add", "income", *at, "--on", "2023-03-05", "--amount", "500 nghìn", "--purpose", "Ủng hộ",
        "--counterpart", "Bà Mùi", "--voucher", "next",
    )[0]  # fmt: skip
    assert said.startswith("Đã ghi khoản thu PT01 ngày 05/03/2023, 500.000 đồng: Ủng hộ (mã ")
    shell("entry", "add", "expense", *at, "--on", "2023-04", "--amount", "120000", "--purpose", "Mua sổ")
    shell("entry", "edit", "pt01/2023", *at, "--amount", "600.000", "--papers", "2", "--address", "Tổ 3")
    shown = shell("entry", "show", "PT01", *at)[0]
    assert "Số tiền (đồng): 600.000\n" in shown
    assert "Chứng từ kèm theo: 2\n" in shown
    book = shell.json("cash-book", *at)
    assert (book["year"], book["opening"], book["closing"], book["closed"]) == (2023, 0, 480_000, False)
    assert [row["balance"] for row in book["entries"]] == [600_000, 480_000]
    begun = book["entries"][0]["id"][:6]  # narrow lists are written down by hand
    assert shell("entry", "show", begun, *at)[0] == shown
    assert "04/2023 -120.000 còn 480.000: Mua sổ" in shell("cash-book", *at)[0]
    assert "3 trang" not in shell("cash-book", *at, "--out", tmp_path / "so.pdf")[0]
    assert "2 dòng" in shell("cash-book", *at, "--out", tmp_path / "so.xlsx")[0]
    written = shell("voucher", *at, "--year", 2023, "--number", "--two-up", "--out", tmp_path / "p.pdf")[0]
    assert "2 phiếu, 1 trang" in written
    assert "PC01" in shell("cash-book", *at)[0]
    assert "2 trang" in shell("voucher", "PT01", *at, "--copies", 2, "--out", tmp_path / "p.pdf")[0]
    assert shell("voucher", *at, "--out", tmp_path / "p.pdf", code=64)[1].startswith("Hãy cho một trong hai")
    shell("entry", "remove", "PC01", *at)
    assert "Không có khoản thu chi" in shell("entry", "show", "PC01", *at, code=1)[1]


def test_funds_hold_money_and_closed_years_stay(shell: Shell, example: Path, tmp_path: Path) -> None:
    at = ("--register", example)
    held = {row["unit"] for row in shell.json("funds", *at)}
    chapter = next(row["chapter"] for row in shell.json("members", *at) if row["chapter"] not in held)
    before = {row["name"]: row["balance"] for row in shell.json("funds", *at)}
    shell("fund", "add", "Quỹ thử", *at, "--unit", chapter)
    shell("fund", "edit", "quỹ thử", *at, "--name", "Chân quỹ thử", "--base")
    shell("fund", "transfer", *at, "--from", "Quỹ Hội", "--to", "chân quỹ thử", "--amount", "100.000")
    after = {row["name"]: row for row in shell.json("funds", *at)}
    assert after["Chân quỹ thử"]["balance"] == 100_000
    assert after["Quỹ Hội"]["balance"] == before["Quỹ Hội"] - 100_000
    each = after["Chân quỹ thử"]
    assert abs(each["per_member"] * each["members"] - 100_000) <= each["members"]
    assert "Chân quỹ thử" in shell("funds", *at)[0]
    assert "trang" in shell("funds", *at, "--out", tmp_path / "chan-quy.pdf")[0]
    assert "còn được dùng" in shell("fund", "remove", "Chân quỹ thử", *at, code=1)[1]
    assert "luôn có trong sổ" in shell("fund", "remove", "Quỹ Hội", *at, code=1)[1]
    shell("undo", *at)
    shell("fund", "remove", "Chân quỹ thử", *at)
    said = shell("close-year", *at, "--year", 2023, "--counted", "1000")[0]
    assert "khóa ngày 10/01/2024" in said
    assert "Tiền mặt kiểm kê thiếu" in said
    (closing,) = [row for row in shell.json("close-year", *at) if row["year"] == 2023]
    assert closing["difference"] == 1000 - closing["balance"]
    add = ("entry", "add", "income", *at, "--amount", "1", "--purpose", "x", "--on")
    assert "mở lại sổ năm 2023" in shell(*add, "2023", code=1)[1]
    shell(*add, "2024")
    assert shell.json("cash-book", *at, "--year", 2024)["opening"] == closing["balance"]
    assert "Đã mở lại sổ Quỹ Hội năm 2023" in shell("reopen-year", *at, "--year", 2023)[0]
    assert "chưa khóa" in shell("reopen-year", *at, "--year", 2023, code=1)[1]


def test_dues_are_asked_paid_and_waived_and_a_budget_is_kept(
    shell: Shell, example: Path, tmp_path: Path
) -> None:
    at, year = ("--register", example), ("--year", 2025)
    assert "chung: 50.000 đồng" in shell("dues", "rate", *at, *year, "--amount", "50000")[0]
    rows = [row for row in shell.json("dues", "list", *at, *year) if not row["waived"]]
    assert {row["owes"] for row in rows} == {50_000}
    first, second, third = (row["code"] for row in rows[:3])
    assert "2 người nộp hội phí năm 2025, 100.000" in shell("dues", "pay", first, second, *at, *year)[0]
    shell("dues", "waive", third, *at, *year, "--reason", "Ốm")
    chapter = rows[-1]["unit"]
    shell("dues", "pay", *at, *year, "--chapter", chapter, "--number")
    rows = shell.json("dues", "list", *at, *year)
    of = {row["code"]: (row["paid"], row["waived"]) for row in rows}
    assert [of[code] for code in (first, second, third)] == [(50_000, False)] * 2 + [(0, True)]
    assert {row["owes"] for row in rows if row["unit"] == chapter} == {0}
    owing = shell.json("dues", "list", *at, *year, "--owing")
    assert len(owing) == sum(1 for row in rows if row["owes"])
    assert "chưa nộp, còn nợ 50.000 đồng" in shell("dues", "list", *at, *year)[0]
    out = tmp_path / "ky.pdf"
    assert f"{len(owing)} dòng" in shell("dues", "list", *at, *year, "--signing", "--out", out)[0]
    shell("dues", "waive", third, *at, *year, "--take-back")
    assert "chưa đặt" in shell("dues", "rate", *at, *year, "--remove")[0]
    assert shell("dues", "pay", first, *at, *year, code=1)[1].startswith("Không ai trong số này còn nợ")
    shell("budget", "set", "expense", "Khánh tiết", *at, *year, "--amount", "2 triệu")
    shell("budget", "set", "expense", "khánh tiết", *at, *year, "--amount", "3 triệu")
    assert "1 mục" in shell("budget", "copy", *at, "--from", 2025, "--to", 2026)[0]
    (line,) = shell.json("budget", "list", *at, "--year", 2026)
    assert line == {"kind": "expense", "category": "Khánh tiết", "planned": 3_000_000, "actual": 0}
    assert "Chi Khánh tiết: dự toán 3.000.000 đồng" in shell("budget", "list", *at, *year)[0]
    assert "dòng" in shell("budget", "list", *at, *year, "--out", tmp_path / "dt.xlsx")[0]
    shell("budget", "remove", "expense", "Khánh tiết", *at, "--year", 2026)
    assert shell.json("budget", "list", *at, "--year", 2026) == []
