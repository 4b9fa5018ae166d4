"""Over each column of a raw list: what it holds, in what letters it is stored, and who decided that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.vietnamese.encodings import Encoding
from ui.theme import Theme
from ui.widgets.fields import ChoiceBox
from ui.widgets.table import Table
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.services.imports import MappedColumn

LEFT_OUT = "Để lại, không đưa vào"
_UNKNOWN = "Chưa hiểu – để lại"


@dataclass(frozen=True, slots=True)
class CardContent:
    """One column as it is understood; ``first`` is its first cell as it stands in the file.

    ``encoding`` is what was chosen, ``is_left`` that it was chosen to leave the column out.
    """

    column: MappedColumn
    encoding: Encoding | None
    first: str
    is_text: bool
    is_left: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether the user should look at it: not understood, or in letters that were guessed."""
        column = self.column
        return not column.confident or (not column.field and bool(column.values) and not self.is_left)


class ColumnCard(QFrame):
    """The choosers of one column. Signals ``field_chosen(str)``, ``encoding_chosen(Encoding | None)``."""

    field_chosen = Signal(str)
    encoding_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, tight: bool = False) -> None:
        """``tight`` says that there is room for one line under the choosers."""
        super().__init__(parent)
        self._tight = tight
        self.setObjectName("columnCard")
        px = theme.px
        self._offered: list[tuple[str, str]] = []
        self.field = ChoiceBox(parent=self)
        self.field.edited.connect(lambda: self.field_chosen.emit(self.field.value()))
        self.encoding = ChoiceBox(parent=self)
        self.encoding.edited.connect(lambda: self.encoding_chosen.emit(self.encoding.value()))
        for box in (self.field, self.encoding):
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sample = words("", "fieldLabel", self, wrap=not tight)
        self.sample.setMinimumWidth(0)
        self.sample.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sample.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(4), px(4), px(4), px(4))
        column.setSpacing(px(4))
        column.addWidget(self.field)
        column.addWidget(self.encoding)
        column.addWidget(self.sample)
        column.addStretch(1)

    def show_column(self, content: CardContent, offers: Sequence[tuple[str, str]]) -> None:
        """Show one column; ``offers`` are the fields it can hold."""
        column = content.column
        name = f"Cột {column.letter}" + (f" “{column.title}”" if column.title else "")
        unknown = not column.field and not content.is_left and bool(column.values)
        offered = [("", _UNKNOWN if unknown else LEFT_OUT), *offers]
        if offered != self._offered:
            self._offered = offered
            self.field.set_choices(offered)
        self.field.set_value(column.field)
        self.field.setAccessibleName(f"{name} là")
        self.field.setToolTip(f"{name} là: {self.field.currentText()}")
        found: list[tuple[Any, str]] = [(None, "Chữ: tự nhận")]
        self.encoding.set_choices([*found, *((each, f"Chữ: {each.value}") for each in Encoding)])
        self.encoding.set_value(content.encoding)
        self.encoding.setAccessibleName(f"Kiểu chữ của {name}")
        # The room stays, so that all cards are alike.
        policy = self.encoding.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.encoding.setSizePolicy(policy)
        self.encoding.setVisible(content.is_text and bool(column.field))
        told = _told(content)
        after = told[0].partition(" → ")[2] if told else ""
        self.sample.setText(f"→ {after}" if self._tight and after else "\n".join(told))
        self.sample.setToolTip("\n".join((*told, *(f"{old} → {new}" for old, new in column.samples))))
        self.setProperty("doubt", content.is_doubtful)
        self.style().unpolish(self)
        self.style().polish(self)


def _told(content: CardContent) -> tuple[str, ...]:
    """What became of the old letters, and who decided that; a line each."""
    column = content.column
    is_plain = column.encoding is Encoding.UNICODE and column.decided_by.value == "letters"
    if is_plain or not content.is_text:
        return ()
    pairs = [(content.first, next(iter(column.values), "")), *column.samples]
    before, after = next(((old, new) for old, new in pairs if old and old != new), ("", ""))
    sure = "" if column.confident else ", xin xem kỹ"
    shown = (f"{before} → {after}",) if before else ()
    return (*shown, f"{column.encoding.value} {column.decided_by.label}{sure}")


class ColumnStrip(QWidget):
    """The cards of all columns, each as wide as its column in the table below, going along with it.

    Signals ``field_chosen(str letter, str field)`` and ``encoding_chosen(str letter, Encoding | None)``.
    """

    field_chosen = Signal(str, str)
    encoding_chosen = Signal(str, object)

    def __init__(
        self, theme: Theme, table: Table, parent: QWidget | None = None, *, tight: bool = False
    ) -> None:
        """``table`` has one column before those of the list; ``tight`` is for a window without room."""
        super().__init__(parent)
        self._tight = tight
        self._theme = theme
        self._table = table
        self.cards: dict[str, ColumnCard] = {}
        self.doubtful: tuple[str, ...] = ()
        table.horizontalScrollBar().valueChanged.connect(self._place)
        table.horizontalScrollBar().rangeChanged.connect(self._place)
        table.horizontalHeader().sectionResized.connect(self._place)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key stops, in order."""
        return tuple(box for card in self.cards.values() for box in (card.field, card.encoding))

    def show_columns(self, contents: Sequence[CardContent], offers: Sequence[tuple[str, str]]) -> None:
        """Show these columns; the keyboard stays where it is."""
        letters = [content.column.letter for content in contents]
        if list(self.cards) != letters:
            for card in self.cards.values():
                card.hide()
                card.deleteLater()
            self.cards = {letter: self._card(letter) for letter in letters}
        for content in contents:
            self.cards[content.column.letter].show_column(content, offers)
        self.doubtful = tuple(content.column.letter for content in contents if content.is_doubtful)
        self._place()

    def _card(self, letter: str) -> ColumnCard:
        card = ColumnCard(self._theme, self, tight=self._tight)
        card.field_chosen.connect(lambda field: self.field_chosen.emit(letter, field))
        card.encoding_chosen.connect(lambda encoding: self.encoding_chosen.emit(letter, encoding))
        for box in (card.field, card.encoding):
            box.installEventFilter(self)
        card.show()
        return card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for number, card in enumerate(self.cards.values(), start=1):
                if watched in (card.field, card.encoding):
                    self._bring(number)
        return super().eventFilter(watched, event)

    def _bring(self, number: int) -> None:
        """Scroll so that a column is seen whole."""
        left = self._table.columnViewportPosition(number)
        right = left + self._table.columnWidth(number)
        bar, room = self._table.horizontalScrollBar(), self._table.viewport().width()
        if left < 0:
            bar.setValue(bar.value() + left)
        elif right > room:
            bar.setValue(bar.value() + right - room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self, *_values: int) -> None:
        gap = self._theme.px(2)
        edge = self._table.frameWidth()
        widths = [self._table.columnWidth(n) - 2 * gap for n in range(1, len(self.cards) + 1)]
        heights = []
        for card, width in zip(self.cards.values(), widths, strict=True):
            heights.append(
                card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
            )
        height = max(heights, default=0)
        if height != self.height():
            self.setFixedHeight(height)
        for number, (card, width) in enumerate(zip(self.cards.values(), widths, strict=True), start=1):
            left = self._table.columnViewportPosition(number) + edge + gap
            card.setGeometry(left, 0, width, height)
