"""Commands over meetings: which there are, one made, changed, shown, taken out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.meetings_found import (
    MEETING,
    PASSED,
    card_of,
    in_one_line,
    meeting_options,
    meeting_words,
    named,
)
from app.commands.opening import JSON, REGISTER, opened
from app.domain.record import to_document
from app.terminal import Day, print_json
from app.vietnamese.dates import short_date

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.meetings import RollCall
    from app.services.meetings import MeetingCard


@click.command(help="Các cuộc họp, mới nhất trước.")
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), default=None, help="Chỉ năm công tác này.")
@JSON
@click.pass_obj
def meetings(machine: Machine, register_path: Path, year: int | None, as_json: bool) -> None:
    """List the meetings."""
    from app.services.meetings import list_meetings

    with opened(machine, register_path) as services:
        rows = list_meetings(services.register, year=year)
        today = services.today()
    if as_json:
        print_json(
            [
                {
                    **to_document(row.meeting),
                    "unit": row.unit_name or None,
                    "roll": dataclasses.asdict(row.roll),
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        roll = _roll(row.roll, to_come=row.meeting.is_to_come(today))
        parts = (row.meeting.name, row.unit_name, row.meeting.place, roll)
        click.echo(f"{short_date(row.meeting.on)} {', '.join(filter(None, parts))} (mã {row.meeting.id})")
    click.echo(f"{len(rows)} cuộc họp.")


def _roll(roll: RollCall, *, to_come: bool) -> str:
    if to_come:
        return f"triệu tập {roll.called}, chưa điểm danh" if roll.called else ""
    guests = f", {roll.guests} khách" if roll.guests else ""
    return f"có mặt {roll.came}/{roll.called}{guests}" if roll.called or roll.guests else ""


@click.group(help="Một cuộc họp. CUỘC_HỌP là ngày họp, tên hoặc mã của nó (lệnh meetings).")
def meeting() -> None:
    """The group of commands for one meeting."""


@meeting.command("add", help="Ghi một cuộc họp.")
@click.argument("name", metavar="TÊN")
@REGISTER
@click.option("--on", type=Day(), required=True, help="Ngày họp.")
@click.option(
    "--call", is_flag=True, help="Triệu tập những người thường dự: mọi hội viên, của chi hội, hay BCH."
)
@meeting_options
@click.pass_obj
def add(machine: Machine, /, name: str, register_path: Path, on: date, call: bool, **said: Any) -> None:
    """Record a meeting."""
    from app.domain.meetings import Meeting, MeetingKind, usual_quorum
    from app.services.meetings import invited, roll_of_present, save_meeting

    with opened(machine, register_path) as services:
        fields = meeting_words(services, said)
        usual = usual_quorum(fields.get("kind", MeetingKind.OTHER))
        made = Meeting(**{"name": name, "on": on, "quorum": usual, **fields})
        people = invited(services.register, day=on, unit_id=made.unit_id, kind=made.kind) if call else ()
        roll = roll_of_present(made.id, [row.member for row in people])
        saved = save_meeting(services.register, made, attendances=roll)
    called = f", triệu tập {len(roll)} người" if call else ""
    click.echo(f"Đã ghi cuộc họp {named(saved)}{called} (mã {saved.id}).")


@meeting.command("edit", help="Sửa một cuộc họp; nội dung trống xóa mục ấy.")
@MEETING
@REGISTER
@click.option("--name", default=None, help="Tên cuộc họp.")
@click.option("--on", type=Day(), default=None, help="Ngày họp.")
@meeting_options
@click.pass_obj
def edit(machine: Machine, /, meeting_word: str, register_path: Path, **said: Any) -> None:
    """Change a meeting."""
    from app.services.meetings import save_meeting

    with opened(machine, register_path) as services:
        held = card_of(services, meeting_word).meeting
        saved = save_meeting(services.register, dataclasses.replace(held, **meeting_words(services, said)))
    click.echo(f"Đã sửa cuộc họp {named(saved)}.")


@meeting.command("remove", help="Xóa một cuộc họp cùng điểm danh, khách, biểu quyết, bầu cử, việc, giấy tờ.")
@MEETING
@REGISTER
@click.pass_obj
def remove(machine: Machine, meeting_word: str, register_path: Path) -> None:
    """Take out a meeting."""
    from app.services.meetings import remove_meeting

    with opened(machine, register_path) as services:
        name = remove_meeting(services.register, card_of(services, meeting_word).meeting.id)
    click.echo(f"Đã xóa cuộc họp “{name}”. Lệnh undo trả lại.")


@meeting.command("show", help="Mọi điều sổ ghi về một cuộc họp.")
@MEETING
@REGISTER
@JSON
@click.pass_obj
def show(machine: Machine, meeting_word: str, register_path: Path, as_json: bool) -> None:
    """Print a meeting."""
    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        to_come = card.meeting.is_to_come(services.today())
    if as_json:
        print_json(meeting_document(card))
        return
    for line in _lines(card, to_come=to_come):
        click.echo(line)


def meeting_document(card: MeetingCard) -> dict[str, Any]:
    """A meeting with everything that belongs to it, for a JSON document."""
    return {
        **to_document(card.meeting),
        "unit": card.unit_name or None,
        "roll": dataclasses.asdict(card.roll),
        "quorum_reached": card.quorum,
        "attendances": [
            {**to_document(attendance), "code": member.code, "full_name": member.full_name}
            for attendance, member in card.attendances
        ],
        "guests": [to_document(guest) for guest in card.guests],
        "motions": [{**to_document(motion), "passed": motion.is_passed} for motion in card.motions],
        "elections": [
            {
                **to_document(each.election),
                "candidates": [
                    {
                        **to_document(candidate),
                        "code": member.code,
                        "full_name": member.full_name,
                        "elected": candidate in each.outcome.elected,
                        "tied": candidate in each.outcome.tied,
                    }
                    for candidate, member in each.candidates
                ],
            }
            for each in card.elections
        ],
        "tasks": [to_document(task) for task in card.tasks],
    }


def _lines(card: MeetingCard, *, to_come: bool) -> Iterator[str]:
    held = card.meeting
    times = "–".join(filter(None, (held.starts, held.ends)))
    said = (short_date(held.on), times, held.kind.label, held.name, card.unit_name, held.place)
    yield ", ".join(filter(None, said))
    enough = {True: ", đủ số người tối thiểu", False: ", chưa đủ số người tối thiểu", None: ""}
    roll = card.roll
    if roll.called and to_come:
        yield f"  Triệu tập {roll.called}, chưa điểm danh"
    elif roll.called:
        yield f"  Có mặt {roll.came}/{roll.called}, vắng có lý do {roll.excused}{enough[card.quorum]}"
    for label, text in (
        ("Chủ trì", held.chair),
        ("Thư ký", held.secretary),
        ("Chương trình", held.agenda),
        ("Diễn biến, ý kiến", held.discussion),
        ("Kết luận", held.conclusions),
        ("Nghị quyết", held.resolution),
    ):
        if text:
            yield f"  {label}: {in_one_line(text)}"
    for guest in card.guests:
        words = f"{guest.salutation} {guest.name}".strip()
        office = f", {guest.office}" if guest.office else ""
        yield f"  Khách: {words}{office}{'' if guest.came else ' (vắng)'}"
    for motion in card.motions:
        yield f"  Biểu quyết: {in_one_line(motion.text)}: {PASSED[motion.is_passed]}"
    for each in card.elections:
        names = {candidate.id: member.full_name for candidate, member in each.candidates}
        elected = ", ".join(names[winner.id] for winner in each.outcome.elected)
        yield f"  Bầu cử: {each.election.name}: {elected or 'chưa có ai trúng cử'}"
    for task in card.tasks:
        due = f", hạn {short_date(task.due)}" if task.due else ""
        yield f"  Việc: {task.text}{due}{', đã xong' if task.done_on else ''}"
