"""The columns of the tab Đợt tặng quà, and how its lines look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.models.table_model import Column
from ui.models.toned_model import Tone
from ui.widgets.words import short_unit

if TYPE_CHECKING:
    from app.services.campaigns import CampaignRow
    from app.services.visits import VisitRow


def _state(row: VisitRow) -> str:
    if not row.visit.planned:
        return str(row.visit.on)
    return "đã từ trần" if row.deceased else "chưa trao"


def line_tone(row: VisitRow) -> Tone:
    """Who has died stands out; what was handed over steps back."""
    if row.visit.planned and row.deceased:
        return Tone(ink="warn")
    return Tone() if row.visit.planned else Tone(ink="soft_ink")


#: The rounds of a year.
COLUMNS: tuple[Column[CampaignRow], ...] = (
    Column("name", "Đợt", lambda row: row.campaign.name, 210, least=180, grows=1),
    Column("on", "Ngày", lambda row: row.campaign.on, 134, least=130, optional=True),
    Column("given", "Đã trao", lambda row: f"{row.given}/{row.recipients}", 104, right=True, least=100),
    Column("total", "Số tiền", lambda row: row.total or None, 120, right=True, least=100, optional=True),
)
#: Who gets something.
LINES: tuple[Column[VisitRow], ...] = (
    Column("person", "Người nhận", lambda row: row.person, 190, least=160, grows=1),
    Column("unit", "Chi hội", lambda row: short_unit(row.unit_name), 190, least=130, grows=1, optional=True),
    Column("gift", "Quà", lambda row: row.visit.gift, 140, least=90, optional=True),
    Column("amount", "Số tiền", lambda row: row.visit.total or None, 110, right=True, least=96),
    Column("state", "Đã trao", _state, 134, least=130),
)
