"""Where a member stands on a given day: a pure function of dated events.

Nobody is deleted from the register's history; a member who leaves gets an event (domain notes §3.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.domain.record import Record, line, link, optional_link, value
from app.errors import FieldError
from app.vietnamese.dates import PartialDate


class Status(StrEnum):
    """Where a member stands."""

    ACTIVE = "active"
    MOVED = "moved"
    LEFT = "left"
    DECEASED = "deceased"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return {
            Status.ACTIVE: "Đang sinh hoạt",
            Status.MOVED: "Chuyển đi",
            Status.LEFT: "Thôi",
            Status.DECEASED: "Từ trần",
        }[self]


class StatusKind(StrEnum):
    """What happened to a member."""

    ADMITTED = "admitted"
    TRANSFERRED_IN = "transferred_in"
    CHANGED_UNIT = "changed_unit"
    TRANSFERRED_OUT = "transferred_out"
    RESIGNED = "resigned"
    REMOVED = "removed"
    DIED = "died"
    RESTORED = "restored"
    LEFT_UNKNOWN = "left_unknown"
    AWAY = "away"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The Vietnamese word."""
        return _KIND_LABELS[self]

    @property
    def status(self) -> Status:
        """Where the member stands after it."""
        return _STATUS_AFTER.get(self, Status.ACTIVE)


_KIND_LABELS = {
    StatusKind.ADMITTED: "Kết nạp",
    StatusKind.TRANSFERRED_IN: "Chuyển đến",
    StatusKind.CHANGED_UNIT: "Chuyển chi hội",
    StatusKind.TRANSFERRED_OUT: "Chuyển đi",
    StatusKind.RESIGNED: "Xin ra khỏi Hội",
    StatusKind.REMOVED: "Xóa tên",
    StatusKind.DIED: "Từ trần",
    StatusKind.RESTORED: "Khôi phục",
    StatusKind.LEFT_UNKNOWN: "Giảm chưa rõ lý do",
    StatusKind.AWAY: "Tạm vắng, ốm lâu dài",
    StatusKind.RETURNED: "Sinh hoạt trở lại",
}
#: Which event of one day comes first; one digit, for the store keeps it as text.
_TURNS = {
    StatusKind.CHANGED_UNIT: 1,
    StatusKind.AWAY: 2,
    StatusKind.RETURNED: 3,
    StatusKind.TRANSFERRED_OUT: 4,
    StatusKind.RESIGNED: 4,
    StatusKind.REMOVED: 4,
    StatusKind.LEFT_UNKNOWN: 4,
    StatusKind.DIED: 5,
}
_STATUS_AFTER = {
    StatusKind.TRANSFERRED_OUT: Status.MOVED,
    StatusKind.RESIGNED: Status.LEFT,
    StatusKind.REMOVED: Status.LEFT,
    StatusKind.LEFT_UNKNOWN: Status.LEFT,
    StatusKind.DIED: Status.DECEASED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent(Record):
    """One dated change of a member's standing or unit.

    ``on`` may be known to the year only, or not at all (``None`` = "from before"). Where the day is not
    known, coming counts from the first day it can be, leaving from the last. ``unit_id`` is the unit joined
    (kết nạp, chuyển đến, chuyển chi hội, khôi phục). ``place`` is where to or where from.
    """

    title: ClassVar[str] = "Biến động"

    member_id: str = link("Hội viên", "Member")
    kind: StatusKind = value("Loại", StatusKind.ADMITTED)
    on: PartialDate | None = value("Ngày")
    unit_id: str | None = optional_link("Chi hội", "Unit")
    place: str = line("Nơi đến / nơi đi")
    reason: str = line("Lý do")
    paper: str = line("Số giấy tờ")

    @property
    def counts_from(self) -> date | None:
        """The day from which the event counts; ``None`` = from before everything."""
        if self.on is None:
            return None
        return self.on.earliest() if self.kind.status is Status.ACTIVE else self.on.latest()

    @property
    def order(self) -> tuple[str, int]:
        """Sorts events by the day they count from, an unknown one first.

        On one day, as of two events of one year, in the order of a life: coming, changing the unit, away,
        back, leaving, death. It must not hang on which was written first: undoing writes again.
        """
        day = self.counts_from
        return (day.isoformat() if day else "", _TURNS.get(self.kind, 0))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one member stands on a day: status, unit and the event that says so.

    ``away_since`` is the event since which an active member is away or ill for long (domain notes §3.4);
    he still counts as a member.
    """

    status: Status
    unit_id: str | None
    since: StatusEvent
    away_since: StatusEvent | None = None

    @property
    def words(self) -> str:
        """The standing as a person reads it: "Đang sinh hoạt", "Tạm vắng", "Từ trần"."""
        return "Tạm vắng" if self.away_since is not None else self.status.label


def standing_on(events: Iterable[StatusEvent], day: date | None = None) -> Standing | None:
    """The standing from one member's events, on ``day`` (``None`` = after all events).

    Returns ``None`` when the member had not joined yet. A member who left keeps the last unit.
    """
    standing: Standing | None = None
    for event in sorted(events, key=lambda each: each.order):
        if day is not None and (starts := event.counts_from) is not None and starts > day:
            continue
        unit = event.unit_id or (standing.unit_id if standing else None)
        away = standing.away_since if standing else None
        if event.kind is StatusKind.AWAY:
            away = event
        elif event.kind is not StatusKind.CHANGED_UNIT:
            away = None
        standing = Standing(event.kind.status, unit, event, away)
    return standing


def require_possible(events: Iterable[StatusEvent], *, today: date) -> None:
    """Refuse a member's events that cannot follow each other: leaving twice, life after death, the future."""
    status: Status | None = None
    away = False
    for event in sorted(events, key=lambda each: each.order):
        when = f" ngày {event.on}" if event.on else ""
        if event.on is not None and event.on.earliest() > today:
            raise FieldError("on", f"{event.kind.label}{when}: ngày còn ở phía trước. Hãy xem lại.")
        if status is Status.DECEASED:
            raise FieldError(
                "on", f"{event.kind.label}{when}: hội viên đã từ trần trước đó. Hãy xem lại ngày."
            )
        if status is None and not counts_as_gain(event.kind):
            raise FieldError("on", f"{event.kind.label}{when}: khi đó chưa vào Hội. Hãy xem lại ngày.")
        if status is Status.ACTIVE and counts_as_gain(event.kind):
            raise FieldError(
                "kind", f"{event.kind.label}{when}: khi đó đang sinh hoạt trong Hội rồi. Hãy xem lại ngày."
            )
        if (
            status in (Status.MOVED, Status.LEFT)
            and not counts_as_gain(event.kind)
            and event.kind is not StatusKind.DIED
        ):
            raise FieldError(
                "kind", f"{event.kind.label}{when}: khi đó không còn sinh hoạt trong Hội. Hãy xem lại ngày."
            )
        if (event.kind is StatusKind.AWAY and away) or (event.kind is StatusKind.RETURNED and not away):
            said = "đã ghi tạm vắng rồi" if away else "khi đó không tạm vắng"
            raise FieldError("kind", f"{event.kind.label}{when}: {said}. Hãy xem lại.")
        if event.kind is not StatusKind.CHANGED_UNIT:
            away = event.kind is StatusKind.AWAY
        status = event.kind.status


class Movement(StrEnum):
    """What an event did to the number of members."""

    GAIN = "gain"
    LOSS = "loss"


def movements(events: Iterable[StatusEvent]) -> list[tuple[StatusEvent, Movement]]:
    """The events of one member that changed whether he is active, in order.

    Somebody who moved away and died there is lost to the branch once.
    """
    found = []
    active = False
    for event in sorted(events, key=lambda each: each.order):
        now = event.kind.status is Status.ACTIVE
        if now != active:
            found.append((event, Movement.GAIN if now else Movement.LOSS))
        active = now
    return found


def years_active(
    events: Iterable[StatusEvent], day: date, *, joined: PartialDate | None = None
) -> int | None:
    """Whole years that a member has been active up to a day; times between leaving and coming back are not.

    ``joined`` stands in for the day of an unknown first coming; ``None`` when it is not known since when.
    """
    days = 0
    since: date | None = None
    for event, movement in movements(events):
        start = event.counts_from or (joined.earliest() if joined else None)
        if start is None:
            return None
        if movement is Movement.GAIN:
            since = start
        elif since is not None:
            days += max(0, (min(start, day) - since).days)
            since = None
    if since is not None:
        days += max(0, (day - since).days)
    return int(days / 365.2425 + 1e-3)


def counts_as_gain(kind: StatusKind) -> bool:
    """Whether the event adds a member to the branch (tăng)."""
    return kind in (StatusKind.ADMITTED, StatusKind.TRANSFERRED_IN, StatusKind.RESTORED)


def counts_as_loss(kind: StatusKind) -> bool:
    """Whether the event takes a member from the branch (giảm)."""
    return kind.status is not Status.ACTIVE
