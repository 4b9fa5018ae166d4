"""Commands over units: the tree, and every dated change of it."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.errors import NotFoundError, UsageError
from app.terminal import Day, Known, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.units import UnitRow
    from app.vietnamese.dates import PartialDate


_ON = click.option("--on", required=True, type=Known(), help="Từ ngày (có thể chỉ tháng hoặc năm).")
_PAPER = click.option("--paper", default="", help="Số giấy tờ, như “QĐ 12/QĐ-HTS”.")
_UNIT = click.argument("name", metavar="ĐƠN_VỊ")


@click.command(help="Cây tổ chức: các chi hội và đơn vị, có đếm hội viên.")
@REGISTER
@click.option("--as-of", type=Day(), default=None, help="Tính đến hết ngày này, như 31/12/2023.")
@click.option("--gone", is_flag=True, help="Cả những đơn vị đã thôi.")
@JSON
@click.pass_obj
def units(machine: Machine, register_path: Path, as_of: date | None, gone: bool, as_json: bool) -> None:
    """Print the tree of units as it was on a day."""
    from app.services.units import list_units

    with opened(machine, register_path) as services:
        rows = list_units(services.register, as_of, gone=gone)
    if as_json:
        names = {row.state.unit_id: row.state.name for row in rows}
        print_json([_unit_document(row, names) for row in rows])
        return
    for row in rows:
        if row.fate:
            click.echo(f"{row.state.name} (đã thôi: {row.fate})")
            continue
        own = f", riêng đơn vị {row.own}" if row.own != row.members else ""
        code = f" [{row.state.code}]" if row.state.code else ""
        click.echo(f"{'  ' * row.depth}{row.state.name}{code}: {row.members} hội viên{own}")
    ended = sum(bool(row.fate) for row in rows)
    click.echo(f"{len(rows) - ended} đơn vị{f', {ended} đã thôi' if ended else ''}.")


def _unit_document(row: UnitRow, names: dict[str, str]) -> dict[str, Any]:
    state = row.state
    return {
        "name": state.name,
        "code": state.code or None,
        "level": state.level or None,
        "depth": row.depth,
        "parent": names.get(state.parent_id or ""),
        "since": state.since.iso if state.since else None,
        "own_members": row.own,
        "members": row.members,
        "fate": row.fate or None,
    }


@click.group(help="Thay đổi có ngày của một đơn vị.")
def unit() -> None:
    """The group of changes of units."""


def _id(services: Services, name: str) -> str:
    from app.services.units import tree

    found = (known := tree(services.register)).find(name)
    if found is None:
        several = [state.name for state in known.candidates(name)]
        if len(several) > 1:
            raise NotFoundError(f"“{name}” có thể là: {', '.join(several)}. Hãy ghi đủ tên hoặc mã.")
        raise NotFoundError(f"Không có đơn vị nào tên “{name}”. Hãy xem các tên bằng lệnh units.")
    return found.unit_id


def _named(services: Services, name: str) -> str:
    """A unit by its own name, one that has ended included; raises NotFoundError."""
    from app.services.units import tree
    from app.vietnamese.text import fold

    wanted = fold(name)
    ended = [s for s in tree(services.register).states if not s.alive and fold(s.name) == wanted]
    return ended[0].unit_id if len(ended) == 1 else _id(services, name)


@unit.command("add", help="Thêm một đơn vị.")
@_UNIT
@REGISTER
@click.option("--level", default="Chi hội", show_default=True, help="Cấp, như “Hội phường”, “Tổ”.")
@click.option("--under", default="", help="Cấp trên trực tiếp.")
@click.option("--on", type=Known(), default=None, help="Ngày thành lập, nếu biết.")
@click.option("--code", default="", help="Mã đơn vị.")
@_PAPER
@click.pass_obj
def add(
    machine: Machine,
    /,
    name: str,
    register_path: Path,
    level: str,
    under: str,
    on: PartialDate | None,
    **more: str,
) -> None:
    """Add a unit."""
    from app.services.units import add_unit

    with opened(machine, register_path) as services:
        parent_id = _id(services, under) if under else None
        add_unit(
            services.register, name, level=level, parent_id=parent_id, on=on, today=services.today(), **more
        )
    click.echo(f"Đã thêm {name}.")


@unit.command("rename", help="Đổi tên một đơn vị; giấy tờ cũ giữ tên cũ.")
@_UNIT
@click.argument("new_name", metavar="TÊN_MỚI")
@REGISTER
@_ON
@_PAPER
@click.pass_obj
def rename(
    machine: Machine, name: str, new_name: str, register_path: Path, on: PartialDate, paper: str
) -> None:
    """Rename a unit."""
    from app.services.units import rename_unit

    with opened(machine, register_path) as services:
        rename_unit(
            services.register, _id(services, name), new_name, on=on, paper=paper, today=services.today()
        )
    click.echo(f"Từ {on}, {name} mang tên {new_name}.")


@unit.command("edit", help="Sửa mã hoặc thứ tự của một đơn vị.")
@_UNIT
@REGISTER
@click.option("--code", default=None, help="Mã mới.")
@click.option("--position", type=click.IntRange(0), default=None, help="Thứ tự trong danh sách.")
@click.pass_obj
def edit(machine: Machine, name: str, register_path: Path, code: str | None, position: int | None) -> None:
    """Change a unit's code or place."""
    from app.services.units import edit_unit, get_unit

    with opened(machine, register_path) as services:
        held = get_unit(services.register, _id(services, name))
        changed = dataclasses.replace(
            held,
            code=held.code if code is None else code,
            position=held.position if position is None else position,
        )
        edit_unit(services.register, changed)
    click.echo(f"Đã sửa {name}: mã “{changed.code}”, thứ tự {changed.position}.")


@unit.command("move", help="Chuyển một đơn vị về trực thuộc đơn vị khác.")
@_UNIT
@REGISTER
@click.option("--under", default="", help="Cấp trên mới; bỏ trống là trực thuộc thẳng Hội.")
@_ON
@_PAPER
@click.pass_obj
def move(machine: Machine, name: str, register_path: Path, under: str, on: PartialDate, paper: str) -> None:
    """Put a unit under another."""
    from app.services.units import move_unit

    with opened(machine, register_path) as services:
        parent_id = _id(services, under) if under else None
        move_unit(
            services.register, _id(services, name), parent_id, on=on, paper=paper, today=services.today()
        )
    click.echo(f"Từ {on}, {name} trực thuộc {under or 'thẳng Hội'}.")


@unit.command("merge", help="Sáp nhập một hay nhiều đơn vị vào một đơn vị đã có hoặc mới lập.")
@click.argument("names", metavar="ĐƠN_VỊ...", nargs=-1, required=True)
@REGISTER
@click.option("--into", default="", help="Đơn vị nhận, đã có.")
@click.option("--new", "new_name", default="", help="Đơn vị nhận, lập mới từ ngày ấy.")
@click.option("--level", default="Chi hội", show_default=True, help="Cấp của đơn vị mới.")
@click.option("--under", default="", help="Cấp trên của đơn vị mới.")
@_ON
@_PAPER
@click.pass_obj
def merge(
    machine: Machine, /, names: tuple[str, ...], register_path: Path, on: PartialDate, paper: str, **to: str
) -> None:
    """Merge units."""
    from app.services.units import NewUnit, merge_units

    if bool(to["into"]) == bool(to["new_name"]):
        raise UsageError("Hãy ghi một trong hai: --into (đơn vị đã có) hoặc --new (đơn vị lập mới).")
    with opened(machine, register_path) as services:
        into: str | NewUnit
        if to["into"]:
            into = _id(services, to["into"])
        else:
            into = NewUnit(to["new_name"], to["level"], _id(services, to["under"]) if to["under"] else None)
        ids = [_id(services, name) for name in names]
        merge_units(services.register, ids, into, on=on, paper=paper, today=services.today())
    click.echo(f"Từ {on}, {', '.join(names)} sáp nhập vào {to['into'] or to['new_name']}.")


@unit.command("split", help="Tách một đơn vị thành nhiều đơn vị từ một ngày.")
@_UNIT
@REGISTER
@click.option(
    "--into",
    "parts",
    multiple=True,
    required=True,
    metavar="TÊN[=TỪ; TỪ]",
    help="Đơn vị mới, và người có địa chỉ mang một trong các từ này về đó. Ghi được nhiều lần.",
)
@click.option(
    "--member",
    "chosen",
    multiple=True,
    metavar="MÃ=TÊN",
    help="Hội viên mang mã này về đơn vị mới ấy; bỏ trống tên là ở lại. Ghi được nhiều lần.",
)
@click.option(
    "--rest", default="", help="Một trong các tên ở --into: đơn vị ấy nhận mọi người còn lại, đơn vị cũ thôi."
)
@_ON
@_PAPER
@click.pass_obj
def split(
    machine: Machine,
    /,
    name: str,
    register_path: Path,
    parts: tuple[str, ...],
    chosen: tuple[str, ...],
    rest: str,
    on: PartialDate,
    paper: str,
) -> None:
    """Split a unit by words of addresses and by members."""
    from app.services.unit_split import SplitPart, names_place, split_members, split_unit

    words = dict(_pair(part) for part in parts)
    by_code = dict(_pair(each) for each in chosen)
    new = list(words)
    if unknown := [to for to in (*by_code.values(), rest) if to and to not in words]:
        raise UsageError(f"“{unknown[0]}” không có trong các đơn vị mới ghi ở --into.")
    with opened(machine, register_path) as services:
        unit_id = _id(services, name)
        people = split_members(services.register, unit_id, on.earliest())
        if strangers := sorted(by_code.keys() - {person.code for person in people}):
            raise NotFoundError(f"Ngày {on} đơn vị không có hội viên mã {strangers[0]}. Hãy xem lại mã.")
        going: dict[str, list[str]] = {each: [] for each in new}
        for person in people:
            to = by_code.get(
                person.code,
                next((each for each in new if names_place(person.address, words[each])), ""),
            )
            if to:
                going[to].append(person.id)
        split_unit(
            services.register,
            unit_id,
            [SplitPart(each, tuple(going[each])) for each in new],
            rest=new.index(rest) if rest else None,
            on=on,
            paper=paper,
            today=services.today(),
        )
    staying = len(people) - sum(map(len, going.values()))
    told = [f"{each} {len(going[each]) + (staying if each == rest else 0)} người" for each in new]
    if not rest:
        told.append(f"ở lại {staying} người")
    click.echo(f"Từ {on}, {name} tách: {', '.join(told)}.")


def _pair(text: str) -> tuple[str, str]:
    name, _, words = text.partition("=")
    return name.strip(), words.strip()


@unit.command("dissolve", help="Giải thể một đơn vị không còn hội viên.")
@_UNIT
@REGISTER
@_ON
@_PAPER
@click.pass_obj
def dissolve(machine: Machine, name: str, register_path: Path, on: PartialDate, paper: str) -> None:
    """End a unit."""
    from app.services.units import dissolve_unit

    with opened(machine, register_path) as services:
        dissolve_unit(services.register, _id(services, name), on=on, paper=paper, today=services.today())
    click.echo(f"Từ {on}, {name} giải thể.")


@unit.command("history", help="Mọi biến động của một đơn vị, có số để sửa.")
@_UNIT
@REGISTER
@JSON
@click.pass_obj
def unit_history(machine: Machine, name: str, register_path: Path, as_json: bool) -> None:
    """Print what happened to a unit."""
    from app.services import unit_history as told

    with opened(machine, register_path) as services:
        facts = told.unit_history(services.register, _named(services, name))
    if as_json:
        print_json(
            [
                {
                    "number": number,
                    "on": fact.event.on.iso if fact.event.on else None,
                    "kind": fact.event.kind.value,
                    "text": fact.text,
                    "paper": fact.event.paper or None,
                    "own": fact.is_own,
                }
                for number, fact in enumerate(facts, 1)
            ]
        )
        return
    for number, fact in enumerate(facts, 1):
        click.echo(f"{number:>3}. {fact.text}")


@unit.command("correct", help="Sửa ngày hoặc số giấy tờ của một biến động, hoặc bỏ biến động ghi nhầm.")
@_UNIT
@click.argument("number", metavar="SỐ", type=click.IntRange(1))
@REGISTER
@click.option("--on", type=Known(), default=None, help="Ngày đúng.")
@click.option("--paper", default=None, help="Số giấy tờ đúng.")
@click.option("--remove", is_flag=True, help="Bỏ biến động này: ghi nhầm.")
@click.pass_obj
def correct(
    machine: Machine,
    /,
    name: str,
    number: int,
    register_path: Path,
    on: PartialDate | None,
    paper: str | None,
    remove: bool,
) -> None:
    """Correct or take back one event of a unit."""
    from app.services import unit_history as told

    if remove == (on is not None or paper is not None):
        raise UsageError("Hãy cho --on, --paper (sửa cho đúng), hoặc chỉ --remove (bỏ biến động ghi nhầm).")
    with opened(machine, register_path) as services:
        facts = told.unit_history(services.register, _named(services, name))
        if number > len(facts) or not facts[number - 1].is_own:
            raise NotFoundError(
                f"{name} không có biến động số {number} của chính mình. Xem lệnh unit history."
            )
        event = facts[number - 1].event
        if remove:
            said = told.remove_unit_event(services.register, event.id, today=services.today())
        else:
            changed = dataclasses.replace(
                event, on=on or event.on, paper=event.paper if paper is None else paper
            )
            told.edit_unit_event(services.register, changed, today=services.today())
            said = f"Đã sửa: {event.kind.label} {name}"
    click.echo(f"{said}.")
