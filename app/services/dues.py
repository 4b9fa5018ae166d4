"""Hội phí: who owes what for a year, who paid, who need not.

A member owes the year's rate who was active at any time of the year: who joined in the year owes all of it,
who left or died before it nothing. Nobody asks for the dues of one who died in the year: he owes no more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from app.domain.funds import DuesRate, DuesWaiver, EntryKind, FundEntry
from app.domain.members import Member
from app.domain.status import Status, StatusEvent, standing_on
from app.domain.units import Unit, UnitTree
from app.errors import FieldError, NotFoundError, RuleError
from app.services.closings import require_open
from app.services.units import Trees
from app.store.reader import Reader
from app.store.register import Register
from app.store.statistics import names_of, settled_on
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import count, money

#: The line of the budget under which dues stand, and how their purpose begins.
CATEGORY = "Hội phí"
#: Why one who died in the year owes nothing.
DIED = "Từ trần"


@dataclass(frozen=True, slots=True)
class DuesRow:
    """What one member owes and paid for a year, VND.

    ``rate`` is what the year asks of him; ``waived`` that he need not pay, ``reason`` why; ``owes`` what is
    still to be paid, ``over`` what he paid beyond the rate (beyond nothing, if he is waived or owes none).
    ``always`` tells of a waiver for every year.
    """

    member_id: str
    code: str
    name: str
    unit_id: str | None
    unit_name: str
    rate: int
    paid: int
    waived: bool
    reason: str
    always: bool
    paid_on: PartialDate | None

    @property
    def due(self) -> int:
        """What the year asks in the end: nothing of whom it was waived."""
        return 0 if self.waived else self.rate

    @property
    def owes(self) -> int:
        """What is still to be paid."""
        return max(0, self.due - self.paid)

    @property
    def over(self) -> int:
        """What was paid beyond what is due."""
        return max(0, self.paid - self.due)

    @property
    def words(self) -> str:
        """Where he stands, for a list."""
        if self.waived and self.reason == DIED:
            return DIED
        if self.waived:
            return f"Miễn: {self.reason}" if self.reason else "Miễn"
        if self.owes:
            return "Nộp một phần" if self.paid else "Chưa nộp"
        if self.over:
            return "Nộp thừa"
        return "Đã nộp" if self.paid else "Không phải nộp"


@dataclass(frozen=True, slots=True)
class DuesYear:
    """Who owes and paid for a year, by unit and name; the sums in VND.

    ``rates`` are those of the year, the branch's first.
    """

    year: int
    rows: tuple[DuesRow, ...]
    rates: tuple[tuple[DuesRate, str], ...]

    @property
    def due(self) -> int:
        """What the year asks of all."""
        return sum(row.due for row in self.rows)

    @property
    def paid(self) -> int:
        """What came in for the year."""
        return sum(row.paid for row in self.rows)

    @property
    def owed(self) -> int:
        """What is still to come in."""
        return sum(row.owes for row in self.rows)

    @property
    def over(self) -> int:
        """What was paid beyond what is due."""
        return sum(row.over for row in self.rows)


# ------------------------------------------------------------ reading


def dues_of_year(register: Register, year: int, *, today: date) -> DuesYear:
    """Who owes and paid for a year, as is known on ``today``."""
    with register.read() as reader:
        return read_dues(reader, year, today=today)


def read_dues(
    reader: Reader, year: int, *, today: date, member_ids: Collection[str] | None = None
) -> DuesYear:
    """As :func:`dues_of_year`, inside an open reading; of these members alone if they are named.

    Money counts that came in for the year and for a member; older lines that only say "Hội phí" are nobody's.
    Who paid without owing is listed too, so that the sums are those of the cash book.
    """
    wanted = None if member_ids is None else frozenset(member_ids)
    of_some: dict[str, Any] = {} if wanted is None else {"member_id": wanted}
    paid: dict[str, int] = {}
    paid_on: dict[str, PartialDate] = {}
    for entry in reader.all(FundEntry, dues_year=year, kind=EntryKind.INCOME, **of_some):
        if entry.member_id is not None:
            paid[entry.member_id] = paid.get(entry.member_id, 0) + entry.amount
            paid_on[entry.member_id] = max(paid_on.get(entry.member_id, entry.on), entry.on)
    waivers = {each.member_id: each for each in reader.all(DuesWaiver, year=year)}
    waivers |= {each.member_id: each for each in reader.all(DuesWaiver, year=None)}
    asked = _asked(reader, year, today, wanted)
    tree = Trees(reader).of(year)
    rates = _Rates(reader.all(DuesRate, year=year), tree)
    places = {state.unit_id: place for place, (state, _depth) in enumerate(tree.lines())}
    rows = []
    for member_id, (code, name, key) in names_of(reader, asked.keys() | paid.keys()).items():
        status, unit = asked.get(member_id, (None, None))
        unit_id, unit_name, rate = rates.there(unit)
        waiver = waivers.get(member_id)
        died = status is Status.DECEASED
        row = DuesRow(
            member_id=member_id,
            code=code,
            name=name,
            unit_id=unit_id,
            unit_name=unit_name,
            rate=rate if status is not None else 0,
            paid=paid.get(member_id, 0),
            waived=waiver is not None or died,
            reason=waiver.reason if waiver else DIED if died else "",
            always=waiver is not None and waiver.year is None,
            paid_on=paid_on.get(member_id),
        )
        rows.append((places.get(unit_id or "", len(places)), key, code, row))
    rows.sort(key=itemgetter(0, 1, 2))
    return DuesYear(year, tuple(row for *_, row in rows), rates.listed())


def _asked(
    reader: Reader, year: int, today: date, wanted: frozenset[str] | None
) -> Mapping[str, tuple[Status, str | None]]:
    """Where those stood, at the end of the year or today, who were active at some time of it.

    Of most nothing happened since the year began: only the lives of the others are looked at.
    """
    first = date(year, 1, 1)
    day = today if today.year == year else date(year, 12, 31)
    settled, others = settled_on(reader, first) if wanted is None else ({}, wanted)
    events: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=others):
        starts = event.counts_from
        if starts is None or starts <= day:
            events.setdefault(event.member_id, []).append(event)
    found = {member_id: (Status.ACTIVE, unit_id) for member_id, unit_id in settled.items()}
    for member_id, lived in events.items():
        before = standing_on(lived, first)
        came = any(
            event.kind.status is Status.ACTIVE
            and (starts := event.counts_from) is not None
            and starts > first
            for event in lived
        )
        if came or (before is not None and before.status is Status.ACTIVE):
            standing = standing_on(lived, day)
            if standing is not None:
                found[member_id] = (standing.status, standing.unit_id)
    return found


class _Rates:
    """The rates of a year: a unit's own, else that of the unit above, else the branch's, else none.

    Who is of a unit that was merged in the year pays what that unit asked, unless the new one says otherwise.
    """

    def __init__(self, rates: Iterable[DuesRate], tree: UnitTree) -> None:
        self._tree = tree
        self._rates = tuple(rates)
        self._own = {rate.unit_id: rate.amount for rate in self._rates}
        # A unit that is not there yet stands for nobody.
        self._above = {tree.resolve(unit): amount for unit, amount in self._own.items() if tree.get(unit)}
        self._there: dict[str | None, tuple[str | None, str, int]] = {}

    def there(self, unit_id: str | None) -> tuple[str | None, str, int]:
        """The unit that stands for a unit at the end of the year, its name, and its rate; asked once each."""
        if unit_id not in self._there:
            now = self._tree.resolve(unit_id)
            self._there[unit_id] = (now, self._tree.name(now), self._of(unit_id, now))
        return self._there[unit_id]

    def _of(self, unit_id: str | None, now: str | None) -> int:
        """What a member of a unit, which is ``now`` another if it was merged, pays, VND."""
        if now is not None:
            for each in (now, unit_id):
                if each in self._own:
                    return self._own[each]
            for each in self._tree.above(now):
                if each in self._above:
                    return self._above[each]
        return self._own.get(None, 0)

    def listed(self) -> tuple[tuple[DuesRate, str], ...]:
        """The rates with the names of their units, "" for the branch's, which is first."""
        named = [(rate, self._tree.name(rate.unit_id) or _NOT_YET) for rate in self._rates if rate.unit_id]
        own = [(rate, "") for rate in self._rates if rate.unit_id is None]
        return (*own, *sorted(named, key=lambda each: each[1]))


#: How a unit is called for which a rate stands in a year before it was.
_NOT_YET = "Chi hội chưa có trong năm"


# ------------------------------------------------------------ rates and waivers


def set_rate(register: Register, year: int, amount: int, unit_id: str | None = None) -> DuesRate:
    """Say what a member pays in a year, VND; of a unit where its rate is another.

    Raises FieldError for a unit that is not there by the end of the year, RuleError for a closed year.
    """
    with register.change(f"Đặt mức hội phí năm {year}: {money(amount)}") as work:
        require_open(work, None, PartialDate(year))
        if unit_id is not None:
            work.get(Unit, unit_id)
            if Trees(work).of(year).get(unit_id) is None:
                raise FieldError(
                    "unit_id", f"Chi hội này năm {year} chưa có. Hãy chọn chi hội hoặc năm khác."
                )
        stored = work.all(DuesRate, year=year, unit_id=unit_id)
        if stored:
            return work.replace(dataclasses.replace(stored[0], amount=amount))
        return work.add(DuesRate(year=year, amount=amount, unit_id=unit_id))


def remove_rate(register: Register, year: int, unit_id: str | None = None) -> None:
    """Take out the rate of a year, of the branch or of a unit; raises NotFoundError when there is none."""
    with register.change(f"Bỏ mức hội phí năm {year}") as work:
        require_open(work, None, PartialDate(year))
        stored = work.all(DuesRate, year=year, unit_id=unit_id)
        if not stored:
            raise NotFoundError(f"Năm {year} chưa đặt mức hội phí này.")
        for rate in stored:
            work.remove(rate)


def waive(register: Register, member_ids: Collection[str], year: int | None, reason: str) -> int:
    """Let members off the dues of a year (``None`` = of every year); returns how many newly are.

    Raises RuleError for a year that is closed.
    """
    when = f"năm {year}" if year is not None else "mọi năm"
    with register.change(f"Miễn hội phí {when} cho {count(len(member_ids))} hội viên") as work:
        if year is not None:
            require_open(work, None, PartialDate(year))
        ids = frozenset(member_ids)
        stored = {each.member_id: each for each in work.all(DuesWaiver, member_id=ids, year=year)}
        for member_id in member_ids:
            work.get(Member, member_id)
            known = stored.get(member_id)
            if known is None:
                work.add(DuesWaiver(member_id=member_id, year=year, reason=reason))
            elif known.reason != reason:
                work.replace(dataclasses.replace(known, reason=reason))
        return len(ids - stored.keys())


def unwaive(register: Register, member_ids: Collection[str], year: int | None) -> int:
    """Take back what :func:`waive` did for a year, or (``None``) for every year; returns for how many.

    Raises NotFoundError when none of them is let off that way, and says if it is for every year.
    """
    when = f"năm {year}" if year is not None else "mọi năm"
    with register.change(f"Bỏ miễn hội phí {when}") as work:
        if year is not None:
            require_open(work, None, PartialDate(year))
        ids = frozenset(member_ids)
        stored = work.all(DuesWaiver, member_id=ids, year=year)
        if not stored:
            if year is not None and work.all(DuesWaiver, member_id=ids, year=None):
                raise NotFoundError(
                    f"Hội viên được miễn hội phí mọi năm, không riêng năm {year}. Hãy bỏ miễn mọi năm."
                )
            raise NotFoundError(f"Không có hội viên nào trong số này được miễn hội phí {when}.")
        for waiver in stored:
            work.remove(waiver)
        return len({waiver.member_id for waiver in stored})


# ------------------------------------------------------------ paying


def pay_dues(
    register: Register,
    member_ids: Collection[str],
    year: int,
    *,
    on: PartialDate,
    amount: int | None = None,
    fund_id: str | None = None,
) -> tuple[FundEntry, ...]:
    """Note that members paid for a year: one income each, all in one change; gives these lines.

    Each pays ``amount`` VND, or what he still owes; then who owes nothing is passed over. The money goes to
    the branch's own fund unless ``fund_id`` names another. Raises RuleError when nobody owes anything or the
    year of the book is closed.
    """
    with register.change(f"Thu hội phí năm {year} của {count(len(member_ids))} hội viên") as work:
        require_open(work, fund_id, on)
        if amount is not None and amount <= 0:
            raise FieldError("amount", "Số tiền phải lớn hơn 0.")
        # Who joined later in the year owes it all the same, whatever day the money is dated.
        owing = read_dues(work, year, today=date(year, 12, 31), member_ids=member_ids)
        rows = {row.member_id: row for row in owing.rows}
        members = {member.id: member for member in work.all(Member, id=frozenset(member_ids))}
        entries = []
        for member_id in member_ids:
            member = members[member_id] if member_id in members else work.get(Member, member_id)
            row = rows.get(member_id)
            owed = amount if amount is not None else row.owes if row else 0
            if owed:
                entries.append(_income(member, row, year, on, owed, fund_id))
        if not entries:
            raise RuleError(
                f"Không ai trong số này còn nợ hội phí năm {year}. "
                "Hãy đặt mức hội phí của năm, hoặc ghi số tiền."
            )
        return work.add_all(entries)


def _income(
    member: Member, row: DuesRow | None, year: int, on: PartialDate, amount: int, fund_id: str | None
) -> FundEntry:
    return FundEntry(
        on=on,
        kind=EntryKind.INCOME,
        amount=amount,
        purpose=f"{CATEGORY} năm {year}",
        counterpart=member.full_name,
        address=member.address,
        member_id=member.id,
        unit_id=row.unit_id if row else None,
        category=CATEGORY,
        dues_year=year,
        fund_id=fund_id,
    )
