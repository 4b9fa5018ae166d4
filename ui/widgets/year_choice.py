"""The choice of a year: a list of years with a step back and a step forward beside it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from ui.icons import icon

#: How far back the list goes; other years are reached by the step back.
_YEARS_LISTED = 15


class YearChoice(QWidget):
    """Signal ``changed(int year)`` when the user picks another year, not when the program does."""

    changed = Signal(int)

    def __init__(self, latest: int, parent: QWidget | None = None) -> None:
        """``latest`` is the last year that can be chosen."""
        super().__init__(parent)
        self._latest = latest
        self._closed: Collection[int] = ()
        self.back = self._step("‹", "Năm trước", -1)
        self.forward = self._step("›", "Năm sau", 1)
        self.years = QComboBox(self)
        self.years.setAccessibleName("Năm")
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for year in range(latest, latest - _YEARS_LISTED, -1):
            self.years.addItem(f"Năm {year}", year)
        self.years.activated.connect(lambda _place: self._on_chosen())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.back, self.years, self.forward):
            row.addWidget(part)
        self.show_year(latest)

    @property
    def year(self) -> int:
        """The chosen year."""
        return int(self.years.currentData())

    def show_year(self, year: int) -> None:
        """Choose a year without telling anybody; a year before those listed is added."""
        while int(self.years.itemData(self.years.count() - 1)) > year:
            earlier = int(self.years.itemData(self.years.count() - 1)) - 1
            self.years.addItem(f"Năm {earlier}", earlier)
            self.mark_closed(self._closed)
        self.years.setCurrentIndex(self.years.findData(min(year, self._latest)))
        self.forward.setEnabled(self.year < self._latest)

    def mark_closed(self, years: Collection[int]) -> None:
        """Put a lock before these years."""
        self._closed = years
        high = self.years.fontMetrics().height()
        self.years.setIconSize(QSize(high, high))
        for place in range(self.years.count()):
            is_closed = self.years.itemData(place) in years
            self.years.setItemIcon(place, icon("lock") if is_closed else QIcon())
            self.years.setItemData(place, "Đã khóa sổ" if is_closed else None, Qt.ItemDataRole.ToolTipRole)

    def _step(self, sign: str, tip: str, by: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: self._move(by))
        return button

    def _move(self, by: int) -> None:
        self.show_year(self.year + by)
        self._on_chosen()

    def _on_chosen(self) -> None:
        self.forward.setEnabled(self.year < self._latest)
        self.changed.emit(self.year)
