"""Commands over what was promised: tasks, given at meetings or anywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.awards_found import meeting_of
from app.commands.member import card_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.record import to_document
from app.domain.tasks import Task
from app.errors import NotFoundError, RuleError
from app.terminal import Day, print_json
from app.vietnamese.dates import short_date
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services

_TASK = click.argument("task_word", metavar="VIỆC")


@click.command(help="Các việc cần làm, hạn gần nhất trước.")
@REGISTER
@click.option("--all", "everything", is_flag=True, help="Cả những việc đã xong.")
@click.option("--meeting", "meeting_word", default="", metavar="CUỘC_HỌP", help="Giao tại cuộc họp này.")
@JSON
@click.pass_obj
def tasks(machine: Machine, register_path: Path, everything: bool, meeting_word: str, as_json: bool) -> None:
    """List the tasks."""
    from app.services.tasks import list_tasks

    with opened(machine, register_path) as services:
        held = meeting_of(services, meeting_word)
        today = services.today()
        rows = list_tasks(
            services.register, open_only=not everything, meeting_id=held.id if held is not None else None
        )
    if as_json:
        print_json(
            [
                {
                    **to_document(row.task),
                    "meeting": row.meeting_name or None,
                    "who": row.who or None,
                    "overdue": row.task.is_overdue(today),
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        click.echo(f"{_line(row.task, row.who, row.meeting_name, today)} (mã {row.task.id})")
    click.echo(f"{len(rows)} việc.")


def _line(task: Task, who: str, meeting_name: str, today: date) -> str:
    due = f"hạn {short_date(task.due)}" if task.due else ""
    late = " (quá hạn)" if task.is_overdue(today) else ""
    done = f"xong {short_date(task.done_on)}" if task.done_on else ""
    return ", ".join(filter(None, (task.text, who, f"{due}{late}", done, meeting_name)))


@click.group(help="Một việc cần làm. VIỆC là mã (lệnh tasks) hoặc lời của việc.")
def task() -> None:
    """The group of commands for one task."""


def _words(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--due", type=Day(), default=None, help="Hạn."),
            click.option("--member", default=None, metavar="MÃ", help="Hội viên phụ trách."),
            click.option("--assignee", default=None, help="Người, bộ phận phụ trách, khi không ghi mã."),
            click.option("--meeting", default=None, metavar="CUỘC_HỌP", help="Giao tại cuộc họp này."),
            click.option("--note", default=None, help="Ghi chú."),
        )
    ):
        command = option(command)
    return command


def _told(services: Services, said: dict[str, Any]) -> dict[str, Any]:
    """The fields that were told; an empty word takes away the member or the meeting."""
    told = {field: held for field, held in said.items() if held is not None}
    if "member" in told:
        code = told.pop("member")
        told["member_id"] = card_of(services, code).member.id if code else None
    if "meeting" in told:
        held = meeting_of(services, told.pop("meeting"))
        told["meeting_id"] = held.id if held is not None else None
    return told


@task.command("add", help="Ghi một việc.")
@click.argument("text", metavar="VIỆC")
@REGISTER
@_words
@click.pass_obj
def add(machine: Machine, /, text: str, register_path: Path, **said: Any) -> None:
    """Record a task."""
    from app.services.tasks import save_task

    with opened(machine, register_path) as services:
        saved = save_task(services.register, Task(**{"text": text, **_told(services, said)}))
    click.echo(f"Đã ghi việc “{saved.text}” (mã {saved.id}).")


@task.command("edit", help="Sửa một việc.")
@_TASK
@REGISTER
@click.option("--text", default=None, help="Lời mới của việc.")
@_words
@click.pass_obj
def edit(machine: Machine, /, task_word: str, register_path: Path, **said: Any) -> None:
    """Change a task."""
    from app.services.tasks import save_task

    with opened(machine, register_path) as services:
        held = _task_of(services, task_word)
        saved = save_task(services.register, dataclasses.replace(held, **_told(services, said)))
    click.echo(f"Đã sửa việc “{saved.text}”.")


@task.command("done", help="Ghi một việc đã xong; --reopen ghi là chưa xong.")
@_TASK
@REGISTER
@click.option("--on", type=Day(), default=None, help="Ngày xong; để trống là hôm nay.")
@click.option("--reopen", is_flag=True, help="Việc chưa xong, mở lại.")
@click.pass_obj
def done(machine: Machine, task_word: str, register_path: Path, on: date | None, reopen: bool) -> None:
    """Say that a task is done, or not."""
    from app.services.tasks import finish_task, reopen_task

    with opened(machine, register_path) as services:
        held = _task_of(services, task_word)
        if reopen:
            reopen_task(services.register, held.id)
        else:
            finish_task(services.register, held.id, on or services.today())
    click.echo(f"“{held.text}”: {'chưa xong' if reopen else 'đã xong'}.")


@task.command("remove", help="Xóa một việc.")
@_TASK
@REGISTER
@click.pass_obj
def remove(machine: Machine, task_word: str, register_path: Path) -> None:
    """Take out a task."""
    from app.services.tasks import remove_task

    with opened(machine, register_path) as services:
        text = remove_task(services.register, _task_of(services, task_word).id)
    click.echo(f"Đã xóa việc “{text}”. Lệnh undo trả lại.")


def _task_of(services: Services, word: str) -> Task:
    """The task with this id, else the only one with these words; raises NotFoundError, RuleError."""
    from app.services.tasks import list_tasks

    known = [row.task for row in list_tasks(services.register, open_only=False)]
    for found in (
        [each for each in known if each.id == word],
        [each for each in known if fold(each.text) == fold(word)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise RuleError(f"Có {len(found)} việc “{word}”. Hãy ghi mã của một việc (lệnh tasks).")
    raise NotFoundError(f"Không có việc nào là “{word}”. Lệnh tasks --all in các việc và mã.")
