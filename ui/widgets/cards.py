"""Cards: a framed piece of a page with a heading; figures; the pane at the right that shows one record."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.words import rule, words


class Card(QFrame):
    """A framed piece of a page; put things into ``body``."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        column = QVBoxLayout(self)
        edge = theme.px(14)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(8))
        if title:
            column.addWidget(words(title, "heading", self, wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(6))
        column.addLayout(self.body, 1)


def stack_cards(place: QWidget, theme: Theme, *cards: Card) -> None:
    """Lay cards one under another at the top left of ``place``, no wider than is good to read."""
    column = QVBoxLayout(place)
    column.setContentsMargins(0, theme.px(10), theme.px(4), 0)
    column.setSpacing(theme.px(12))
    for card in cards:
        card.setMaximumWidth(theme.px(860))
        column.addWidget(card)
    column.addStretch(1)


class FigureCard(Card):
    """One figure, large, with what it counts; less than nothing is written "−5" and warns."""

    def __init__(self, label: str, figure: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", theme, parent)
        self.body.setSpacing(0)
        look = "bigFigureLow" if figure.startswith("-") else "bigFigure"
        self.body.addWidget(words(figure.replace("-", "−", 1) if "Low" in look else figure, look, self))
        self.body.addWidget(words(label, "soft", self, wrap=True))
        self.body.addStretch(1)


class DetailPane(QFrame):
    """The pane that shows one record: title, a quiet line, sections of label and value, buttons below.

    Lay your own widgets into ``body``, or fill it with :meth:`add_section`; ``buttons`` is the row below.
    """

    def __init__(self, theme: Theme, empty_text: str, parent: QWidget | None = None) -> None:
        """``empty_text`` stands there while nothing is chosen."""
        super().__init__(parent)
        self.setObjectName("detail")
        self._theme = theme
        self._empty_text = empty_text
        self._title = words("", "pageTitle", self, wrap=True)
        self._lead = words("", "soft", self, wrap=True)
        self._scroller = QScrollArea(self)
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QVBoxLayout()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.px(8))
        column = QVBoxLayout(self)
        edge = theme.px(16)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(8))
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addWidget(self._scroller, 1)
        column.addLayout(self.buttons)
        self.setMinimumWidth(theme.px(300))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.begin(self._empty_text, "")
        self._title.setObjectName("soft")
        self._title.style().polish(self._title)

    def begin(self, title: str, lead: str) -> None:
        """Empty the pane and name what it shows now."""
        self._title.setObjectName("pageTitle")
        self._title.style().polish(self._title)
        self._title.setText(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, self._theme.px(8), 0)
        self.body.setSpacing(self._theme.px(6))
        self.body.addStretch(1)
        self._scroller.setWidget(inside)

    def add_section(self, heading: str, rows: Iterable[tuple[str, str]]) -> None:
        """A heading with lines of label and value; lines without a value are left out."""
        kept = [(label, value) for label, value in rows if value]
        if not kept:
            return
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, self._theme.px(8))
        grid.setHorizontalSpacing(self._theme.px(12))
        grid.setVerticalSpacing(self._theme.px(4))
        grid.addWidget(words(heading, "heading", box, wrap=True), 0, 0, 1, 2)
        grid.addWidget(rule(box), 1, 0, 1, 2)
        for number, (label, value) in enumerate(kept, start=2):
            name = words(label, "soft", box, wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            text = words(value, "", box, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            name.setMinimumWidth(self._theme.px(120))
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(name, number, 0)
            grid.addWidget(text, number, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.add(box)

    def add_lines(self, heading: str, lines: Iterable[str]) -> None:
        """A heading with plain lines."""
        kept = [line for line in lines if line]
        if not kept:
            return
        self.add(words(heading, "heading", wrap=True))
        self.add(rule())
        for line in kept:
            text = words(line, "", wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.add(text)
        self.body.insertSpacing(self.body.count() - 1, self._theme.px(8))

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end of the pane."""
        widget.setSizePolicy(widget.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Preferred)
        self.body.insertWidget(self.body.count() - 1, widget)
