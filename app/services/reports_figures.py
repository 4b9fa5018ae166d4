"""The figures of a report in the order of its parts: each a rule over the tables, no number of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.domain.care import VisitKind
from app.domain.commendations import LEVELS
from app.domain.counters import Counter, CounterKind, ReportPart
from app.domain.funds import EntryKind
from app.domain.longevity import CEREMONIES
from app.domain.meetings import MeetingKind
from app.domain.members import Gender
from app.domain.status import StatusKind, counts_as_gain, counts_as_loss
from app.domain.year_report import Average, Combine, Count, Figure, Rule, Table, Total, UnitFigures
from app.services.counters import CounterList, counter_key, is_usual
from app.services.year_tables import COLLECTIVE, GAIN, LOSS, PERSON, PeriodRows
from app.services.year_tables_counted import ESTIMATE, WHOLE
from app.services.year_tables_meetings import MISSED
from app.services.year_tables_money import BASE, HOLDS, OTHER
from app.vietnamese.text import fold

_PEOPLE = "người"
#: The kinds of visit that are gifts on a day of the year.
GIFTS = (VisitKind.TET, VisitKind.WAR_INVALIDS_DAY, VisitKind.TRADITION_DAY)
#: The headings under which the parts of the report stand that have counted figures of their own.
PART_HEADINGS: dict[ReportPart, str] = {
    ReportPart.ORGANISATION: "h_organisation",
    ReportPart.PROPAGANDA: "h_propaganda",
    ReportPart.CARE: "h_care",
    ReportPart.MOVEMENT: "h_movement",
    ReportPart.ECONOMY: "h_economy",
    ReportPart.EMULATION: "h_awards",
    ReportPart.FINANCE: "h_fund",
}


def figures_of(rows: PeriodRows, before: PeriodRows | None, word: str) -> Iterator[Figure]:
    """All figures of a period; ``before`` are the rows of the one beside it, ``word`` is "năm" or "kỳ".

    A counter that nothing was noted for in either is left out, unless the branch made it its own.
    """
    tables = [each.tables for each in (rows, before) if each is not None]
    activities = [table for each in tables for table in each if table.key == "activities"]
    counted = _Counted(rows.counters, activities)
    yield _heading("h_organisation", "Tổ chức, hội viên")
    yield from _organisation(word)
    yield from counted.of(ReportPart.ORGANISATION)
    yield from _section("h_propaganda", "Tuyên truyền, giáo dục truyền thống", counted, ReportPart.PROPAGANDA)
    yield _heading("h_care", "Nghĩa tình đồng đội")
    yield from _care()
    yield from counted.of(ReportPart.CARE)
    yield from _section("h_movement", "Tham gia phong trào ở địa phương", counted, ReportPart.MOVEMENT)
    yield from _section("h_economy", "Phát triển kinh tế, giúp nhau giảm nghèo", counted, ReportPart.ECONOMY)
    yield _heading("h_awards", "Thi đua, khen thưởng")
    yield from _commendations(rows.forms, [t for each in tables for t in each if t.key == "awards"])
    yield from counted.of(ReportPart.EMULATION)
    yield _heading("h_fund", "Tài chính")
    yield from _money(word)
    yield from counted.of(ReportPart.FINANCE)
    yield _heading("h_meetings", "Hội họp")
    yield from _meetings()


def _heading(key: str, label: str) -> Figure:
    return Figure(key, label, "", None)


def _section(key: str, label: str, counted: _Counted, part: ReportPart) -> Iterator[Figure]:
    listed = tuple(counted.of(part))
    if listed:
        yield _heading(key, label)
        yield from listed


def _organisation(word: str) -> Iterator[Figure]:
    yield Figure("units", "Số chi hội", "chi hội", Count("units"))
    yield Figure("members_start", f"Hội viên đầu {word}", _PEOPLE, Count("members_start"))
    yield Figure("gains", f"Tăng trong {word}", _PEOPLE, Count("changes", (("direction", GAIN),)))
    for kind in (k for k in StatusKind if counts_as_gain(k)):
        yield _change(kind)
    yield Figure("losses", f"Giảm trong {word}", _PEOPLE, Count("changes", (("direction", LOSS),)))
    for kind in (k for k in StatusKind if counts_as_loss(k)):
        yield _change(kind)
    at_end = Combine(((1, "members_start"), (1, "gains"), (-1, "losses")))
    yield Figure("members_end", f"Hội viên cuối {word}", _PEOPLE, at_end)
    yield Figure("members_listed", "Hội viên có trong danh sách", _PEOPLE, Count("members"))
    for key, label, rule in (
        ("women", "Nữ", Count("members", (("gender", Gender.FEMALE.label),))),
        ("hardship", "Hoàn cảnh khó khăn", Count("members", (("hardship", "x"),))),
        ("war_invalids", "Thương binh, bệnh binh", Count("war_invalids")),
    ):
        yield Figure(key, label, _PEOPLE, rule, level=1, share_of="members_end")


def _change(kind: StatusKind) -> Figure:
    return Figure(kind.value, kind.label, _PEOPLE, Count("changes", (("kind", kind.label),)), level=1)


def _care() -> Iterator[Figure]:
    yield Figure("visits", "Lượt thăm hỏi, viếng, tặng quà", "lượt", Count("visits"))
    for kind in VisitKind:
        rule = Count("visits", (("kind", kind.label),))
        yield Figure(f"visits_{kind.value}", kind.label, "lượt", rule, level=1)
    yield Figure("visits_amount", "Tổng số tiền thăm hỏi", "đồng", Total("visits", "amount"), money=True)
    gifts = Combine(tuple((1, f"visits_{kind.value}") for kind in GIFTS))
    yield Figure("gifts", "Suất quà lễ, Tết", "suất", gifts)
    money = Combine(tuple((1, f"visits_{kind.value}_amount") for kind in GIFTS))
    yield Figure("gifts_amount", "Tiền quà lễ, Tết", "đồng", money, money=True)
    for kind in GIFTS:
        spent = Total("visits", "amount", (("kind", kind.label),))
        yield Figure(f"visits_{kind.value}_amount", kind.label, "đồng", spent, level=1, money=True)
    per_gift = Average("gifts_amount", "gifts")
    yield Figure("gifts_average", "Bình quân mỗi suất", "đồng", per_gift, level=1, money=True)
    yield Figure("longevity", "Hội viên được mừng thọ", _PEOPLE, Count("longevity"))
    for name in CEREMONIES:
        rule = Count("longevity", (("ceremony", name),))
        yield Figure(f"longevity_{_slug(name)}", name, _PEOPLE, rule, level=1)


def _commendations(forms: Sequence[str], tables: Iterable[Table]) -> Iterator[Figure]:
    def named(column: str, known: Iterable[str]) -> tuple[str, ...]:
        given = [str(row[table.index(column)] or "") for table in tables for row in table.rows]
        found: dict[str, str] = {}
        for name in (*known, *given):
            if name:
                found.setdefault(_slug(name), name)
        return tuple(found.values())

    tables = tuple(tables)
    yield Figure("awards", "Tổng số lượt khen thưởng", "lượt", Count("awards"))
    collectives = Count("awards", (("group", COLLECTIVE),))
    yield Figure("awards_collectives", "Tập thể", "tập thể", collectives, level=1)
    yield Figure("awards_persons", "Cá nhân", _PEOPLE, Count("awards", (("group", PERSON),)), level=1)
    for form in named("form", forms):
        yield Figure(f"awards_form_{_slug(form)}", form, "lượt", Count("awards", (("form", form),)), level=1)
    for level in named("level", LEVELS):
        rule = Count("awards", (("level", level),))
        yield Figure(f"awards_level_{_slug(level)}", f"Cấp khen: {level}", "lượt", rule, level=1)
    yield Figure("awards_money", "Tiền thưởng", "đồng", Total("awards", "money"), money=True)


def _money(word: str) -> Iterator[Figure]:
    def sum_of(key: str, label: str, rule: Rule, *, level: int = 0) -> Figure:
        return Figure(key, label, "đồng", rule, level=level, money=True)

    yield sum_of("fund_opening", f"Tồn quỹ đầu {word}", Total("fund_before", "amount"))
    income = Total("fund", "income", (("kind", EntryKind.INCOME.label),))
    yield sum_of("fund_income", f"Thu trong {word}", income)
    expense = Total("fund", "expense", (("kind", EntryKind.EXPENSE.label),))
    yield sum_of("fund_expense", f"Chi trong {word}", expense)
    closing = Combine(((1, "fund_opening"), (1, "fund_income"), (-1, "fund_expense")))
    yield sum_of("fund_closing", f"Tồn quỹ cuối {word}", closing)
    yield sum_of("dues_due", "Hội phí phải nộp", Total("dues", "due"))
    yield Figure(
        "dues_paid", "Hội phí đã nộp", "đồng", Total("dues", "paid"), money=True, share_of="dues_due"
    )
    yield sum_of("dues_owed", "Hội phí còn nợ", Total("dues", "owed"))
    base = (("kind", BASE),)
    yield sum_of("base_fund", "Chân quỹ của các chi hội", Total("funds", "closing", base))
    yield sum_of("base_fund_average", "Bình quân mỗi hội viên", Average("base_fund", "members_end"), level=1)
    having = Count("funds", (*base, ("has", HOLDS)))
    yield Figure("base_fund_units", "Chi hội có chân quỹ", "chi hội", having, level=1, share_of="units")
    yield sum_of("other_funds", "Các quỹ khác", Total("funds", "closing", (("kind", OTHER),)))


def _meetings() -> Iterator[Figure]:
    yield Figure("meetings", "Số cuộc họp", "cuộc", Count("meetings"))
    for kind in MeetingKind:
        rule = Count("meetings", (("kind", kind.label),))
        yield Figure(f"meetings_{kind.value}", kind.label, "cuộc", rule, level=1)
    missed = Count("meetings", (("quorum", MISSED),))
    yield Figure("meetings_no_quorum", "Không đủ số người dự họp", "cuộc", missed, level=1)
    yield Figure("meetings_called", "Lượt hội viên được triệu tập", "lượt", Total("meetings", "called"))
    came = Total("meetings", "came")
    yield Figure("meetings_came", "Lượt hội viên dự họp", "lượt", came, level=1, share_of="meetings_called")
    yield Figure("meetings_guests", "Lượt khách mời", "lượt", Total("meetings", "guests"), level=1)


class _Counted:
    """The figures of the counters, from the activities of this period and the one before."""

    def __init__(self, counters: CounterList, tables: Sequence[Table]) -> None:
        self._counters = counters
        self._now = tables[0]
        self._used: dict[str, tuple[str, str]] = {}
        self._with: dict[str, set[str]] = {"participants": set(), "amount": set()}
        for table in tables:
            places = [table.index(key) for key in ("counter", "measure", "participants", "amount")]
            for row in table.rows:
                name, measure, people, amount = (row[place] for place in places)
                held = self._used.setdefault(fold(str(name)), (str(name), ""))
                self._used[fold(str(name))] = held[0], held[1] or str(measure or "")
                if people:
                    self._with["participants"].add(fold(str(name)))
                if amount:
                    self._with["amount"].add(fold(str(name)))

    def of(self, part: ReportPart) -> Iterator[Figure]:
        """The figures of one part, in the order of the counters."""
        for counter in self._listed():
            if counter.part is part:
                yield from self._lines(counter)

    def _listed(self) -> Iterator[Counter]:
        for counter in self._counters.counters:
            used = fold(counter.name) in self._used
            if used or not (counter.hidden or is_usual(counter)):
                yield counter
        for name, (shown, measure) in sorted(self._used.items()):
            if self._counters.find(name) is None:
                yield Counter(name=shown, measure=measure)

    def _lines(self, counter: Counter) -> Iterator[Figure]:
        key, folded = counter_key(counter.name), fold(counter.name)
        name, measure = self._used.get(folded, (counter.name, ""))
        where = (("counter", name),)
        estimate = any(
            row[self._now.index("estimate")] == ESTIMATE
            for row in self._now.rows
            if fold(str(row[0])) == folded
        )
        rule = Total("activities", "counted", where)
        measure = counter.measure or measure or "lần"
        yield Figure(
            key, name, measure, rule, estimate=estimate, share_of=self._counters.base(counter),
            money=measure == "đồng",
        )  # fmt: skip
        if folded in self._with["participants"] and counter.kind is CounterKind.SUM:
            people = Total("activities", "participants", where)
            yield Figure(f"{key}_people", "Số người tham gia", "lượt", people, level=1, estimate=estimate)
        if folded in self._with["amount"] and counter.kind is CounterKind.SUM:
            spent = Total("activities", "amount", where)
            yield Figure(f"{key}_amount", "Số tiền", "đồng", spent, level=1, estimate=estimate, money=True)


def breakdown(rows: PeriodRows) -> tuple[UnitFigures, ...]:
    """Members, changes, visits and awards of each unit, in the order of the tree."""
    tree = rows.tree
    above = {tree.parent(state.unit_id) for state, _depth in tree.lines()}
    tables = [table for table in rows.tables if table.key in ("members", "changes", "visits")]
    named = dict.fromkeys(str(row[t.index("unit")]) for t in tables for row in t.rows if row[t.index("unit")])
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


#: What the columns of the breakdown say.
BREAKDOWN = ("Hội viên", "Nữ", "Khó khăn", "Tăng", "Giảm", "Lượt thăm hỏi", "Khen thưởng")


def counter_breakdown(rows: PeriodRows) -> tuple[tuple[str, ...], tuple[UnitFigures, ...]]:
    """The counters noted in the period, and what each unit contributed; the whole Hội's own comes last."""
    table = next(each for each in rows.tables if each.key == "activities")
    counters = tuple(dict.fromkeys(str(row[0]) for row in table.rows))
    noted = dict.fromkeys(str(row[table.index("unit")]) for row in table.rows)
    in_tree = [rows.tree.name(state.unit_id) for state, _depth in rows.tree.lines()]
    names = [name for name in in_tree if name in noted]
    names += [name for name in noted if name not in in_tree and name != WHOLE]
    names += [WHOLE] if WHOLE in noted else []
    units = tuple(
        UnitFigures(
            name, tuple(Total("activities", "counted", (("counter", c), ("unit", name))) for c in counters)
        )
        for name in names
    )
    return counters, units


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
