"""Tổng quan: what there is to do this season, and a few honest figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.care import Visit
from app.domain.commendations import Award, AwardRound, RoundState
from app.domain.funds import FundEntry, summarise
from app.domain.longevity import ceremony_in_year
from app.domain.members import Gender
from app.domain.status import Status
from app.services.meetings import read_meetings
from app.services.members import MemberOnDay, read_members_on
from app.services.units import read_tree
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import count, money


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
    """The first page: to-dos, headline figures (label, text), and the series of the painted charts."""

    todos: tuple[Todo, ...]
    figures: tuple[tuple[str, str], ...]
    by_unit: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[int, int], ...]
    ages: tuple[AgeBand, ...]
    age_unknown: int


def overview(register: Register, *, today: date) -> Overview:
    """What the secretary sees first, from the records as they are today."""
    with register.read() as reader:
        now = [r for r in read_members_on(reader, today) if r.standing.status is Status.ACTIVE]
        summary = summarise(reader.all(FundEntry), date(today.year, 1, 1), today)
        bands, unknown = _ages(now, today.year)
        return Overview(
            todos=tuple(_todos(reader, now, today)),
            figures=(
                ("Hội viên", str(len(now))),
                ("Chi hội", str(len({r.unit_name for r in now if r.unit_name}))),
                (f"Cuộc họp năm {today.year}", str(len(read_meetings(reader, today.year)))),
                ("Tồn quỹ", money(summary.closing)),
            ),
            by_unit=_by_unit(reader, now),
            by_year=_by_year(reader, today),
            ages=bands,
            age_unknown=unknown,
        )


def _by_unit(reader: Reader, rows: Iterable[MemberOnDay]) -> tuple[tuple[str, int], ...]:
    counts = {state.name: 0 for state in read_tree(reader).alive()}
    for row in rows:
        name = row.unit_name or "Chưa rõ chi hội"
        counts[name] = counts.get(name, 0) + 1
    return tuple(counts.items())


def _by_year(reader: Reader, today: date, span: int = 6) -> tuple[tuple[int, int], ...]:
    series = []
    for year in range(today.year - span + 1, today.year + 1):
        day = min(date(year, 12, 31), today)
        rows = read_members_on(reader, day, status=Status.ACTIVE)
        series.append((year, len(rows)))
    return tuple(series)


def _ages(rows: Iterable[MemberOnDay], year: int) -> tuple[tuple[AgeBand, ...], int]:
    unknown = 0
    counts: dict[int, list[int]] = {}
    for row in rows:
        if row.member.birth is None:
            unknown += 1
            continue
        age = row.member.birth.age_in_year(year)
        band = counts.setdefault(min(max(age, 0), 100) // 5 * 5, [0, 0, 0])
        band[0 if row.member.gender is Gender.MALE else 1 if row.member.gender is Gender.FEMALE else 2] += 1
    if not counts:
        return (), unknown
    bands = []
    for start in range(min(counts), max(counts) + 5, 5):
        men, women, other = counts.get(start, [0, 0, 0])
        label = "100 trở lên" if start >= 100 else f"{start}–{start + 4}"
        bands.append(AgeBand(label, men, women, other))
    return tuple(bands), unknown


def _todos(reader: Reader, now: list[MemberOnDay], today: date) -> Iterable[Todo]:
    if not now:
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
    due = [r for r in now if ceremony_in_year(r.member.birth, today.year)]
    if due:
        yield Todo(f"Năm {today.year} có {count(len(due))} hội viên đến tuổi mừng thọ.", "visits")
    yield from _care_todos(reader, now, today)
    for row in read_meetings(reader, None):
        if today <= row.meeting.on <= today + timedelta(days=30):
            yield Todo(f"{row.meeting.name}: ngày {short_date(row.meeting.on)}.", "meetings", urgent=True)
    missing = sum(1 for r in now if r.member.birth is None)
    if missing:
        yield Todo(f"Còn {count(missing)} hội viên chưa rõ năm sinh.", "members")


def _award_todos(reader: Reader) -> Iterable[Todo]:
    for round_ in reader.all(AwardRound):
        awards = reader.count(Award, round_id=round_.id)
        if round_.state is RoundState.DRAFT and awards:
            yield Todo(f"{round_.name}: danh sách {count(awards)} mục chờ quyết định.", "awards", urgent=True)
        elif round_.state is RoundState.DECIDED:
            yield Todo(f"{round_.name}: đã có quyết định, chưa in giấy khen.", "awards", urgent=True)


def _care_todos(reader: Reader, now: list[MemberOnDay], today: date) -> Iterable[Todo]:
    since = today - timedelta(days=365)
    visited = {v.member_id for v in reader.all(Visit) if v.on.latest() >= since}
    if not visited:
        return
    waiting = [r for r in now if r.member.hardship and r.member.id not in visited]
    if waiting:
        yield Todo(f"{count(len(waiting))} hội viên khó khăn chưa được thăm trong một năm qua.", "visits")
