"""Commands that write the words and figures of a report; they go into its group."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import REGISTER, opened
from app.commands.report import figure_of
from app.commands.saved_reports import REPORT, period_of, report_of, told_of
from app.errors import NotFoundError, UsageError
from app.vietnamese.numbers import group, parse_money
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine


@click.command("text", help="Viết lời một mục: --text LỜI, --file TỆP, hoặc --file - để đọc từ bàn phím.")
@REPORT
@click.argument("section", metavar="MỤC")
@REGISTER
@click.option("--text", default=None, help="Lời viết; để trống là bỏ lời của mục.")
@click.option("--file", "source", default=None, help="Tệp chữ (UTF-8); - là đầu vào chuẩn.")
@click.option("--instead", is_flag=True, help="Thay hẳn lời tự soạn của mục, không viết thêm sau nó.")
@click.option("--earlier", is_flag=True, help="Lấy lời của báo cáo kỳ trước.")
@click.pass_obj
def text(
    machine: Machine,
    /,
    word: str,
    section: str,
    register_path: Path,
    text: str | None,
    source: str | None,
    instead: bool,
    earlier: bool,
) -> None:
    """Write the words of a section."""
    from app.services.saved_reports import set_text

    if sum((text is not None, source is not None, earlier)) != 1:
        raise UsageError("Hãy ghi một trong ba: --text LỜI, --file TỆP, hoặc --earlier.")
    with opened(machine, register_path) as services:
        held = report_of(services, word)
        told = told_of(services, held)
        keys = [each.key for each in told.sections]
        found = next((each for each in told.sections if fold(section) in (each.key, fold(each.title))), None)
        if found is None:
            raise NotFoundError(f"Báo cáo không có mục “{section}”. Các mục: {', '.join(keys)}.")
        if earlier and not found.earlier:
            raise NotFoundError(f"Báo cáo kỳ trước không có lời viết ở mục “{found.title}”.")
        said = found.earlier if earlier else text if text is not None else _read(source or "-")
        set_text(services.register, held.id, found.key, said, instead=instead)
    click.echo(f"{'Đã ghi lời' if said.strip() else 'Đã bỏ lời'} mục “{found.title}”.")


def _read(source: str) -> str:
    from app.errors import FileProblemError

    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise FileProblemError(
            f"Không đọc được {source}. Hãy xem lại tên tệp và lưu tệp theo mã UTF-8."
        ) from problem


@click.command(
    "figure",
    help="Ghi số ước thay cho số đếm được; --clear để trở lại số đếm. SỐ_LIỆU là tên hay khóa của nó.",
)
@REPORT
@click.argument("figure_word", metavar="SỐ_LIỆU")
@click.argument("amount", metavar="SỐ", default="")
@REGISTER
@click.option("--final", is_flag=True, help="Là số chính thức, không ghi chữ “ước”.")
@click.option("--clear", is_flag=True, help="Bỏ số đã ghi.")
@click.pass_obj
def figure(
    machine: Machine,
    /,
    word: str,
    figure_word: str,
    amount: str,
    register_path: Path,
    final: bool,
    clear: bool,
) -> None:
    """Type an estimate."""
    from app.services.reports import build_report
    from app.services.saved_reports import set_figure

    if clear is bool(amount):
        raise UsageError("Hãy ghi SỐ, hoặc --clear để bỏ số đã ghi.")
    wanted = parse_money(amount) if amount else None
    with opened(machine, register_path) as services:
        held = report_of(services, word)
        found = figure_of(
            build_report(services.register, period_of(held), today=services.today()), figure_word
        )
        set_figure(services.register, held.id, found.key, wanted, today=services.today(), estimate=not final)
    click.echo(f"{found.label}: {'lấy lại số đếm từ sổ' if wanted is None else group(wanted)}.")


@click.command("row", help="Thêm hoặc sửa một dòng số liệu tự thêm; --remove để xóa.")
@REPORT
@click.argument("label", metavar="NỘI_DUNG")
@REGISTER
@click.option("--amount", default=None, help="Số liệu kỳ này.")
@click.option("--previous", default=None, help="Số liệu kỳ trước.")
@click.option("--measure", default=None, help="Đơn vị tính.")
@click.option("--part", default=None, help="Phần của báo cáo, như care hay “Tài chính”.")
@click.option("--estimate/--final", default=None, help="Là số ước, hay số chính thức.")
@click.option("--remove", is_flag=True, help="Xóa dòng này.")
@click.pass_obj
def row(machine: Machine, /, word: str, label: str, register_path: Path, remove: bool, **said: Any) -> None:
    """Write a row of the user's own."""
    from app.services.saved_reports import new_row, remove_row, report_card, save_row

    wanted = {name: value for name, value in said.items() if value is not None}
    for name in ("amount", "previous"):
        if name in wanted:
            wanted[name] = parse_money(wanted[name])
    with opened(machine, register_path) as services:
        card = report_card(services.register, report_of(services, word).id)
        held = next((each for each in card.own_rows if fold(each.label) == fold(label)), None)
        if remove:
            if held is None:
                raise NotFoundError(f"Báo cáo không có dòng tự thêm “{label}”.")
            remove_row(services.register, held.id)
            click.echo(f"Đã xóa dòng “{held.label}”.")
            return
        begun = held or dataclasses.replace(new_row(card.report.id), label=label)
        saved = save_row(services.register, dataclasses.replace(begun, **wanted))
    click.echo(f"Dòng “{saved.label}”: {'chưa có số' if saved.amount is None else group(saved.amount)}.")


COMMANDS = (text, figure, row)
