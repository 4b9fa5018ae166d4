"""What a meeting resolved, and what it asked whom to do until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.meetings import Meeting
from app.domain.tasks import Task
from ui.dialogs.task_edit import TaskDialog, member_name
from ui.page import Context
from ui.widgets.meeting_words import task_words
from ui.widgets.record_form import RecordForm
from ui.widgets.record_lines import RecordLines

if TYPE_CHECKING:
    from app.services.tasks import TaskRow


class ResolutionTab(RecordForm[Meeting]):
    """Number and words of the resolution, and the tasks; ``opened(Task | None)`` asks for a task's dialog."""

    opened = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        self._who: dict[str, str] = {}
        self._today = context.services.today()
        #: The names of the members who are charged with something, by their ids.
        self.names: dict[str, str] = {}
        super().__init__(Meeting, [("", ("resolution_code", "resolution"))], context.theme, parent=parent)
        self.tasks: RecordLines[Task] = RecordLines(
            lambda task: task_words(task, self._who.get(task.id, ""), self._today),
            "Thêm việc giao…",
            "Chưa giao việc nào.",
            context.theme,
        )
        self.add("tasks", "Việc giao, ai làm, đến bao giờ (nhắc ở trang Tổng quan)", self.tasks, wide=True)
        self.tasks.opened.connect(self.opened)
        self.tasks.edited.connect(self.edited)

    def set_tasks(self, rows: Sequence[TaskRow]) -> None:
        """Show these tasks."""
        self._who = {row.task.id: row.who for row in rows}
        self.names = {
            row.task.member_id: member_name(row.who, row.task) for row in rows if row.task.member_id
        }
        self.tasks.set_records([row.task for row in rows])

    def put(self, task: Task, dialog: TaskDialog) -> None:
        """Take in a new task, or one that was changed in this dialog."""
        self._who[task.id] = dialog.who_words
        if task.member_id:
            self.names[task.member_id] = dialog.who.text()
        self.tasks.put(task)
