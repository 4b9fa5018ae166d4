"""Two records of one person become one: which value is the better, and how two lives on paper are joined."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.meetings import Attendance, Presence
from app.domain.record import LINE_LIMIT, FieldInfo
from app.domain.status import StatusEvent, StatusKind, counts_as_gain, require_possible
from app.errors import FieldError, RuleError
from app.vietnamese.dates import PartialDate
from app.vietnamese.text import fold


class Side(StrEnum):
    """Whose value holds after the merge; BOTH joins texts of several lines."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"


def suggested(info: FieldInfo, kept: Any, gone: Any) -> Side:
    """Whose value of a field is the better one: the filled, else the more exact, else the kept one's.

    Texts of several lines are joined unless one says all of the other or both together are too long.
    """
    if not gone or kept == gone:
        return Side.KEPT
    if not kept:
        return Side.GONE
    if isinstance(kept, PartialDate):
        return _of_dates(info.name, kept, gone)
    if isinstance(kept, str) and info.type is str:
        return _of_texts(info, kept, gone)
    if isinstance(kept, int):
        return Side.GONE if gone > kept else Side.KEPT  # badges for years of service only grow
    return Side.KEPT


def value_of(info: FieldInfo, kept: Any, gone: Any, side: Side) -> Any:
    """The value that a choice stands for; raises RuleError when a field of this kind cannot be joined."""
    if side is Side.BOTH:
        if not info.multiline:
            raise RuleError(f"{info.label}: chỉ giữ được một trong hai, không ghép được cả hai.")
        return "\n".join(text for text in (kept, gone) if text)
    return gone if side is Side.GONE else kept


def _of_dates(name: str, kept: PartialDate, gone: PartialDate) -> Side:
    if kept.compare(gone) == 0:
        return Side.GONE if _is_finer(gone, kept) else Side.KEPT
    # Who was entered twice joined when he was first entered.
    return Side.GONE if name == "joined" and gone < kept else Side.KEPT


def _of_texts(info: FieldInfo, kept: str, gone: str) -> Side:
    mine, theirs = fold(kept), fold(gone)
    if mine == theirs:
        return Side.GONE if _accents(gone) > _accents(kept) else Side.KEPT
    if mine in theirs:
        return Side.GONE
    if theirs in mine:
        return Side.KEPT
    if info.multiline:
        return Side.BOTH if len(kept) + len(gone) < info.limit else Side.KEPT
    is_newer_id = info.name == "national_id" and len(gone) > len(kept)
    return Side.GONE if is_newer_id else Side.KEPT


def _accents(text: str) -> int:
    return sum(not char.isascii() for char in text)


def _is_finer(one: PartialDate, other: PartialDate) -> bool:
    return len(one.iso) > len(other.iso)


# ------------------------------------------------------------------ meetings

_BEST_FIRST = (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY, Presence.EXCUSED, Presence.ABSENT)


def one_attendance(kept: Attendance, gone: Attendance) -> Attendance:
    """One person's attendance of one meeting, noted twice: who came once came; both reasons stand."""
    best = min((kept.presence, gone.presence), key=_BEST_FIRST.index)
    return dataclasses.replace(kept, presence=best, reason=_joined(kept.reason, gone.reason, LINE_LIMIT))


def _joined(one: str, other: str, limit: int) -> str:
    """Two short texts as one; the longer when it says all of the other, the first when both are too long."""
    if not other or fold(other) in fold(one):
        return one
    if not one or fold(one) in fold(other):
        return other
    both = f"{one}; {other}"
    return both if len(both) <= limit else one


# ------------------------------------------------------------------ standing


@dataclass(frozen=True, slots=True)
class Life:
    """The events of one person out of two records: what holds, what is taken out, what is to be told."""

    events: tuple[StatusEvent, ...]
    dropped: tuple[StatusEvent, ...]
    told: tuple[str, ...]


def one_life(
    kept_id: str,
    kept: Sequence[StatusEvent],
    gone: Sequence[StatusEvent],
    *,
    today: date,
    joined: Sequence[PartialDate | None],
) -> Life:
    """Join the events of two records of one person.

    An event noted in both, on days that can be one day, stays once with all that is known of it. When the
    rest cannot follow each other because the person was brought in twice, the earlier coming stays, with the
    unit of the kept record. ``joined`` is the day of joining that will hold, then the two that were written:
    an admission of one of those days follows it.

    Raises RuleError, which names the events, when they still cannot follow each other.
    """
    events = list(kept)
    dropped: list[StatusEvent] = []
    told: list[str] = []
    paired: set[str] = set()
    for event in (dataclasses.replace(each, member_id=kept_id) for each in gone):
        twin = next((e for e in events if e.id not in paired and _is_one_event(e, event)), None)
        if twin is None:
            events.append(event)
            paired.add(event.id)
            continue
        whole = _one_event(twin, event)
        events[events.index(twin)] = whole
        paired.add(twin.id)
        dropped.append(event)
        told.append(f"{_words(whole)}: hai hồ sơ cùng ghi, còn một.")
    if _fault(events, today) is not None:
        _join_comings(events, dropped, told, kept, gone)
    _follow_joining(events, joined)
    fault = _fault(events, today)
    if fault is not None:
        raise RuleError(
            f"Chưa gộp được vì biến động của hai hồ sơ không nối được với nhau. Hồ sơ giữ lại có: "
            f"{_listed(kept)}; hồ sơ kia có: {_listed(gone)}. {fault} "
            "Hãy sửa hoặc xóa biến động ghi nhầm rồi gộp lại."
        )
    return Life(tuple(events), tuple(dropped), tuple(told))


def _is_one_event(one: StatusEvent, other: StatusEvent) -> bool:
    days = one.on is None or other.on is None or one.on.compare(other.on) == 0
    units = one.unit_id is None or other.unit_id is None or one.unit_id == other.unit_id
    if one.kind is StatusKind.CHANGED_UNIT and one.on is not None and one.on == other.on:
        units = True  # nobody changes twice on one day: the kept record says where to
    return one.kind is other.kind and days and units


def _one_event(one: StatusEvent, other: StatusEvent) -> StatusEvent:
    finer = one.on is None or (other.on is not None and _is_finer(other.on, one.on))
    return dataclasses.replace(
        one,
        on=other.on if finer else one.on,
        unit_id=one.unit_id or other.unit_id,
        place=_joined(one.place, other.place, LINE_LIMIT),
        reason=_joined(one.reason, other.reason, LINE_LIMIT),
        paper=_joined(one.paper, other.paper, LINE_LIMIT),
    )


def _join_comings(
    events: list[StatusEvent],
    dropped: list[StatusEvent],
    told: list[str],
    kept: Sequence[StatusEvent],
    gone: Sequence[StatusEvent],
) -> None:
    """Make one coming of the first of each record, where both are in ``events``."""
    first, second = _coming(events, {each.id for each in kept}), _coming(events, {each.id for each in gone})
    if first is None or second is None:
        return
    earlier = _earlier(first, second)
    one = dataclasses.replace(earlier, id=first.id, version=first.version)
    whole = dataclasses.replace(
        one,
        unit_id=first.unit_id or second.unit_id,
        place=_joined(one.place, first.place or second.place, LINE_LIMIT),
        reason=_joined(one.reason, first.reason or second.reason, LINE_LIMIT),
        paper=_joined(one.paper, first.paper or second.paper, LINE_LIMIT),
    )
    events[events.index(first)] = whole
    events.remove(second)
    dropped.append(second)
    told.append(f"Hai lần vào Hội ({_words(first)}; {_words(second)}): giữ {_words(whole)}.")


def _coming(events: Iterable[StatusEvent], ids: set[str]) -> StatusEvent | None:
    first = min((e for e in events if e.id in ids), key=lambda e: e.order, default=None)
    return first if first is not None and counts_as_gain(first.kind) else None


def _earlier(one: StatusEvent, other: StatusEvent) -> StatusEvent:
    """The coming that holds: the one whose day is known, the finer, the earlier."""
    if one.on is None or other.on is None:
        return one if other.on is None else other
    if one.on.compare(other.on) == 0:
        return other if _is_finer(other.on, one.on) else one
    return one if one.on < other.on else other


def _follow_joining(events: list[StatusEvent], joined: Sequence[PartialDate | None]) -> None:
    holds, *written = joined
    first = min(events, key=lambda e: e.order, default=None)
    if first is None or holds is None or first.kind is not StatusKind.ADMITTED or first.on is None:
        return
    if first.on != holds and first.on in written:
        events[events.index(first)] = dataclasses.replace(first, on=holds)


def _fault(events: Sequence[StatusEvent], today: date) -> str | None:
    try:
        require_possible(events, today=today)
    except FieldError as problem:
        return problem.message
    return None


def _words(event: StatusEvent) -> str:
    return f"{event.kind.label} {event.on}" if event.on else f"{event.kind.label} không rõ ngày"


def _listed(events: Sequence[StatusEvent]) -> str:
    return ", ".join(_words(e) for e in sorted(events, key=lambda e: e.order)) or "không có biến động"
