"""The painted charts of the first page, each in its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.vietnamese.numbers import group
from ui.theme import Theme
from ui.widgets.cards import Card
from ui.widgets.charts import AgePyramid, BarChart, LineChart, PairChart, PairRow, PyramidRow
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.overview import Overview


def picture_cards(found: Overview, theme: Theme) -> list[Card]:
    """A card for each chart that has something to show."""
    cards = []
    if found.by_unit:
        bars = BarChart()
        bars.set_rows(found.by_unit)
        cards.append(_card("Hội viên theo chi hội", bars, theme))
    if found.ages:
        cards.append(_ages(found, theme))
    if found.by_year:
        line = LineChart()
        line.set_points(found.by_year)
        card = Card("Số hội viên qua các năm", theme)
        card.body.addWidget(line, 1)
        cards.append(card)
    if found.money:
        pairs = PairChart("Thu", "Chi")
        pairs.set_rows([PairRow(str(y), i, e, group(i), group(e)) for y, i, e in found.money])
        cards.append(_card("Thu, chi quỹ Hội các năm (đồng)", pairs, theme))
    if found.awards_by_unit:
        bars = BarChart()
        bars.set_rows(found.awards_by_unit)
        cards.append(_card(f"Khen thưởng năm {found.year} theo chi hội", bars, theme))
    if found.visits_by_kind:
        bars = BarChart()
        bars.set_rows(found.visits_by_kind)
        cards.append(_card(f"Lượt thăm hỏi năm {found.year}", bars, theme))
    return cards


def _card(title: str, chart: QWidget, theme: Theme) -> Card:
    card = Card(title, theme)
    card.body.addWidget(chart)
    card.body.addStretch(1)
    return card


def _ages(found: Overview, theme: Theme) -> Card:
    pyramid = AgePyramid()
    pyramid.set_rows([PyramidRow(b.label, b.men, b.women, b.unknown) for b in found.ages])
    card = Card("Tuổi hội viên", theme)
    card.body.addWidget(pyramid)
    unknown_gender = sum(band.unknown for band in found.ages)
    notes = [
        f"{number} người chưa rõ {what}"
        for number, what in ((found.age_unknown, "năm sinh"), (unknown_gender, "giới tính"))
        if number
    ]
    if notes:
        card.body.addWidget(words("Không tính: " + ", ".join(notes) + ".", "soft", card, wrap=True))
    card.body.addStretch(1)
    return card
