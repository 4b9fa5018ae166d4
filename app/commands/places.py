"""The command over the reform of 1 July 2025: units and addresses by a table of changed communes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.terminal import PATH, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.conversion import ConversionResult, Proposal


@click.command("convert-places", help="Sắp xếp đơn vị 1/7/2025: đơn vị và địa chỉ theo bảng phường, xã mới.")
@REGISTER
@click.option("--table", "table_path", type=PATH, default=None, help="Bảng phường, xã (.json, .csv).")
@click.option(
    "--units",
    "deed",
    type=click.Choice(["usual", "move", "merge", "leave"]),
    default="usual",
    show_default=True,
    help="Với mọi đơn vị: move giữ tên, về Hội mới; merge nhập hẳn; leave để nguyên.",
)
@click.option("--paper", default="", help="Số giấy tờ, như “QĐ 12/QĐ-UBND”.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@JSON
@click.pass_obj
def convert_places(
    machine: Machine,
    /,
    register_path: Path,
    table_path: Path | None,
    deed: str,
    paper: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Convert units and the addresses that are sure."""
    from app.services import backups, conversion, place_tables

    table = place_tables.load_table(table_path or place_tables.table_files(machine.paths)[0])
    with opened(machine, register_path) as services:
        proposal = conversion.propose(services.register, table)
        wanted = None if deed == "usual" else conversion.UnitDeed(deed)
        choices = conversion.usual_choices(proposal, deed=wanted, paper=paper)
        result = None
        if not dry_run and (proposal.units or proposal.sure):
            backups.back_up(
                register_path, backups.backup_folder(machine.paths, machine.settings), clock=machine.clock
            )
            result = conversion.apply(services.register, proposal, choices, today=services.today())
    if as_json:
        print_json(_conversion_document(proposal, result))
        return
    _tell_conversion(proposal, result, click.echo)


def _conversion_document(proposal: Proposal, result: ConversionResult | None) -> dict[str, Any]:
    return {
        "table": proposal.table.title,
        "units": [
            {"name": u.name, "target": u.target_name, "exists": u.target_id is not None, "deed": u.deed.value}
            for u in proposal.units
        ],
        "units_left": [{"name": u.name, "reason": u.reason} for u in proposal.units_left],
        "addresses": [
            {
                "full_name": row.full_name,
                "old": row.proposal.old,
                "new": list(row.proposal.options),
                "sure": row.proposal.sure,
                "reason": row.proposal.reason or None,
            }
            for row in proposal.addresses
        ],
        "done": dataclasses.asdict(result) if result is not None else None,
    }


def _tell_conversion(
    proposal: Proposal, result: ConversionResult | None, say: Callable[[str], object]
) -> None:
    say(f"Theo bảng: {proposal.table.title}.")
    for u in proposal.units:
        say(f"  {u.name} → {u.target_name}{'' if u.target_id else ' (lập mới)'}")
    for left in proposal.units_left:
        say(f"  {left.name}: {left.reason}")
    for row in proposal.sure:
        say(f"  {row.full_name}: {row.proposal.old} → {row.proposal.options[0]}")
    for row in proposal.doubtful:
        say(f"  {row.full_name}: {row.proposal.old} – {row.proposal.reason}")
    if result is not None:
        say(
            f"Đã lập {len(result.founded)} đơn vị, chuyển {result.moved}, sáp nhập {result.merged}, "
            f"đổi {result.addresses} địa chỉ; {len(proposal.doubtful)} địa chỉ phải tự chọn."
        )
    elif not proposal.units and not proposal.addresses:
        say("Không còn gì phải sắp xếp.")
    else:
        say(
            f"Sẽ sắp xếp {len(proposal.units)} đơn vị, đổi {len(proposal.sure)} địa chỉ; "
            f"{len(proposal.doubtful)} địa chỉ phải tự chọn."
        )
