"""Which period the words of a command mean: a year, half, quarter, the term of office, any days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from app.errors import SoHoiError, UsageError
from app.terminal import Day

if TYPE_CHECKING:
    from app.domain.periods import Period
    from app.services.bundle import Services


def period_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that :func:`chosen_period` takes."""
    for option in reversed(
        (
            click.option("--year", type=click.IntRange(1950, 2200), help="Cả năm này."),
            click.option("--half", metavar="NỬA", help="Sáu tháng: 1 (đầu năm) hoặc 2, như 1/2023."),
            click.option("--quarter", metavar="QUÝ", help="Một quý: 1 đến 4, như 2/2023."),
            click.option("--from", "starts", type=Day(), help="Từ ngày này …"),
            click.option("--to", "ends", type=Day(), help="… đến hết ngày này."),
            click.option(
                "--term",
                is_flag=True,
                help="Từ đầu nhiệm kỳ đến nay; nhiệm kỳ đã hết thì đến ngày cuối của nhiệm kỳ.",
            ),
        )
    ):
        command = option(command)
    return command


def chosen_period(
    services: Services,
    *,
    year: int | None,
    half: str | None,
    quarter: str | None,
    starts: date | None,
    ends: date | None,
    term: bool,
    usual: Period | None = None,
) -> Period:
    """The period that the options name, else ``usual``.

    A half or quarter without a year is of ``--year``, else of the year whose report is wanted now. Raises
    UsageError for none, for more than one and for what is no period.
    """
    from app.domain.periods import Period, parse_part

    days = starts is not None or ends is not None
    named = [half is not None, quarter is not None, days, term]
    if sum(named) > 1 or (year is not None and (days or term)):
        raise UsageError("Chỉ ghi một kỳ: --year, --half, --quarter, --from cùng --to, hoặc --term.")
    if term:
        from app.services.reports import term_period

        return term_period(services.register, today=services.today())
    try:
        if half is not None:
            return Period.half(*parse_part(half, year or _usual_year(services)))
        if quarter is not None:
            return Period.quarter(*parse_part(quarter, year or _usual_year(services)))
        if starts is not None and ends is not None:
            return Period(starts, ends)
    except SoHoiError as problem:
        raise UsageError(problem.message) from problem
    if days:
        raise UsageError("Hãy ghi đủ cả hai ngày: --from và --to.")
    if year is not None:
        return Period.year_of(year)
    if usual is None:
        raise UsageError("Hãy ghi kỳ báo cáo, ví dụ --year 2023, --half 1/2023 hoặc --term.")
    return usual


def _usual_year(services: Services) -> int:
    from app.services.years import report_year

    return report_year(services.register, today=services.today())
