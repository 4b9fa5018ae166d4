"""Commands that keep a register safe: history, undo, backups, checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, opened
from app.errors import RegisterProblemError
from app.terminal import PATH, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine


@click.command(help="Nhật ký thay đổi.")
@REGISTER
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@JSON
@click.pass_obj
def history(machine: Machine, register_path: Path, limit: int, as_json: bool) -> None:
    """Print the change log, newest first."""
    from app.services import history as log

    with opened(machine, register_path) as services:
        rows = log.changes(services.register, limit=limit)
    if as_json:
        print_json(
            [
                {
                    "id": row.id,
                    "at": row.at.isoformat(),
                    "actor": row.actor,
                    "label": row.label,
                    "kind": str(row.kind),
                    "undone": row.undone,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        mark = " (đã hoàn tác)" if row.undone else ""
        click.echo(f"{row.at:%d/%m/%Y %H:%M}  {row.label}{mark}")


@click.command(help="Hoàn tác thay đổi cuối cùng.")
@REGISTER
@click.pass_obj
def undo(machine: Machine, register_path: Path) -> None:
    """Take the last change back."""
    from app.services import history as log

    with opened(machine, register_path) as services:
        click.echo(f"{log.undo(services.register).label}.")


@click.command(help="Làm lại thay đổi vừa hoàn tác.")
@REGISTER
@click.pass_obj
def redo(machine: Machine, register_path: Path) -> None:
    """Do again what was last taken back."""
    from app.services import history as log

    with opened(machine, register_path) as services:
        click.echo(f"{log.redo(services.register).label}.")


@click.command(help="Sao lưu sổ.")
@REGISTER
@click.option("--to", "folder", type=PATH, default=None, help="Thư mục để bản sao lưu.")
@click.pass_obj
def backup(machine: Machine, register_path: Path, folder: Path | None) -> None:
    """Back a register up."""
    from app.services import backups

    machine.open(register_path).register.close()
    target = folder or backups.backup_folder(machine.paths, machine.settings)
    made = backups.back_up(register_path, target, clock=machine.clock)
    click.echo(f"Đã sao lưu: {made}")


@click.command(help="Khôi phục sổ từ một bản sao lưu.")
@click.argument("source", metavar="BẢN_SAO_LƯU", type=PATH)
@REGISTER
@click.pass_obj
def restore(machine: Machine, source: Path, register_path: Path) -> None:
    """Put a backup in a register's place."""
    from app.services import backups

    kept = backups.restore(source, register_path, clock=machine.clock)
    click.echo(f"Đã khôi phục {register_path} từ {source.name}.")
    if kept is not None:
        click.echo(f"Sổ trước khi khôi phục được giữ ở: {kept}")


@click.command(help="Kiểm tra toàn bộ sổ.")
@REGISTER
@click.pass_obj
def check(machine: Machine, register_path: Path) -> None:
    """Examine a whole register."""
    from app.services import registers

    with opened(machine, register_path) as services:
        found = registers.check(services.register)
    for line in found:
        click.echo(line, err=True)
    if found:
        raise RegisterProblemError(f"Sổ có {len(found)} chỗ sai. Hãy khôi phục từ bản sao lưu gần nhất.")
    click.echo("Sổ nguyên vẹn.")
