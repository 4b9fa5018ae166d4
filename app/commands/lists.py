"""Commands over the list of members: bring one in, print one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.list_options import asked, list_options
from app.commands.opening import JSON, REGISTER, opened
from app.errors import NotFoundError, RuleError
from app.terminal import PATH, Day, is_kind, out_option, print_json
from app.vietnamese.dates import PartialDate

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.member_lists import MemberQuery
    from app.domain.year_report import Cell
    from app.services.bundle import Services
    from app.services.imports import Candidate, ImportPlan


@click.command("import", help="Đưa một danh sách hội viên (.xlsx .xls .xlsb .ods .csv .tsv) vào sổ.")
@click.argument("source", metavar="TỆP", type=PATH)
@REGISTER
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@click.option(
    "--sheet", "sheets", multiple=True, metavar="TRANG", help="Chỉ đọc trang này (ghi được nhiều lần)."
)
@click.option("--header", type=click.IntRange(1), metavar="DÒNG", help="Dòng ghi tên các cột.")
@click.option(
    "--column", "columns", multiple=True, metavar="B=birth", help="Cột này là mục nào; B= là bỏ cột."
)
@click.option(
    "--encoding", "encodings", multiple=True, metavar="B=TCVN3", help="Kiểu chữ: Unicode, TCVN3, VNI."
)
@click.option(
    "--decide",
    "decisions",
    multiple=True,
    metavar="12=new",
    help="Dòng 12: new là thêm mới, skip là để lại, hoặc mã hội viên để cập nhật.",
)
@click.option(
    "--remembered",
    is_flag=True,
    help="Dùng các cột đã chọn trước đây cho mẫu này, và nhớ các cột chọn lần này.",
)
@click.option(
    "--leftovers",
    type=PATH,
    metavar="TỆP.xlsx",
    help="Ghi các dòng chưa nhập, kèm lý do, ra tệp này để sửa rồi nhập lại.",
)
@JSON
@click.pass_obj
def import_list(
    machine: Machine,
    /,
    source: Path,
    register_path: Path,
    dry_run: bool,
    remembered: bool,
    leftovers: Path | None,
    as_json: bool,
    **chosen_words: Any,
) -> None:
    """Bring a list in."""
    from app.services import (
        backups,
        conversion,
        import_forms,
        import_leftovers,
        imports,
        place_tables,
    )
    from app.services.import_words import choices_of

    with opened(machine, register_path) as services:
        chosen = choices_of(services.register, **chosen_words)
        read = imports.read_list(source)
        plan = imports.plan_list(services.register, read, today=services.today(), choices=chosen)
        if remembered and (known := import_forms.remembered(machine.settings, plan.form)):
            chosen = dataclasses.replace(chosen, columns=(*chosen.columns, *known))
            plan = imports.plan_list(services.register, read, today=services.today(), choices=chosen)
        if plan.refusal:
            raise RuleError(plan.refusal)
        result = imports.summarise(plan)
        if not dry_run and (result.added or result.updated):
            backups.back_up(
                register_path, backups.backup_folder(machine.paths, machine.settings), clock=machine.clock
            )
            result = imports.apply_import(services.register, plan, today=services.today())
        if remembered and not dry_run:
            import_forms.remember(machine.settings, plan.form, chosen, today=services.today())
        candidates = {
            id(row): imports.candidates(services.register, row, today=services.today())
            for row in (() if as_json else plan.of_kind(imports.RowKind.DOUBTFUL)[:_MOST_DOUBTS])
        }
        old = conversion.old_addresses(plan, place_tables.sound_tables(machine.paths), today=services.today())
        left = len(import_leftovers.leftovers(plan)) if leftovers is not None else 0
        if leftovers is not None and left:
            import_leftovers.write_leftovers(leftovers, read, plan, replace=is_kind(leftovers, ".xlsx"))
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
    for line in _told(plan):
        click.echo(f"  {line}")
    for line in _doubts(plan, candidates):
        click.echo(f"  {line}")
    if old:
        click.echo(
            f"{old} địa chỉ mang tên phường, xã cũ: lệnh convert-places ghi địa chỉ mới, giữ địa chỉ cũ."
        )
    if left:
        click.echo(f"Đã ghi {left} dòng chưa nhập ra {leftovers}.")


#: For so many doubtful rows it is told who each may be; longer lists are decided in the window.
_MOST_DOUBTS = 10


@click.command("sample-list", help="Tệp Excel mẫu để ghi danh sách hội viên, rồi đưa vào sổ bằng import.")
@out_option(".xlsx")
@click.option("--register", "register_path", type=PATH, help="Tệp sổ (.sohoi), để chọn được tên chi hội.")
@click.pass_obj
def sample_list(machine: Machine, /, out: Path, register_path: Path | None) -> None:
    """Write the sample list to fill in."""
    from app.services.imports import write_sample_list

    replace = is_kind(out, ".xlsx")
    if register_path is None:
        written = write_sample_list(out, replace=replace)
    else:
        with opened(machine, register_path) as services:
            written = write_sample_list(out, services.register, replace=replace)
    click.echo(f"Đã ghi tệp mẫu {written}. Ghi danh sách vào đó rồi nhập bằng lệnh import.")


def _doubts(plan: ImportPlan, candidates: Mapping[int, Sequence[Candidate]]) -> Iterator[str]:
    """Whom the doubtful rows may mean, and the words that decide it."""
    from app.services.imports import RowKind

    doubtful = plan.of_kind(RowKind.DOUBTFUL)
    for row in doubtful:
        for each in candidates.get(id(row), ()):
            yield f"Dòng {row.row} có thể là {each.code} {each.name}: --decide {row.row}={each.code}"
    if doubtful:
        yield "Là người mới thì thêm --decide DÒNG=new; để lại thì --decide DÒNG=skip."


def _told(plan: ImportPlan) -> Iterator[str]:
    """What is to be told of a plan, line by line: changes, problems, repairs, what was left."""
    from app.services.imports import RowKind

    if plan.remembered:
        yield "Dùng các cột đã chọn lần trước cho mẫu danh sách này."
    for row in plan.of_kind(RowKind.CHANGED):
        changes = "; ".join(f"{each.label} {each.old or '(trống)'} → {each.new}" for each in row.changes)
        yield f"Dòng {row.row}, {row.values.full_name}: {changes}"
    for p in plan.problems():
        yield f"Dòng {p.row}, cột {p.column}: {p.message}"
    several = len({each.sheet for each in plan.columns}) > 1
    for column in plan.repaired():
        where = f"{column.sheet}, cột" if several else "Cột"
        yield f"{where} {column.letter}: chữ kiểu {column.encoding.value} ({column.decided_by.label})."
    for repair in plan.repairs:
        where = f"{repair.sheet}, cột" if several else "Cột"
        before, after = repair.samples[0]
        yield f"{where} {repair.column}: {repair.reason}, {repair.cells} ô, như “{before}” → “{after}”."
    for row in plan.left_rows():
        yield f"Dòng {row.row}: {row.remark}"
    if plan.skipped_rows():
        yield f"Không phải dòng của một người: {', '.join(map(str, plan.skipped_rows()))}."


@click.command(help="Danh sách hội viên.")
@REGISTER
@click.option("--search", default="", help="Tìm theo tên, số điện thoại, mã; có dấu hay không dấu đều được.")
@click.option("--as-of", type=Day(), default=None, help="Tính đến hết ngày này, như 31/12/2023.")
@click.option("--chapter", default="", help="Tên chi hội.")
@list_options
@JSON
@click.pass_obj
def members(
    machine: Machine,
    /,
    register_path: Path,
    search: str,
    as_of: date | None,
    chapter: str,
    as_json: bool,
    **words: Any,
) -> None:
    """List members as they stood on a day."""
    from app.services.member_queries import member_document, members_asked, members_on
    from app.services.units import tree

    with opened(machine, register_path) as services:
        wanted = asked(services, words)
        day = as_of or (wanted[0].on if wanted else None) or services.today()
        unit = tree(services.register, day).find(chapter) if chapter else None
        if chapter and unit is None:
            raise NotFoundError(
                f"Ngày {day:%d/%m/%Y} không có chi hội nào tên “{chapter}”. Hãy xem lại tên chi hội."
            )
        if wanted is None:
            rows = members_on(services.register, day, search=search, unit=chapter)
        else:
            query, columns = wanted
            query = dataclasses.replace(query, search=search, on=day)
            if unit is not None:
                query = dataclasses.replace(query, unit_ids=frozenset({unit.unit_id}))
            if columns:
                _print_table(services, query, columns, as_json=as_json)
                return
            rows = members_asked(services.register, query, today=services.today())
    if as_json:
        print_json([member_document(row) for row in rows])
        return
    for number, row in enumerate(rows, 1):
        m = row.member
        parts = (str(m.birth or "chưa rõ"), row.unit_name, row.role, row.standing.status.label)
        click.echo(f"{number:>4}. {m.code} · {m.full_name} · " + " · ".join(part for part in parts if part))
    click.echo(f"{len(rows)} người.")


def _print_table(services: Services, query: MemberQuery, columns: tuple[str, ...], *, as_json: bool) -> None:
    """The chosen columns of a list: an object a member by the columns' keys, or a line of their texts."""
    from app.services.member_list import shown_table

    table = shown_table(services.register, query, columns, today=services.today(), full_numbers=True)
    keys = [column.key for column in table.columns]
    if as_json:
        print_json([{k: _plain(cell) for k, cell in zip(keys, row, strict=True)} for row in table.rows])
        return
    for number, row in enumerate(table.rows, 1):
        click.echo(f"{number:>4}. " + " · ".join("" if cell is None else str(cell) for cell in row))
    click.echo(f"{table.count} người.")


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, PartialDate):
        return cell.iso
    return cell.isoformat() if isinstance(cell, date) else cell or None
