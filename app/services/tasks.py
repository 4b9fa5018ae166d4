"""What was promised, at meetings or anywhere: who does it, by when, and whether it is done."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from app.domain.meetings import Meeting
from app.domain.members import Member
from app.domain.tasks import Task
from app.store.reader import Reader
from app.store.register import Register


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task for a list: at which meeting it was given, who does it ("" when nobody is named)."""

    task: Task
    meeting_name: str
    who: str


def list_tasks(
    register: Register, *, open_only: bool = True, meeting_id: str | None = None
) -> tuple[TaskRow, ...]:
    """The tasks, of one meeting if given: first what is open, the earliest due first; then what is done."""
    with register.read() as reader:
        return read_tasks(reader, open_only=open_only, meeting_id=meeting_id)


def read_tasks(
    reader: Reader, *, open_only: bool = True, meeting_id: str | None = None
) -> tuple[TaskRow, ...]:
    """As :func:`list_tasks`, inside an open reading."""
    tasks = reader.all(Task) if meeting_id is None else reader.all(Task, meeting_id=meeting_id)
    wanted = [task for task in tasks if not (open_only and task.done_on)]
    meetings = reader.all(Meeting, id=frozenset(t.meeting_id for t in wanted if t.meeting_id))
    members = reader.all(Member, id=frozenset(t.member_id for t in wanted if t.member_id))
    names = {m.id: m.name for m in meetings} | {m.id: m.full_name for m in members}
    wanted.sort(key=_order)
    return tuple(TaskRow(task, names.get(task.meeting_id or "", ""), _who(task, names)) for task in wanted)


def _order(task: Task) -> tuple[bool, int, str]:
    if task.done_on is not None:
        return True, -task.done_on.toordinal(), task.text
    return False, (task.due or date.max).toordinal(), task.text


def _who(task: Task, names: dict[str, str]) -> str:
    return ", ".join(filter(None, (names.get(task.member_id or "", ""), task.assignee)))


def save_task(register: Register, task: Task) -> Task:
    """Add or save a task."""
    verb = "Ghi việc" if task.version == 0 else "Sửa việc"
    with register.change(f"{verb}: {task.text}") as work:
        return work.add(task) if task.version == 0 else work.replace(task)


def finish_task(register: Register, task_id: str, on: date) -> Task:
    """Say that a task was done on a day."""
    return _mark(register, task_id, "Xong việc", on)


def reopen_task(register: Register, task_id: str) -> Task:
    """Say that a task is not done after all."""
    return _mark(register, task_id, "Mở lại việc", None)


def _mark(register: Register, task_id: str, verb: str, done_on: date | None) -> Task:
    with register.read() as reader:
        text = reader.get(Task, task_id).text
    with register.change(f"{verb}: {text}") as work:
        return work.replace(dataclasses.replace(work.get(Task, task_id), done_on=done_on))


def remove_task(register: Register, task_id: str) -> str:
    """Take out a task; returns what it was."""
    with register.read() as reader:
        text = reader.get(Task, task_id).text
    with register.change(f"Xóa việc: {text}") as work:
        work.remove(work.get(Task, task_id))
    return text
