"""Commands for what a member has several of: policy groups, honours, offices, events; and taking one out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from app.commands.member import card_of, day_of, unit_id_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.members import Honour, Policy, PolicyKind
from app.domain.offices import Office
from app.domain.record import Record, to_document
from app.errors import NotFoundError, UsageError
from app.terminal import print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine

R = TypeVar("R", bound=Record)

_CODE = click.argument("code", metavar="MÃ")
_NUMBER = click.IntRange(1)
_REMOVE = click.option("--remove", "removed", type=_NUMBER, default=None, help="Bỏ dòng số này: ghi nhầm.")


def _at(records: Sequence[R], number: int) -> R:
    if number > len(records):
        raise NotFoundError(f"Hội viên này không có dòng số {number}. Không kèm gì thì lệnh in mọi dòng.")
    return records[number - 1]


def _at_most_one(*wanted: object) -> None:
    if sum(each not in (None, "") for each in wanted) > 1:
        raise UsageError("Mỗi lần chỉ thêm, sửa hoặc bỏ một dòng.")


def _tell(records: Sequence[Record], lines: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        print_json([to_document(record) for record in records])
        return
    for number, text in enumerate(lines, 1):
        click.echo(f"{number:>3}. {text}")
    click.echo(f"{len(records)} dòng.")


def _line(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)


@click.command(
    help=f"Diện chính sách. LOẠI: {', '.join(f'{kind.value} ({kind.label})' for kind in PolicyKind)}."
)
@_CODE
@REGISTER
@click.option(
    "--add",
    "added",
    metavar="LOẠI",
    type=click.Choice([kind.value for kind in PolicyKind]),
    help="Thêm diện này.",
)
@click.option("--rate", default="", help="Tỷ lệ, hạng của diện thêm vào.")
@click.option("--note", default="", help="Ghi chú của diện thêm vào.")
@_REMOVE
@JSON
@click.pass_obj
def policies(
    machine: Machine,
    /,
    code: str,
    register_path: Path,
    added: str | None,
    rate: str,
    note: str,
    removed: int | None,
    as_json: bool,
) -> None:
    """List, add or take out policy groups."""
    from app.services.members import set_policies

    _at_most_one(added, removed)
    with opened(machine, register_path) as services:
        card = card_of(services, code)
        held = list(card.policies)
        if removed is not None:
            held.remove(_at(held, removed))
        elif added is not None:
            held.append(Policy(member_id=card.member.id, kind=PolicyKind(added), rate=rate, note=note))
        if tuple(held) != card.policies:
            set_policies(services.register, card.member.id, held)
    _tell(held, [_line(p.kind.label, p.rate, p.note) for p in held], as_json=as_json)


@click.command(help="Huân, huy chương, danh hiệu.")
@_CODE
@REGISTER
@click.option("--add", "added", metavar="TÊN", default="", help="Thêm huân, huy chương này.")
@click.option("--received", default="", help="Nhận năm nào, ngày nào.")
@click.option("--decision", default="", help="Số quyết định.")
@_REMOVE
@JSON
@click.pass_obj
def honours(
    machine: Machine,
    /,
    code: str,
    register_path: Path,
    added: str,
    received: str,
    decision: str,
    removed: int | None,
    as_json: bool,
) -> None:
    """List, add or take out honours."""
    from app.services.members import set_honours

    _at_most_one(added, removed)
    with opened(machine, register_path) as services:
        card = card_of(services, code)
        held = list(card.honours)
        if removed is not None:
            held.remove(_at(held, removed))
        elif added:
            day = day_of(received)
            held.append(Honour(member_id=card.member.id, name=added, received=day, decision=decision))
        if tuple(held) != card.honours:
            set_honours(services.register, card.member.id, held)
    _tell(held, [_line(h.name, h.received, h.decision) for h in held], as_json=as_json)


@click.command(help="Chức vụ và nhiệm kỳ: thêm (--add), thôi giữ (--end SỐ --to NGÀY), bỏ (--remove SỐ).")
@_CODE
@REGISTER
@click.option("--add", "added", metavar="CHỨC_VỤ", default="", help="Ghi chức vụ này.")
@click.option("--chapter", default="", help="Đơn vị của chức vụ; bỏ trống là chức vụ của Hội.")
@click.option("--term", default="", help="Nhiệm kỳ, như 2023-2028.")
@click.option("--from", "starts", default="", help="Từ ngày (tháng, năm).")
@click.option("--to", "ends", default="", help="Đến ngày (tháng, năm).")
@click.option("--end", "ended", type=_NUMBER, default=None, help="Thôi giữ chức vụ ở dòng số này, từ --to.")
@_REMOVE
@JSON
@click.pass_obj
def offices(
    machine: Machine,
    /,
    code: str,
    register_path: Path,
    added: str,
    ended: int | None,
    removed: int | None,
    as_json: bool,
    **said: str,
) -> None:
    """List, add, end or take out offices."""
    from app.services import offices as service

    _at_most_one(added, ended, removed)
    last = day_of(said["ends"])
    if ended is not None and last is None:
        raise UsageError("Thôi giữ chức vụ từ ngày nào? Hãy ghi thêm --to NGÀY.")
    with opened(machine, register_path) as services:
        card = card_of(services, code)
        if removed is not None:
            service.remove_office(services.register, _at(card.offices, removed).id)
        elif ended is not None and last is not None:
            service.end_office(services.register, _at(card.offices, ended).id, on=last)
        elif added:
            unit_id = unit_id_of(services, said["chapter"])
            office = Office(
                member_id=card.member.id,
                unit_id=unit_id,
                name=added,
                term=said["term"],
                starts=day_of(said["starts"]),
                ends=last,
            )
            service.appoint(services.register, office)
        card = card_of(services, code)
    lines = [
        _line(
            o.name,
            card.tree.name(o.unit_id),
            o.term,
            o.starts and f"từ {o.starts}",
            o.ends and f"đến {o.ends}",
        )
        for o in card.offices
    ]
    _tell(card.offices, lines, as_json=as_json)


@click.command(
    help="Mọi biến động của hội viên; sửa (--correct SỐ) hoặc bỏ (--remove SỐ) biến động ghi nhầm."
)
@_CODE
@REGISTER
@click.option("--correct", "corrected", type=_NUMBER, default=None, help="Sửa biến động ở dòng số này.")
@click.option("--on", default=None, help="Ngày đúng; để trống '' là không rõ ngày.")
@click.option("--chapter", default=None, help="Chi hội đúng.")
@click.option("--place", default=None, help="Nơi đến, nơi đi đúng.")
@click.option("--reason", default=None, help="Lý do đúng.")
@click.option("--paper", default=None, help="Số giấy tờ đúng.")
@_REMOVE
@JSON
@click.pass_obj
def events(
    machine: Machine,
    /,
    code: str,
    register_path: Path,
    corrected: int | None,
    on: str | None,
    chapter: str | None,
    removed: int | None,
    as_json: bool,
    **said: str | None,
) -> None:
    """List, correct or take out events."""
    from app.services import members as service

    _at_most_one(corrected, removed)
    with opened(machine, register_path) as services:
        card = card_of(services, code)
        if removed is not None:
            service.remove_event(services.register, _at(card.events, removed).id, today=services.today())
        elif corrected is not None:
            event = _at(card.events, corrected)
            told = {name: text if text is not None else getattr(event, name) for name, text in said.items()}
            changed = dataclasses.replace(
                event,
                on=event.on if on is None else day_of(on),
                unit_id=event.unit_id if chapter is None else unit_id_of(services, chapter),
                place=told["place"],
                reason=told["reason"],
                paper=told["paper"],
            )
            service.edit_event(services.register, changed, today=services.today())
        card = card_of(services, code)
    lines = [
        _line(e.on or "chưa rõ ngày", e.kind.label, card.tree.name(e.unit_id), e.place, e.reason, e.paper)
        for e in card.events
    ]
    _tell(card.events, lines, as_json=as_json)


@click.command(help="Xóa một hội viên ghi nhầm; ai chuyển đi, thôi, từ trần thì ghi biến động.")
@_CODE
@REGISTER
@click.pass_obj
def remove(machine: Machine, code: str, register_path: Path) -> None:
    """Take out a member who was entered by mistake."""
    from app.services.members import remove_member

    with opened(machine, register_path) as services:
        name = remove_member(services.register, card_of(services, code).member.id)
    click.echo(f"Đã xóa {name}. Lệnh undo trả lại.")


COMMANDS = (policies, honours, offices, events, remove)
