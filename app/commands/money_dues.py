"""Commands of dues and of the budget."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.care_found import fund_id_of
from app.commands.member import card_of, unit_id_of
from app.commands.money_found import YEAR, year_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.funds import BudgetLine, EntryKind
from app.errors import NotFoundError, UsageError
from app.terminal import PATH, Known, Money, print_json
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.budgets import BudgetRow
    from app.services.bundle import Services
    from app.services.dues import DuesRow

_YEAR = click.option("--year", type=YEAR, default=None, help="Năm; thường là năm nay.")
_MEMBERS = click.argument("codes", metavar="MÃ...", nargs=-1)
_UNIT = click.option("--chapter", default="", metavar="TÊN", help="Chi hội này.")
_OF_FUND = click.option("--fund", default="", metavar="TÊN", help="Quỹ này; thường là quỹ của Hội.")


@click.group(help="Hội phí: ai phải nộp, ai đã nộp, mức đóng, miễn.")
def dues() -> None:
    """The group of commands for dues."""


@dues.command("list", help="Ai đã nộp, ai còn nợ hội phí của năm; --out ghi ra PDF hoặc Excel.")
@REGISTER
@_YEAR
@_UNIT
@click.option("--owing", is_flag=True, help="Chỉ người còn nợ.")
@click.option("--signing", is_flag=True, help="Với --out: bản để người nộp ký.")
@click.option("--out", type=PATH, default=None, help="Ghi danh sách ra tệp .pdf hoặc .xlsx này.")
@JSON
@click.pass_obj
def list_dues(
    machine: Machine,
    /,
    register_path: Path,
    year: int | None,
    chapter: str,
    owing: bool,
    signing: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """List who paid and who owes."""
    from app.services.cash_papers import DuesListKind, write_dues_list
    from app.services.dues import dues_of_year

    with opened(machine, register_path) as services:
        unit_id = unit_id_of(services, chapter)
        year = year or services.today().year
        found = dues_of_year(services.register, year, today=services.today())
        if out is not None:
            kind = DuesListKind.OWING if owing else DuesListKind.ALL
            written = write_dues_list(
                services.register,
                year,
                out,
                kind=DuesListKind.SIGNING if signing else kind,
                unit_id=unit_id,
                today=services.today(),
                replace=True,
            )
            click.echo(f"Đã ghi {written.path}: {written.words}.", err=as_json)
    rows = [
        row for row in found.rows if (unit_id is None or row.unit_id == unit_id) and (row.owes or not owing)
    ]
    if as_json:
        print_json([_dues_document(row) for row in rows])
    elif out is None:
        for row in rows:
            owes = f", còn nợ {money(row.owes)}" if row.owes else ""
            click.echo(f"{row.code} {row.name}, {row.unit_name}: {row.words.lower()}{owes}")
        paid, owed = sum(row.paid for row in rows), sum(row.owes for row in rows)
        click.echo(f"{len(rows)} người, đã nộp {money(paid)}, còn nợ {money(owed)}.")


def _dues_document(row: DuesRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "unit": row.unit_name,
        "rate": row.rate,
        "paid": row.paid,
        "paid_on": row.paid_on.iso if row.paid_on else None,
        "waived": row.waived,
        "reason": row.reason,
        "owes": row.owes,
        "over": row.over,
    }


@dues.command("rate", help="Đặt mức hội phí của năm, chung hay riêng một chi hội; không ghi mức thì in.")
@REGISTER
@_YEAR
@_UNIT
@click.option("--amount", type=Money(), default=None, help="Mức đóng một năm.")
@click.option("--remove", is_flag=True, help="Bỏ mức đã đặt.")
@click.pass_obj
def rate(
    machine: Machine,
    register_path: Path,
    year: int | None,
    chapter: str,
    amount: int | None,
    remove: bool,
) -> None:
    """Set, remove or print the rates of a year."""
    from app.services import dues as service

    if remove and amount is not None:
        raise UsageError("Hãy ghi một trong hai: --amount hoặc --remove.")
    with opened(machine, register_path) as services:
        unit_id = unit_id_of(services, chapter)
        year = year or services.today().year
        if amount is not None:
            service.set_rate(services.register, year, amount, unit_id)
        elif remove:
            service.remove_rate(services.register, year, unit_id)
        rates = service.dues_of_year(services.register, year, today=services.today()).rates
    if not rates:
        click.echo(f"Năm {year} chưa đặt mức hội phí.")
    for held, unit in rates:
        click.echo(f"Năm {year}, {unit or 'chung'}: {money(held.amount)}")


@dues.command("pay", help="Ghi các hội viên nộp hội phí, mỗi người một khoản thu.")
@_MEMBERS
@REGISTER
@_YEAR
@click.option("--on", type=Known(), default=None, help="Ngày nộp; thường là hôm nay.")
@click.option("--amount", type=Money(), default=None, help="Mỗi người nộp số này; thường là số còn nợ.")
@_UNIT
@_OF_FUND
@click.option("--number", is_flag=True, help="Đánh số phiếu thu.")
@click.pass_obj
def pay(
    machine: Machine,
    /,
    codes: tuple[str, ...],
    register_path: Path,
    year: int | None,
    on: PartialDate | None,
    amount: int | None,
    chapter: str,
    fund: str,
    number: bool,
) -> None:
    """Record payments."""
    from app.services.dues import dues_of_year, pay_dues
    from app.services.funds import number_vouchers

    if bool(codes) is bool(chapter):
        raise UsageError("Hãy cho một trong hai: MÃ của hội viên, hoặc --chapter (mọi người còn nợ).")
    with opened(machine, register_path) as services:
        year = year or services.today().year
        if chapter:
            unit_id = unit_id_of(services, chapter)
            rows = dues_of_year(services.register, year, today=services.today()).rows
            ids = [row.member_id for row in rows if row.unit_id == unit_id and row.owes]
        else:
            ids = _members(services, codes)
        entries = pay_dues(
            services.register,
            ids,
            year,
            on=on or PartialDate.from_date(services.today()),
            amount=amount,
            fund_id=fund_id_of(services, fund) if fund else None,
        )
        if number:
            number_vouchers(services.register, [entry.id for entry in entries])
    total = sum(entry.amount for entry in entries)
    click.echo(f"Đã ghi {len(entries)} người nộp hội phí năm {year}, {money(total)}.")


def _members(services: Services, codes: tuple[str, ...]) -> list[str]:
    return [card_of(services, code).member.id for code in dict.fromkeys(codes)]


@dues.command("waive", help="Miễn hội phí một năm, hay mọi năm; --take-back bỏ miễn.")
@_MEMBERS
@REGISTER
@_YEAR
@click.option("--always", is_flag=True, help="Miễn mọi năm.")
@click.option("--reason", default="", help="Lý do.")
@click.option("--take-back", is_flag=True, help="Bỏ miễn.")
@click.pass_obj
def waive(
    machine: Machine,
    /,
    codes: tuple[str, ...],
    register_path: Path,
    year: int | None,
    always: bool,
    reason: str,
    take_back: bool,
) -> None:
    """Let members off, or take that back."""
    from app.services import dues as service

    if not codes:
        raise UsageError("Hãy ghi MÃ của hội viên.")
    with opened(machine, register_path) as services:
        ids = _members(services, codes)
        wanted = None if always else year or services.today().year
        if take_back:
            done = service.unwaive(services.register, ids, wanted)
        else:
            done = service.waive(services.register, ids, wanted, reason)
    deed = "bỏ miễn" if take_back else "miễn"
    click.echo(f"Đã {deed} hội phí {f'năm {wanted}' if wanted else 'mọi năm'} cho {done} hội viên.")


# ---------------------------------------------------------------- budget


@click.group(help="Dự toán thu chi của năm.")
def budget() -> None:
    """The group of commands for the budget."""


@budget.command("list", help="Dự toán và thực hiện của năm; --out ghi ra PDF hoặc Excel.")
@REGISTER
@_YEAR
@_OF_FUND
@click.option("--out", type=PATH, default=None, help="Ghi bảng ra tệp .pdf hoặc .xlsx này.")
@JSON
@click.pass_obj
def list_budget(
    machine: Machine, register_path: Path, year: int | None, fund: str, out: Path | None, as_json: bool
) -> None:
    """List what was planned and what is."""
    from app.services.budgets import budget_of_year
    from app.services.cash_papers import write_budget

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        year = year_of(services, year)
        rows = budget_of_year(services.register, year, fund_id)
        if out is not None:
            written = write_budget(
                services.register, year, out, fund_id=fund_id, today=services.today(), replace=True
            )
            click.echo(f"Đã ghi {written.path}: {written.words}.", err=as_json)
    if as_json:
        print_json(
            [
                {
                    "kind": row.kind.value,
                    "category": row.category,
                    "planned": row.planned if row.line is not None else None,
                    "actual": row.actual,
                }
                for row in rows
            ]
        )
    elif out is None:
        for row in rows:
            planned = f"dự toán {money(row.planned)}" if row.line is not None else "không có dự toán"
            click.echo(f"{row.kind.label} {row.category}: {planned}, thực hiện {money(row.actual)}")
        if not rows:
            click.echo(f"Năm {year} chưa có dự toán và chưa có thu chi.")


@budget.command("set", help="Đặt dự toán của một mục: income (thu) hoặc expense (chi).")
@click.argument("kind", metavar="income|expense", type=click.Choice([kind.value for kind in EntryKind]))
@click.argument("category", metavar="MỤC")
@REGISTER
@click.option("--amount", type=Money(), required=True, help="Số dự toán.")
@_YEAR
@_OF_FUND
@click.option("--note", default=None, help="Ghi chú.")
@click.pass_obj
def set_line(
    machine: Machine,
    /,
    kind: str,
    category: str,
    register_path: Path,
    amount: int,
    year: int | None,
    fund: str,
    note: str | None,
) -> None:
    """Plan an amount."""
    from app.services.budgets import save_line

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        year = year or services.today().year
        row = _row(services, EntryKind(kind), category, year, fund_id)
        line = row.line if row is not None else None
        line = line or BudgetLine(
            year=year, kind=EntryKind(kind), category=category, amount=amount, fund_id=fund_id
        )
        note = line.note if note is None else note
        saved = save_line(services.register, dataclasses.replace(line, amount=amount, note=note))
    click.echo(f"Dự toán {saved.kind.label.lower()} năm {year}, {saved.category}: {money(saved.amount)}.")


@budget.command("remove", help="Bỏ dự toán của một mục.")
@click.argument("kind", metavar="income|expense", type=click.Choice([kind.value for kind in EntryKind]))
@click.argument("category", metavar="MỤC")
@REGISTER
@_YEAR
@_OF_FUND
@click.pass_obj
def remove_line(
    machine: Machine, kind: str, category: str, register_path: Path, year: int | None, fund: str
) -> None:
    """Take out a line."""
    from app.services import budgets

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        year = year or services.today().year
        row = _row(services, EntryKind(kind), category, year, fund_id)
        if row is None or row.line is None:
            raise NotFoundError(f"Dự toán năm {year} không có mục “{category}”.")
        budgets.remove_line(services.register, row.line.id)
    click.echo(f"Đã bỏ dự toán năm {year}, {row.category}. Lệnh undo trả lại.")


def _row(
    services: Services, kind: EntryKind, category: str, year: int, fund_id: str | None
) -> BudgetRow | None:
    from app.services.budgets import budget_of_year

    rows = budget_of_year(services.register, year, fund_id)
    return next((row for row in rows if row.kind is kind and fold(row.category) == fold(category)), None)


@budget.command("copy", help="Lập dự toán của năm theo năm khác; mục đã có giữ nguyên.")
@REGISTER
@click.option("--from", "from_year", type=YEAR, required=True, help="Theo năm này.")
@click.option("--to", "to_year", type=YEAR, required=True, help="Cho năm này.")
@_OF_FUND
@click.pass_obj
def copy(machine: Machine, register_path: Path, from_year: int, to_year: int, fund: str) -> None:
    """Take over another year's lines."""
    from app.services.budgets import copy_budget

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        done = copy_budget(services.register, from_year, to_year, fund_id=fund_id)
    click.echo(f"Đã lập {done} mục dự toán năm {to_year} theo năm {from_year}.")
