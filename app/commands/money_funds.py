"""Commands of funds: the list with balances, money between funds, closing and reopening a year."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.care_found import fund_id_of
from app.commands.member import unit_id_of
from app.commands.money_found import YEAR
from app.commands.opening import JSON, REGISTER, opened
from app.domain.funds import Fund
from app.domain.record import to_document
from app.errors import NotFoundError, RuleError
from app.terminal import PATH, Day, Known, Money, print_json
from app.vietnamese.dates import PartialDate, short_date
from app.vietnamese.numbers import money

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services

_FUND = click.argument("name", metavar="TÊN")
_OF_FUND = click.option("--fund", default="", metavar="TÊN", help="Sổ của quỹ này; thường là quỹ của Hội.")


@click.command(help="Các quỹ và số tồn; --out ghi danh sách chân quỹ các chi hội ra PDF hoặc Excel.")
@REGISTER
@click.option("--out", type=PATH, default=None, help="Ghi danh sách chân quỹ ra tệp .pdf hoặc .xlsx này.")
@JSON
@click.pass_obj
def funds(machine: Machine, register_path: Path, out: Path | None, as_json: bool) -> None:
    """List the funds."""
    from app.services.cash_papers import write_base_funds
    from app.services.funds import list_funds

    with opened(machine, register_path) as services:
        lines = list_funds(services.register, today=services.today())
        if out is not None:
            written = write_base_funds(services.register, out, today=services.today(), replace=True)
            click.echo(f"Đã ghi {written.path}: {written.words}.", err=as_json)
    if as_json:
        print_json(
            [
                {
                    "id": line.fund.id if line.fund is not None else None,
                    "name": line.name,
                    "unit": line.unit_name,
                    "is_base": line.fund is not None and line.fund.is_base,
                    "balance": line.balance,
                    "members": line.members,
                    "per_member": line.per_member,
                }
                for line in lines
            ]
        )
    elif out is None:
        for line in lines:
            unit = f" ({line.unit_name})" if line.unit_name else ""
            is_base = line.fund is not None and line.fund.is_base
            each = f", bình quân {money(line.per_member)}/hội viên" if is_base and line.per_member else ""
            click.echo(f"{line.name}{unit}: {money(line.balance)}{each}")


@click.group(help="Một quỹ ngoài quỹ của Hội. TÊN là tên quỹ.")
def fund() -> None:
    """The group of commands for one fund."""


@fund.command("add", help="Lập một quỹ; --base là chân quỹ của chi hội.")
@_FUND
@REGISTER
@click.option("--unit", default="", metavar="TÊN", help="Của chi hội này.")
@click.option("--base", is_flag=True, help="Là chân quỹ của chi hội ấy.")
@click.option("--note", default="", help="Ghi chú.")
@click.pass_obj
def add(machine: Machine, name: str, register_path: Path, unit: str, base: bool, note: str) -> None:
    """Make a fund."""
    from app.services.funds import list_funds, save_fund

    with opened(machine, register_path) as services:
        place = len(list_funds(services.register, today=services.today()))
        made = Fund(name=name, unit_id=unit_id_of(services, unit), is_base=base, note=note, position=place)
        saved = save_fund(services.register, made)
    click.echo(f"Đã lập quỹ “{saved.name}” (mã {saved.id}).")


@fund.command("edit", help="Sửa một quỹ.")
@_FUND
@REGISTER
@click.option("--name", "new_name", default=None, help="Tên mới.")
@click.option("--unit", default=None, metavar="TÊN", help="Của chi hội này; để trống là của cả Hội.")
@click.option("--base/--no-base", default=None, help="Có phải là chân quỹ của chi hội.")
@click.option("--note", default=None, help="Ghi chú.")
@click.pass_obj
def edit(machine: Machine, /, name: str, register_path: Path, **said: Any) -> None:
    """Change a fund."""
    from app.services.funds import save_fund

    with opened(machine, register_path) as services:
        fields = {"name": said["new_name"], "is_base": said["base"], "note": said["note"]}
        given = {field: held for field, held in fields.items() if held is not None}
        if said["unit"] is not None:
            given["unit_id"] = unit_id_of(services, said["unit"])
        saved = save_fund(services.register, dataclasses.replace(_own_fund(services, name), **given))
    click.echo(f"Đã sửa quỹ “{saved.name}”.")


@fund.command("remove", help="Xóa một quỹ chưa có khoản thu chi nào.")
@_FUND
@REGISTER
@click.pass_obj
def remove(machine: Machine, name: str, register_path: Path) -> None:
    """Take out a fund."""
    from app.services.funds import remove_fund

    with opened(machine, register_path) as services:
        held = _own_fund(services, name)
        remove_fund(services.register, held.id)
    click.echo(f"Đã xóa quỹ “{held.name}”. Lệnh undo trả lại.")


def _own_fund(services: Services, name: str) -> Fund:
    from app.services.funds import list_funds

    fund_id = fund_id_of(services, name)
    for line in list_funds(services.register, today=services.today()):
        if line.fund is not None and line.fund.id == fund_id:
            return line.fund
    raise RuleError(f"“{name}” là quỹ của Hội, luôn có trong sổ nên không sửa, không xóa được.")


@fund.command("transfer", help="Chuyển tiền từ quỹ này sang quỹ khác: một khoản chi và một khoản thu.")
@REGISTER
@click.option("--from", "source", required=True, metavar="TÊN", help="Từ quỹ này.")
@click.option("--to", "target", required=True, metavar="TÊN", help="Sang quỹ này.")
@click.option("--amount", type=Money(), required=True, help="Số tiền.")
@click.option("--on", type=Known(), default=None, help="Ngày; thường là hôm nay.")
@click.option("--purpose", default="", help="Nội dung; để trống thì ghi từ quỹ nào sang quỹ nào.")
@click.pass_obj
def transfer(
    machine: Machine,
    /,
    register_path: Path,
    source: str,
    target: str,
    amount: int,
    on: PartialDate | None,
    purpose: str,
) -> None:
    """Move money between funds."""
    from app.services.funds import transfer as move

    with opened(machine, register_path) as services:
        out, _ = move(
            services.register,
            source=fund_id_of(services, source),
            target=fund_id_of(services, target),
            amount=amount,
            on=on or PartialDate.from_date(services.today()),
            purpose=purpose,
        )
    click.echo(f"Đã chuyển {money(amount)}: {out.purpose}.")


@click.command(
    "close-year", help="Khóa sổ một năm: không khoản nào của năm ấy và các năm trước đổi được nữa."
)
@REGISTER
@click.option("--year", type=YEAR, default=None, help="Năm cần khóa; không ghi thì in các năm đã khóa.")
@click.option("--counted", type=Money(), default=None, help="Tiền mặt kiểm kê được.")
@click.option("--on", type=Day(), default=None, help="Ngày khóa sổ; thường là hôm nay.")
@_OF_FUND
@click.option("--note", default="", help="Ghi chú, như lý do thừa thiếu.")
@JSON
@click.pass_obj
def close_year(
    machine: Machine,
    /,
    register_path: Path,
    year: int | None,
    counted: int | None,
    on: date | None,
    fund: str,
    note: str,
    as_json: bool,
) -> None:
    """Close a year, or list what is closed."""
    from app.services import closings

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        if year is not None:
            closings.close_year(
                services.register,
                year,
                on=on or services.today(),
                counted=counted,
                fund_id=fund_id,
                note=note,
            )
        rows = closings.list_closings(services.register, fund_id=fund_id)
    if as_json:
        print_json([{**to_document(row.closing), "difference": row.difference} for row in rows])
        return
    if not rows:
        click.echo("Chưa khóa sổ năm nào.")
    for row in rows if year is None else rows[:1]:
        told = f" {row.difference_words}" if row.difference_words else ""
        held = row.closing
        click.echo(
            f"Sổ {row.fund_name} năm {held.year} khóa ngày {short_date(held.closed_on)}, "
            f"tồn {money(held.balance)}.{told}"
        )


@click.command("reopen-year", help="Mở lại năm đã khóa sau cùng để sửa; sửa xong hãy khóa lại.")
@REGISTER
@click.option("--year", type=YEAR, required=True, help="Năm đã khóa.")
@_OF_FUND
@click.pass_obj
def reopen_year(machine: Machine, register_path: Path, year: int, fund: str) -> None:
    """Reopen a closed year."""
    from app.services import closings

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        rows = closings.list_closings(services.register, fund_id=fund_id)
        found = next((row for row in rows if row.closing.year == year), None)
        if found is None:
            raise NotFoundError(f"Sổ năm {year} chưa khóa. Lệnh close-year in các năm đã khóa.")
        closings.reopen_year(services.register, found.closing.id)
    click.echo(f"Đã mở lại sổ {found.fund_name} năm {year}.")
