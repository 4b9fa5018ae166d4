"""Commands about who is who: people entered twice, and merging their records."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, opened
from app.domain.merging import Side
from app.errors import UsageError
from app.terminal import print_json, progress_bar
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.member_queries import MemberRow
    from app.services.merging import FieldPair, MergePlan


@click.command(help="Tìm những người có thể đã ghi hai lần trong sổ, giống nhất đứng trước.")
@REGISTER
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="Nhiều nhất mấy cặp.")
@click.option(
    "--apart", nargs=2, metavar="MÃ MÃ", default=None, help="Ghi nhận: hai mã này là hai người khác nhau."
)
@JSON
@click.pass_obj
def duplicates(
    machine: Machine, register_path: Path, limit: int, apart: tuple[str, str] | None, as_json: bool
) -> None:
    """List pairs, or remember that two are two people."""
    from app.services import duplicates as service
    from app.services.members import by_code

    with opened(machine, register_path) as services, progress_bar("Tìm người trùng") as progress:
        if apart is not None:
            one, other = (by_code(services.register, code) for code in apart)
            service.tell_apart(services.register, one.id, other.id)
            if as_json:
                print_json({"apart": [one.code, other.code]})
            else:
                click.echo(f"Đã ghi nhận {one.full_name} và {other.full_name} là hai người khác nhau.")
            return
        pairs = service.find_pairs(services.register, today=services.today(), limit=limit, progress=progress)
    if as_json:
        print_json(
            [
                {
                    "one": _document(pair.one),
                    "other": _document(pair.other),
                    "score": pair.score,
                    "reasons": list(pair.reasons),
                }
                for pair in pairs
            ]
        )
        return
    for pair in pairs:
        words = service.score_words(pair.score)
        click.echo(f"{_named(pair.one)} – {_named(pair.other)}: {words} ({'; '.join(pair.reasons)})")
    click.echo(f"{len(pairs)} cặp." if pairs else "Không thấy ai có thể đã ghi hai lần.")


def _document(row: MemberRow) -> dict[str, str | None]:
    return {"code": row.code, "full_name": row.full_name, "birth": row.birth.iso if row.birth else None}


def _named(row: MemberRow) -> str:
    return f"{row.full_name} ({row.code}{f', sinh {row.birth}' if row.birth else ''})"


@click.command(
    help="Gộp hồ sơ của một người ghi hai lần: giữ hồ sơ thứ nhất, mọi thứ của hồ sơ kia dồn về đó."
)
@click.argument("keep_code", metavar="MÃ_GIỮ")
@click.argument("gone_code", metavar="MÃ_BỎ")
@REGISTER
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@click.option(
    "--take",
    "takes",
    multiple=True,
    metavar="MỤC=gone",
    help="Lấy mục này của hồ sơ bỏ (gone), của hồ sơ giữ (kept) hay ghép cả hai (both); lặp lại được.",
)
@JSON
@click.pass_obj
def merge(
    machine: Machine,
    /,
    keep_code: str,
    gone_code: str,
    register_path: Path,
    dry_run: bool,
    takes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Merge two records of one person."""
    from app.services import merging
    from app.services.members import by_code

    with opened(machine, register_path) as services:
        register, today = services.register, services.today()
        keep, gone = by_code(register, keep_code), by_code(register, gone_code)
        plan = merging.plan_merge(register, keep.id, gone.id, today=today)
        choices = _choices(plan.fields, takes)
        if not dry_run:
            merging.merge(register, plan, choices, today=today)
    if as_json:
        print_json(_plan_document(plan, choices))
        return
    for pair in plan.fields:
        if pair.differs:
            click.echo(f"  {pair.label}: {_result(pair, choices)}")
    for move in plan.moves:
        click.echo(f"  {move.title}: {move.count} mục")
    for sentence in plan.told:
        click.echo(f"  {sentence}")
    verb = "Sẽ gộp" if dry_run else "Đã gộp"
    after = f" Sau khi gộp: {plan.standing}." if plan.standing else ""
    click.echo(f"{verb} {gone.full_name} ({gone.code}) vào {keep.full_name} ({keep.code}).{after}")


def _choices(pairs: Iterable[FieldPair], takes: Iterable[str]) -> dict[str, Side]:
    """What --take says, by field name; a field may be called by its Vietnamese label as well."""
    names = {fold(known): pair.name for pair in pairs for known in (pair.label, pair.name)}
    choices = {}
    for take in takes:
        name, _, side = take.partition("=")
        if side not in set(Side):
            raise UsageError(f"“{take}”: hãy ghi MỤC=gone, MỤC=kept hoặc MỤC=both, như phone=gone.")
        choices[names.get(fold(name), name)] = Side(side)
    return choices


def _result(pair: FieldPair, choices: dict[str, Side]) -> str:
    side = choices.get(pair.name, pair.suggested)
    if side is Side.BOTH:
        return f"{pair.kept} / {pair.gone}"
    taken, left = (pair.gone, pair.kept) if side is Side.GONE else (pair.kept, pair.gone)
    return f"{taken or '(bỏ trống)'}" + (f" (bỏ: {left})" if left else "")


def _plan_document(plan: MergePlan, choices: dict[str, Side]) -> dict[str, object]:
    return {
        "kept": plan.keep.code,
        "gone": plan.gone.code,
        "fields": [
            {
                "name": pair.name,
                "label": pair.label,
                "kept": pair.kept,
                "gone": pair.gone,
                "taken": choices.get(pair.name, pair.suggested).value,
            }
            for pair in plan.fields
            if pair.differs
        ],
        "moves": [{"kind": move.title, "count": move.count} for move in plan.moves],
        "told": list(plan.told),
        "standing": plan.standing,
    }
