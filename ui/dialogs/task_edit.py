"""One thing to be done: what, by whom, until when, and whether it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from app.domain.meetings import Meeting
from app.domain.tasks import Task
from app.errors import FieldError
from ui.page import Context
from ui.widgets.edit_dialog import EditDialog
from ui.widgets.meeting_box import MeetingBox
from ui.widgets.member_picker import MemberEdit
from ui.widgets.record_form import RecordForm

_FIELDS = ("text", "member_id", "assignee", "due", "done_on")


class TaskDialog(EditDialog):
    """Edits a :class:`Task`, or asks for a new one; saves nothing."""

    def __init__(
        self,
        context: Context,
        task: Task | None,
        names: Mapping[str, str],
        meetings: Sequence[Meeting] | None = None,
        parent: QWidget | None = None,
        *,
        meeting_id: str | None = None,
    ) -> None:
        """``names`` are members' names by ids; with ``meetings`` it is asked at which it was given."""
        title = "Sửa việc cần làm" if task else "Thêm việc cần làm"
        super().__init__(title, "Lưu", context.theme, context.messages, parent)
        self._task = task
        self._meeting_id = task.meeting_id if task else meeting_id
        self.who = MemberEdit(context, names, "Hội viên phụ trách")
        editors: dict[str, QWidget] = {"member_id": self.who}
        fields = [*_FIELDS, "note"]
        if meetings is not None:
            editors["meeting_id"] = MeetingBox(meetings, "Không giao tại cuộc họp nào")
            fields.insert(-1, "meeting_id")
        self.form: RecordForm[Task] = RecordForm(
            Task,
            [("", fields)],
            context.theme,
            editors=editors,
            latest_year=context.services.today().year + 1,
            wide=frozenset({"text", "meeting_id"}),
        )
        for name, example in (
            ("assignee", "ví dụ: các chi hội trưởng"),
            ("done_on", "để trống khi chưa xong"),
        ):
            self.form.editor(name).setPlaceholderText(example)  # type: ignore[attr-defined]
        if task is not None:
            self.form.set_record(task)
        elif meetings is not None:
            self.form.editor("meeting_id").set_value(meeting_id)
        self.form.edited.connect(self.mark_edited)
        self.body.addWidget(self.form, 1)
        self.form.fields["text"].setFocus()
        self.take_size(780, 620 if meetings is not None else 540)

    def result_value(self) -> Task | None:
        """The task; None when something is wrong, said under its field."""
        if self._task is not None:
            return self.form.result_value(self._task)
        fixed = {} if "meeting_id" in self.form.fields else {"meeting_id": self._meeting_id}
        return self.form.new_value(**fixed)

    def show_field_error(self, problem: FieldError) -> bool:
        return self.form.show_error(problem)

    @property
    def who_words(self) -> str:
        """Whom the fields name, as a list shows it."""
        others = self.form.editor("assignee").value()
        return ", ".join(part for part in (self.who.text(), others) if part)


def member_name(who: str, task: Task) -> str:
    """The member of ``who`` as services put it: member and others, parted by a comma."""
    return who.removesuffix(task.assignee).rstrip(", ") if task.assignee else who
