"""Meetings: each with its roll and what it decided, what is left to do, who came over the years."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent

from ui.page import Context, Page
from ui.pages.meetings.attendance_tab import AttendanceTab
from ui.pages.meetings.list_tab import MeetingsTab
from ui.pages.meetings.tasks_tab import TasksTab
from ui.widgets.tabs import Tabs


class MeetingsPage(Page):
    """Three tabs; Ctrl+N adds to the one that is looked at."""

    title: ClassVar[str] = "Hội họp"
    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "meetings",
            "attendances",
            "guests",
            "motions",
            "elections",
            "candidates",
            "tasks",
            "attachments",
            "awards",
            "award_rounds",
            "offices",
            "members",
            "units",
            "unit_events",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.add_meeting = self.add_button(
            "Thêm cuộc họp", "add", self.add, primary=True, tip="Thêm cuộc họp (Ctrl+N)"
        )
        self.add_task = self.add_button("Thêm việc", "add", self.add, primary=True, tip="Thêm việc (Ctrl+N)")
        #: The tabs that are to be loaded when they are turned to.
        self._stale: set[MeetingsTab | TasksTab | AttendanceTab] = set()
        self.list = MeetingsTab(context, self)
        self.tasks = TasksTab(context, self)
        self.attendance = AttendanceTab(context, self)
        self.tabs = Tabs(self)
        for tab, title in (
            (self.list, "Cuộc họp"),
            (self.tasks, "Việc cần làm"),
            (self.attendance, "Dự họp qua các năm"),
        ):
            self.tabs.addTab(tab, title)
        self.body.addWidget(self.tabs, 1)
        self.tasks.counted.connect(self._show_open_tasks)
        self.tasks.meeting_asked.connect(self.open_record)
        self.tabs.currentChanged.connect(self._on_tab)
        shortcut = QShortcut(QKeySequence("Ctrl+N"), self, self.add)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.begins_at(self.tabs)
        # The keyboard begins in the search field, not on a button above it.
        self.setTabOrder(self.tabs, self.add_meeting)
        self.setTabOrder(self.add_meeting, self.add_task)
        self._on_tab(0)

    @property
    def _shown(self) -> MeetingsTab | TasksTab | AttendanceTab:
        return (self.list, self.tasks, self.attendance)[self.tabs.currentIndex()]

    def refresh(self) -> None:
        """Load the tab that is looked at and count what is left to do; the others load when turned to."""
        self._stale = {self.list, self.attendance}
        self.tasks.load()
        self._load_shown()

    def take_keyboard(self) -> None:
        """Put the keyboard into the search field of the tab."""
        self._shown.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """Put the keyboard into the search field of the tab."""
        self._shown.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._shown.search.selectAll()

    def open_record(self, record_id: str) -> None:
        """Show one meeting, whatever the list was narrowed to, or the task with this id."""
        register = self.context.services.register

        def work() -> bool:
            from app.services import tasks

            return any(row.task.id == record_id for row in tasks.list_tasks(register, open_only=False))

        def after(is_task: bool) -> None:
            tab = self.tasks if is_task else self.list
            self.tabs.setCurrentWidget(tab)
            tab.open_record(record_id)

        self.context.ask(work, after)

    def add(self) -> None:
        """Write down a meeting, or a task where the tasks are looked at."""
        if self._shown is self.tasks:
            self.tasks.add()
        else:
            self.tabs.setCurrentWidget(self.list)
            self.list.add()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.take_keyboard()

    def _on_tab(self, _number: int) -> None:
        self.add_task.setVisible(self._shown is self.tasks)
        self.add_meeting.setVisible(self._shown is not self.tasks)
        self._load_shown()
        if self.isVisible():
            self.take_keyboard()

    def _load_shown(self) -> None:
        shown = self._shown
        if shown in self._stale:
            self._stale.discard(shown)
            shown.load()

    def _show_open_tasks(self, number: int) -> None:
        self.tabs.setTabText(1, f"Việc cần làm ({number})" if number else "Việc cần làm")
