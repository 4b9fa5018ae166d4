"""Commands over activities: what no other record counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.commands.report_period import chosen_period, period_options
from app.domain.activities import Activity
from app.domain.record import to_document
from app.errors import NotFoundError, RuleError
from app.terminal import Known, Money, print_json
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.vietnamese.dates import PartialDate

_ACTIVITY = click.argument("word", metavar="HOẠT_ĐỘNG")


def _details(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--ends", type=Known(), default=None, help="Đến ngày, khi kéo dài."),
            click.option("--name", default=None, help="Nội dung."),
            click.option("--unit", default=None, help="Chi hội (tên hoặc mã); để trống là cả Hội."),
            click.option("--quantity", type=click.IntRange(0), default=None, help="Số lượng."),
            click.option("--measure", default=None, help="Đơn vị tính."),
            click.option("--participants", type=click.IntRange(0), default=None, help="Số người."),
            click.option("--amount", type=Money(), default=None, help="Số tiền, như 500000 hoặc 500 nghìn."),
            click.option("--estimate/--actual", "estimate", default=None, help="Số ước, hay số thật."),
            click.option("--note", default=None, help="Ghi chú."),
        )
    ):
        command = option(command)
    return command


@click.command(help="Các hoạt động đã ghi: của một kỳ (không ghi kỳ: tất cả), một chỉ tiêu, một chi hội.")
@REGISTER
@period_options
@click.option("--counter", default="", help="Chỉ của chỉ tiêu này.")
@click.option("--unit", default="", help="Chỉ của chi hội này.")
@JSON
@click.pass_obj
def activities(
    machine: Machine, /, register_path: Path, counter: str, unit: str, as_json: bool, **said: Any
) -> None:
    """List activities."""
    from app.services.activities import list_activities
    from app.services.units import tree

    with opened(machine, register_path) as services:
        period = chosen_period(services, **said) if any(said.values()) else None
        unit_id = _unit(services, unit) if unit else None
        found = list_activities(services.register, period=period, counter=counter, unit_id=unit_id)
        units = tree(services.register)
    if as_json:
        print_json([{**to_document(each), "unit": units.name(each.unit_id) or None} for each in found])
        return
    for each in found:
        days = f"{each.on} – {each.ends}" if each.ends else str(each.on)
        told = [f"{each.counter}: {group(each.quantity)} {each.measure}".strip(), each.name]
        told += [units.name(each.unit_id), f"{group(each.participants)} người" if each.participants else ""]
        told += [f"{group(each.amount)} đồng" if each.amount else "", "ước" if each.estimate else ""]
        click.echo(f"{each.id[:8]}  {days}  {', '.join(part for part in told if part)}")
    click.echo(f"{len(found)} hoạt động.")


@click.group("activity", help="Một hoạt động: thêm, sửa, xóa.")
def activity() -> None:
    """The group of changes of activities."""


@activity.command("add", help="Ghi một hoạt động vào một chỉ tiêu.")
@click.argument("counter", metavar="CHỈ_TIÊU")
@REGISTER
@click.option("--on", required=True, type=Known(), help="Ngày, tháng hoặc năm.")
@_details
@JSON
@click.pass_obj
def add(
    machine: Machine, /, counter: str, register_path: Path, on: PartialDate, as_json: bool, **said: Any
) -> None:
    """Write down an activity."""
    from app.services.activities import counters, save_activity

    with opened(machine, register_path) as services:
        known = counters(services.register).find(counter)
        told = {"measure": known.measure if known else "", **_told(services, said)}
        named = known.name if known else counter
        saved = save_activity(services.register, Activity(on=on, counter=named, **told))
    if as_json:
        print_json(to_document(saved))
        return
    measure = f" {saved.measure}" if saved.measure else ""
    click.echo(f"Đã ghi {saved.counter}: {group(saved.quantity)}{measure} ({saved.id[:8]}).")
    if known is None:
        click.echo(
            "Chỉ tiêu này chưa có trong danh sách (lệnh counters) nên báo cáo thêm một dòng riêng. "
            f"Nếu gõ nhầm: activity edit {saved.id[:8]} --counter TÊN."
        )


@activity.command("edit", help="Sửa một hoạt động.")
@_ACTIVITY
@REGISTER
@click.option("--on", type=Known(), default=None, help="Ngày, tháng hoặc năm.")
@click.option("--counter", default=None, help="Chỉ tiêu khác.")
@_details
@JSON
@click.pass_obj
def edit(machine: Machine, /, word: str, register_path: Path, as_json: bool, **said: Any) -> None:
    """Change an activity."""
    from app.services.activities import save_activity

    with opened(machine, register_path) as services:
        held = _activity(services, word)
        saved = save_activity(services.register, dataclasses.replace(held, **_told(services, said)))
    if as_json:
        print_json(to_document(saved))
        return
    click.echo(f"Đã sửa {saved.counter}: {group(saved.quantity)} {saved.measure}.")


@activity.command("remove", help="Xóa một hoạt động.")
@_ACTIVITY
@REGISTER
@click.pass_obj
def remove(machine: Machine, word: str, register_path: Path) -> None:
    """Take an activity out."""
    from app.services.activities import remove_activity

    with opened(machine, register_path) as services:
        held = _activity(services, word)
        remove_activity(services.register, held.id)
    click.echo(f"Đã xóa hoạt động “{held.name or held.counter}”. Lệnh undo trả lại.")


def _told(services: Services, said: dict[str, Any]) -> dict[str, Any]:
    told = {field: held for field, held in said.items() if held is not None}
    if "unit" in told:
        unit = told.pop("unit")
        told["unit_id"] = _unit(services, unit) if unit else None
    return told


def _unit(services: Services, word: str) -> str:
    from app.services.units import tree

    found = tree(services.register).find(word)
    if found is None:
        raise NotFoundError(f"Không có chi hội “{word}”. Lệnh units liệt kê các chi hội.")
    return found.unit_id


def _activity(services: Services, word: str) -> Activity:
    """The activity with this id or beginning of one, else with this content, else the only of a counter."""
    from app.services.activities import list_activities

    known = list_activities(services.register)
    for found in (
        [each for each in known if each.id == word],
        [each for each in known if len(word) >= 4 and each.id.startswith(word)],
        [each for each in known if each.name and fold(each.name) == fold(word)],
        [each for each in known if fold(each.counter) == fold(word)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            told = "; ".join(f"{each.id[:8]} ngày {each.on}" for each in found[:5])
            raise RuleError(f"“{word}” có {len(found)} hoạt động: {told}. Hãy ghi mã của một hoạt động.")
    raise NotFoundError(f"Không có hoạt động “{word}”. Lệnh activities liệt kê kèm mã.")
