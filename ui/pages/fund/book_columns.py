"""The columns of the cash book, and what of a line can be searched for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.funds import EntryKind
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.models.table_model import Column
from ui.models.toned_model import Tone

if TYPE_CHECKING:
    from app.services.funds import FundRow


def searched(row: FundRow) -> str:
    """What a line can be found by, folded."""
    entry = row.entry
    texts = (entry.voucher, entry.purpose, entry.category, entry.counterpart, entry.note, str(entry.on))
    return fold(" ".join((*texts, group(entry.amount), str(entry.amount))))


def tone(row: FundRow) -> Tone:
    """What a visit wrote is quieter: it is changed elsewhere."""
    return Tone(ink="soft_ink") if row.entry.visit_id else Tone()


def _side(kind: EntryKind) -> Callable[[FundRow], object]:
    return lambda row: group(row.entry.amount) if row.entry.kind is kind else ""


def _source(row: FundRow) -> str:
    return "thăm hỏi" if row.entry.visit_id else "khen thưởng" if row.entry.award_id else ""


def _signed(row: FundRow) -> str:
    sign = "+" if row.entry.kind is EntryKind.INCOME else "−"
    return f"{sign}{group(row.entry.amount)}"


_FIRST: tuple[Column[FundRow], ...] = (
    Column("on", "Ngày", lambda row: row.entry.on, width=134, least=130),
    Column("voucher", "Số phiếu", lambda row: row.entry.voucher, width=100, least=94, optional=True),
)
_PURPOSE: Column[FundRow] = Column(
    "purpose", "Nội dung", lambda row: row.entry.purpose, 330, least=200, grows=2
)
_LAST: tuple[Column[FundRow], ...] = (
    Column("balance", "Tồn (đồng)", lambda row: group(row.balance), width=120, right=True, least=112),
    Column(
        "counterpart",
        "Người nộp, nhận",
        lambda row: row.entry.counterpart,
        width=210,
        least=150,
        grows=1,
        optional=True,
    ),
    Column("source", "Ghi từ", _source, width=110, least=92, optional=True),
    Column("category", "Mục thu, chi", lambda row: row.entry.category, width=150, hidden=True),
    Column("papers", "Chứng từ", lambda row: row.entry.papers, width=150, hidden=True),
    Column("note", "Ghi chú", lambda row: row.entry.note, width=220, hidden=True),
)
COLUMNS: tuple[Column[FundRow], ...] = (
    *_FIRST,
    _PURPOSE,
    Column("income", "Thu (đồng)", _side(EntryKind.INCOME), width=120, right=True, least=112),
    Column("expense", "Chi (đồng)", _side(EntryKind.EXPENSE), width=120, right=True, least=112),
    *_LAST,
)
NARROW: tuple[Column[FundRow], ...] = (
    *_FIRST,
    dataclasses.replace(_PURPOSE, least=144),
    Column("amount", "Thu, chi", _signed, width=126, right=True, least=122),
    *_LAST,
)
