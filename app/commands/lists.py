"""Commands over the list of members: bring one in, print one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.opening import JSON, REGISTER, opened
from app.errors import NotFoundError
from app.terminal import PATH, Day, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine


@click.command("import", help="Đưa một danh sách hội viên (.xlsx .xls .xlsb .ods .csv .tsv) vào sổ.")
@click.argument("source", metavar="TỆP", type=PATH)
@REGISTER
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@JSON
@click.pass_obj
def import_list(machine: Machine, source: Path, register_path: Path, dry_run: bool, as_json: bool) -> None:
    """Bring a list in."""
    from app.services import backups, imports

    with opened(machine, register_path) as services:
        plan = imports.plan_import(services.register, source, today=services.today())
        result = imports.summarise(plan)
        if not dry_run and (result.added or result.updated):
            backups.back_up(
                register_path, backups.backup_folder(machine.paths, machine.settings), clock=machine.clock
            )
            result = imports.apply_import(services.register, plan, today=services.today())
    if as_json:
        print_json(
            {
                "added": result.added,
                "updated": result.updated,
                "duplicates": result.duplicates,
                "skipped": result.skipped,
                "problems": [
                    {"row": p.row, "column": p.column, "message": p.message} for p in result.problems
                ],
            }
        )
        return
    verb = "Sẽ thêm" if dry_run else "Đã thêm"
    same = f"đã có sẵn {result.duplicates}, bỏ qua {result.skipped}"
    click.echo(f"{verb} {result.added}, sửa {result.updated}, {same}.")
    for p in result.problems:
        click.echo(f"  Dòng {p.row}, cột {p.column}: {p.message}")
    if plan.skipped_rows():
        click.echo(f"  Không phải dòng của một người: {', '.join(map(str, plan.skipped_rows()))}.")


@click.command(help="Danh sách hội viên.")
@REGISTER
@click.option("--search", default="", help="Tìm theo tên, số điện thoại, mã; có dấu hay không dấu đều được.")
@click.option("--as-of", type=Day(), default=None, help="Tính đến ngày.")
@click.option("--chapter", default="", help="Tên chi hội.")
@JSON
@click.pass_obj
def members(
    machine: Machine, register_path: Path, search: str, as_of: date | None, chapter: str, as_json: bool
) -> None:
    """List members as they stood on a day."""
    from app.services.members import member_document, members_on
    from app.services.units import tree

    with opened(machine, register_path) as services:
        day = as_of or services.today()
        if chapter and tree(services.register, day).find(chapter) is None:
            raise NotFoundError(
                f"Ngày {day:%d/%m/%Y} không có chi hội nào tên “{chapter}”. Hãy xem lại tên chi hội."
            )
        rows = members_on(services.register, day, search=search, unit=chapter)
    if as_json:
        print_json([member_document(row) for row in rows])
        return
    for number, row in enumerate(rows, 1):
        m = row.member
        parts = (str(m.birth or "chưa rõ"), row.unit_name, row.role, row.standing.status.label)
        click.echo(f"{number:>4}. {m.full_name} · " + " · ".join(part for part in parts if part))
    click.echo(f"{len(rows)} người.")
