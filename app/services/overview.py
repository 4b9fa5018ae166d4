"""Tổng quan: what there is to do this season, and a few honest figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.care import Visit
from app.domain.commendations import Award, AwardRound, RoundState
from app.domain.funds import FundEntry, summarise
from app.domain.longevity import ceremony
from app.domain.members import Gender
from app.domain.status import Status
from app.services.meetings import read_meetings
from app.services.units import read_tree
from app.store.queries import count_members
from app.store.reader import Reader
from app.store.register import Register
from app.store.statistics import BirthCount, active_by_birth, active_on, hardship_unvisited
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import count, group, money


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: a sentence, the page where it is done (a page key), and whether it presses."""

    text: str
    page: str
    urgent: bool = False


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

    Where only the headlines were read (``is_whole`` is false), to-dos, ages and years are empty.
    """

    todos: tuple[Todo, ...]
    figures: tuple[tuple[str, str], ...]
    by_unit: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[int, int], ...]
    ages: tuple[AgeBand, ...]
    age_unknown: int
    is_whole: bool


def headlines(register: Register, *, today: date) -> Overview:
    """The figures alone: what costs the same for any number of members, to be shown at once."""
    with register.read() as reader:
        return _headlines(reader, _active(reader), today)


def overview(register: Register, *, today: date) -> Overview:
    """What the secretary sees first, from the records as they are today."""
    with register.read() as reader:
        here = _active(reader)
        births = active_by_birth(reader)
        bands, unknown = _ages(births, today.year)
        return dataclasses.replace(
            _headlines(reader, here, today),
            todos=tuple(_todos(reader, sum(here.values()), births, today)),
            by_year=_by_year(reader, today),
            ages=bands,
            age_unknown=unknown,
            is_whole=True,
        )


def _active(reader: Reader) -> dict[str | None, int]:
    return {unit: n for (status, unit), n in count_members(reader).items() if status is Status.ACTIVE}


def _headlines(reader: Reader, here: Mapping[str | None, int], today: date) -> Overview:
    summary = summarise(reader.all(FundEntry), date(today.year, 1, 1), today)
    by_unit = _by_unit(reader, here)
    figures = (
        ("Hội viên", group(sum(here.values()))),
        ("Chi hội", str(sum(1 for _, number in by_unit if number))),
        (f"Cuộc họp năm {today.year}", str(len(read_meetings(reader, today.year)))),
        ("Tồn quỹ", money(summary.closing)),
    )
    return Overview(
        todos=(), figures=figures, by_unit=by_unit, by_year=(), ages=(), age_unknown=0, is_whole=False
    )


def _by_unit(reader: Reader, here: Mapping[str | None, int]) -> tuple[tuple[str, int], ...]:
    tree = read_tree(reader)
    counts = {tree.name(state.unit_id): 0 for state, _depth in tree.lines()}
    for unit_id, number in here.items():
        name = tree.name(tree.resolve(unit_id)) or "Chưa rõ chi hội"
        counts[name] = counts.get(name, 0) + number
    above = {tree.name(tree.parent(state.unit_id)) for state in tree.alive()}
    return tuple((name, number) for name, number in counts.items() if number or name not in above)


def _by_year(reader: Reader, today: date, span: int = 6) -> tuple[tuple[int, int], ...]:
    years = range(today.year - span + 1, today.year + 1)
    days = [min(date(year, 12, 31), today) for year in years]
    return tuple(zip(years, active_on(reader, days), strict=True))


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
    if not members:
        yield Todo(
            "Sổ chưa có hội viên. Hãy thêm hội viên hoặc đưa danh sách Excel vào.", "members", urgent=True
        )
        return
    yield from _award_todos(reader)
    if today.month >= 11:
        yield Todo(
            f"Báo cáo cuối năm {today.year}: số liệu đã sẵn, có thể lập bảng ngay.", "reports", urgent=True
        )
    elif today.month <= 3:
        yield Todo(f"Báo cáo cuối năm {today.year - 1}: kiểm tra số liệu và gửi Hội cấp trên.", "reports")
    due = sum(b.members for b in births if b.year is not None and ceremony(today.year - b.year))
    if due:
        yield Todo(f"Năm {today.year} có {count(due)} hội viên đến tuổi mừng thọ.", "visits")
    if reader.count(Visit, planned=False):
        waiting = hardship_unvisited(reader, today - timedelta(days=365))
        if waiting:
            yield Todo(f"{count(waiting)} hội viên khó khăn chưa được thăm trong một năm qua.", "visits")
    for row in read_meetings(reader, None):
        if today <= row.meeting.on <= today + timedelta(days=30):
            yield Todo(f"{row.meeting.name}: ngày {short_date(row.meeting.on)}.", "meetings", urgent=True)
    missing = sum(b.members for b in births if b.year is None)
    if missing:
        yield Todo(f"Còn {count(missing)} hội viên chưa rõ năm sinh.", "members")


def _award_todos(reader: Reader) -> Iterable[Todo]:
    for round_ in reader.all(AwardRound):
        awards = reader.count(Award, round_id=round_.id)
        if round_.state is RoundState.DRAFT and awards:
            yield Todo(f"{round_.name}: danh sách {count(awards)} mục chờ quyết định.", "awards", urgent=True)
        elif round_.state is RoundState.DECIDED and not round_.is_upper:
            yield Todo(f"{round_.name}: đã có quyết định, chưa in giấy khen.", "awards", urgent=True)
