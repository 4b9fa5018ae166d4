"""Papers of the fund: phiếu thu and phiếu chi, sổ quỹ; with the lists of dues, chân quỹ and budget."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from app.documents.files import write_file
from app.documents.papers.blocks import Signer
from app.documents.papers.cash_book import BookLine, CashBookPaper
from app.documents.papers.voucher import Voucher, render_vouchers_pdf
from app.documents.readback import count_pages
from app.domain.funds import EntryKind, FundEntry
from app.domain.members import Member
from app.domain.places import address_on
from app.errors import FileProblemError, NotFoundError, UsageError
from app.services.cash_papers_lists import (
    DuesListKind,
    base_funds_paper,
    budget_paper,
    dues_paper,
    write_base_funds,
    write_budget,
    write_dues_list,
)
from app.services.closings import ClosingRow, fund_name
from app.services.funds import CashBook, FundRow, in_order, read_cash_book
from app.services.list_papers import list_pdf
from app.services.offices import chairman
from app.services.official_papers import BLANK, Written
from app.services.paper_frame import PaperFrame, paper_frame
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import PartialDate, date_phrase, short_date
from app.vietnamese.numbers import count, money, money_in_words
from app.vietnamese.text import fold

__all__ = [
    "DuesListKind",
    "base_funds_paper",
    "budget_paper",
    "dues_paper",
    "list_pdf",
    "write_base_funds",
    "write_budget",
    "write_dues_list",
]

_SIGNED, _STAMPED = "(Ký, họ tên)", "(Ký, họ tên, đóng dấu)"


# ------------------------------------------------------------ phiếu thu, phiếu chi


def vouchers_pdf(
    register: Register, entry_ids: Collection[str], *, today: date, two_up: bool = False, copies: int = 1
) -> bytes:
    """The receipts and payment slips of some lines, in the order of the book.

    One an A5 page; with ``two_up`` two on an upright A4 page to be cut. Each is made ``copies`` times
    ("Liên 1", "Liên 2"). Raises NotFoundError when a line is not in the register.
    """
    with register.read() as reader:
        entries = in_order(reader.all(FundEntry, id=frozenset(entry_ids)))
        if not entries or len(entries) != len(frozenset(entry_ids)):
            raise NotFoundError("Không tìm thấy khoản thu, chi này trong sổ; có thể đã bị xóa.")
        frame = paper_frame(reader, today)
        vouchers = [
            _voucher(reader, entry, frame, today, f"Liên {copy}" if copies > 1 else "")
            for entry in entries
            for copy in range(1, copies + 1)
        ]
    return render_vouchers_pdf(vouchers, two_up=two_up)


def write_vouchers(
    register: Register,
    entry_ids: Collection[str],
    path: Path,
    *,
    today: date,
    two_up: bool = False,
    copies: int = 1,
    replace: bool = False,
) -> Written:
    """Write :func:`vouchers_pdf` to a file and measure it; raises UsageError, FileProblemError as well."""
    if path.suffix.lower() != ".pdf":
        raise UsageError("Phiếu thu, phiếu chi chỉ ghi được ra tệp .pdf. Hãy đổi tên tệp.")
    pdf = vouchers_pdf(register, entry_ids, today=today, two_up=two_up, copies=copies)
    write_file(path, pdf, replace=replace)
    return Written(path, count_pages(path), path.stat().st_size)


def _voucher(reader: Reader, entry: FundEntry, frame: PaperFrame, today: date, copy: str) -> Voucher:
    came_in = entry.kind is EntryKind.INCOME
    member = reader.find(Member, entry.member_id) if entry.member_id else None
    day = min(entry.on.latest(), today)
    head, office = chairman(reader, day)
    treasurer = Signer("Thủ quỹ", _SIGNED, frame.branch.treasurer)
    other = Signer(f"Người {'nộp' if came_in else 'nhận'} tiền", _SIGNED, _signing(entry.counterpart))
    drawn_up = Signer("Người lập phiếu", _SIGNED, "")
    return Voucher(
        heading=frame.heading,
        title="PHIẾU THU" if came_in else "PHIẾU CHI",
        day=_day_line(entry.on),
        fund="" if entry.fund_id is None else fund_name(reader, entry.fund_id),
        number=entry.voucher,
        fields=(
            (f"Họ và tên người {'nộp' if came_in else 'nhận'} tiền", entry.counterpart),
            ("Địa chỉ", entry.address or (address_on(member, day) if member is not None else "")),
            (f"Lý do {'nộp' if came_in else 'chi'}", entry.purpose),
            ("Số tiền", money(entry.amount)),
            ("Viết bằng chữ", f"{money_in_words(entry.amount)}."),
            ("Kèm theo", _papers(entry.papers)),
        ),
        received="Đã nhận đủ số tiền (viết bằng chữ)",
        signers=(
            Signer(office or "Chủ tịch", _STAMPED, head),
            Signer("Kế toán", _SIGNED, frame.branch.accountant),
            # who hands the money over signs before who takes it: forms 01-TT and 02-TT
            *((other, drawn_up, treasurer) if came_in else (treasurer, drawn_up, other)),
        ),
        copy=copy,
    )


def _signing(counterpart: str) -> str:
    """Who signs for having paid or received; "43 hội viên" is nobody's name."""
    return "" if any(char.isdigit() for char in counterpart) else counterpart


def _day_line(on: PartialDate) -> str:
    """The day as a paper has it, with dots for what is not known."""
    day = on.to_date()
    if day is not None:
        phrase = date_phrase(day)
        return phrase[:1].upper() + phrase[1:]
    month = f"{on.month:02}" if on.month else BLANK
    return f"Ngày {BLANK} tháng {month} năm {on.year}"


def _papers(held: str) -> str:
    """What is attached: "02 chứng từ gốc", or in the words in which it was noted."""
    if not held:
        return f"{BLANK}{BLANK} chứng từ gốc"
    return f"{count(int(held))} chứng từ gốc" if held.isdecimal() else held


# ------------------------------------------------------------ sổ quỹ


def cash_book_paper(
    register: Register, year: int, *, fund_id: str | None = None, today: date
) -> CashBookPaper:
    """The cash book of a year of a fund as a paper that is made today."""
    with register.read() as reader:
        book = read_cash_book(reader, year, fund_id)
        frame = paper_frame(reader, today)
        unit = f"{book.fund_name}, từ ngày 01/01/{year} đến ngày 31/12/{year}"
    return CashBookPaper(
        heading=frame.heading,
        title=f"Sổ quỹ năm {year}",
        subtitle=f"({unit})",
        opening=book.summary.opening,
        lines=tuple(map(_line, book.rows)),
        notes=tuple(_book_notes(book)),
        place_date=frame.signature.place_date,
        signers=(
            Signer("Thủ quỹ", _SIGNED, frame.branch.treasurer),
            Signer("Kế toán", _SIGNED, frame.branch.accountant),
            Signer(frame.signature.office.capitalize(), _STAMPED, frame.signature.name),
        ),
    )


def cash_book_pdf(register: Register, year: int, *, fund_id: str | None = None, today: date) -> bytes:
    """The cash book as PDF, to look at or to print."""
    from app.documents.papers.cash_book import render_cash_book_pdf

    return render_cash_book_pdf(cash_book_paper(register, year, fund_id=fund_id, today=today))


def write_cash_book(
    register: Register,
    year: int,
    path: Path,
    *,
    fund_id: str | None = None,
    today: date,
    replace: bool = False,
) -> Written:
    """Write the cash book of a year as .pdf or .xlsx, as the file is named, and measure the file.

    Raises UsageError for a file of another kind, FileProblemError when it cannot be written.
    """
    kind = path.suffix.lower()
    paper = cash_book_paper(register, year, fund_id=fund_id, today=today)
    if kind == ".pdf":
        from app.documents.papers.cash_book import render_cash_book_pdf

        write_file(path, render_cash_book_pdf(paper), replace=replace)
        return Written(path, count_pages(path), path.stat().st_size, len(paper.lines))
    if kind != ".xlsx":
        raise UsageError("Sổ quỹ chỉ ghi được ra tệp .pdf hoặc .xlsx. Hãy đổi tên tệp.")
    from app.documents.workbooks.cash_book import render_cash_book_workbook
    from app.documents.workbooks.readback import read_workbook

    write_file(path, render_cash_book_workbook(paper), replace=replace)
    rows = read_workbook(path).sheets[0].rows or 0
    if rows != len(paper.lines):
        raise FileProblemError(f"Tệp {path.name} ghi ra không đủ dòng. Hãy ghi lại.")
    return Written(path, 0, path.stat().st_size, rows)


def _line(row: FundRow) -> BookLine:
    entry = row.entry
    came_in = entry.kind is EntryKind.INCOME
    told = not entry.counterpart or fold(entry.counterpart) in fold(entry.purpose)
    words = entry.purpose if told else f"{entry.purpose}; {entry.counterpart}"
    return BookLine(
        on=entry.on,
        receipt=entry.voucher if came_in else "",
        slip="" if came_in else entry.voucher,
        purpose=words,
        income=entry.amount if came_in else None,
        expense=None if came_in else entry.amount,
        balance=row.balance,
    )


def _book_notes(book: CashBook) -> Iterable[str]:
    words = money_in_words(book.summary.closing)
    yield f"Tồn quỹ cuối kỳ: {money(book.summary.closing)} (bằng chữ: {words})."
    if book.closing is not None:
        yield f"Sổ đã khóa ngày {short_date(book.closing.closed_on)}."
        difference = ClosingRow(book.closing, book.fund_name, can_reopen=False).difference_words
        if difference:
            yield f"{difference} {book.closing.note}".rstrip()
