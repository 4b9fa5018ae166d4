"""Commands over who is at a meeting: the roll and the guests; who came over the years."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.meetings_found import MEETING, behind, card_of, change_line, line_words
from app.commands.member import card_of as member_of
from app.commands.opening import JSON, REGISTER, opened
from app.commands.report_period import chosen_period, period_options
from app.domain.meetings import Attendance, Guest, Presence, rank_guests
from app.domain.record import to_document
from app.errors import UsageError
from app.terminal import print_json
from app.vietnamese.times import read_time

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.attendance import AttendanceRow, AttendanceYear
    from app.services.meetings import MeetingCard

_PRESENCES = ", ".join(f"{each.value} ({each.label.lower()})" for each in Presence)


@click.command(
    help="Điểm danh: xem, triệu tập (--call), ghi ai có mặt ra sao (--member, --as), bỏ tên (--drop)."
)
@MEETING
@REGISTER
@click.option("--call", is_flag=True, help="Triệu tập thêm những người thường dự cuộc họp loại này.")
@click.option("--member", "codes", metavar="MÃ", multiple=True, help="Hội viên này; lặp lại được.")
@click.option(
    "--as", "presence", type=click.Choice([p.value for p in Presence]), default=None, help=f"{_PRESENCES}."
)
@click.option("--reason", default=None, help="Lý do.")
@click.option("--at", "time", default=None, help="Đến lúc, hay về lúc, như 08:30.")
@click.option("--drop", is_flag=True, help="Bỏ các hội viên ấy khỏi danh sách triệu tập.")
@JSON
@click.pass_obj
def roll(
    machine: Machine,
    /,
    meeting_word: str,
    register_path: Path,
    call: bool,
    codes: tuple[str, ...],
    drop: bool,
    as_json: bool,
    **said: str | None,
) -> None:
    """Call, mark or show the roll."""
    from app.services.meetings import invited, roll_of_present, save_meeting

    words = {name: held for name, held in said.items() if held is not None}
    if (words or drop) and not codes:
        raise UsageError("Hãy ghi hội viên nào: --member MÃ.")
    if drop and words:
        raise UsageError("Hãy ghi một trong hai: --drop để bỏ tên, hoặc --as, --reason, --at để điểm danh.")
    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        held = {attendance.member_id: attendance for attendance, _ in card.attendances}
        if call:
            held_on, unit_id, kind = card.meeting.on, card.meeting.unit_id, card.meeting.kind
            rows = invited(services.register, day=held_on, unit_id=unit_id, kind=kind)
            for each in roll_of_present(card.meeting.id, [row.member for row in rows]):
                held.setdefault(each.member_id, each)
        dropped: list[str] = []
        marked = [member_of(services, code).member for code in codes]
        for member in marked:
            if drop:
                held.pop(member.id, None)
                dropped.append(f"{member.code} {member.full_name}: bỏ khỏi danh sách triệu tập")
            else:
                known = held.get(member.id) or Attendance(meeting_id=card.meeting.id, member_id=member.id)
                held[member.id] = _marked(known, words)
        if call or codes:
            save_meeting(services.register, card.meeting, attendances=held.values())
            card = card_of(services, card.meeting.id)
        to_come = card.meeting.is_to_come(services.today())
    if as_json:
        print_json(
            [
                {**to_document(attendance), "code": member.code, "full_name": member.full_name}
                for attendance, member in card.attendances
            ]
        )
        return
    for line in dropped:
        click.echo(line)
    # Who marks somebody asks for him, not for the other forty.
    only = frozenset(member.id for member in marked) if codes and not call else None
    _tell(card, to_come, only)


def _tell(card: MeetingCard, to_come: bool, only: frozenset[str] | None) -> None:
    for attendance, member in card.attendances:
        if only is not None and member.id not in only:
            continue
        parts = (attendance.presence.label.lower(), attendance.at, attendance.reason)
        # As called: nobody came to what is still to come.
        is_open = to_come and attendance.presence is Presence.PRESENT
        said = "" if is_open else f": {', '.join(filter(None, parts))}"
        click.echo(f"{member.code} {member.full_name}{said}")
    totals = card.roll
    if to_come:
        click.echo(f"Triệu tập {totals.called}, chưa điểm danh.")
        return
    click.echo(
        f"Triệu tập {totals.called}, có mặt {totals.came}, vắng {totals.absent} (có lý do {totals.excused})."
    )


def _marked(held: Attendance, words: dict[str, str]) -> Attendance:
    """What was said of somebody; who simply came has neither reason nor hour."""
    presence = Presence(words["presence"]) if "presence" in words else held.presence
    plain = presence is Presence.PRESENT
    return dataclasses.replace(
        held,
        presence=presence,
        reason=words.get("reason", "" if plain else held.reason),
        at=read_time(words["time"]) if "time" in words else "" if plain else held.at,
    )


@click.command(
    help="Khách mời: xem, thêm (--add), sửa hay bỏ dòng (--edit, --remove SỐ), xếp thứ bậc (--rank)."
)
@MEETING
@REGISTER
@click.option("--add", "added", default="", metavar="TÊN", help="Thêm khách hay nhóm khách này.")
@click.option("--edit", "edited", type=int, default=None, metavar="SỐ", help="Sửa dòng này.")
@click.option("--remove", "removed", type=int, default=None, metavar="SỐ", help="Bỏ dòng này.")
@click.option("--name", default=None, help="Tên mới của dòng sửa.")
@click.option("--office", default=None, help="Chức vụ.")
@click.option("--salutation", default=None, help="Cách gọi: Ông, Bà, Đồng chí …")
@click.option("--came/--absent", "came", default=None, help="Có dự hay không.")
@click.option("--rank", "ranked", is_flag=True, help="Xếp lại theo chức vụ, cao nhất trước.")
@JSON
@click.pass_obj
def guest(
    machine: Machine,
    /,
    meeting_word: str,
    register_path: Path,
    added: str,
    edited: int | None,
    removed: int | None,
    ranked: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """List or change the guests."""
    from app.services.meetings import save_meeting

    words = line_words(added, edited, removed, said, "khách")
    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        held = list(card.guests)
        if added:
            # Behind the last; --rank puts everybody in the order of offices.
            fields = {"name": added, **words}
            held.append(Guest(meeting_id=card.meeting.id, position=behind(held), **fields))
        else:
            change_line(held, edited, removed, words, "khách")
        if ranked:
            held = list(rank_guests(held))
        if tuple(held) != card.guests:
            save_meeting(services.register, card.meeting, guests=held)
    if as_json:
        print_json([to_document(each) for each in held])
        return
    for number, each in enumerate(held, 1):
        office = f", {each.office}" if each.office else ""
        click.echo(
            f"{number:>3}. {f'{each.salutation} {each.name}'.strip()}{office}{'' if each.came else ' (vắng)'}"
        )
    click.echo(f"{len(held)} khách, {sum(each.came for each in held)} có dự.")


@click.command(help="Dự họp: của một hội viên qua các năm (MÃ), hoặc của mọi người trong một kỳ.")
@click.argument("code", metavar="[MÃ]", default="")
@REGISTER
@period_options
@JSON
@click.pass_obj
def attendance(machine: Machine, /, code: str, register_path: Path, as_json: bool, **period: Any) -> None:
    """Tell who came over the years."""
    from app.domain.periods import Period
    from app.services.attendance import attendance_of, attendance_table

    if code and any(period.values()):
        raise UsageError("Hãy ghi một trong hai: mã hội viên (qua mọi năm), hoặc một kỳ cho mọi người.")
    with opened(machine, register_path) as services:
        today = services.today()
        if code:
            years = attendance_of(services.register, member_of(services, code).member.id, today=today)
            lines = [f"{each.year}: {_counts(each)}" for each in years]
            documents = [dataclasses.asdict(each) for each in years]
        else:
            chosen = chosen_period(services, **period, usual=Period.year_of(today.year))
            rows = attendance_table(services.register, chosen, today=today)
            lines = [f"{each.code} {each.name}, {each.unit_name}: {_counts(each)}" for each in rows]
            lines.append(f"{len(rows)} người được triệu tập trong {chosen.label}.")
            documents = [dataclasses.asdict(each) for each in rows]
    if as_json:
        print_json(documents)
        return
    for line in lines:
        click.echo(line)


def _counts(each: AttendanceYear | AttendanceRow) -> str:
    late = f" (muộn {each.late})" if each.late else ""
    absent = f", vắng {each.absent} (có lý do {each.excused})" if each.absent else ""
    return f"có mặt {each.came}/{each.called}{late}{absent}"


COMMANDS = (roll, guest)
