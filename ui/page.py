"""What a page is and what it is given; pages know this and the widgets, never each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.errors import SoHoiError
from app.progress import Progress
from ui.flow import Flow
from ui.icons import put_icon
from ui.jobs import Jobs
from ui.memory import Memory
from ui.messages import Messages
from ui.theme import Theme

if TYPE_CHECKING:
    from app.services.bundle import Services

T = TypeVar("T")

#: Says that any kind of record may have changed.
ANYTHING: frozenset[str] = frozenset()


class Navigator(Protocol):
    """How a page sends the user to another page without knowing it."""

    def open_page(self, key: str) -> None:
        """Show a page: overview, members, meetings, awards, visits, fund, reports, settings."""

    def open_record(self, key: str, record_id: str) -> None:
        """Show a page with one of its records opened, as ``("members", id)`` or ``("awards", round id)``."""

    def show_history(self, record_id: str | None = None) -> None:
        """Open the history of everything or of one record."""

    def open_import(self) -> None:
        """Begin the import of a list from Excel."""


class Changes(QObject):
    """Tells everybody that the register changed.

    Signal ``happened(frozenset[str])``: kinds of record as in ``app.domain.registry.KINDS``
    ("members", "awards" …); empty when it may be anything.
    """

    happened = Signal(object)


@dataclass(frozen=True, slots=True)
class Context:
    """What every page and dialog gets through its constructor."""

    services: Services
    jobs: Jobs
    messages: Messages
    navigator: Navigator
    changes: Changes
    memory: Memory
    theme: Theme

    def change(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None] | None = None,
        on_failed: Callable[[SoHoiError], None] | None = None,
        *,
        kinds: frozenset[str] = ANYTHING,
        label: str = "Đang lưu…",
    ) -> None:
        """Do something that changes the register, then tell everybody; the window offers Undo by itself."""

        def after(result: T) -> None:
            if on_done is not None:
                on_done(result)
            self.changes.happened.emit(kinds)

        self.jobs.run(lambda _progress: work(), after, on_failed, label=label)

    def ask(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[SoHoiError], None] | None = None,
        *,
        label: str = "",
        to: QObject | None = None,
    ) -> None:
        """Read something from the register on the worker and get it on the window's thread.

        ``to`` is who asks: a dialog that is gone when the answer comes is not told any more.
        """

        def done(result: T) -> None:
            if to is None or isValid(to):
                on_done(result)

        def failed(problem: SoHoiError) -> None:
            if on_failed is not None and (to is None or isValid(to)):
                on_failed(problem)

        self.jobs.run(lambda _progress: work(), done, failed if on_failed is not None else None, label=label)

    def long(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        label: str,
        on_failed: Callable[[SoHoiError], None] | None = None,
    ) -> None:
        """Do long work that tells its progress and can be cancelled."""
        self.jobs.run(work, on_done, on_failed, label=label, cancellable=True)


def title_button(
    parent: QWidget, theme: Theme, text: str, icon_name: str, *, primary: bool = False, tip: str = ""
) -> QPushButton:
    """A button with words and an icon as title lines and details carry them; no icon in the largest type."""
    button = QPushButton(text, parent)
    button.setProperty("primary", primary)
    if icon_name and theme.scale <= 150:  # the largest type needs the room for the words
        put_icon(button, icon_name)
    button.setToolTip(tip)
    return button


class Page(QWidget):
    """One page of the window: a title line with its buttons, and a body.

    A page reloads in :meth:`refresh`. It is called when the page is first shown and after changes; a hidden
    page only marks itself stale. ``watches`` names the kinds of record that concern it (empty = all).
    """

    title: ClassVar[str] = ""
    watches: ClassVar[frozenset[str]] = ANYTHING

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Lay out the title line; put the page's own things into ``self.body``."""
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.context = context
        self._is_stale = True
        self._begins_at: QWidget = self
        self._title_label = QLabel(self.title, self)
        self._title_label.setObjectName("pageTitle")
        self.title_row = Flow(context.theme.px(8))
        self.title_row.addWidget(self._title_label)
        self.title_row.addStretch()
        self.body = QVBoxLayout()
        self.body.setSpacing(context.theme.px(10 if context.theme.scale <= 150 else 5))
        column = QVBoxLayout(self)
        # Large type needs the room more than the margins do.
        edge, gap = (18, 10) if context.theme.scale <= 150 else (8, 5)
        edge = context.theme.px(edge)
        column.setContentsMargins(edge, context.theme.px(gap), edge, edge)
        column.setSpacing(context.theme.px(gap))
        column.addLayout(self.title_row)
        column.addLayout(self.body, 1)

    def add_button(
        self,
        text: str,
        icon_name: str,
        on_click: Callable[[], object],
        *,
        primary: bool = False,
        tip: str = "",
    ) -> QPushButton:
        """A button with words and an icon at the right end of the title line."""
        button = title_button(self, self.context.theme, text, icon_name, primary=primary, tip=tip)
        button.clicked.connect(lambda _checked: on_click())
        self.title_row.addWidget(button)
        return button

    def begins_at(self, part: QWidget) -> None:
        """The keyboard begins in this part when the page is opened.

        Not a focus proxy: with one, Qt's Tab key never comes to what stands before the part.
        """
        self._begins_at = part

    def take_keyboard(self) -> None:
        """Put the keyboard where this page begins."""
        self._begins_at.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Load what the page shows; override."""

    def open_record(self, record_id: str) -> None:
        """Show one record of this page; override where there are records."""

    def focus_search(self) -> None:
        """Put the keyboard into the page's search field (Ctrl+F); override where there is one."""

    def leave(self) -> bool:
        """Whether the page may be left; override to hold back unsaved typing."""
        return True

    def on_changed(self, kinds: frozenset[str]) -> None:
        """The register changed: reload now, or when shown next."""
        if kinds and self.watches and not kinds & self.watches:
            return
        if self.isVisible():
            self._reload()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._reload()

    def _reload(self) -> None:
        self._is_stale = False
        self.refresh()
