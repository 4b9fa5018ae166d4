"""What was promised, at meetings or anywhere: ticked when it is done, what is overdue first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.errors import SoHoiError
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold
from ui.dialogs.task_edit import TaskDialog, member_name
from ui.flow import FlowBox
from ui.models.table_model import Column
from ui.models.toned_model import Tone
from ui.page import Context
from ui.widgets.fields import SearchField, TickBox
from ui.widgets.row_deeds import row_button
from ui.widgets.tick_table import TickTable
from ui.widgets.words import words

if TYPE_CHECKING:
    from app.domain.meetings import Meeting
    from app.domain.tasks import Task
    from app.services.tasks import TaskRow

_KINDS = frozenset({"tasks"})
#: From this height on (pixels at 100 %) there is room for a hint below the list.
_HIGH = 380


class TasksTab(QWidget):
    """The tasks of all meetings and of none.

    Signals: ``counted(int)``, how many are not done; ``meeting_asked(str id)`` to show where one was given.
    """

    counted = Signal(int)
    meeting_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._today = context.services.today()
        self._rows: tuple[TaskRow, ...] = ()
        self._done: frozenset[str] = frozenset()
        px = context.theme.px
        self.search = SearchField("Tìm việc, người phụ trách, cuộc họp", self)
        self.search.setMinimumWidth(px(220))
        self.search.searched.connect(lambda _text: self._show())
        self.all_tasks = TickBox("Cả việc đã xong", self)
        self.all_tasks.edited.connect(self._show)
        self.count = words("", "soft", self)
        filters = FlowBox(px(10), self)
        filters.flow.insertWidget(0, self.search, stretch=1)
        filters.flow.addWidget(self.count)
        filters.flow.addWidget(self.all_tasks)
        self.table = TickTable(
            context,
            self._columns(),
            "tasks",
            row_id=lambda row: row.task.id,
            tone=self._tone,
            tick_title="Xong",
            parent=self,
        )
        self.table.setAccessibleName("Việc cần làm")
        self.table.set_lines(2)
        self.search.leads_to = self.table
        self.table.ticks_changed.connect(self._on_ticked)
        self.table.opened.connect(lambda row: self.edit(row.task))
        self.table.delete_asked.connect(lambda row: self.remove(row.task))
        self.table.current_changed.connect(self._on_current)
        buttons = FlowBox(px(8), self)
        self._row_buttons: list[QPushButton] = []
        for text, icon_name, tip, act in (
            ("Sửa…", "edit", "Sửa việc này (Enter)", lambda row: self.edit(row.task)),
            ("Xong", "check", "Đánh dấu đã xong, hoặc chưa (phím cách)", self.table.toggle),
            ("Xem cuộc họp", "meetings", "Mở cuộc họp đã giao việc", self._open_meeting),
            ("Xóa", "delete", "Xóa, có thể hoàn tác (Del)", lambda row: self.remove(row.task)),
        ):
            buttons.flow.addWidget(self._button(text, icon_name, tip, act))
        text = "Phím cách hoặc bấm vào ô “Xong” khi việc đã xong. Việc quá hạn chữ đỏ, đứng đầu."
        self.hint = words(text, "soft", self, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(6))
        for part in (filters, self.table, buttons, self.hint):
            column.addWidget(part, int(part is self.table))

    def load(self) -> None:
        """Read the tasks again."""
        register = self._context.services.register

        def work() -> tuple[TaskRow, ...]:
            from app.services import tasks

            return tasks.list_tasks(register, open_only=False)

        self._context.ask(work, self._take)

    def open_record(self, task_id: str) -> None:
        """Show one task, done or not."""
        self.search.clear()
        self.all_tasks.set_value(any(row.task.id == task_id and row.task.done_on for row in self._rows))
        self.table.select_id(task_id)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list needs the room of the hint."""
        super().resizeEvent(event)
        self.hint.setVisible(self.height() >= self._context.theme.px(_HIGH))

    # ---------------------------------------------------------------- showing

    def _take(self, rows: tuple[TaskRow, ...]) -> None:
        self._today = self._context.services.today()
        self._rows = rows
        self._done = frozenset(row.task.id for row in rows if row.task.done_on is not None)
        self.counted.emit(len(rows) - len(self._done))
        self._show()

    def _show(self) -> None:
        wanted = fold(self.search.text()).split()
        shown = [
            row
            for row in self._rows
            if (self.all_tasks.value() or row.task.done_on is None)
            and all(word in fold(f"{row.task.text} {row.who} {row.meeting_name}") for word in wanted)
        ]
        late = sum(row.task.is_overdue(self._today) for row in shown)
        self.count.setText(f"{group(len(shown))} việc" + (f", {group(late)} quá hạn" if late else ""))
        if wanted:
            self.table.set_empty_text("Không có việc nào như vậy.")
        else:
            self.table.set_empty_text(
                "Không còn việc nào chưa xong.\n"
                "Việc giao ở cuộc họp hiện ra đây; bấm “Thêm việc” (Ctrl+N) để ghi việc khác."
            )
        self.table.set_rows(shown, self._done)
        self.table.select_first()
        self._on_current(self.table.current_row())

    def _on_current(self, row: TaskRow | None) -> None:
        for button in self._row_buttons:
            button.setEnabled(row is not None)
        if row is not None:
            self._row_buttons[1].setText("Xong" if row.task.done_on is None else "Chưa xong")
            self._row_buttons[2].setEnabled(row.task.meeting_id is not None)

    def _tone(self, row: TaskRow) -> Tone:
        if row.task.done_on is not None:
            return Tone(ink="soft_ink")
        return Tone(ink="warn") if row.task.is_overdue(self._today) else Tone()

    def _columns(self) -> tuple[Column[TaskRow], ...]:
        return (
            Column("due", "Hạn", lambda row: row.task.due, 128, least=124),
            Column("text", "Việc", lambda row: row.task.text, 380, least=160, grows=2),
            Column("who", "Người phụ trách", lambda row: row.who, 200, least=142, grows=1),
            Column("meeting", "Giao tại", lambda row: row.meeting_name, 240, least=180, optional=True),
            Column("state", "Đến đâu", self._state, 190, least=116),
            Column("note", "Ghi chú", lambda row: row.task.note, 220, hidden=True),
        )

    def _state(self, row: TaskRow) -> str:
        task = row.task
        if task.done_on is not None:
            return f"xong {short_date(task.done_on)}"
        if task.due is None:
            return ""
        days = (task.due - self._today).days
        if days < 0:
            return f"quá hạn {group(-days)} ngày"
        return "hạn hôm nay" if not days else f"còn {group(days)} ngày"

    # ---------------------------------------------------------------- what can be done

    def add(self) -> None:
        """Write down something to be done."""
        self._open(None)

    def edit(self, task: Task) -> None:
        """Change a task."""
        self._open(task)

    def remove(self, task: Task) -> None:
        """Take a task out; the window offers Undo."""
        register = self._context.services.register

        def work() -> str:
            from app.services import tasks

            return tasks.remove_task(register, task.id)

        self._context.change(work, kinds=_KINDS)

    def _on_ticked(self) -> None:
        """Write down what was ticked as done, what was unticked as not done after all."""
        changed = self.table.ticks.ticked ^ self._done
        if not changed:
            return
        ticked, today = self.table.ticks.ticked, self._context.services.today()
        register = self._context.services.register
        self._done = ticked

        def work() -> None:
            from app.services import tasks

            for task_id in changed:
                if task_id in ticked:
                    tasks.finish_task(register, task_id, today)
                else:
                    tasks.reopen_task(register, task_id)

        self._context.change(work, None, lambda _problem: self.load(), kinds=_KINDS)

    def _open_meeting(self, row: TaskRow) -> None:
        if row.task.meeting_id is not None:
            self.meeting_asked.emit(row.task.meeting_id)

    def _open(self, task: Task | None) -> None:
        context = self._context
        register = context.services.register
        names = {
            row.task.member_id: member_name(row.who, row.task) for row in self._rows if row.task.member_id
        }

        def work() -> tuple[Meeting, ...]:
            from app.services import meetings

            return tuple(row.meeting for row in meetings.list_meetings(register))

        def after(held: tuple[Meeting, ...]) -> None:
            dialog = TaskDialog(context, task, names, held, self.window())
            dialog.on_save(self._save)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        context.ask(work, after)

    def _save(self, task: Task, done: Callable[[], None], failed: Callable[[SoHoiError], None]) -> None:
        register = self._context.services.register

        def work() -> Task:
            from app.services import tasks

            return tasks.save_task(register, task)

        def after(saved: Task) -> None:
            done()
            self.table.select_id(saved.id)

        self._context.change(work, after, failed, kinds=_KINDS)

    def _button(self, text: str, icon_name: str, tip: str, act: Callable[[TaskRow], object]) -> QPushButton:
        button = row_button(self.table, text, icon_name, act, self, tip=tip)
        self.table.add_row_action(text if text != "Xong" else "Xong / chưa xong", icon_name, act)
        self._row_buttons.append(button)
        return button
