"""Commands that keep a register safe: history, undo, backups, checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, opened
from app.errors import RegisterProblemError, UsageError
from app.terminal import PATH, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.history import FieldChange, RecordChange, TakeBack


@click.command(help="Nhật ký thay đổi; với --record là của một hội viên hay một mục, từng mục sửa.")
@REGISTER
@click.option("--record", default=None, metavar="MÃ", help="Mã hội viên, hoặc mã (id) của một mục.")
@click.option("--search", default="", help="Chỉ những việc có các chữ này: tên, việc, ngày.")
@click.option("--imports", "imports_only", is_flag=True, help="Chỉ các lần nhập danh sách.")
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@JSON
@click.pass_obj
def history(
    machine: Machine,
    register_path: Path,
    record: str | None,
    search: str,
    imports_only: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Print the change log, newest first; of one record field by field."""
    from app.services import history as log

    with opened(machine, register_path) as services:
        register = services.register
        if record is not None:
            told = log.record_history(register, log.record_ids_of(register, record))[:limit]
            _print_record_changes(told, as_json=as_json)
            return
        rows = log.changes(register, limit=limit, search=search, imports_only=imports_only)
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
                    "taken_back": row.taken_back,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        mark = " (đã hoàn tác)" if row.undone else " (đã trả lại)" if row.taken_back else ""
        click.echo(f"{row.id:>6}  {row.at:%d/%m/%Y %H:%M}  {row.label}{mark}")
    if not rows:
        click.echo("Không có thay đổi nào như thế trong nhật ký.")


def _print_record_changes(told: tuple[RecordChange, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "id": each.change_id,
                    "at": each.at.isoformat(),
                    "actor": each.actor,
                    "label": each.label,
                    "verb": each.verb,
                    "kind": each.kind,
                    "name": each.name,
                    "record": each.record_id,
                    "fields": [{"label": f.label, "old": f.old, "new": f.new} for f in each.fields],
                }
                for each in told
            ]
        )
        return
    for each in told:
        who = f"  {each.actor}" if each.actor else ""
        click.echo(f"{each.change_id:>6}  {each.at:%d/%m/%Y %H:%M}{who}  {each.label}")
        click.echo(f"        {each.verb} {each.kind.lower()} {each.name}")
        for field in each.fields:
            click.echo(f"        {field.label}: {_from_to(field)}")


def _from_to(field: FieldChange) -> str:
    return f"{field.old} → {field.new or '(bỏ trống)'}" if field.old else field.new


@click.command(help="Hoàn tác thay đổi cuối cùng, hoặc một thay đổi cũ (--change).")
@REGISTER
@click.option("--change", type=int, default=None, metavar="SỐ", help="Số của thay đổi, xem lệnh history.")
@click.option("--record", default=None, metavar="MÃ", help="Cùng --change: chỉ trả lại hội viên hay mục này.")
@click.option("--dry-run", is_flag=True, help="Cùng --change: chỉ xem, không ghi gì.")
@JSON
@click.pass_obj
def undo(
    machine: Machine,
    register_path: Path,
    change: int | None,
    record: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take the last change back, or any past one as far as it can be."""
    from app.services import history as log

    if change is None and (dry_run or record is not None):
        raise UsageError("--dry-run và --record cần --change SỐ (xem số ở lệnh history).")
    with opened(machine, register_path) as services:
        register = services.register
        if change is None:
            done = log.undo(register)
            passed = log.passed_by(register, done)
            if as_json:
                print_json({"id": done.id, "label": done.label})
                return
            if passed is not None:
                click.echo(f"Việc sau cùng, “{passed.label}”, không hoàn tác được nên giữ nguyên.")
            click.echo(f"{done.label}.")
            return
        ids = log.record_ids_of(register, record) if record is not None else ()
        work = log.plan_take_back if dry_run else log.take_back
        told = work(register, change, today=services.today(), record_ids=ids)
    _print_take_back(told, as_json=as_json)


def _print_take_back(told: TakeBack, *, as_json: bool) -> None:
    from app.services.history import Outcome

    counts = {each.value: told.count(each) for each in Outcome}
    if as_json:
        items = [
            {
                "outcome": item.outcome.value,
                "kind": item.kind,
                "name": item.name,
                "record": item.record_id,
                "deed": item.deed,
                "fields": [{"label": f.label, "old": f.old, "new": f.new} for f in item.fields],
                "along": item.along,
                "reason": item.reason,
            }
            for item in told.items
        ]
        made = told.made.id if told.made is not None else None
        print_json({"change": told.change.id, "made": made, **counts, "items": items})
        return
    for item in told.items:
        fields = ", ".join(f"{f.label}: {_from_to(f)}" for f in item.fields)
        along = f"cùng {item.along}" if item.along else ""
        why = "; ".join(part for part in (fields or item.deed, along, item.reason) if part)
        click.echo(f"{item.outcome.label}: {item.kind} {item.name} ({why})")
    counted = ", ".join(f"{told.count(each)} {each.label}" for each in Outcome)
    verb = "Đã trả lại" if told.made is not None else "Xem trước, chưa ghi gì"
    click.echo(f"{verb} “{told.change.label}”: {counted}.")


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
