"""The main window: navigation at the left, pages at the right, search and undo above, work below."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from ui import errands
from ui.icons import recolour_icons
from ui.jobs import Jobs, WorkerJobs
from ui.memory import Memory, keep
from ui.menus import Commands, Menus
from ui.messages import Action, Messages, Notice, WindowMessages
from ui.page import Changes, Context, Page
from ui.page_list import PAGES
from ui.theme import Theme
from ui.widgets.enter_key import press_focused_button
from ui.widgets.navigation import Navigation
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.page_stack import PageStack
from ui.widgets.start_pane import StartPane
from ui.widgets.status_area import StatusArea
from ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from app.services.bundle import Services
    from app.settings import Settings


class MainWindow(QMainWindow):
    """The frame around the pages; it is also the pages' navigator.

    Signals: ``first_painted()`` once, when the window can be seen; ``new_asked()``, ``open_asked()``,
    ``example_asked()``, ``register_picked(Path)`` when the user wants another register;
    ``restore_asked(Path)`` with the backup that is to take the open register's place; ``rescue_asked()`` when
    a backup is wanted while no register is open.
    """

    first_painted = Signal()
    new_asked = Signal()
    open_asked = Signal()
    example_asked = Signal()
    register_picked = Signal(object)
    restore_asked = Signal(object)
    rescue_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        messages: Messages,
        memory: Memory,
        settings: Settings,
        *,
        close_register: Callable[[Services], object],
    ) -> None:
        """``close_register`` is done on the worker before the window goes (backup)."""
        super().__init__()
        self._theme = theme
        self._jobs = jobs
        self._messages = messages
        self._memory = memory
        self._settings = settings
        self._close_register = close_register
        self._context: Context | None = None
        self._pages: dict[str, Page] = {}
        self._key = ""
        self._was_painted = False
        self._is_closing = False
        self._may_close = False
        self.setWindowTitle("Sổ Hội")
        self._menus = Menus(self, self._commands(), scale=theme.scale, dark=theme.is_dark)
        self._navigation = Navigation(tuple((entry.key, entry.words) for entry in PAGES), theme, self)
        self._top = TopBar(self._menus.undo, self._menus.redo, theme, self)
        self._notice = NoticeBar(self)
        self._stack = PageStack(self)
        self._start = StartPane(theme, self)
        self._stack.addWidget(self._start)
        self._status = StatusArea(self)
        self._lay_out()
        self._connect()
        self.show_recent()
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(1180), room.width()), min(theme.px(760), room.height()))
        held = memory.get("window.geometry")
        if held:
            self.restoreGeometry(QByteArray.fromBase64(held.encode()))

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        strip = QVBoxLayout()
        strip.setContentsMargins(16, 6, 16, 0)
        strip.addWidget(self._notice)
        column.addLayout(strip)
        column.addWidget(self._stack, 1)
        whole = self._whole = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addWidget(content, 1)
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row, 1)
        outer.addWidget(self._status)
        self.setCentralWidget(whole)
        self._navigation.setEnabled(False)
        self._top.setEnabled(False)

    def _connect(self) -> None:
        self._navigation.chosen.connect(self.open_page)
        self._top.search_asked.connect(self._search_everything)
        self._start.new_asked.connect(self.new_asked)
        self._start.open_asked.connect(self.open_asked)
        self._start.example_asked.connect(self.example_asked)
        self._theme.changed.connect(self._on_theme_changed)
        if isinstance(self._jobs, WorkerJobs):
            self._jobs.shown.connect(self._status.show_work)
            self._jobs.progressed.connect(self._status.show_step)
            self._jobs.hidden.connect(self._status.hide_work)
            self._status.cancel_asked.connect(self._jobs.cancel_current)
        if isinstance(self._messages, WindowMessages):
            self._messages.noticed.connect(self.show_notice)

    def _commands(self) -> Commands:
        return Commands(
            new_register=self.new_asked.emit,
            open_register=self.open_asked.emit,
            import_list=self.open_import,
            imports=self._errand(errands.show_imports),
            design=self._errand(errands.design),
            verify=self._errand(errands.verify),
            back_up=self._errand(errands.back_up),
            restore=self._restore,
            leave=self.close,
            undo=self.undo,
            redo=self.redo,
            history=self.show_history,
            search_everything=self._search_everything,
            search_page=self._search_page,
            refresh=self._refresh,
            open_page=self.open_page,
            set_scale=self._set_scale,
            set_dark=self._set_dark,
            keys=self._show_keys,
            about=self._show_about,
        )

    # ---------------------------------------------------------------- the open register

    @property
    def services(self) -> Services | None:
        """The open register, if there is one."""
        return self._context.services if self._context is not None else None

    @property
    def context(self) -> Context | None:
        """What the pages were given, if a register is open."""
        return self._context

    def attach(self, services: Services, place: str) -> None:
        """Show a register that has just been opened; ``place`` is its file, for the lower edge."""
        self.detach()
        changes = Changes(self)
        changes.happened.connect(self._on_changed)
        self._context = Context(
            services, self._jobs, self._messages, self, changes, self._memory, self._theme
        )
        self._navigation.setEnabled(True)
        self._top.setEnabled(True)
        self._menus.enable(True)
        self._status.show_place(place)
        self.show_recent()
        self.open_page(PAGES[0].key)  # asks first: its rows are what is waited for
        self._read_branch()
        self._read_undo()

    def detach(self) -> None:
        """Take the register's pages away (it is closed elsewhere)."""
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages = {}
        self._key = ""
        if self._context is not None:
            self._context.changes.deleteLater()
        self._context = None
        self._navigation.setEnabled(False)
        self._top.setEnabled(False)
        self._menus.enable(False)
        self._menus.show_undo("", "")
        self._navigation.show_branch("Chưa mở sổ")
        self._status.show_place("")
        self._notice.hide()
        self._start.say_nothing_is_open()
        self._stack.setCurrentWidget(self._start)

    def say_opening(self, text: str) -> None:
        """Say what is being opened while it is."""
        self._start.say_busy(text)

    def say_nothing_is_open(self) -> None:
        """Offer to begin, open or look at an example."""
        self._start.say_nothing_is_open()

    def show_recent(self) -> None:
        """List the registers opened before in the menu."""
        current = self._settings.current.recent_registers
        self._menus.show_recent(current, lambda path: self.register_picked.emit(Path(path)))

    def show_notice(self, notice: Notice) -> None:
        """Show a quiet line above the page."""
        self._notice.show_notice(notice)

    # ---------------------------------------------------------------- pages

    def page(self, key: str) -> Page:
        """The page under a key, made when first asked for; a register must be open."""
        if self._context is None:
            raise LookupError(f"no register is open, no page {key}")
        if key not in self._pages:
            entry = next(each for each in PAGES if each.key == key)
            page = entry.build(self._context)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    def open_page(self, key: str) -> None:
        """Show a page; its place in the navigation is marked."""
        if self._context is None:
            return
        if key != self._key and self._key and not self._pages[self._key].leave():
            self._navigation.mark(self._key)
            return
        is_new = key not in self._pages
        page = self.page(key)
        self._key = key
        self._navigation.mark(key)
        self._stack.setCurrentWidget(page)
        # A new page is given its first field by the stack, wherever it would rather begin.
        if is_new or not page.isAncestorOf(self.focusWidget()):
            page.take_keyboard()

    def may_leave(self) -> bool:
        """Whether the register may be left; asks first when typing on the shown page is not saved."""
        return not self._key or self._pages[self._key].leave()

    def open_record(self, key: str, record_id: str) -> None:
        """Show a page with one of its records opened."""
        self.open_page(key)
        if self._key == key:
            self.page(key).open_record(record_id)

    def show_history(self, record_id: str | None = None) -> None:
        """Open the history of everything or of one record."""
        if self._context is not None:
            from ui.dialogs.history import HistoryDialog

            HistoryDialog(self._context, record_id, self).open()

    def open_import(self) -> None:
        """Begin the import of a list from Excel."""
        if self._context is not None:
            from ui.dialogs.import_list import ImportDialog

            ImportDialog(self._context, self).begin()

    # ---------------------------------------------------------------- undo and what changed

    def undo(self) -> None:
        """Undo the last change of the register."""
        self._step_history(("Làm lại", self.redo), backwards=True)

    def redo(self) -> None:
        """Do the change again that was undone last."""
        self._step_history(("Hoàn tác", self.undo), backwards=False)

    def _step_history(self, back: Action, *, backwards: bool) -> None:
        context = self._context
        if context is None:
            return

        def work() -> str:
            from app.services import history

            register = context.services.register
            return (history.undo(register) if backwards else history.redo(register)).label

        def after(label: str) -> None:
            self._notice.show_notice(Notice(f"Đã {label[:1].lower()}{label[1:]}", (back,)))
            self._tell_pages(frozenset())
            self._read_undo()

        context.ask(work, after, label="Đang làm…")

    def _on_changed(self, kinds: frozenset[str]) -> None:
        self._tell_pages(kinds)
        self._read_undo(announce=True)

    def _tell_pages(self, kinds: frozenset[str]) -> None:
        if not kinds or "branch" in kinds:
            self._read_branch()
        for page in tuple(self._pages.values()):
            page.on_changed(kinds)

    def _read_undo(self, *, announce: bool = False) -> None:
        context = self._context
        if context is None:
            return

        def work() -> tuple[str, str]:
            from app.services import history

            state = history.undo_state(context.services.register)
            return state.undo, state.redo

        def after(labels: tuple[str, str]) -> None:
            self._menus.show_undo(*labels)
            self._top.show_undo(*labels)
            if announce and labels[0]:
                self._notice.show_notice(Notice(f"Đã lưu: {labels[0]}", (("Hoàn tác", self.undo),)))

        context.ask(work, after)

    def _read_branch(self) -> None:
        context = self._context
        if context is None:
            return

        def work() -> str:
            from app.services import registers

            branch = registers.branch(context.services.register)
            return branch.short_name or branch.name

        def after(name: str) -> None:
            self._navigation.show_branch(name)
            self.setWindowTitle(f"{name} – Sổ Hội")

        context.ask(work, after)

    # ---------------------------------------------------------------- commands

    def _search_everything(self) -> None:
        if self._context is None:
            return
        from ui.dialogs.search_everything import SearchDialog

        SearchDialog(self._context, self._menus.commands(), self).open()

    def _search_page(self) -> None:
        if self._key:
            self._pages[self._key].focus_search()

    def _refresh(self) -> None:
        if self._key:
            self._pages[self._key].on_changed(frozenset())

    def _errand(self, errand: Callable[[Context, QWidget], None]) -> Callable[[], None]:
        def run() -> None:
            if self._context is not None:
                errand(self._context, self)

        return run

    def _restore(self) -> None:
        if self._context is None:
            self.rescue_asked.emit()
        else:
            from ui.dialogs.backups import RestoreDialog

            dialog = RestoreDialog(self._context, self)
            dialog.chosen.connect(self.restore_asked)
            dialog.open()

    def _set_scale(self, percent: int) -> None:
        keep(lambda: self._settings.change(type_scale=percent), self._messages)
        self._theme.apply(percent, dark=self._theme.is_dark)

    def _set_dark(self, dark: bool) -> None:
        keep(lambda: self._settings.change(dark=dark), self._messages)
        self._theme.apply(self._theme.scale, dark=dark)

    def _show_keys(self) -> None:
        from ui.dialogs.about import KeysDialog

        KeysDialog(self._menus.commands(), self).open()

    def _show_about(self) -> None:
        from ui.dialogs.about import AboutDialog

        AboutDialog(self).open()

    # ---------------------------------------------------------------- look, start and end

    def _on_theme_changed(self) -> None:
        recolour_icons(self)
        self._menus.scales[self._theme.scale].setChecked(True)
        self._menus.dark.setChecked(self._theme.is_dark)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_focused_button(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._context is None or self._may_close:
            self._memory.put("window.geometry", self.saveGeometry().toBase64().toStdString())
            self._memory.save()
            self._jobs.close()
            event.accept()
            return
        event.ignore()
        if self._is_closing or not self.may_leave():
            return
        self._is_closing = True
        self._whole.setEnabled(False)
        self._status.show_work("Đang đóng sổ và sao lưu…", False)
        services = self._context.services
        self._jobs.run(
            lambda _progress: self._close_register(services),
            on_end=self._on_register_closed,
            label="Đang đóng sổ và sao lưu…",
        )

    def _on_register_closed(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self.close)
