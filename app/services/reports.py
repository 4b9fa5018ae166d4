"""The year-end report: figures that count rows, last year beside this year, one workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.documents.files import write_file
from app.domain.activities import Activity
from app.domain.care import VisitKind
from app.domain.funds import EntryKind
from app.domain.members import Gender, Policy, PolicyKind
from app.domain.status import StatusKind, counts_as_gain, counts_as_loss
from app.domain.year_report import (
    Combine,
    Count,
    Figure,
    Given,
    Rule,
    Signature,
    Total,
    UnitFigures,
    YearReport,
)
from app.services.offices import chairman
from app.services.year_tables import COLLECTIVE, GAIN, LOSS, PERSON, YearRows, read_year
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import dated_place
from app.vietnamese.text import fold

_PEOPLE = "người"


def year_report(register: Register, year: int, *, today: date, full_numbers: bool = False) -> YearReport:
    """The report of a calendar year with the year before beside it, from the records as they are now."""
    with register.read() as reader:
        before = _report(reader, year - 1, {}, today, full_numbers=False)
        return _report(reader, year, before.amounts(), today, full_numbers=full_numbers)


def _report(
    reader: Reader, year: int, previous: dict[str, int], today: date, *, full_numbers: bool
) -> YearReport:
    rows = read_year(reader, year, full_numbers=full_numbers)
    branch = rows.branch
    signer, office = chairman(reader, today)
    figures = tuple(_with_previous(_figures(reader, rows, year), previous))
    return YearReport(
        heading=tuple(line for line in (branch.parent_name.upper(), branch.name.upper()) if line),
        number="",
        title=f"TỔNG HỢP SỐ LIỆU CÔNG TÁC HỘI NĂM {year}",
        subtitle=f"(Kèm theo Báo cáo kết quả công tác Hội năm {year})",
        year=year,
        starts=date(year, 1, 1),
        ends=date(year, 12, 31),
        signature=Signature(
            place_date=_place_date(branch.place, year, today),
            authority=branch.authority,
            office=(office or "Chủ tịch").upper(),
            name=signer,
        ),
        figures=figures,
        breakdown_columns=("Hội viên", "Nữ", "Khó khăn", "Tăng", "Giảm", "Lượt thăm hỏi", "Khen thưởng"),
        units=_breakdown(rows),
        tables=rows.tables,
    )


def _place_date(place: str, year: int, today: date) -> str:
    # A report made in its year or in the quarter after carries the day it is made. One printed again later
    # leaves the day to be written by hand: the program does not know it, and invents none.
    if date(year, 1, 1) <= today <= date(year + 1, 3, 31):
        return dated_place(place, today)
    return f"{place}, ngày …… tháng …… năm ………"


def _with_previous(figures: Iterable[Figure], previous: dict[str, int]) -> Iterable[Figure]:
    for figure in figures:
        yield figure if figure.rule is None else replace(figure, previous=previous.get(figure.key))


def _heading(key: str, label: str) -> Figure:
    return Figure(key, label, "", None)


def _figures(reader: Reader, rows: YearRows, year: int) -> Iterable[Figure]:
    yield from _organisation(reader, rows)
    yield from _care()
    yield from _activities(reader, year)
    yield from _commendations(rows)
    yield from _money(rows)
    yield _heading("h_meetings", "Hội họp")
    yield Figure("meetings", "Số cuộc họp", "cuộc", Count("meetings"))
    yield Figure("meetings_came", "Lượt hội viên dự họp", "lượt", Total("meetings", "came"), level=1)
    yield Figure("meetings_guests", "Lượt khách mời", "lượt", Total("meetings", "guests"), level=1)


def _organisation(reader: Reader, rows: YearRows) -> Iterable[Figure]:
    yield _heading("h_organisation", "Tổ chức, hội viên")
    alive = rows.tree.alive()
    chapters = [unit for unit in alive if fold(unit.level) == fold(rows.branch.unit_level)]
    yield Figure("units", "Số chi hội", "chi hội", Given(len(chapters or alive)))
    yield Figure("members_start", "Hội viên đầu năm", _PEOPLE, Given(len(rows.at_start)))
    yield Figure("gains", "Tăng trong năm", _PEOPLE, Count("changes", (("direction", GAIN),)))
    for kind in (k for k in StatusKind if counts_as_gain(k)):
        yield _change(kind)
    yield Figure("losses", "Giảm trong năm", _PEOPLE, Count("changes", (("direction", LOSS),)))
    for kind in (k for k in StatusKind if counts_as_loss(k)):
        yield _change(kind)
    yield Figure(
        "members_end",
        "Hội viên cuối năm",
        _PEOPLE,
        Combine(((1, "members_start"), (1, "gains"), (-1, "losses"))),
    )
    yield Figure("members_listed", "Hội viên có trong danh sách", _PEOPLE, Count("members"))
    women = Count("members", (("gender", Gender.FEMALE.label),))
    yield Figure("women", "Nữ", _PEOPLE, women, level=1)
    yield Figure("hardship", "Hoàn cảnh khó khăn", _PEOPLE, Count("members", (("hardship", "x"),)), level=1)
    active = frozenset(row.member.id for row in rows.at_end)
    invalids = {
        p.member_id
        for p in reader.all(Policy)
        if p.kind in (PolicyKind.WOUNDED, PolicyKind.AS_WOUNDED, PolicyKind.SICK_SOLDIER)
        and p.member_id in active
    }
    yield Figure("war_invalids", "Thương binh, bệnh binh", _PEOPLE, Given(len(invalids)), level=1)


def _change(kind: StatusKind) -> Figure:
    return Figure(kind.value, kind.label, _PEOPLE, Count("changes", (("kind", kind.label),)), level=1)


def _care() -> Iterable[Figure]:
    yield _heading("h_care", "Nghĩa tình đồng đội")
    yield Figure("visits", "Lượt thăm hỏi, viếng, tặng quà", "lượt", Count("visits"))
    for kind in VisitKind:
        rule = Count("visits", (("kind", kind.label),))
        yield Figure(f"visits_{kind.value}", kind.label, "lượt", rule, level=1)
    yield Figure("visits_amount", "Tổng số tiền thăm hỏi", "đồng", Total("visits", "amount"), money=True)
    yield Figure("longevity", "Hội viên được mừng thọ", _PEOPLE, Count("longevity"))


def _activities(reader: Reader, year: int) -> Iterable[Figure]:
    by_counter: dict[str, list[Activity]] = {}
    for activity in reader.all(Activity):
        if activity.on.year in (year, year - 1):
            by_counter.setdefault(activity.counter, []).append(activity)
    if not by_counter:
        return
    yield _heading("h_activities", "Tuyên truyền, phong trào")
    for counter in sorted(by_counter, key=fold):
        listed = [a for a in by_counter[counter] if a.on.year == year]
        measure = by_counter[counter][0].measure or "lần"
        key = "activity_" + fold(counter).replace(" ", "_")
        estimate = any(a.estimate for a in listed)
        yield Figure(key, counter, measure, Given(sum(a.quantity for a in listed)), estimate=estimate)
        if any(a.participants for a in by_counter[counter]):
            total = Given(sum(a.participants for a in listed))
            yield Figure(f"{key}_people", "Số người tham gia", "lượt", total, level=1, estimate=estimate)


def _commendations(rows: YearRows) -> Iterable[Figure]:
    yield _heading("h_awards", "Thi đua, khen thưởng")
    yield Figure("awards", "Tổng số lượt khen thưởng", "lượt", Count("awards"))
    yield Figure(
        "awards_collectives", "Tập thể", "tập thể", Count("awards", (("group", COLLECTIVE),)), level=1
    )
    yield Figure("awards_persons", "Cá nhân", _PEOPLE, Count("awards", (("group", PERSON),)), level=1)
    for number, form in enumerate(rows.forms, 1):
        yield Figure(f"awards_form_{number}", form, "lượt", Count("awards", (("form", form),)), level=1)
    yield Figure("awards_money", "Tiền thưởng", "đồng", Total("awards", "money"), money=True)


def _money(rows: YearRows) -> Iterable[Figure]:
    yield _heading("h_fund", "Tài chính")
    yield Figure("fund_opening", "Tồn quỹ đầu năm", "đồng", Given(rows.fund.opening), money=True)
    income = Total("fund", "income", (("kind", EntryKind.INCOME.label),))
    yield Figure("fund_income", "Thu trong năm", "đồng", income, money=True)
    expense = Total("fund", "expense", (("kind", EntryKind.EXPENSE.label),))
    yield Figure("fund_expense", "Chi trong năm", "đồng", expense, money=True)
    closing = Combine(((1, "fund_opening"), (1, "fund_income"), (-1, "fund_expense")))
    yield Figure("fund_closing", "Tồn quỹ cuối năm", "đồng", closing, money=True)


def _breakdown(rows: YearRows) -> tuple[UnitFigures, ...]:
    named: dict[str, None] = {}
    for table in rows.tables:
        if table.key in ("members", "changes", "visits"):
            place = table.index("unit")
            named |= dict.fromkeys(str(row[place]) for row in table.rows if row[place])
    tree = rows.tree
    above = {tree.parent(state.unit_id) for state, _depth in tree.lines()}
    # A Hội that only holds chi hội has nothing to count; one with people of its own has.
    names = dict.fromkeys(
        name
        for state, _depth in tree.lines()
        if (name := tree.name(state.unit_id)) in named or state.unit_id not in above
    )
    names |= named
    listed = []
    for name in names:
        where = (("unit", name),)
        rules: tuple[Rule, ...] = (
            Count("members", where),
            Count("members", (*where, ("gender", Gender.FEMALE.label))),
            Count("members", (*where, ("hardship", "x"))),
            Count("changes", (*where, ("direction", GAIN))),
            Count("changes", (*where, ("direction", LOSS))),
            Count("visits", where),
            Count("awards", where),
        )
        listed.append(UnitFigures(name, rules))
    return tuple(listed)


@dataclass(frozen=True, slots=True)
class WrittenWorkbook:
    """What was written: the figures are read back from the file itself."""

    path: Path
    size: int
    sheets: tuple[str, ...]
    figures: dict[str, int]


def write_workbook(
    register: Register,
    year: int,
    path: Path,
    *,
    today: date,
    full_numbers: bool = False,
    replace: bool = False,
) -> WrittenWorkbook:
    """Write the year-end workbook and read its figures back."""
    # openpyxl is slow to import, and the report is looked at more often than it is written.
    from app.documents.workbooks.readback import read_workbook
    from app.documents.workbooks.year_end import render_year_workbook

    report = year_report(register, year, today=today, full_numbers=full_numbers)
    write_file(path, render_year_workbook(report), replace=replace)
    read = read_workbook(path.read_bytes())
    sheets = tuple(sheet.name for sheet in read.sheets)
    return WrittenWorkbook(path, path.stat().st_size, sheets, read.figures)
