"""The choice of a period: year, half, quarter, nhiệm kỳ, or any days."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.periods import Period
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox
from ui.widgets.words import words
from ui.widgets.year_choice import YearChoice

_YEAR, _TERM, _DAYS = "year", "term", "days"
_KINDS: tuple[tuple[str, str], ...] = (
    (_YEAR, "Cả năm"),
    ("half1", "6 tháng đầu"),
    ("half2", "6 tháng cuối"),
    ("quarter1", "Quý I"),
    ("quarter2", "Quý II"),
    ("quarter3", "Quý III"),
    ("quarter4", "Quý IV"),
    (_TERM, "Nhiệm kỳ"),
    (_DAYS, "Từ ngày…"),
)


class PeriodChoice(QWidget):
    """Signals ``changed(Period)`` when the user picks one; ``term_asked`` and ``days_asked`` ask the owner.

    Nhiệm kỳ and free days are not known here: the owner finds them and calls :meth:`show_period`.
    """

    changed = Signal(object)
    term_asked = Signal()
    days_asked = Signal()

    def __init__(self, theme: Theme, latest: int, parent: QWidget | None = None) -> None:
        """``latest`` is the last year that can be chosen."""
        super().__init__(parent)
        self._period = Period.year_of(latest)
        self.kind: ChoiceBox = ChoiceBox(_KINDS, self)
        self.kind.setAccessibleName("Loại kỳ báo cáo")
        self.kind.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kind.setMinimumContentsLength(6)
        self.kind.edited.connect(self._on_kind)
        self.year = YearChoice(latest, self)
        self.year.changed.connect(lambda _year: self._on_kind())
        self.days = words("", "soft", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for part in (self.kind, self.year, self.days):
            row.addWidget(part)
        self.show_period(self._period)

    @property
    def period(self) -> Period:
        """The period that is chosen."""
        return self._period

    def show_period(self, period: Period, *, is_term: bool = False) -> None:
        """Choose a period without telling anybody."""
        self._period = period
        kind = _TERM if is_term else _kind_of(period)
        self.kind.set_value(kind)
        by_year = kind not in (_TERM, _DAYS)
        self.year.setVisible(by_year)
        self.days.setVisible(not by_year)
        if by_year:
            self.year.show_year(period.year)
        self.days.setText(period.label)

    def _on_kind(self) -> None:
        kind = str(self.kind.value())
        if kind == _TERM:
            self.term_asked.emit()
        elif kind == _DAYS:
            self.days_asked.emit()
        else:
            self.show_period(_period_of(kind, self.year.year))
            self.changed.emit(self._period)


def _period_of(kind: str, year: int) -> Period:
    if kind.startswith("half"):
        return Period.half(year, int(kind[-1]))
    if kind.startswith("quarter"):
        return Period.quarter(year, int(kind[-1]))
    return Period.year_of(year)


def _kind_of(period: Period) -> str:
    kinds = (kind for kind, _ in _KINDS if kind not in (_TERM, _DAYS))
    return next((kind for kind in kinds if _period_of(kind, period.year) == period), _DAYS)
