"""A member's death, all of it at once: status, condolence and wreath with their expense, end of offices."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from app.domain.care import Visit, VisitKind
from app.domain.funds import FundEntry
from app.domain.members import Member
from app.domain.offices import Office
from app.domain.status import StatusEvent, StatusKind, require_possible
from app.errors import FieldError
from app.services.visits import put_visit
from app.store.reader import Reader
from app.store.register import Register
from app.store.work import Work
from app.vietnamese.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Death:
    """What is recorded of a death.

    ``visit`` is the condolence (its ``gift`` the wreath, its ``gift_cost`` the wreath's price), ``None`` when
    nobody has gone. ``from_fund`` writes what it cost into the cash book. ``end_offices`` ends the offices
    held, on the day of death.
    """

    on: PartialDate
    reason: str = ""
    place: str = ""
    paper: str = ""
    visit: Visit | None = None
    from_fund: bool = True
    end_offices: bool = True


@dataclass(frozen=True, slots=True)
class KnownDeath:
    """What the register already knows: the event, the condolence, and the offices that still run."""

    member: Member
    event: StatusEvent | None
    visit: Visit | None
    from_fund: bool
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class RecordedDeath:
    """What was recorded, and how many planned gifts still name the member."""

    event: StatusEvent
    visit: Visit | None
    offices: tuple[Office, ...]
    planned: int


def known_death(register: Register, member_id: str, *, today: date) -> KnownDeath:
    """What there is of a member's death, for a dialog to begin with; raises NotFoundError."""
    with register.read() as reader:
        member = reader.get(Member, member_id)
        event, visit = _event(reader, member_id), _condolence(reader, member_id)
        # What cost nothing yet is the fund's as usual, once it costs something.
        paid = visit is None or not visit.total or reader.count(FundEntry, visit_id=visit.id) > 0
        offices = tuple(o for o in reader.all(Office, member_id=member_id) if _runs_on(o, event, today))
    return KnownDeath(member, event, visit, paid, offices)


def record_death(register: Register, member_id: str, death: Death, *, today: date) -> RecordedDeath:
    """Record a death with what belongs to it, as one change that one undo takes back.

    Where the death was recorded before, day and reason are corrected, and a condolence known from before is
    changed instead of written twice.

    Raises:
        FieldError: the day is in the future, or the condolence was before the death.
        RuleError: the events of a life do not allow it, or that year of the fund's book is closed.
    """
    if death.on.earliest() > today:
        raise FieldError("on", f"Ngày mất {death.on} chưa đến. Hãy xem lại ngày.")
    with register.change(f"Từ trần: {_name(register, member_id)}") as work:
        event = _put_event(work, member_id, death, today)
        visit = _put_condolence(work, member_id, death)
        offices = work.all(Office, member_id=member_id) if death.end_offices else ()
        ended = tuple(
            work.replace(dataclasses.replace(office, ends=death.on))
            for office in offices
            if _outlives(office, death.on)
        )
        return RecordedDeath(event, visit, ended, work.count(Visit, member_id=member_id, planned=True))


def _name(register: Register, member_id: str) -> str:
    with register.read() as reader:
        return reader.get(Member, member_id).full_name


def _put_event(work: Work, member_id: str, death: Death, today: date) -> StatusEvent:
    before = _event(work, member_id)
    event = dataclasses.replace(
        before or StatusEvent(member_id=member_id, kind=StatusKind.DIED),
        on=death.on,
        reason=death.reason,
        place=death.place,
        paper=death.paper,
    )
    others = [e for e in work.all(StatusEvent, member_id=member_id) if e.id != event.id]
    require_possible([*others, event], today=today)
    if before is None:
        return work.add(event)
    return event if event == before else work.replace(event)


def _put_condolence(work: Work, member_id: str, death: Death) -> Visit | None:
    if death.visit is None:
        return None
    visit = dataclasses.replace(death.visit, member_id=member_id, kind=VisitKind.DEATH, planned=False)
    if visit.on.latest() < death.on.earliest():
        raise FieldError("visit.on", f"Ngày viếng {visit.on} trước ngày mất {death.on}. Hãy xem lại ngày.")
    return put_visit(work, visit, from_fund=death.from_fund)


def _event(reader: Reader, member_id: str) -> StatusEvent | None:
    events = reader.all(StatusEvent, member_id=member_id, kind=StatusKind.DIED)
    return max(events, key=lambda event: event.order, default=None)


def _condolence(reader: Reader, member_id: str) -> Visit | None:
    visits = reader.all(Visit, member_id=member_id, kind=VisitKind.DEATH, planned=False)
    return max(visits, key=lambda visit: visit.on.iso, default=None)


def _runs_on(office: Office, event: StatusEvent | None, today: date) -> bool:
    """Whether the office is still held, or outlives a death that is known."""
    return _outlives(office, event.on) if event and event.on else office.held_on(today)


def _outlives(office: Office, died: PartialDate) -> bool:
    """Whether an office that was begun by then would run beyond the death."""
    begun = office.starts is None or office.starts.earliest() <= died.latest()
    return begun and (office.ends is None or office.ends.latest() > died.latest())
