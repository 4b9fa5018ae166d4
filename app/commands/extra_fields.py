"""Commands for the fields that a branch defines itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, opened
from app.domain.extras import ExtraField, ExtraKind
from app.domain.record import to_document
from app.terminal import print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine


@click.command("extra-fields", help="Các mục riêng của Hội: xem, thêm (--add TÊN), bỏ (--remove TÊN).")
@REGISTER
@click.option("--add", "added", default="", metavar="TÊN", help="Thêm một mục tên này.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in ExtraKind]),
    default=ExtraKind.TEXT.value,
    show_default=True,
    help="Loại của mục thêm vào.",
)
@click.option("--choice", "choices", multiple=True, help="Một lựa chọn, lặp lại được (loại choice).")
@click.option("--sensitive", is_flag=True, help="Mục nhạy cảm: không in nếu không yêu cầu.")
@click.option("--remove", "removed", default="", metavar="TÊN", help="Bỏ mục tên này cùng nội dung.")
@JSON
@click.pass_obj
def extra_fields(
    machine: Machine,
    /,
    register_path: Path,
    added: str,
    kind: str,
    choices: tuple[str, ...],
    sensitive: bool,
    removed: str,
    as_json: bool,
) -> None:
    """List, add or remove fields of the branch's own."""
    from app.services import extra_fields as fields

    with opened(machine, register_path) as services:
        if added:
            fields.add_field(
                services.register,
                ExtraField(name=added, kind=ExtraKind(kind), choices="\n".join(choices), sensitive=sensitive),
            )
        if removed:
            held = fields.remove_field(services.register, removed)
            click.echo(f"Đã bỏ mục “{removed}” và {held} nội dung. Lệnh undo trả lại.", err=as_json)
        uses = fields.list_fields(services.register)
    if as_json:
        print_json([{**to_document(use.field), "used": use.used} for use in uses])
        return
    for use in uses:
        click.echo(f"{use.field.name} ({use.field.kind.label}): {use.used} hội viên")
    click.echo(f"{len(uses)} mục riêng.")
