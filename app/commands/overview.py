"""Commands for the first page: what there is to do and the figures of a year; and for the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, opened
from app.terminal import Day, print_json
from app.vietnamese.dates import short_date

if TYPE_CHECKING:
    from app.bootstrap import Machine

#: How many days the calendar tells of when it is not said.
_AHEAD = 30


@click.command(help="Tổng quan: việc mùa này, việc sắp tới và số liệu chính của một năm.")
@REGISTER
@click.option("--year", type=click.IntRange(1900, 2200), help="Số liệu của năm này (mặc định: năm nay).")
@JSON
@click.pass_obj
def overview(machine: Machine, /, register_path: Path, year: int | None, as_json: bool) -> None:
    """What the first page of the window says."""
    from app.services import overview as overviews

    with opened(machine, register_path) as services:
        found = overviews.overview(services.register, today=services.today(), year=year)
    if as_json:
        print_json(
            {
                "year": found.year,
                "todos": [
                    {"text": todo.text, "page": todo.page, "urgent": todo.urgent} for todo in found.todos
                ],
                "upcoming": [{"on": event.on.isoformat(), "text": event.text} for event in found.upcoming],
                "figures": dict(found.figures),
                "members_by_unit": dict(found.by_unit),
                "members_by_year": {str(at): number for at, number in found.by_year},
                "ages": [
                    {"band": band.label, "men": band.men, "women": band.women, "unknown": band.unknown}
                    for band in found.ages
                ],
                "awards_by_unit": dict(found.awards_by_unit),
                "visits_by_kind": dict(found.visits_by_kind),
                "fund": [
                    {"year": at, "income": income, "expense": expense} for at, income, expense in found.money
                ],
            }
        )
        return
    click.echo("Việc mùa này:")
    for todo in found.todos:
        click.echo(f"  {'!' if todo.urgent else '-'} {todo.text}")
    if not found.todos:
        click.echo("  Không có việc gì đang chờ.")
    for event in found.upcoming:
        click.echo(f"  {short_date(event.on)}  {event.kind.label}: {event.text}")
    click.echo(f"Năm {found.year}:")
    for label, text in found.figures:
        click.echo(f"  {label}: {text}")


@click.command(help="Lịch của Hội: cuộc họp, việc đến hạn, sinh nhật, ngày giỗ, ngày lễ.")
@REGISTER
@click.option("--from", "starts", type=Day(), help="Từ ngày (mặc định: hôm nay).")
@click.option("--to", "ends", type=Day(), help=f"Đến ngày (mặc định: {_AHEAD} ngày sau).")
@JSON
@click.pass_obj
def calendar(
    machine: Machine, /, register_path: Path, starts: date | None, ends: date | None, as_json: bool
) -> None:
    """The events between two days."""
    from app.services.year_calendar import events_between

    with opened(machine, register_path) as services:
        first = starts or services.today()
        last = ends or first + timedelta(days=_AHEAD)
        found = events_between(services.register, first, last)
    if as_json:
        print_json(
            [
                {
                    "on": event.on.isoformat(),
                    "kind": event.kind.value,
                    "text": event.text,
                    "done": event.is_done,
                }
                for event in found
            ]
        )
        return
    for event in found:
        done = " (xong)" if event.is_done else ""
        click.echo(f"{short_date(event.on)}  {event.kind.label}: {event.text}{done}")
    click.echo(f"{len(found)} việc từ {short_date(first)} đến {short_date(last)}.")
