"""Commands over the counters of the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.domain.counters import Counter, CounterKind, ReportPart
from app.domain.record import to_document
from app.terminal import print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.counters import CounterList

_NAME = click.argument("name", metavar="CHỈ_TIÊU")


def _details(command: Callable[..., Any]) -> Callable[..., Any]:
    parts = [part.value for part in ReportPart]
    for option in reversed(
        (
            click.option("--measure", default=None, help="Đơn vị tính, như buổi, hộ, công."),
            click.option("--part", type=click.Choice(parts), default=None, help="Phần của báo cáo."),
            click.option(
                "--kind",
                type=click.Choice([kind.value for kind in CounterKind]),
                default=None,
                help="sum: cộng dồn; latest: số mới nhất của từng chi hội.",
            ),
            click.option(
                "--share-of", default=None, help="Phần trăm của: members_end, units … hoặc tên một chỉ tiêu."
            ),
        )
    ):
        command = option(command)
    return command


@click.command(help="Các chỉ tiêu của báo cáo, theo thứ tự.")
@REGISTER
@JSON
@click.pass_obj
def counters(machine: Machine, register_path: Path, as_json: bool) -> None:
    """List the counters."""
    from app.services.counters import list_counters

    with opened(machine, register_path) as services:
        found = list_counters(services.register)
    if as_json:
        print_json([to_document(each) for each in found.counters])
        return
    for number, each in enumerate(found.counters, 1):
        share = f", phần trăm của {found.base_words(each)}" if each.share_of else ""
        hidden = " (không dùng nữa)" if each.hidden else ""
        click.echo(
            f"{number:>3}. {each.name} ({each.measure or 'lần'}): {each.part.label}, "
            f"{each.kind.label.lower()}{share}{hidden}"
        )
    click.echo(f"{len(found.counters)} chỉ tiêu.")


@click.group("counter", help="Một chỉ tiêu của báo cáo: thêm, sửa, thôi dùng, bỏ, đổi thứ tự.")
def counter() -> None:
    """The group of changes of counters."""


@counter.command("add", help="Thêm một chỉ tiêu.")
@_NAME
@REGISTER
@_details
@click.pass_obj
def add(machine: Machine, /, name: str, register_path: Path, **said: Any) -> None:
    """Add a counter."""
    made = Counter(name=name, **_told(said))
    _save(machine, register_path, lambda found: [*found.counters, made])
    click.echo(f"Đã thêm chỉ tiêu “{made.name}”.")


@counter.command("edit", help="Sửa một chỉ tiêu; các hoạt động đã ghi theo tên mới.")
@_NAME
@REGISTER
@click.option("--name", "new_name", default=None, help="Tên mới.")
@_details
@click.pass_obj
def edit(machine: Machine, /, name: str, register_path: Path, new_name: str | None, **said: Any) -> None:
    """Change a counter."""
    _change(machine, register_path, name, **_told({"name": new_name, **said}))
    click.echo(f"Đã sửa chỉ tiêu “{new_name or name}”.")


@counter.command("hide", help="Thôi dùng một chỉ tiêu; số liệu đã ghi vẫn còn. --show dùng lại.")
@_NAME
@REGISTER
@click.option("--show", is_flag=True, help="Dùng lại.")
@click.pass_obj
def hide(machine: Machine, name: str, register_path: Path, show: bool) -> None:
    """Offer a counter no more, or again."""
    _change(machine, register_path, name, hidden=not show)
    click.echo(f"Đã {'dùng lại' if show else 'thôi dùng'} chỉ tiêu “{name}”.")


@counter.command("remove", help="Bỏ một chỉ tiêu chưa có hoạt động nào.")
@_NAME
@REGISTER
@click.pass_obj
def remove(machine: Machine, name: str, register_path: Path) -> None:
    """Take a counter out of the list."""
    from app.services.counters import find_counter

    def without(found: CounterList) -> list[Counter]:
        held = find_counter(found, name)
        return [each for each in found.counters if each.id != held.id]

    _save(machine, register_path, without)
    click.echo(f"Đã bỏ chỉ tiêu “{name}”. Lệnh undo trả lại.")


@counter.command("move", help="Đưa một chỉ tiêu đến chỗ thứ mấy.")
@_NAME
@click.argument("position", metavar="THỨ", type=click.IntRange(1))
@REGISTER
@click.pass_obj
def move(machine: Machine, name: str, position: int, register_path: Path) -> None:
    """Put a counter elsewhere in the order."""
    from app.services.counters import find_counter

    def moved(found: CounterList) -> list[Counter]:
        held = find_counter(found, name)
        others = [each for each in found.counters if each.id != held.id]
        return [*others[: position - 1], held, *others[position - 1 :]]

    _save(machine, register_path, moved)
    click.echo(f"Đã đưa chỉ tiêu “{name}” đến chỗ thứ {position}.")


def _told(said: dict[str, Any]) -> dict[str, Any]:
    read = {"part": ReportPart, "kind": CounterKind}
    return {
        field: read[field](held) if field in read else held
        for field, held in said.items()
        if held is not None
    }


def _change(machine: Machine, path: Path, name: str, /, **told: Any) -> None:
    from app.services.counters import find_counter

    def changed(found: CounterList) -> list[Counter]:
        held = find_counter(found, name)
        return [dataclasses.replace(each, **told) if each.id == held.id else each for each in found.counters]

    _save(machine, path, changed)


def _save(machine: Machine, path: Path, changed: Callable[[CounterList], list[Counter]]) -> None:
    from app.services.counters import list_counters, save_counters

    with opened(machine, path) as services:
        save_counters(services.register, changed(list_counters(services.register)))
