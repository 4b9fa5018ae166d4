"""The rows of the report of a period: who, what, when, how much, straight from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Visit
from app.domain.commendations import Award, AwardRound, RoundState, granted, in_order
from app.domain.funds import summarise
from app.domain.longevity import ceremony_in_year
from app.domain.members import Member, Policy, PolicyKind
from app.domain.periods import Period, round_day
from app.domain.status import Movement, Status, StatusEvent, movements
from app.domain.units import UnitTree
from app.domain.year_report import Cell, Column, ColumnKind, Table
from app.services.award_forms import read_forms
from app.services.counters import CounterList, read_counters
from app.services.member_queries import MemberOnDay, read_members_on
from app.services.units import read_tree
from app.services.visits import rows_of as visit_rows
from app.services.year_tables_counted import activities_table
from app.services.year_tables_meetings import attendance_table, meetings_table
from app.services.year_tables_money import (
    dues_table,
    fund_before_table,
    fund_table,
    funds_table,
    read_entries,
)
from app.store.queries import records_between
from app.store.reader import Reader
from app.store.statistics import active_on, own_fund_sums
from app.vietnamese.text import fold

_DATE, _MONEY, _NUMBER, _ID = ColumnKind.DATE, ColumnKind.MONEY, ColumnKind.NUMBER, ColumnKind.IDENTIFIER
#: So many years are shown beside each other.
_YEARS = 6
_INVALIDS = (PolicyKind.WOUNDED, PolicyKind.AS_WOUNDED, PolicyKind.SICK_SOLDIER)


@dataclass(frozen=True, slots=True)
class PeriodRows:
    """The tables of a period with what the summary needs besides."""

    branch: Branch
    tables: tuple[Table, ...]
    tree: UnitTree
    forms: tuple[str, ...]
    counters: CounterList


def masked(number: str) -> str:
    """A telephone, id or card number mostly hidden, as printed lists show it (domain notes §7).

    The shorter it is the less is shown; up to three digits ("113") are nobody's own.
    """
    if len(number) <= 3:
        return number
    first, last = (4, 3) if len(number) >= 10 else (2, 2) if len(number) >= 7 else (0, 2)
    return f"{number[:first]}•••{number[-last:]}"


def read_period(reader: Reader, period: Period, *, today: date, full_numbers: bool) -> PeriodRows:
    """All tables of a period as known on ``today``; ``full_numbers`` prints telephone numbers unmasked."""
    branch = reader.get(Branch, BRANCH_ID)
    tree = read_tree(reader, period.ends)
    everybody = read_members_on(reader, period.ends)
    at_end = tuple(row for row in everybody if row.standing.status is Status.ACTIVE)
    at_start = read_members_on(reader, period.eve, status=Status.ACTIVE)
    entries = read_entries(reader)
    counters = read_counters(reader)
    units = {row.member.id: row.unit_name for row in everybody}
    word = "năm" if period.is_year else "kỳ"
    tables = (
        members_table(at_end, full_numbers=full_numbers),
        _changes(reader, tree, units, period),
        _visits(reader, period),
        _longevity(reader, branch, at_end, period),
        _awards(reader, tree, units, period),
        fund_table(entries, period),
        meetings_table(reader, period, today),
        attendance_table(reader, units, period, today),
        activities_table(reader, tree, counters, period),
        dues_table(reader, entries, period),
        funds_table(reader, tree, entries, at_end, period),
        _units(branch, tree, at_end),
        _people("members_start", f"Hội viên đầu {word}", at_start),
        _war_invalids(reader, at_end),
        fund_before_table(entries, period, f"Tồn quỹ đầu {word}"),
    )
    forms = tuple(form.name for form in read_forms(reader).forms)
    return PeriodRows(branch, tables, tree, forms, counters)


def members_table(rows: tuple[MemberOnDay, ...], *, full_numbers: bool) -> Table:
    """A list of members as papers show it; telephone numbers are masked unless asked for."""
    columns = (
        Column("full_name", "Họ và tên", width=42),
        Column("birth", "Ngày sinh", _DATE, 22),
        Column("gender", "Giới tính", width=14),
        Column("unit", "Chi hội", width=42),
        Column("role", "Chức vụ", width=32),
        Column("joined", "Vào Hội", _DATE, 22),
        Column("service_unit", "Đơn vị ở Trường Sơn", width=34),
        Column("address", "Nơi ở", width=40),
        Column("phone", "Điện thoại", _ID, 26),
        Column("hardship", "Khó khăn", width=16),
        Column("code", "Mã", _ID, 14),
    )
    listed: list[tuple[Cell, ...]] = []
    for row in rows:
        m = row.member
        listed.append(
            (
                m.full_name,
                m.birth,
                m.gender.label if m.gender else "",
                row.unit_name,
                row.role,
                m.joined,
                m.route_unit or m.service_unit,
                row.address,
                m.phone if full_numbers else masked(m.phone),
                "x" if m.hardship else "",
                m.code,
            )
        )
    return Table("members", "Danh sách hội viên", columns, tuple(listed))


#: Words of the changes table.
GAIN, LOSS = "Tăng", "Giảm"


def _changes(reader: Reader, tree: UnitTree, units: Mapping[str, str], period: Period) -> Table:
    columns = (
        Column("direction", "Tăng, giảm", width=18),
        Column("kind", "Loại", width=30),
        Column("on", "Ngày", _DATE, 22),
        Column("full_name", "Họ và tên", width=46),
        Column("birth", "Ngày sinh", _DATE, 22),
        Column("unit", "Chi hội", width=46),
        Column("place", "Nơi đến, nơi đi", width=40),
        Column("reason", "Lý do, giấy tờ", width=46),
    )
    # Leaving "in 2020" counts from the last day of 2020, and is found by its first.
    counted = records_between(reader, StatusEvent, date(period.starts.year, 1, 1), period.ends)
    ids = frozenset(event.member_id for event in counted)
    of_member: dict[str, list[StatusEvent]] = {}
    for event in reader.all(StatusEvent, member_id=ids):
        of_member.setdefault(event.member_id, []).append(event)
    moves = [
        (event, movement)
        for events in of_member.values()
        for event, movement in movements(events)
        if (day := event.counts_from) is not None and period.contains(day)
    ]
    moves.sort(key=lambda move: (move[1] is Movement.LOSS, move[0].order))
    members = {m.id: m for m in reader.all(Member, id=ids)}
    rows: list[tuple[Cell, ...]] = [
        (
            GAIN if movement is Movement.GAIN else LOSS,
            event.kind.label,
            event.on,
            members[event.member_id].full_name,
            members[event.member_id].birth,
            tree.name(tree.resolve(event.unit_id)) or units.get(event.member_id, ""),
            event.place,
            "; ".join(text for text in (event.reason, event.paper) if text),
        )
        for event, movement in moves
    ]
    return Table("changes", "Biến động hội viên", columns, tuple(rows))


def _visits(reader: Reader, period: Period) -> Table:
    columns = (
        Column("on", "Ngày", _DATE, 22),
        Column("person", "Người, gia đình được thăm", width=48),
        Column("unit", "Chi hội", width=44),
        Column("kind", "Lý do", width=32),
        Column("gift", "Quà", width=40),
        Column("amount", "Số tiền (đồng)", _MONEY, 28),
        Column("visitors", "Người đi thăm", width=46),
    )
    made = records_between(reader, Visit, period.starts, period.ends)
    rows: list[tuple[Cell, ...]] = [
        (
            r.visit.on,
            r.person,
            r.unit_name,
            r.visit.kind.label,
            r.visit.gift,
            r.visit.total,
            r.visit.visitors,
        )
        for r in visit_rows(reader, (each for each in made if not each.planned))
    ]
    return Table("visits", "Thăm hỏi, viếng, tặng quà", columns, tuple(rows))


def _longevity(reader: Reader, branch: Branch, at_end: tuple[MemberOnDay, ...], period: Period) -> Table:
    """Who was due in each year that begins in the period: most are honoured at Tết (domain notes §4.4)."""
    columns = (
        Column("full_name", "Họ và tên", width=52),
        Column("birth", "Ngày sinh", _DATE, 24),
        Column("age", "Tuổi", _NUMBER, 14),
        Column("ceremony", "Lễ", width=36),
        Column("unit", "Chi hội", width=52),
        Column("address", "Nơi ở", width=56),
    )
    first = period.starts.year if period.contains(date(period.starts.year, 1, 1)) else period.starts.year + 1
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for year in range(first, period.ends.year + 1):
        last = min(date(year, 12, 31), period.ends)
        rows = at_end if last == period.ends else read_members_on(reader, last, status=Status.ACTIVE)
        found += sorted(_due(rows, year, traditional=branch.traditional_age), key=lambda row: -row[0])
    return Table("longevity", "Mừng thọ", columns, tuple(cells for _, cells in found))


def _due(
    rows: Iterable[MemberOnDay], year: int, *, traditional: bool
) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    for row in rows:
        due = ceremony_in_year(row.member.birth, year, traditional=traditional)
        if due is not None:
            age, name = due
            m = row.member
            yield age, (m.full_name, m.birth, age, name, row.unit_name, row.address)


#: Words of the awards table.
COLLECTIVE, PERSON = "Tập thể", "Cá nhân"


def _awards(reader: Reader, tree: UnitTree, units: Mapping[str, str], period: Period) -> Table:
    columns = (
        Column("group", "Đối tượng", width=20),
        Column("recipient", "Tập thể, cá nhân", width=50),
        Column("detail", "Chức vụ, đơn vị", width=52),
        Column("form", "Hình thức", width=26),
        Column("level", "Cấp khen", width=22),
        Column("decision", "Số quyết định", width=28),
        Column("decided_on", "Ngày", _DATE, 22),
        Column("register", "Vào sổ số", _NUMBER, 16),
        Column("money", "Tiền thưởng (đồng)", _MONEY, 28),
        Column("unit", "Chi hội", width=36),
    )
    rounds = sorted(
        (
            r
            for r in reader.all(AwardRound)
            if r.state is not RoundState.DRAFT and period.contains(round_day(r))
        ),
        key=lambda r: (r.decided_on or date.max, r.decision_number or 0),
    )
    rows: list[tuple[Cell, ...]] = []
    for round_ in rounds:
        for award in granted(in_order(reader.all(Award, round_id=round_.id))):
            unit = units.get(award.member_id, "") if award.member_id else tree.name(award.unit_id)
            rows.append(
                (
                    COLLECTIVE if award.kind.is_collective else PERSON,
                    award.recipient,
                    award.detail,
                    award.form,
                    award.level,
                    round_.decision_code,
                    round_.decided_on,
                    award.register_number,
                    award.money,
                    unit,
                )
            )
    return Table("awards", "Khen thưởng", columns, tuple(rows))


def _units(branch: Branch, tree: UnitTree, at_end: tuple[MemberOnDay, ...]) -> Table:
    """The chi hội of the last day; where none is called so, every unit."""
    columns = (
        Column("name", "Tên", width=70),
        Column("level", "Cấp", width=40),
        Column("members", "Hội viên", _NUMBER, 24),
    )
    alive = tree.alive()
    chapters = [unit for unit in alive if fold(unit.level) == fold(branch.unit_level)] or alive
    held = Counter(tree.resolve(row.standing.unit_id) for row in at_end)
    rows: list[tuple[Cell, ...]] = [
        (
            tree.name(unit.unit_id),
            unit.level,
            sum(held[each] for each in tree.holding(unit.unit_id)),
        )
        for unit in chapters
    ]
    return Table("units", "Các đơn vị", columns, tuple(rows), listed=False)


def _people(key: str, title: str, rows: Iterable[MemberOnDay]) -> Table:
    columns = (
        Column("full_name", "Họ và tên", width=60),
        Column("birth", "Ngày sinh", _DATE, 24),
        Column("unit", "Chi hội", width=60),
        Column("joined", "Vào Hội", _DATE, 24),
    )
    cells: list[tuple[Cell, ...]] = [
        (row.member.full_name, row.member.birth, row.unit_name, row.member.joined) for row in rows
    ]
    return Table(key, title, columns, tuple(cells), listed=False)


def _war_invalids(reader: Reader, at_end: tuple[MemberOnDay, ...]) -> Table:
    columns = (
        Column("full_name", "Họ và tên", width=60),
        Column("birth", "Ngày sinh", _DATE, 24),
        Column("unit", "Chi hội", width=60),
        Column("policy", "Diện chính sách", width=60),
    )
    kinds: dict[str, list[str]] = {}
    for policy in reader.all(Policy):
        if policy.kind in _INVALIDS:
            kinds.setdefault(policy.member_id, []).append(policy.kind.label)
    rows: list[tuple[Cell, ...]] = [
        (
            row.member.full_name,
            row.member.birth,
            row.unit_name,
            ", ".join(dict.fromkeys(kinds[row.member.id])),
        )
        for row in at_end
        if row.member.id in kinds
    ]
    return Table("war_invalids", "Thương binh, bệnh binh", columns, tuple(rows), listed=False)


def years_table(reader: Reader, period: Period) -> Table:
    """The years up to the end of the period, from the first with anything: members, money in and out."""
    columns = (
        Column("year", "Năm", _ID, 24),
        Column("members", "Hội viên", _NUMBER, 24),
        Column("income", "Thu (đồng)", _MONEY, 34),
        Column("expense", "Chi (đồng)", _MONEY, 34),
    )
    years = range(period.ends.year - _YEARS + 1, period.ends.year + 1)
    spans = [Period(date(year, 1, 1), min(date(year, 12, 31), period.ends)) for year in years]
    members = active_on(reader, [span.ends for span in spans])
    own = own_fund_sums(reader)
    rows: list[tuple[Cell, ...]] = []
    for span, number in zip(spans, members, strict=True):
        money = summarise(own, span.starts, span.ends)
        if rows or number or money.income or money.expense:
            rows.append((str(span.year), number, money.income, money.expense))
    return Table("years", "Qua các năm", columns, tuple(rows), listed=False)
