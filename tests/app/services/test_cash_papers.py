"""Papers of the fund read back: the book, dues, chân quỹ, budget, receipts say what the register says."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from app.domain.branch import BRANCH_ID, Branch
from app.domain.funds import BudgetLine, EntryKind, Fund, FundEntry
from app.domain.members import Member
from app.errors import NotFoundError, UsageError
from app.services import budgets, cash_papers, closings, dues, funds, members, units
from app.services.cash_papers import DuesListKind
from app.store.register import Register
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group, money_in_words

TODAY = date(2024, 1, 10)
HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)")


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


@pytest.fixture
def kept(register: Register) -> Register:
    """Two units with members, rates, dues, funds, a budget and hostile words."""
    with register.change("Lập") as work:
        branch = work.get(Branch, BRANCH_ID)
        work.replace(dataclasses.replace(branch, treasurer="Hoàng Thị Mến", accountant="Ma Văn Tuyến"))
        found = [units.put_unit(work, f"Chi hội {n}", level="Chi hội") for n in (1, 2)]
    for number, name in enumerate(("Ma Văn An", "Bế Thị Ánh", "Lý Thị Sinh", "Đỗ Văn Ân")):
        member = Member(id=f"m{number}", code=f"{number:04}", full_name=name, joined=PartialDate(2015))
        members.add_member(register, member, unit_id=found[number // 2].id, today=TODAY)
    dues.set_rate(register, 2023, 60_000)
    dues.pay_dues(register, ["m0"], 2023, on=PartialDate(2023, 3, 5))
    dues.pay_dues(register, ["m2"], 2023, on=PartialDate(2023, 3, 6), amount=25_000)
    dues.waive(register, ["m3"], 2023, "Ốm")
    for number, words in enumerate(HOSTILE):
        kind = EntryKind.EXPENSE if number % 2 else EntryKind.INCOME
        on = PartialDate(2023, 5, 1 + number)
        funds.save_entry(register, FundEntry(on=on, kind=kind, amount=100_000 + number, purpose=words))
    funds.save_entry(register, FundEntry(on=PartialDate(2022), amount=500_000, purpose="Ủng hộ"))
    base = funds.save_fund(register, Fund(name="Chân quỹ 1", unit_id=found[0].id, is_base=True))
    funds.transfer(register, source=None, target=base.id, amount=90_000, on=PartialDate(2023, 6, 1))
    line = BudgetLine(year=2023, kind=EntryKind.INCOME, category="Hội phí", amount=170_000)
    budgets.save_line(register, line)
    return register


def test_the_cash_book_on_paper_and_in_the_workbook_are_the_book(kept: Register, tmp_path: Path) -> None:
    closings.close_year(kept, 2023, on=TODAY, counted=1)
    book = funds.cash_book(kept, year=2023)
    written = cash_papers.write_cash_book(kept, 2023, tmp_path / "so.pdf", today=TODAY)
    (text,) = pages(written.path.read_bytes())
    for row in book.rows:
        assert group(row.balance) in text
    assert f"Tồn cuối kỳ {group(book.summary.closing)}" in text
    assert money_in_words(book.summary.closing) in text
    assert "Sổ đã khóa ngày 10/01/2024. Tiền mặt kiểm kê thiếu" in text
    for name in ("Thủ quỹ (Ký, họ tên) Hoàng Thị Mến", "Ma Văn Tuyến"):
        assert name in text
    assert "Chuyển quỹ: Quỹ Hội sang Chân quỹ 1 90.000" in text  # not told twice

    written = cash_papers.write_cash_book(kept, 2023, tmp_path / "so.xlsx", today=TODAY)
    assert written.rows == len(book.rows)
    for formulas in (True, False):
        sheet = load_workbook(written.path, data_only=not formulas).worksheets[0]
        rows: list[tuple[Any, ...]] = [row for row in sheet.iter_rows(values_only=True) if row[0]]
        lines = [row for row in rows if isinstance(row[0], int)]
        assert len(lines) == len(book.rows)
        for line, row in zip(lines, book.rows, strict=True):
            income = row.entry.kind is EntryKind.INCOME
            assert (line[5], line[6]) == ((row.entry.amount, None) if income else (None, row.entry.amount))
            if formulas:
                assert str(line[7]).startswith("=H")
            else:
                assert line[7] == row.balance
        typed = {
            cell.value: (cell.data_type, cell.quotePrefix) for cell in sheet["E"] if cell.value in HOSTILE
        }
        assert typed == dict.fromkeys(HOSTILE, ("s", True))
        sums = {row[4]: row[5:8] for row in sheet.iter_rows(values_only=True) if row[4] and row[0] is None}
        if not formulas:
            assert sums["Tồn đầu kỳ"] == (None, None, 500_000)
            assert sums["Cộng phát sinh"] == (book.summary.income, book.summary.expense, None)
            assert sums["Tồn cuối kỳ"] == (None, None, book.summary.closing)
    with pytest.raises(UsageError, match=r"\.pdf hoặc \.xlsx"):
        cash_papers.write_cash_book(kept, 2023, tmp_path / "so.doc", today=TODAY)


def test_a_receipt_says_whose_money_it_is_in_figures_and_words(kept: Register, tmp_path: Path) -> None:
    rows = [row.entry for row in funds.cash_book(kept, year=2023).rows]
    due = next(entry for entry in rows if entry.dues_year)
    spent = next(entry for entry in rows if entry.kind is EntryKind.EXPENSE)
    funds.number_vouchers(kept, [due.id, spent.id])
    path = tmp_path / "phieu.pdf"
    written = cash_papers.write_vouchers(kept, [spent.id, due.id], path, today=TODAY)
    first, second = pages(written.path.read_bytes())
    for said in (
        "PHIẾU THU", "Số: PT01", "Ngày 05 tháng 3 năm 2023", "Họ và tên người nộp tiền: Ma Văn An",
        "Lý do nộp: Hội phí năm 2023", "Số tiền: 60.000 đồng", "Viết bằng chữ: Sáu mươi nghìn đồng chẵn.",
        "chứng từ gốc", "HỘI A", "Thủ quỹ (Ký, họ tên) Hoàng Thị Mến",
        "Người nộp tiền (Ký, họ tên) Ma Văn An",
    ):  # fmt: skip
        assert said in first, said
    assert "PHIẾU CHI" in second
    assert "Người nhận tiền" in second
    copies = cash_papers.vouchers_pdf(kept, [due.id], today=TODAY, two_up=True, copies=3)
    assert [(text.count("Liên"), text.count("PT01")) for text in pages(copies)] == [(2, 2), (1, 1)]
    with pytest.raises(NotFoundError):
        cash_papers.vouchers_pdf(kept, [due.id, "gone"], today=TODAY)
    with pytest.raises(UsageError):
        cash_papers.write_vouchers(kept, [due.id], tmp_path / "phieu.xlsx", today=TODAY)


def test_what_is_not_known_of_a_day_is_left_to_be_written(kept: Register) -> None:
    lines = {PartialDate(2023, 4): "Ngày …… tháng 04 năm 2023", PartialDate(2023): "tháng …… năm 2023"}
    for on, said in lines.items():
        entry = funds.save_entry(kept, FundEntry(on=on, amount=1, purpose="x", counterpart="43 hội viên"))
        (text,) = pages(cash_papers.vouchers_pdf(kept, [entry.id], today=TODAY))
        assert said in text
        assert "Số: …" in text
        assert text.count("43 hội viên") == 1  # nobody signs with that name


def test_lists_of_dues_name_who_owes_and_who_signs(kept: Register, tmp_path: Path) -> None:
    paper = cash_papers.dues_paper(kept, 2023, today=TODAY)
    assert [row[:4] for row in paper.table.rows] == [
        ("Ma Văn An", 60_000, 60_000, None),
        ("Bế Thị Ánh", 60_000, None, 60_000),
        ("Đỗ Văn Ân", None, None, None),
        ("Lý Thị Sinh", 60_000, 25_000, 35_000),
    ]
    assert [row[5] for row in paper.table.rows] == ["", "Chưa nộp", "Miễn: Ốm", "Nộp một phần"]
    assert [each.label for each in paper.groups] == [
        "I. Chi hội 1: 02 người, đã nộp 60.000 đồng, còn nợ 60.000 đồng",
        "II. Chi hội 2: 02 người, đã nộp 25.000 đồng, còn nợ 35.000 đồng",
    ]
    assert paper.total == "Cộng 04 người: phải nộp 180.000 đồng; đã nộp 85.000 đồng; còn nợ 95.000 đồng."
    signing = cash_papers.dues_paper(kept, 2023, kind=DuesListKind.SIGNING, today=TODAY)
    assert [row[:2] for row in signing.table.rows] == [("Bế Thị Ánh", 60_000), ("Lý Thị Sinh", 35_000)]
    assert signing.least_row > 0
    one = cash_papers.dues_paper(
        kept, 2023, kind=DuesListKind.OWING, unit_id=units.list_units(kept)[1].state.unit_id, today=TODAY
    )
    assert [row[0] for row in one.table.rows] == ["Lý Thị Sinh"]
    assert cash_papers.write_dues_list(kept, 2023, tmp_path / "hp.xlsx", today=TODAY).rows == 4
    with pytest.raises(NotFoundError, match="Không còn ai nợ"):
        cash_papers.dues_paper(kept, 2022, kind=DuesListKind.OWING, today=TODAY)
    with pytest.raises(NotFoundError, match="đặt mức hội phí"):
        cash_papers.dues_paper(kept, 2022, today=TODAY)


def test_chan_quy_and_the_budget_are_lists_too(kept: Register, tmp_path: Path) -> None:
    base = cash_papers.base_funds_paper(kept, today=TODAY)
    assert list(base.table.rows) == [("Chân quỹ 1", "1", 2, 90_000, 45_000)]  # under the heading "Chi hội"
    assert "bình quân một hội viên của Hội 22.500 đồng" in base.total  # four members, two of its unit
    assert cash_papers.write_base_funds(kept, tmp_path / "cq.pdf", today=TODAY).pages == 1
    paper = cash_papers.budget_paper(kept, 2023, today=TODAY)
    assert next(iter(paper.table.rows)) == ("Hội phí", 170_000, 85_000, -85_000, 50)
    summary = funds.cash_book(kept, year=2023).summary
    assert f"Thu: dự toán 170.000 đồng, thực hiện {group(summary.income)} đồng; Chi: " in paper.total
    assert f"thực hiện {group(summary.expense)} đồng." in paper.total
    assert cash_papers.write_budget(kept, 2023, tmp_path / "dt.pdf", today=TODAY).pages == 1
    with pytest.raises(NotFoundError):
        cash_papers.budget_paper(kept, 2019, today=TODAY)
