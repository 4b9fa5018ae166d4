"""Commands of care: visits, who was not visited, a death."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.care_found import VISIT, fund_id_of, gift_options, gift_words, visit_of
from app.commands.member import card_of, unit_id_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.care import Visit, VisitKind
from app.domain.record import to_document
from app.errors import UsageError
from app.terminal import PATH, Day, Known, Money, print_json
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.visits import VisitRow

_YEAR = click.IntRange(1950, 2200)
_FUND_PAYS = click.option(
    "--from-fund/--no-fund",
    default=None,
    help="Ghi khoản chi vào sổ quỹ (thường là có), hay không: quà người khác cho.",
)


@click.command(help="Các lần thăm hỏi, viếng, tặng quà, mới nhất trước; --out ghi danh sách của năm ra tệp.")
@REGISTER
@click.option("--year", type=_YEAR, default=None, help="Chỉ năm này.")
@click.option("--planned", is_flag=True, help="Những lần mới dự kiến thay vì đã thăm.")
@click.option("--out", type=PATH, default=None, help="Ghi danh sách của năm ra tệp .pdf hoặc .xlsx này.")
@JSON
@click.pass_obj
def visits(
    machine: Machine, register_path: Path, year: int | None, planned: bool, out: Path | None, as_json: bool
) -> None:
    """List the visits."""
    from app.services.care_papers import write_visit_list
    from app.services.visits import list_visits

    if out is not None and year is None:
        raise UsageError("--out ghi danh sách của một năm. Hãy thêm --year NĂM.")
    with opened(machine, register_path) as services:
        rows = list_visits(services.register, year=year, planned=planned)
        if out is not None and year is not None:
            written = write_visit_list(services.register, year, out, today=services.today(), replace=True)
            click.echo(f"Đã ghi {out}: {written.words}.", err=as_json)
    if as_json:
        print_json([visit_document(row) for row in rows])
    if as_json or out is not None:
        return
    for row in rows:
        click.echo(f"{visit_line(row)} (mã {row.visit.id})")
    click.echo(f"{len(rows)} lượt, {money(sum(row.visit.total for row in rows))}.")


def visit_document(row: VisitRow) -> dict[str, Any]:
    """A visit with what follows from it, for a JSON document."""
    return {
        **to_document(row.visit),
        "name": row.person,
        "unit": row.unit_name,
        "total": row.visit.total,
        "from_fund": row.from_fund,
        "campaign": row.campaign,
    }


def visit_line(row: VisitRow) -> str:
    """A visit in one line."""
    v = row.visit
    parts = (
        f"{v.on} {row.person}",
        row.unit_name,
        v.kind.label.lower(),
        v.gift,
        money(v.total) if v.total else "",
        v.visitors,
        row.campaign,
    )
    return ", ".join(filter(None, parts))


@click.group(help="Một lần thăm hỏi. LẦN là mã (lệnh visits), hoặc ngày, tên khi chỉ có một lần.")
def visit() -> None:
    """The group of commands for one visit."""


@visit.command("add", help="Ghi một lần thăm hỏi; tiền trao và tiền mua quà thành khoản chi của quỹ.")
@REGISTER
@click.option("--member", "member_code", default="", metavar="MÃ", help="Hội viên mang mã này.")
@click.option("--person", default="", metavar="TÊN", help="Người, gia đình ngoài sổ.")
@click.option("--household", is_flag=True, help="Thăm cả hộ gia đình.")
@gift_options
@click.option("--planned", is_flag=True, help="Mới dự kiến; lần thăm của một ngày chưa đến luôn là dự kiến.")
@_FUND_PAYS
@click.pass_obj
def add(
    machine: Machine,
    /,
    register_path: Path,
    member_code: str,
    person: str,
    from_fund: bool | None,
    household: bool,
    planned: bool,
    **said: Any,
) -> None:
    """Record a visit."""
    from app.services.visits import save_visit

    if bool(member_code) is bool(person):
        raise UsageError("Hãy cho đúng một trong: --member MÃ hoặc --person TÊN.")
    with opened(machine, register_path) as services:
        member_id = card_of(services, member_code).member.id if member_code else None
        fields = {"on": PartialDate.from_date(services.today()), **gift_words(services, said)}
        made = Visit(member_id=member_id, person=person, household=household, **fields)
        made = dataclasses.replace(made, planned=planned or made.is_to_come(services.today()))
        saved = save_visit(services.register, made, from_fund=from_fund is not False)
    click.echo(f"Đã ghi lần thăm hỏi ngày {saved.on}, {money(saved.total)} (mã {saved.id}).")
    _tell_planned(saved)


def _tell_planned(visit: Visit) -> None:
    if visit.planned:
        click.echo("  Ghi là dự kiến: chưa tính vào số liệu, chưa chi quỹ. Thăm xong: visit edit … --made.")


@visit.command("edit", help="Sửa một lần thăm hỏi; khoản chi của quỹ đổi theo.")
@VISIT
@REGISTER
@click.option("--person", default=None, metavar="TÊN", help="Người, gia đình ngoài sổ.")
@click.option("--household/--one-person", default=None, help="Thăm cả hộ gia đình, hay một người.")
@gift_options
@click.option("--planned/--made", default=None, help="Mới dự kiến, hay đã thăm.")
@_FUND_PAYS
@click.pass_obj
def edit(
    machine: Machine, /, visit_word: str, register_path: Path, from_fund: bool | None, **said: Any
) -> None:
    """Change a visit."""
    from app.services.visits import save_visit

    with opened(machine, register_path) as services:
        held = visit_of(services, visit_word)
        changed = dataclasses.replace(held.visit, **gift_words(services, said))
        if changed.is_to_come(services.today()):
            if said["planned"] is False:
                raise UsageError(f"Ngày {changed.on} chưa đến. Hãy ghi ngày đã thăm: --on NGÀY.")
            changed = dataclasses.replace(changed, planned=True)
        if changed.planned and held.visit.campaign_id:
            raise UsageError("Suất quà đã trao: lệnh campaign take-back ghi lại là chưa trao.")
        # A visit that cost nothing has no line in the cash book; what comes later is the fund's as usual.
        paid = held.from_fund or not held.visit.total or held.visit.planned
        pays = paid if from_fund is None else from_fund
        saved = save_visit(services.register, changed, from_fund=pays)
    click.echo(f"Đã sửa lần thăm hỏi ngày {saved.on}, {money(saved.total)}.")
    _tell_planned(saved)


@visit.command("remove", help="Xóa một lần thăm hỏi và khoản chi của nó.")
@VISIT
@REGISTER
@click.pass_obj
def remove(machine: Machine, visit_word: str, register_path: Path) -> None:
    """Take out a visit."""
    from app.services.visits import remove_visit

    with opened(machine, register_path) as services:
        held = visit_of(services, visit_word)
        remove_visit(services.register, held.visit.id)
    click.echo(f"Đã xóa lần thăm hỏi ngày {held.visit.on}. Lệnh undo trả lại.")


@click.command(help="Hội viên chưa được thăm, lâu nhất trước.")
@REGISTER
@click.option("--since", type=Day(), default=None, help="Từ ngày này; thường là từ một năm trước.")
@click.option("--hardship", is_flag=True, help="Chỉ hội viên khó khăn.")
@click.option("--chapter", default="", metavar="TÊN", help="Chỉ chi hội này.")
@click.option("--without-campaigns", is_flag=True, help="Không tính quà của các đợt (lệnh campaigns).")
@JSON
@click.pass_obj
def unvisited(
    machine: Machine,
    /,
    register_path: Path,
    since: date | None,
    hardship: bool,
    chapter: str,
    without_campaigns: bool,
    as_json: bool,
) -> None:
    """List who was not visited."""
    from app.services.visits import unvisited as read

    with opened(machine, register_path) as services:
        rows = read(
            services.register,
            since=since or services.today() - timedelta(days=365),
            hardship=hardship,
            unit_id=unit_id_of(services, chapter),
            without_campaigns=without_campaigns,
        )
    if as_json:
        print_json(
            [
                {
                    "code": row.code,
                    "name": row.name,
                    "unit": row.unit_name,
                    "birth": row.birth.iso if row.birth else None,
                    "address": row.address,
                    "hardship": row.hardship,
                    "hardship_note": row.hardship_note,
                    "last": row.last.iso if row.last else None,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        last = f"lần cuối {row.last}" if row.last else "chưa lần nào"
        need = f"khó khăn: {row.hardship_note}".removesuffix(": ") if row.hardship else ""
        click.echo(", ".join(filter(None, (f"{row.code} {row.name}", row.unit_name, last, need))))
    click.echo(f"{len(rows)} người chưa được thăm.")


@click.command(
    help="Ghi một hội viên từ trần: biến động, lần viếng với tiền phúng và vòng hoa chi từ quỹ, thôi "
    "chức vụ; tất cả là một thay đổi. Đã ghi từ trước thì bổ sung, không ghi hai lần."
)
@click.argument("code", metavar="MÃ")
@REGISTER
@click.option("--on", type=Known(), required=True, help="Ngày mất, như đã biết.")
@click.option("--reason", default=None, help="Lý do.")
@click.option("--place", default=None, help="Nơi mất.")
@click.option("--paper", default=None, help="Số giấy chứng tử, trích lục.")
@click.option("--visited", type=Known(), default=None, help="Ngày viếng; không ghi thì chưa viếng.")
@click.option("--amount", type=Money(), default=None, help="Tiền phúng viếng.")
@click.option("--wreath", default=None, help="Vòng hoa, lễ viếng, như “Vòng hoa”.")
@click.option("--wreath-cost", type=Money(), default=None, help="Tiền vòng hoa.")
@click.option("--visitors", default=None, help="Người đi viếng.")
@click.option("--fund", default=None, metavar="TÊN", help="Chi từ quỹ này; thường là quỹ của Hội.")
@_FUND_PAYS
@click.option("--keep-offices", is_flag=True, help="Không ghi thôi các chức vụ đang giữ.")
@click.pass_obj
def death(
    machine: Machine,
    /,
    code: str,
    register_path: Path,
    from_fund: bool | None,
    keep_offices: bool,
    **said: Any,
) -> None:
    """Record a death whole."""
    from app.services.deaths import Death, known_death, record_death

    words = {"amount": "amount", "gift": "wreath", "gift_cost": "wreath_cost", "visitors": "visitors"}
    fields: dict[str, Any] = {name: said[word] for name, word in words.items() if said[word] is not None}
    if fields and said["visited"] is None:
        raise UsageError("Có tiền phúng hay vòng hoa thì hãy ghi cả ngày viếng: --visited NGÀY.")
    with opened(machine, register_path) as services:
        member = card_of(services, code).member
        known = known_death(services.register, member.id, today=services.today())
        visit_made = None
        if said["visited"] is not None:
            base = known.visit or Visit(on=said["visited"], member_id=member.id, kind=VisitKind.DEATH)
            if said["fund"] is not None:
                fields["fund_id"] = fund_id_of(services, said["fund"])
            visit_made = dataclasses.replace(base, on=said["visited"], **fields)
        event = known.event

        def kept(name: str) -> str:
            return said[name] if said[name] is not None else getattr(event, name, "")

        told = record_death(
            services.register,
            member.id,
            Death(
                on=said["on"],
                reason=kept("reason"),
                place=kept("place"),
                paper=kept("paper"),
                visit=visit_made,
                from_fund=known.from_fund if from_fund is None else from_fund,
                end_offices=not keep_offices,
            ),
            today=services.today(),
        )
    click.echo(f"Đã ghi {member.full_name} từ trần ngày {told.event.on}.")
    if told.visit is not None:
        click.echo(f"  Viếng ngày {told.visit.on}, {money(told.visit.total)}.")
    for office in told.offices:
        click.echo(f"  Thôi chức vụ {office.name}.")
    if told.planned:
        click.echo(f"  Còn {told.planned} suất quà dự kiến mang tên người này: xem lệnh campaigns.")
