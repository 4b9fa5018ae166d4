"""Papers of care: the sheet on which gifts are signed for, and the visits of a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.documents.papers.values import ListPaper
from app.domain.member_lists import ListTable
from app.domain.units import short_unit
from app.domain.year_report import Cell, Column, ColumnKind
from app.errors import NotFoundError
from app.services.campaigns import read_campaign
from app.services.list_papers import write_list
from app.services.official_papers import Written
from app.services.paper_frame import paper_frame
from app.services.visits import VisitRow, read_visits
from app.store.register import Register
from app.vietnamese.numbers import count, money, money_in_words

_MONEY = ColumnKind.MONEY
_GIFTS = (
    Column("full_name", "Họ và tên", width=44),
    Column("unit", "Chi hội", width=36),
    Column("gift", "Quà", width=30),
    Column("amount", "Số tiền (đồng)", _MONEY, 24),
    Column("signature", "Ký nhận", width=34),
)
_VISITS = (
    Column("on", "Ngày", ColumnKind.DATE, 22),
    Column("person", "Người, gia đình được thăm", width=42),
    Column("unit", "Chi hội", width=34),
    Column("kind", "Lý do", width=30),
    Column("gift", "Quà", width=30),
    Column("amount", "Tiền trao (đồng)", _MONEY, 24),
    Column("gift_cost", "Tiền mua quà (đồng)", _MONEY, 24),
    Column("visitors", "Người đi thăm", width=56),
)
#: A row that is signed by hand is so high (mm).
_SIGNED_ROW = 9.5


def sign_off_sheet(register: Register, campaign_id: str, *, today: date) -> ListPaper:
    """The sheet of a campaign on which everybody signs for his gift, with the total in words.

    Raises NotFoundError when nobody is on its list.
    """
    with register.read() as reader:
        frame = paper_frame(reader, today)
        card = read_campaign(reader, campaign_id)
    if not card.lines:
        raise NotFoundError(f"Đợt “{card.campaign.name}” chưa có ai. Hãy thêm người nhận quà trước.")
    rows = tuple(
        (row.person, short_unit(row.unit_name), row.visit.gift, row.visit.amount or None, "")
        for row in card.lines
    )
    total = sum(row.visit.amount for row in card.lines)
    said = f": {money(total)} (Bằng chữ: {money_in_words(total)})" if total else ""
    return ListPaper(
        heading=frame.heading,
        table=ListTable(
            f"Danh sách ký nhận – {card.campaign.name}",
            f"({card.campaign.kind.label}, {card.campaign.on})",
            _GIFTS,
            rows,
            len(rows),
        ),
        total=f"Tổng cộng {count(len(rows))} suất{said}.",
        signature=frame.signature,
        least_row=_SIGNED_ROW,
    )


def write_sign_off_sheet(
    register: Register, campaign_id: str, path: Path, *, today: date, replace: bool = False
) -> Written:
    """Write the sheet as .pdf or .xlsx."""
    return write_list(sign_off_sheet(register, campaign_id, today=today), path, replace=replace)


def visit_list(register: Register, year: int, *, today: date) -> ListPaper:
    """The visits of a year, oldest first; raises NotFoundError when there was none."""
    with register.read() as reader:
        frame = paper_frame(reader, today)
        found = read_visits(reader, year)
    if not found:
        raise NotFoundError(f"Năm {year} chưa ghi lần thăm hỏi nào. Hãy chọn năm khác.")
    # Few branches note what a gift cost apart from the money: an empty column says nothing.
    columns = [c for c in _VISITS if c.key != "gift_cost" or any(row.visit.gift_cost for row in found)]
    rows = tuple(tuple(_visit_cell(row, column.key) for column in columns) for row in found)
    total = sum(row.visit.total for row in found)
    words = f" (Bằng chữ: {money_in_words(total)})" if total else ""
    return ListPaper(
        heading=frame.heading,
        table=ListTable(
            "Danh sách thăm hỏi, viếng, tặng quà", f"(Năm {year})", tuple(columns), rows, len(rows)
        ),
        total=f"Tổng cộng {count(len(rows))} lượt: {money(total)}{words}.",
        signature=frame.signature,
    )


def _visit_cell(row: VisitRow, key: str) -> Cell:
    visit = row.visit
    cells: dict[str, Cell] = {
        "on": visit.on,
        "person": row.person,
        "unit": short_unit(row.unit_name),
        "kind": visit.kind.label,
        "gift": visit.gift,
        "amount": visit.amount or None,
        "gift_cost": visit.gift_cost or None,
        "visitors": visit.visitors,
    }
    return cells[key]


def write_visit_list(
    register: Register, year: int, path: Path, *, today: date, replace: bool = False
) -> Written:
    """Write the visits of a year as .pdf or .xlsx."""
    return write_list(visit_list(register, year, today=today), path, replace=replace)
