"""Commands of the cash book: its lines, their receipts and payment slips."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.care_found import fund_id_of
from app.commands.member import card_of
from app.commands.money_found import ENTRY, YEAR, entry_of, year_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.funds import EntryKind, FundEntry
from app.domain.record import to_document
from app.errors import UsageError
from app.terminal import PATH, Known, Money, out_option, print_json
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import group, money

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.funds import CashBook

_KIND = click.Choice([kind.value for kind in EntryKind])


@click.command("cash-book", help="Sổ quỹ của một năm với số tồn sau từng dòng; --out ghi ra PDF hoặc Excel.")
@REGISTER
@click.option("--year", type=YEAR, default=None, help="Năm; thường là năm cuối có ghi sổ.")
@click.option("--fund", default="", metavar="TÊN", help="Sổ của quỹ này; thường là quỹ của Hội.")
@click.option("--out", type=PATH, default=None, help="Ghi sổ ra tệp .pdf hoặc .xlsx này.")
@JSON
@click.pass_obj
def cash_book(
    machine: Machine, register_path: Path, year: int | None, fund: str, out: Path | None, as_json: bool
) -> None:
    """List the lines of a year, or write them as a paper."""
    from app.services.cash_papers import write_cash_book
    from app.services.funds import cash_book as read

    with opened(machine, register_path) as services:
        fund_id = fund_id_of(services, fund) if fund else None
        year = year_of(services, year)
        book = read(services.register, year=year, fund_id=fund_id)
        if out is not None:
            written = write_cash_book(
                services.register, year, out, fund_id=fund_id, today=services.today(), replace=True
            )
            click.echo(f"Đã ghi {written.path}: {written.words}.", err=as_json)
    if as_json:
        print_json(_document(book, year))
        return
    if out is None:
        _print(book, year)
    if book.overdrawn is not None:
        on, balance = book.overdrawn.entry.on, book.overdrawn.balance
        click.echo(
            f"Quỹ âm từ {on} ({money(balance)}): hãy xem có khoản thu chưa ghi, hay ghi nhầm ngày, số tiền."
        )


def _document(book: CashBook, year: int) -> dict[str, Any]:
    return {
        "fund": book.fund_name,
        "year": year,
        "closed": book.is_closed,
        "opening": book.summary.opening,
        "income": book.summary.income,
        "expense": book.summary.expense,
        "closing": book.summary.closing,
        "entries": [{**to_document(row.entry), "balance": row.balance} for row in book.rows],
    }


def _print(book: CashBook, year: int) -> None:
    click.echo(f"{book.fund_name}, đầu năm {year}: {money(book.summary.opening)}.")
    for row in book.rows:
        entry = row.entry
        sign = "+" if entry.kind is EntryKind.INCOME else "-"
        said = ", ".join(filter(None, (entry.voucher, entry.purpose, entry.counterpart)))
        click.echo(f"{entry.on} {sign}{group(entry.amount)} còn {group(row.balance)}: {said} (mã {entry.id})")
    closed = " Sổ đã khóa." if book.is_closed else ""
    click.echo(
        f"Thu {money(book.summary.income)}, chi {money(book.summary.expense)}, "
        f"tồn {money(book.summary.closing)}.{closed}"
    )


@click.group(
    help="Một khoản thu hay chi. KHOẢN là mã (lệnh cash-book), hoặc số phiếu như PT05 hay PT05/2023."
)
def entry() -> None:
    """The group of commands for one line."""


def _words(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "--on", type=Known(), default=None, help="Ngày, hay tháng, năm; khoản mới thường là hôm nay."
            ),
            click.option("--amount", type=Money(), default=None, help="Số tiền, như 300000, 300.000."),
            click.option("--purpose", default=None, help="Nội dung thu, chi."),
            click.option("--counterpart", default=None, help="Người nộp, người nhận."),
            click.option("--address", default=None, help="Địa chỉ của người ấy."),
            click.option("--category", default=None, help="Mục thu, chi để so với dự toán."),
            click.option("--papers", default=None, help="Chứng từ kèm theo: số bản, hay tên."),
            click.option("--voucher", default=None, help="Số phiếu; next là số tiếp theo."),
            click.option("--member", "member_code", default=None, metavar="MÃ", help="Hội viên mang mã này."),
            click.option("--dues-year", type=YEAR, default=None, help="Hội phí của năm nào."),
            click.option("--fund", default=None, metavar="TÊN", help="Quỹ; thường là quỹ của Hội."),
            click.option("--note", default=None, help="Ghi chú."),
        )
    ):
        command = option(command)
    return command


def _fields(services: Services, said: dict[str, Any]) -> dict[str, Any]:
    fields = {
        name: held
        for name, held in said.items()
        if held is not None and name not in ("fund", "member_code", "voucher")
    }
    if said["fund"] is not None:
        fields["fund_id"] = fund_id_of(services, said["fund"])
    if said["member_code"] is not None:
        code = said["member_code"]
        fields["member_id"] = card_of(services, code).member.id if code else None
    return fields


def _numbered(services: Services, made: FundEntry, voucher: str | None) -> FundEntry:
    from app.services.funds import next_voucher

    if voucher is None:
        return made
    if voucher == "next":
        voucher = next_voucher(services.register, made.kind, made.on.year, made.fund_id)
    return dataclasses.replace(made, voucher=voucher)


@entry.command("add", help="Ghi một khoản: income (thu) hoặc expense (chi).")
@click.argument("kind", metavar="income|expense", type=_KIND)
@REGISTER
@_words
@click.pass_obj
def add(machine: Machine, /, kind: str, register_path: Path, **said: Any) -> None:
    """Add a line."""
    from app.services.funds import save_entry

    for name in ("amount", "purpose"):
        if said[name] is None:
            raise UsageError(f"Hãy ghi thêm --{name}.")
    with opened(machine, register_path) as services:
        fields = {"on": PartialDate.from_date(services.today()), **_fields(services, said)}
        made = _numbered(services, FundEntry(kind=EntryKind(kind), **fields), said["voucher"])
        saved = save_entry(services.register, made)
    click.echo(f"Đã ghi {_said(saved)} (mã {saved.id}).")


@entry.command("edit", help="Sửa một khoản.")
@ENTRY
@REGISTER
@_words
@click.pass_obj
def edit(machine: Machine, /, entry_word: str, register_path: Path, **said: Any) -> None:
    """Change a line."""
    from app.services.funds import save_entry

    with opened(machine, register_path) as services:
        held = dataclasses.replace(entry_of(services, entry_word), **_fields(services, said))
        saved = save_entry(services.register, _numbered(services, held, said["voucher"]))
    click.echo(f"Đã sửa {_said(saved)}.")


@entry.command("show", help="Một khoản, mọi mục.")
@ENTRY
@REGISTER
@JSON
@click.pass_obj
def show(machine: Machine, entry_word: str, register_path: Path, as_json: bool) -> None:
    """Print a line."""
    from app.services.record_names import told

    with opened(machine, register_path) as services:
        held = entry_of(services, entry_word)
        lines = told(services.register, held)
    if as_json:
        print_json(to_document(held))
        return
    for label, text in lines:
        click.echo(f"{label}: {text}")


@entry.command("remove", help="Xóa một khoản; của một lần chuyển quỹ thì xóa cả hai bên.")
@ENTRY
@REGISTER
@click.pass_obj
def remove(machine: Machine, entry_word: str, register_path: Path) -> None:
    """Take out a line."""
    from app.services.funds import remove_entry

    with opened(machine, register_path) as services:
        held = entry_of(services, entry_word)
        remove_entry(services.register, held.id)
    click.echo(f"Đã xóa {_said(held)}. Lệnh undo trả lại.")


def _said(entry: FundEntry) -> str:
    number = f" {entry.voucher}" if entry.voucher else ""
    return f"khoản {entry.kind.label.lower()}{number} ngày {entry.on}, {money(entry.amount)}: {entry.purpose}"


@click.command("voucher", help="Phiếu thu, phiếu chi của một hay nhiều khoản, hoặc của cả năm, ra PDF.")
@click.argument("entry_words", metavar="[KHOẢN]...", nargs=-1)
@REGISTER
@click.option("--year", type=YEAR, default=None, help="Mọi khoản của năm này thay vì từng khoản.")
@click.option("--fund", default="", metavar="TÊN", help="Với --year: của quỹ này; thường là quỹ của Hội.")
@click.option("--number", is_flag=True, help="Đánh số cho khoản chưa có số phiếu trước khi ghi.")
@click.option("--two-up", is_flag=True, help="Hai phiếu trên một trang A4 thay vì mỗi phiếu một trang A5.")
@click.option("--copies", type=click.IntRange(1, 5), default=1, help="Số liên của mỗi phiếu.")
@out_option(".pdf")
@click.pass_obj
def voucher(
    machine: Machine,
    /,
    entry_words: tuple[str, ...],
    register_path: Path,
    year: int | None,
    fund: str,
    number: bool,
    out: Path,
    **shape: Any,
) -> None:
    """Write receipts and payment slips."""
    from app.services.cash_papers import write_vouchers
    from app.services.funds import cash_book as read
    from app.services.funds import number_vouchers

    if bool(entry_words) is (year is not None):
        raise UsageError("Hãy cho một trong hai: các KHOẢN, hoặc --year NĂM.")
    with opened(machine, register_path) as services:
        if year is not None:
            fund_id = fund_id_of(services, fund) if fund else None
            book = read(services.register, year=year, fund_id=fund_id)
            ids = [row.entry.id for row in book.rows]
        else:
            ids = [entry_of(services, word).id for word in entry_words]
        if number:
            number_vouchers(services.register, ids)
        written = write_vouchers(services.register, ids, out, today=services.today(), replace=True, **shape)
    click.echo(f"Đã ghi {written.path}: {len(ids)} phiếu, {written.words}.")
