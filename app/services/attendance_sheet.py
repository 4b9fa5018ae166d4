"""The sheet that everybody at a meeting signs; guests sign one of their own (domain notes §5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.documents.papers.values import ListPaper
from app.domain.meetings import Attendance
from app.domain.member_lists import ListTable
from app.domain.status import StatusEvent, standing_on
from app.domain.year_report import Cell, Column, Signature
from app.errors import NotFoundError
from app.services.meeting_people import guest_name
from app.services.meeting_sources import MeetingSource
from app.services.official_papers import BLANK
from app.services.paper_words import at_time, in_sentence
from app.services.units import Trees
from app.store.register import Register
from app.vietnamese.dates import dated_place
from app.vietnamese.numbers import count

_NAME = Column("full_name", "Họ và tên", width=58)
_UNIT = Column("unit", "Chi hội", width=54)
_OFFICE = Column("office", "Chức vụ, đơn vị", width=58)
_SIGNATURE = Column("signature", "Ký tên", width=42)
_ROLL = Column("roll", "Điểm danh", width=42)
#: A row that is signed by hand is so high (mm).
_ROW = 9.5


def attendance_sheets(register: Register, source: MeetingSource) -> tuple[ListPaper, ...]:
    """The sheet of those who were called and that of the guests, where there are any.

    Before the meeting, and on its day, there is room to sign, and the totals are left to be written;
    afterwards the sheet says what the roll says: who was absent, and why. Raises NotFoundError when there is
    nobody to sign.
    """
    card = source.card
    if not card.attendances and not card.guests:
        raise NotFoundError(
            "Cuộc họp này chưa có ai được triệu tập hay mời. Hãy điểm danh hoặc thêm khách trước."
        )
    is_over = card.meeting.on < source.today
    place = f"Tại {card.meeting.place}" if card.meeting.place else ""
    subtitle = "\n".join(filter(None, (card.meeting.name, source.when, place)))
    last = _ROLL if is_over else _SIGNATURE
    sheets = []
    if card.attendances:
        units = _unit_names(register, source)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (member.full_name, units.get(member.id, ""), _said(attendance) if is_over else "")
            for attendance, member in card.attendances
        )
        table = ListTable(
            f"Danh sách {source.people} dự họp", subtitle, (_NAME, _UNIT, last), rows, len(rows)
        )
        sheets.append(_sheet(source, table, _totals(source, is_over=is_over), is_over=is_over))
    if card.guests:
        rows = tuple(
            (
                guest_name(guest),
                guest.office,
                ("Có mặt" if guest.came else "Vắng") if is_over else "",
            )
            for guest in card.guests
        )
        table = ListTable("Danh sách khách mời", subtitle, (_NAME, _OFFICE, last), rows, len(rows))
        came = count(card.roll.guests) if is_over else BLANK
        sheets.append(
            _sheet(source, table, f"Khách mời: {count(len(rows))}; có mặt: {came}.", is_over=is_over)
        )
    return tuple(sheets)


def _sheet(source: MeetingSource, table: ListTable, total: str, *, is_over: bool) -> ListPaper:
    meeting = source.card.meeting
    signature = Signature(dated_place(source.branch.place, meeting.on), "", "THƯ KÝ", meeting.secretary)
    return ListPaper(source.heading, table, total, signature, least_row=0.0 if is_over else _ROW)


def _totals(source: MeetingSource, *, is_over: bool) -> str:
    roll = source.card.roll
    came, absent, excused = (
        (count(roll.came), count(roll.absent), count(roll.excused)) if is_over else (BLANK,) * 3
    )
    return f"Triệu tập: {count(roll.called)}; có mặt: {came}; vắng: {absent} (có lý do: {excused})."


def _said(attendance: Attendance) -> str:
    """What the roll says of somebody."""
    presence = attendance.presence
    first = presence.label if presence.came else "Vắng"
    return ", ".join(filter(None, (first, at_time(attendance.at), in_sentence(attendance.reason))))


def _unit_names(register: Register, source: MeetingSource) -> Mapping[str, str]:
    """The units of those who were called, as they were on the day of the meeting."""
    day: date = source.card.meeting.on
    events: dict[str, list[StatusEvent]] = {}
    with register.read() as reader:
        ids = frozenset(member.id for _, member in source.card.attendances)
        for event in reader.all(StatusEvent, member_id=ids):
            events.setdefault(event.member_id, []).append(event)
        tree = Trees(reader).of(day.year)
    standings = {each: standing_on(own, day) for each, own in events.items()}
    return {each: tree.name(tree.resolve(held.unit_id)) for each, held in standings.items() if held}
