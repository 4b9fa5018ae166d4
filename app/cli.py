"""The command line: parses, calls services, prints; no rule lives here (design §4).

Messages are Vietnamese; with ``--json`` exactly one JSON document goes to stdout. Exit codes: 0 done,
1 refused by a rule or not found, 2 a file or register cannot be read or written, 64 wrong usage.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app import __version__
from app.bootstrap import Machine, start_machine
from app.errors import (
    CancelledError,
    FileProblemError,
    NotFoundError,
    RegisterProblemError,
    SoHoiError,
    UsageError,
)
from app.logs import log_to
from app.terminal import (
    PATH,
    Day,
    Decimal,
    is_kind,
    out_option,
    print_json,
    progress_bar,
    speak_utf8,
    translated,
)

_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from app.services.bundle import Services
    from app.services.certificates import WrittenCertificates

_REGISTER = click.option("--register", "register_path", required=True, type=PATH, help="Tệp sổ (.sohoi).")
_JSON = click.option("--json", "as_json", is_flag=True, help="In đúng một tài liệu JSON.")


def main(arguments: Sequence[str], *, machine: Machine | None = None) -> int:
    """Run one command and return the exit code; never a traceback for what a user or a file did."""
    speak_utf8()
    machine = machine or start_machine()
    with log_to(machine.paths.logs):
        return _run(arguments, machine)


def _run(arguments: Sequence[str], machine: Machine) -> int:
    try:
        commands.main(list(arguments), prog_name="sohoi", standalone_mode=False, obj=machine)
        sys.stdout.flush()
    except SoHoiError as problem:
        _log.info("Refused", exc_info=problem)
        click.echo(problem.message, err=True)
        return problem.exit_code
    except (click.exceptions.Abort, CancelledError, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu.", err=True)
        return 1
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as problem:
        click.echo(f"Lệnh chưa đúng: {translated(problem)} Gõ thêm --help để xem cách dùng.", err=True)
        return UsageError.exit_code
    except BrokenPipeError:
        # The reader of the output left; what was done is done.
        _drop_output()
        return 0
    except OSError as problem:
        if problem.filename is not None:
            raise
        # What is printed goes to a file on a full or pulled disk.
        _drop_output()
        click.echo("Việc đã xong nhưng không in kết quả ra được: ổ đĩa đầy hoặc đã rút ra.", err=True)
        return FileProblemError.exit_code
    except Exception:
        _log.exception("Bug")
        raise
    return 0


def _drop_output() -> None:
    # What the interpreter still flushes when it ends would fail again.
    sys.stdout = io.StringIO()


@contextmanager
def _opened(machine: Machine, path: Path) -> Iterator[Services]:
    """Open a register, and close it with a backup when the command changed something."""
    with _closing(machine.open(path)) as services:
        yield services


@contextmanager
def _closing(services: Services) -> Iterator[Services]:
    """Close a register; what was saved before a command failed is backed up as well."""
    from app.services.backups import close_with_backup

    try:
        yield services
    finally:
        try:
            close_with_backup(services)
        except FileProblemError as problem:
            # What was asked is done and saved, or its own error follows; only the second copy is missing.
            click.echo(f"Chưa sao lưu được sổ: {problem.message}", err=True)


@click.group(
    help="Sổ Hội: sổ hội viên, hội họp, khen thưởng và báo cáo của một chi nhánh hội.",
    epilog="Ngoài ra: screens vẽ mọi trang của cửa sổ ra ảnh; không kèm lệnh nào thì mở cửa sổ.",
)
@click.version_option(__version__, prog_name="Sổ Hội", help="In số phiên bản.")
@click.pass_context
def commands(context: click.Context) -> None:
    """The group of all commands."""
    _log.info("Command %s", context.invoked_subcommand)


@commands.command(help="Lập sổ mẫu của năm 2023 và in mọi giấy tờ của năm đó.")
@click.option("--out", type=PATH, default=Path("out/demo"), show_default=True, help="Thư mục để kết quả.")
@click.pass_obj
def demo(machine: Machine, out: Path) -> None:
    """Build the reference branch's year and all its papers."""
    from app.services.demo_papers import make_demo

    with progress_bar("Lập sổ mẫu") as progress:
        lines = make_demo(out, clock=machine.clock, progress=progress)
    for line in lines:
        click.echo(line)


@commands.command(help="Lập một sổ mới.")
@click.argument("register_path", metavar="SỔ", type=PATH)
@click.option("--branch", default="", help="Tên đầy đủ của Hội.")
@click.option("--place", default="", help="Địa danh ghi trên giấy tờ.")
@click.option("--code", default="", help="Ký hiệu văn bản, như HTS.")
@click.pass_obj
def init(machine: Machine, register_path: Path, branch: str, place: str, code: str) -> None:
    """Make a new register."""
    from app.domain.branch import new_branch

    services = machine.create(register_path, new_branch(branch or "Hội", place=place, code=code))
    path = services.register.path
    services.register.close()
    click.echo(f"Đã lập sổ {path}.")


@commands.command("import", help="Đưa một danh sách hội viên (.xlsx .xls .xlsb .ods .csv .tsv) vào sổ.")
@click.argument("source", metavar="TỆP", type=PATH)
@_REGISTER
@click.option("--dry-run", is_flag=True, help="Chỉ xem trước, không ghi.")
@_JSON
@click.pass_obj
def import_list(machine: Machine, source: Path, register_path: Path, dry_run: bool, as_json: bool) -> None:
    """Bring a list in."""
    from app.services import backups, imports

    with _opened(machine, register_path) as services:
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


@commands.command(help="Danh sách hội viên.")
@_REGISTER
@click.option("--search", default="", help="Tìm theo tên, số điện thoại, mã; có dấu hay không dấu đều được.")
@click.option("--as-of", type=Day(), default=None, help="Tính đến ngày.")
@click.option("--chapter", default="", help="Tên chi hội.")
@_JSON
@click.pass_obj
def members(
    machine: Machine, register_path: Path, search: str, as_of: date | None, chapter: str, as_json: bool
) -> None:
    """List members as they stood on a day."""
    from app.services.members import member_document, members_on
    from app.services.units import tree

    with _opened(machine, register_path) as services:
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


@commands.command("export", help="Ghi cả sổ ra một tệp JSON mở.")
@_REGISTER
@out_option(".json")
@click.pass_obj
def export_register(machine: Machine, register_path: Path, out: Path) -> None:
    """Write the whole register in the open format."""
    from app.services import registers

    with _opened(machine, register_path) as services:
        counts = registers.export_register(services.register, out, replace=is_kind(out, ".json"))
    click.echo(f"Đã ghi {sum(counts.values())} bản ghi ra {out}.")


@commands.command("load", help="Lập một sổ mới, hoặc nạp vào một sổ chưa ghi gì, từ tệp JSON đã xuất.")
@click.argument("source", metavar="TỆP", type=PATH)
@_REGISTER
@click.pass_obj
def load_register(machine: Machine, source: Path, register_path: Path) -> None:
    """Make a register from an export."""
    with _closing(machine.load(source, register_path)):
        pass
    click.echo(f"Đã lập sổ {register_path} từ {source.name}.")


@commands.command(help="In giấy khen của một năm ra PDF.")
@_REGISTER
@click.option("--year", required=True, type=click.IntRange(1950, 2200))
@out_option(".pdf", ", hoặc thư mục khi dùng --separate")
@click.option("--layout", default=None, help="Tên mẫu giấy khen.")
@click.option("--overlay", is_flag=True, help="Chỉ in chữ, để in lên phôi có sẵn.")
@click.option("--dx", type=Decimal(), default=0.0, help="Lệch sang phải, mm.")
@click.option("--dy", type=Decimal(), default=0.0, help="Lệch xuống dưới, mm.")
@click.option("--scale", type=Decimal(), default=100.0, help="Tỷ lệ, %.")
@click.option("--separate", is_flag=True, help="Mỗi người một tệp.")
@_JSON
@click.pass_obj
def certificates(
    machine: Machine, /, register_path: Path, year: int, out: Path, separate: bool, as_json: bool, **how: Any
) -> None:
    """Write the certificates of a year."""
    from app.services.certificates import PrintChoice, write_year
    from app.settings import Calibration

    at = Calibration(how["dx"], how["dy"], how["scale"])
    choice = PrintChoice(layout_name=how["layout"], overlay=how["overlay"], calibration=at)
    with _opened(machine, register_path) as services, progress_bar("In giấy khen") as progress:
        written = write_year(
            services.register,
            year,
            out,
            choice=choice,
            separate=separate,
            today=services.today(),
            replace=separate or is_kind(out, ".pdf"),
            progress=progress,
        )
    if as_json:
        print_json(
            {"path": str(written.path), "files": written.files, "pages": written.pages, "size": written.size}
        )
        return
    click.echo(_written_line(written))
    for each in written.shrunk:
        click.echo(
            f"  Chữ phải thu nhỏ: {each.recipient or 'mọi tờ'}, {each.box} "
            f"({each.from_size:g} → {each.to_size:g} pt)"
        )


def _written_line(written: WrittenCertificates) -> str:
    kilobytes = max(1, round(written.size / 1024))
    return f"{written.pages} giấy khen, {written.files} tệp, {kilobytes} KB: {written.path}"


@commands.command(help="In trang thử có thước để căn phôi.")
@click.option("--layout", default=None, help="Tên mẫu giấy khen.")
@out_option(".pdf")
def testpage(layout: str | None, out: Path) -> None:
    """Write the test page of a layout."""
    from app.services.certificates import DEFAULT_LAYOUT, write_test_page

    write_test_page(layout or DEFAULT_LAYOUT, out, replace=is_kind(out, ".pdf"))
    click.echo(f"Đã ghi trang thử {out}. In đúng cỡ (100 %, không co giãn) rồi đo bằng thước.")


@commands.command(help="Lập bảng số liệu cuối năm ra Excel.")
@_REGISTER
@click.option("--year", required=True, type=click.IntRange(1950, 2200))
@out_option(".xlsx")
@click.option("--full-numbers", is_flag=True, help="In đủ số điện thoại.")
@_JSON
@click.pass_obj
def report(
    machine: Machine, register_path: Path, year: int, out: Path, full_numbers: bool, as_json: bool
) -> None:
    """Write the year-end workbook."""
    from app.services.reports import write_workbook

    with _opened(machine, register_path) as services:
        written = write_workbook(
            services.register,
            year,
            out,
            today=services.today(),
            full_numbers=full_numbers,
            replace=is_kind(out, ".xlsx"),
        )
    if as_json:
        print_json({"year": year, "path": str(out), "figures": written.figures})
        return
    click.echo(f"Đã ghi {out}: {len(written.sheets)} trang tính, {len(written.figures)} chỉ tiêu.")
    if not any(written.figures.values()):
        click.echo(f"Năm {year} chưa có số liệu nào trong sổ nên bảng toàn số 0.")


@commands.command(help="Nhật ký thay đổi.")
@_REGISTER
@click.option("--limit", type=click.IntRange(1), default=1000, show_default=True)
@_JSON
@click.pass_obj
def history(machine: Machine, register_path: Path, limit: int, as_json: bool) -> None:
    """Print the change log, newest first."""
    from app.services import history as log

    with _opened(machine, register_path) as services:
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


@commands.command(help="Hoàn tác thay đổi cuối cùng.")
@_REGISTER
@click.pass_obj
def undo(machine: Machine, register_path: Path) -> None:
    """Take the last change back."""
    from app.services import history as log

    with _opened(machine, register_path) as services:
        click.echo(f"{log.undo(services.register).label}.")


@commands.command(help="Làm lại thay đổi vừa hoàn tác.")
@_REGISTER
@click.pass_obj
def redo(machine: Machine, register_path: Path) -> None:
    """Do again what was last taken back."""
    from app.services import history as log

    with _opened(machine, register_path) as services:
        click.echo(f"{log.redo(services.register).label}.")


@commands.command(help="Sao lưu sổ.")
@_REGISTER
@click.option("--to", "folder", type=PATH, default=None, help="Thư mục để bản sao lưu.")
@click.pass_obj
def backup(machine: Machine, register_path: Path, folder: Path | None) -> None:
    """Back a register up."""
    from app.services import backups

    machine.open(register_path).register.close()
    target = folder or backups.backup_folder(machine.paths, machine.settings)
    made = backups.back_up(register_path, target, clock=machine.clock)
    click.echo(f"Đã sao lưu: {made}")


@commands.command(help="Khôi phục sổ từ một bản sao lưu.")
@click.argument("source", metavar="BẢN_SAO_LƯU", type=PATH)
@_REGISTER
@click.pass_obj
def restore(machine: Machine, source: Path, register_path: Path) -> None:
    """Put a backup in a register's place."""
    from app.services import backups

    kept = backups.restore(source, register_path, clock=machine.clock)
    click.echo(f"Đã khôi phục {register_path} từ {source.name}.")
    if kept is not None:
        click.echo(f"Sổ trước khi khôi phục được giữ ở: {kept}")


@commands.command(help="Kiểm tra toàn bộ sổ.")
@_REGISTER
@click.pass_obj
def check(machine: Machine, register_path: Path) -> None:
    """Examine a whole register."""
    from app.services import registers

    with _opened(machine, register_path) as services:
        found = registers.check(services.register)
    for line in found:
        click.echo(line, err=True)
    if found:
        raise RegisterProblemError(f"Sổ có {len(found)} chỗ sai. Hãy khôi phục từ bản sao lưu gần nhất.")
    click.echo("Sổ nguyên vẹn.")
