"""Records of which each has a dialog of its own, a line for each: consents, elections, tasks of a meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.record import Record
from ui.icons import put_icon
from ui.theme import Theme
from ui.widgets.tab_stops import lead_through, tab_stops
from ui.widgets.words import words

R = TypeVar("R", bound=Record)


class RecordLines(QWidget, Generic[R]):
    """The lines with a button that adds one; the owner opens the dialog that changes one.

    Signals: ``opened(record | None)`` when one is to be changed or (None) a new one written down;
    ``edited()`` when the list changed.
    """

    opened = Signal(object)
    edited = Signal()

    def __init__(
        self,
        describe: Callable[[R], str],
        add_words: str,
        none_words: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """``describe`` puts a record in words: a line, and a quieter one.

        ``none_words`` stand there while there is none.
        """
        super().__init__(parent)
        self._describe = describe
        self._theme = theme
        self._records: tuple[R, ...] = ()
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._none = words(none_words, "soft", self, wrap=True)
        self._column.addWidget(self._none)
        self.add_button = QPushButton(add_words, self)
        self.add_button.setAutoDefault(False)
        put_icon(self.add_button, "add")
        self.add_button.clicked.connect(lambda _checked: self.opened.emit(None))
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add_button)

    def records(self) -> tuple[R, ...]:
        """The records as they stand in the list."""
        return self._records

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records."""
        self._records = tuple(records)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in self._records]
        for number, line in enumerate(self._lines):
            self._column.insertWidget(1 + number, line)
            line.show()
        lead_through(tab_stops(self._lines), self.add_button, self)
        self._none.setVisible(not self._records)

    def put(self, record: R) -> None:
        """Take a new record into the list, or one that was changed."""
        held = {each.id: each for each in self._records}
        held[record.id] = record
        self.set_records(tuple(held.values()))
        self.edited.emit()

    def _take_out(self, record: R) -> None:
        self.set_records([each for each in self._records if each is not record])
        self.edited.emit()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, record: R) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        first, _, more = self._describe(record).partition("\n")
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(words(first, "", line, wrap=True))
        if more:
            text.addWidget(words(more, "soft", line, wrap=True))
        row.addLayout(text, 1)
        change = QPushButton("Sửa…", line)
        change.setAutoDefault(False)
        change.setAccessibleName(f"Sửa {first}")
        change.clicked.connect(lambda _checked: self.opened.emit(record))
        row.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        remove = QToolButton(line)
        remove.setToolTip("Bỏ dòng này")
        remove.setAccessibleName(f"Bỏ {first}")
        put_icon(remove, "delete")
        remove.clicked.connect(lambda _checked: self._take_out(record))
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return line
