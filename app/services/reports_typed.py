"""What the user typed in a report: amounts over counted ones, own rows, and what follows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.care import VisitKind
from app.domain.counters import ReportPart
from app.domain.meetings import MeetingKind
from app.domain.reports import ReportFigure
from app.domain.year_report import Combine, Figure, Given, YearReport
from app.services.reports_figures import GIFTS, PART_HEADINGS
from app.vietnamese.text import fold

#: Where rows of the user's own stand that name no part of the report.
OWN_HEADING = "h_own"
#: What the key of a row of the user's own begins with; no counted figure has such a key.
OWN_PREFIX = "own_"
#: Figures that are more or less by what one of their parts was typed as; others are those set in below them.
_PARTS = {
    "visits": (*(f"visits_{kind.value}" for kind in VisitKind if kind not in GIFTS), "gifts"),
    "visits_amount": ("gifts_amount",),
    "awards": ("awards_collectives", "awards_persons"),
    "meetings": tuple(f"meetings_{kind.value}" for kind in MeetingKind),
    "gains": None,
    "losses": None,
    "longevity": None,
}


def with_typed(figures: tuple[Figure, ...], typed: Iterable[ReportFigure]) -> tuple[Figure, ...]:
    """The figures with typed amounts instead of counted ones, and with rows of the user's own."""
    by_key = {each.key: each for each in typed}
    found = [_typed_over(each, by_key.pop(each.key, None)) for each in figures]
    for own in sorted(by_key.values(), key=lambda each: each.position):
        row = Figure(
            own.key,
            own.label or own.key,
            own.measure,
            Given(own.amount or 0),
            own.previous,
            money=own.measure == "đồng",
            estimate=own.estimate,
            missing=own.amount is None,
        )
        found.insert(_place_of(found, own), row)
    return tuple(found)


def _typed_over(figure: Figure, typed: ReportFigure | None) -> Figure:
    if typed is None or figure.rule is None:
        return figure
    previous = figure.previous if typed.previous is None else typed.previous
    if typed.amount is None:
        return replace(figure, previous=previous)
    return replace(
        figure,
        rule=Given(typed.amount),
        counted=figure.rule,
        previous=previous,
        estimate=typed.estimate,
    )


def _place_of(figures: list[Figure], own: ReportFigure) -> int:
    """Where a row of the user's own goes: after the last line under its heading, made if there is none."""
    wanted = fold(own.part)
    part = next((each for each in ReportPart if wanted in (fold(each.value), fold(each.label))), None)
    key = PART_HEADINGS[part] if part is not None else ""
    label = part.label if part is not None else own.part or "Số liệu khác"
    for place, each in enumerate(figures):
        if each.rule is None and (each.key == key or fold(each.label) == fold(label)):
            rest = range(place + 1, len(figures))
            return next((n for n in rest if figures[n].rule is None), len(figures))
    figures.append(Figure(key or f"{OWN_HEADING}_{fold(label).replace(' ', '_')}", label, "", None))
    return len(figures)


# ---------------------------------------------------------------- what follows a typed amount


def following(report: YearReport) -> YearReport:
    """The report in which what is made from a typed amount follows it, unless it was typed itself.

    A figure whose parts were typed is more or less by as much; of Hội phí due, paid and owed any two give
    the third. Sums and averages of other figures follow by their own rule.
    """
    figures = {each.key: each for each in report.figures}
    if all(each.counted is None for each in report.figures):
        return report
    now, counted = report.amounts(), counted_amounts(report)
    for whole, parts in _PARTS.items():
        more = sum(now[key] - counted[key] for key in parts or below(report, whole) if key in now)
        if more and figures[whole].counted is None:
            _give(figures, whole, max(0, counted[whole] + more))
    _follow_dues(figures, now)
    followed = replace(report, figures=tuple(figures.values()))
    return replace(followed, figures=tuple(_marked(followed)))


def _marked(report: YearReport) -> Iterator[Figure]:
    """The figures; what was counted below a typed whole that it does not make up is known "so far"."""
    now, so_far = report.amounts(), set[str]()
    for whole, parts in _PARTS.items():
        shown = below(report, whole)
        if report.figure(whole).counted and sum(now[key] for key in parts or shown) != now[whole]:
            so_far.update(shown)
    for each in report.figures:
        yield replace(each, so_far=each.key in so_far and each.estimate and each.counted is None)


def counted_amounts(report: YearReport) -> dict[str, int]:
    """What the records alone give for every figure."""
    plain = (replace(each, rule=each.source, counted=None) for each in report.figures)
    return replace(report, figures=tuple(plain)).amounts()


def below(report: YearReport, key: str) -> tuple[str, ...]:
    """The keys of the figures that stand under one, set in."""
    keys = [each.key for each in report.figures]
    found: list[str] = []
    for each in report.figures[keys.index(key) + 1 :] if key in keys else ():
        if each.rule is None or each.level == 0:
            break
        found.append(each.key)
    return tuple(found)


def _give(figures: dict[str, Figure], key: str, amount: int) -> None:
    figures[key] = replace(figures[key], rule=Given(amount), counted=figures[key].rule)


def _follow_dues(figures: dict[str, Figure], now: dict[str, int]) -> None:
    due, paid, owed = (figures[key] for key in ("dues_due", "dues_paid", "dues_owed"))
    if owed.counted is not None:
        made, rest = paid, owed
    else:
        made, rest = owed, paid
    if made.counted is not None or (due.counted is None and rest.counted is None):
        return
    if now[due.key] < now[rest.key]:
        _give(figures, made.key, 0)
        return
    rule = Combine(((1, due.key), (-1, rest.key)))
    figures[made.key] = replace(made, rule=rule, counted=made.rule)
