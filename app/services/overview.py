"""Tổng quan: what there is to do this season, and a few honest figures."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.branch import BRANCH_ID, Branch
from app.domain.care import Campaign, Visit, VisitKind
from app.domain.commendations import Award, AwardRound, RoundState, granted
from app.domain.funds import MAIN_FUND, summarise
from app.domain.longevity import ceremony
from app.domain.meetings import Meeting
from app.domain.members import Gender
from app.domain.reports import Report
from app.domain.status import Status, StatusEvent, standing_on
from app.services.tasks import read_tasks
from app.services.units import read_tree
from app.services.year_calendar import CalendarEvent, read_events
from app.store.queries import count_members, records_between
from app.store.reader import Reader
from app.store.register import Register
from app.store.statistics import (
    BirthCount,
    active_as_of,
    active_by_birth,
    active_on,
    hardship_unvisited,
    own_fund_sums,
)
from app.vietnamese.dates import short_date
from app.vietnamese.lunar import is_reckoned, new_year
from app.vietnamese.numbers import count, group, money


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: a sentence, where it is done (page key, record id or ""), and whether it presses."""

    text: str
    page: str
    urgent: bool = False
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Men, women and members of unknown sex in one band of ages ("75–79")."""

    label: str
    men: int
    women: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: to-dos, headline figures (label, text), and the series of the painted charts.

    ``year`` is the year that figures and charts are of, as they stood on ``day``. ``money`` is (year, income,
    expense) of the branch's own fund, VND; ``upcoming`` what the calendar holds for the next days. Where only
    the headlines were read (``is_whole`` is false), everything but headlines and units is empty.
    """

    year: int
    day: date
    figures: tuple[tuple[str, str], ...]
    by_unit: tuple[tuple[str, int], ...]
    todos: tuple[Todo, ...] = ()
    upcoming: tuple[CalendarEvent, ...] = ()
    by_year: tuple[tuple[int, int], ...] = ()
    ages: tuple[AgeBand, ...] = ()
    age_unknown: int = 0
    awards_by_unit: tuple[tuple[str, int], ...] = ()
    visits_by_kind: tuple[tuple[str, int], ...] = ()
    money: tuple[tuple[int, int, int], ...] = ()
    is_whole: bool = False


def headlines(register: Register, *, today: date) -> Overview:
    """The figures alone: what costs the same for any number of members, to be shown at once."""
    with register.read() as reader:
        return _headlines(reader, _active(reader), today, is_past=False)


def overview(register: Register, *, today: date, year: int | None = None) -> Overview:
    """What the secretary sees first, from the records as they are today.

    Of a ``year`` before this one: figures and charts as they stood on its last day. What there is to do, and
    what comes up, is always of today.
    """
    with register.read() as reader:
        is_past = year is not None and year < today.year
        day = date(year, 12, 31) if year is not None and is_past else today
        if is_past:
            here, births = active_as_of(reader, day)
            present, now = active_by_birth(reader), sum(_active(reader).values())
        else:
            here = _active(reader)
            births = present = active_by_birth(reader)
            now = sum(here.values())
        bands, unknown = _ages(births, day.year)
        return dataclasses.replace(
            _headlines(reader, here, day, is_past=is_past),
            todos=tuple(_todos(reader, now, present, today)),
            upcoming=read_events(reader, today, today + timedelta(days=_SOON)) if now else (),
            by_year=_by_year(reader, day),
            ages=bands,
            age_unknown=unknown,
            awards_by_unit=_awards_by_unit(reader, day.year),
            visits_by_kind=_visits_by_kind(reader, day.year),
            money=_money(reader, day),
            is_whole=True,
        )


#: How many days ahead the first page looks.
_SOON = 14
#: How many years the charts go back.
_SPAN = 6


def _active(reader: Reader) -> dict[str | None, int]:
    return {unit: n for (status, unit), n in count_members(reader).items() if status is Status.ACTIVE}


def _headlines(reader: Reader, here: Mapping[str | None, int], day: date, *, is_past: bool) -> Overview:
    summary = summarise(own_fund_sums(reader), date(day.year, 1, 1), day)
    by_unit = _by_unit(reader, here, day if is_past else None)
    figures = (
        ("Hội viên", group(sum(here.values()))),
        ("Chi hội", str(sum(1 for _, number in by_unit if number))),
        (f"Cuộc họp năm {day.year}", str(sum(each.year == day.year for each in reader.all(Meeting)))),
        (f"Tồn quỹ cuối năm {day.year}" if is_past else "Tồn quỹ", money(summary.closing)),
    )
    return Overview(year=day.year, day=day, figures=figures, by_unit=by_unit)


def _by_unit(reader: Reader, here: Mapping[str | None, int], day: date | None) -> tuple[tuple[str, int], ...]:
    tree = read_tree(reader, day)
    counts = {tree.name(state.unit_id): 0 for state, _depth in tree.lines()}
    for unit_id, number in here.items():
        name = tree.name(tree.resolve(unit_id)) or "Chưa rõ chi hội"
        counts[name] = counts.get(name, 0) + number
    above = {tree.name(tree.parent(state.unit_id)) for state in tree.alive()}
    return tuple((name, number) for name, number in counts.items() if number or name not in above)


def _by_year(reader: Reader, day: date) -> tuple[tuple[int, int], ...]:
    years = range(day.year - _SPAN + 1, day.year + 1)
    days = [min(date(year, 12, 31), day) for year in years]
    return tuple(zip(years, active_on(reader, days), strict=True))


def _awards_by_unit(reader: Reader, year: int) -> tuple[tuple[str, int], ...]:
    """Of the year's decided awards, how many went to each chi hội and its members."""
    rounds = [each for each in reader.all(AwardRound, year=year) if each.state is not RoundState.DRAFT]
    tree = read_tree(reader, date(year, 12, 31))
    awards = [award for each in rounds for award in granted(reader.all(Award, round_id=each.id))]
    lives: dict[str, list[StatusEvent]] = {}
    wanted = frozenset(award.member_id for award in awards if award.member_id)
    for event in reader.all(StatusEvent, member_id=wanted):
        lives.setdefault(event.member_id, []).append(event)
    standings = {each: standing_on(events, date(year, 12, 31)) for each, events in lives.items()}
    units = {each: standing.unit_id for each, standing in standings.items() if standing}
    counts: Counter[str] = Counter()
    for award in awards:
        unit_id = units.get(award.member_id) if award.member_id else award.unit_id
        counts[tree.name(tree.resolve(unit_id)) or "Ngoài chi hội"] += 1
    return tuple(counts.most_common())


def _visits_by_kind(reader: Reader, year: int) -> tuple[tuple[str, int], ...]:
    visits = records_between(reader, Visit, date(year, 1, 1), date(year, 12, 31))
    counts = Counter(visit.kind for visit in visits if not visit.planned)
    return tuple((kind.label, counts[kind]) for kind in VisitKind if counts[kind])


def _money(reader: Reader, day: date) -> tuple[tuple[int, int, int], ...]:
    """Income and expense of each of the last years in which the branch's own fund has a line."""
    entries = own_fund_sums(reader)
    found = []
    for year in range(day.year - _SPAN + 1, day.year + 1):
        whole = summarise(entries, date(year, 1, 1), min(date(year, 12, 31), day))
        if whole.income or whole.expense:
            found.append((year, whole.income, whole.expense))
    return tuple(found)


def _ages(births: Iterable[BirthCount], year: int) -> tuple[tuple[AgeBand, ...], int]:
    unknown = 0
    counts: dict[int, list[int]] = {}
    for birth in births:
        if birth.year is None:
            unknown += birth.members
            continue
        band = counts.setdefault(min(max(year - birth.year, 0), 100) // 5 * 5, [0, 0, 0])
        band[(Gender.MALE, Gender.FEMALE, None).index(birth.gender)] += birth.members
    if not counts:
        return (), unknown
    bands = []
    for start in range(min(counts), max(counts) + 5, 5):
        men, women, other = counts.get(start, [0, 0, 0])
        label = "100 trở lên" if start >= 100 else f"{start}–{start + 4}"
        bands.append(AgeBand(label, men, women, other))
    return tuple(bands), unknown


def _todos(reader: Reader, members: int, births: Iterable[BirthCount], today: date) -> Iterable[Todo]:
    births = tuple(births)
    if not members:
        yield Todo(
            "Sổ chưa có hội viên. Hãy thêm hội viên hoặc đưa danh sách Excel vào.", "members", urgent=True
        )
        return
    held = summarise(own_fund_sums(reader), date(today.year, 1, 1), today).closing
    if held < 0:
        yield Todo(
            f"{MAIN_FUND} đang âm {money(-held)}: hãy xem có khoản thu chưa ghi, hay ghi nhầm ngày, số tiền.",
            "fund",
            urgent=True,
        )
    yield from _tasks(reader, today)
    yield from _award_todos(reader)
    yield from _report_todos(reader, today)
    yield from _season(reader, births, today)
    if reader.count(Visit):
        waiting = hardship_unvisited(reader, today - timedelta(days=365))
        if waiting:
            yield Todo(f"{count(waiting)} hội viên khó khăn chưa được thăm trong một năm qua.", "visits")
    coming = (each for each in reader.all(Meeting) if today <= each.on <= today + timedelta(days=30))
    for meeting in sorted(coming, key=lambda each: (each.on, each.starts), reverse=True):
        yield Todo(
            f"{meeting.name}: ngày {short_date(meeting.on)}.", "meetings", urgent=True, record_id=meeting.id
        )
    missing = sum(b.members for b in births if b.year is None)
    if missing:
        yield Todo(f"Còn {count(missing)} hội viên chưa rõ năm sinh.", "members")


def _tasks(reader: Reader, today: date) -> Iterable[Todo]:
    """What meetings left to do, overdue or due within a month."""
    for row in read_tasks(reader):
        task = row.task
        if task.due is None or task.due > today + timedelta(days=30):
            continue
        who = f" ({row.who})" if row.who else ""
        late = task.is_overdue(today)
        when = f"quá hạn từ {short_date(task.due)}" if late else f"hạn {short_date(task.due)}"
        yield Todo(f"{task.text}{who}: {when}.", "meetings", urgent=late, record_id=task.id)


def _report_todos(reader: Reader, today: date) -> Iterable[Todo]:
    """From November the estimate is due, from January to March the final figures, until they were sent."""
    year = today.year if today.month >= 11 else today.year - 1
    if 3 < today.month < 11:
        return
    starts, ends = date(year, 1, 1), date(year, 12, 31)
    sent = [
        each for each in reader.all(Report) if (each.starts, each.ends) == (starts, ends) and each.is_sent
    ]
    if today.month >= 11:
        if not sent:
            yield Todo(
                f"Báo cáo cuối năm {year}: số ước đã sẵn, có thể lập và gửi ngay.", "reports", urgent=True
            )
    elif not sent:
        yield Todo(f"Báo cáo cuối năm {year}: kiểm tra số liệu và gửi Hội cấp trên.", "reports")
    elif all(each.estimate for each in sent):
        yield Todo(f"Báo cáo cuối năm {year}: đã gửi số ước, cần gửi số chính thức.", "reports")


#: How long before a day of gifts its list should be made.
_AHEAD = timedelta(days=45)


def _season(reader: Reader, births: Iterable[BirthCount], today: date) -> Iterable[Todo]:
    """Mừng thọ of the year, and the gifts of the day that comes next, while nobody has listed them."""
    branch = reader.find(Branch, BRANCH_ID)
    older = 1 if branch and branch.traditional_age else 0
    due = sum(b.members for b in births if b.year is not None and ceremony(today.year - b.year + older))
    if due:
        yield Todo(f"Năm {today.year} có {count(due)} hội viên đến tuổi mừng thọ.", "visits")
    for kind, on in _gift_days(today):
        if not today <= on <= today + _AHEAD:
            continue
        near = (on - timedelta(days=60), on + timedelta(days=30))
        listed = any(
            each.kind is kind and near[0] <= each.on.earliest() <= near[1] for each in reader.all(Campaign)
        )
        if not listed:
            left = (on - today).days
            yield Todo(
                f"Còn {left} ngày đến {_GIFT_DAYS[kind]} ({short_date(on)}): lập danh sách tặng quà.",
                "visits",
            )


_GIFT_DAYS = {
    VisitKind.TET: "Tết Nguyên đán",
    VisitKind.TRADITION_DAY: "ngày truyền thống 19/5",
    VisitKind.WAR_INVALIDS_DAY: "ngày 27/7",
}


def _gift_days(today: date) -> Iterable[tuple[VisitKind, date]]:
    for year in (today.year, today.year + 1):
        if is_reckoned(date(year, 1, 1)):
            yield VisitKind.TET, new_year(year)
        yield VisitKind.TRADITION_DAY, date(year, 5, 19)
        yield VisitKind.WAR_INVALIDS_DAY, date(year, 7, 27)


def _award_todos(reader: Reader) -> Iterable[Todo]:
    for round_ in reader.all(AwardRound):
        awards = reader.count(Award, round_id=round_.id)
        if round_.state is RoundState.DRAFT and awards:
            yield Todo(
                f"{round_.name}: danh sách {count(awards)} mục chờ quyết định.",
                "awards",
                urgent=True,
                record_id=round_.id,
            )
        elif round_.state is RoundState.DECIDED and not round_.is_upper:
            yield Todo(
                f"{round_.name}: đã có quyết định, chưa in giấy khen.",
                "awards",
                urgent=True,
                record_id=round_.id,
            )
