"""Commands over campaigns of gifts: make one, fill it, hand over, print the sheet to sign."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.care import visit_document
from app.commands.care_found import CAMPAIGN, campaign_of, gift_options, gift_words, lines_of
from app.commands.member import card_of as member_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.care import Campaign
from app.domain.record import to_document
from app.errors import UsageError
from app.terminal import PATH, Known, Money, print_json
from app.vietnamese.dates import PartialDate
from app.vietnamese.numbers import money

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.campaigns import CampaignCard
    from app.services.visits import VisitRow

_LINES = click.argument("numbers", metavar="[DÒNG]…", nargs=-1)
_ONLY = click.option("--only", default="", metavar="1,3,TÊN", help="Chỉ những dòng này: số dòng hay tên.")


@click.command(help="Các đợt tặng quà, mới nhất trước.")
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), default=None, help="Chỉ năm này.")
@JSON
@click.pass_obj
def campaigns(machine: Machine, register_path: Path, year: int | None, as_json: bool) -> None:
    """List the campaigns."""
    from app.services.campaigns import list_campaigns

    with opened(machine, register_path) as services:
        rows = list_campaigns(services.register, year=year)
    if as_json:
        print_json(
            [
                {
                    **to_document(row.campaign),
                    "recipients": row.recipients,
                    "given": row.given,
                    "total": row.total,
                    "spent": row.spent,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        click.echo(
            f"{row.campaign.on} {row.campaign.name}: {row.given}/{row.recipients} suất đã trao, "
            f"{money(row.spent)} trên {money(row.total)} (mã {row.campaign.id})"
        )
    click.echo(f"{len(rows)} đợt.")


@click.group(help="Một đợt tặng quà. ĐỢT là tên hay mã của đợt, hoặc năm khi chỉ có một đợt.")
def campaign() -> None:
    """The group of commands for one campaign."""


@campaign.command("add", help="Lập một đợt tặng quà; mỗi người được bằng nhau, trừ khi sửa riêng từng dòng.")
@click.argument("name", metavar="TÊN_ĐỢT")
@REGISTER
@gift_options
@click.pass_obj
def add(machine: Machine, /, name: str, register_path: Path, **said: Any) -> None:
    """Make a campaign."""
    from app.services.campaigns import save_campaign

    with opened(machine, register_path) as services:
        fields = {"on": PartialDate.from_date(services.today()), **gift_words(services, said)}
        saved = save_campaign(services.register, Campaign(name=name, **fields))
    click.echo(f"Đã lập đợt “{saved.name}” (mã {saved.id}).")


@campaign.command("edit", help="Sửa một đợt; các suất chưa trao và chưa sửa riêng đổi theo.")
@CAMPAIGN
@REGISTER
@click.option("--name", default=None, help="Tên đợt.")
@gift_options
@click.pass_obj
def edit(machine: Machine, /, campaign_word: str, register_path: Path, **said: Any) -> None:
    """Change a campaign."""
    from app.services.campaigns import save_campaign

    with opened(machine, register_path) as services:
        held = campaign_of(services, campaign_word)
        saved = save_campaign(services.register, dataclasses.replace(held, **gift_words(services, said)))
    click.echo(f"Đã sửa đợt “{saved.name}”.")


@campaign.command("show", help="Một đợt và danh sách của đợt; số đầu dòng dùng cho các lệnh khác.")
@CAMPAIGN
@REGISTER
@JSON
@click.pass_obj
def show(machine: Machine, campaign_word: str, register_path: Path, as_json: bool) -> None:
    """Print a campaign and its lines."""
    with opened(machine, register_path) as services:
        card = _card(services, campaign_word)
    if as_json:
        lines = [{"line": n, **visit_document(row)} for n, row in enumerate(card.lines, 1)]
        print_json({**to_document(card.campaign), "fund": card.fund_name, "lines": lines})
        return
    click.echo(f"{card.campaign.name}, {card.campaign.on}, chi từ {card.fund_name}.")
    for number, row in enumerate(card.lines, 1):
        click.echo(f"{number:>3}. {_line(row)}")
    click.echo(f"{len(card.lines)} suất, đã trao {len(card.given)}, {money(card.total)}.")


def _card(services: Services, word: str) -> CampaignCard:
    from app.services.campaigns import campaign_card

    return campaign_card(services.register, campaign_of(services, word).id)


def _line(row: VisitRow) -> str:
    v = row.visit
    state = "chưa trao" if v.planned else f"đã trao {v.on}"
    dead = "đã từ trần" if row.deceased and v.planned else ""
    cost = money(v.total) if v.total else ""
    return ", ".join(filter(None, (row.person, row.unit_name, v.gift, cost, state, dead)))


@campaign.command("fill", help="Thêm người vào danh sách của đợt; ai đã có thì thôi.")
@CAMPAIGN
@REGISTER
@click.option(
    "--usual", is_flag=True, help="Những người thường được quà dịp này (khó khăn, chính sách, tuổi…)."
)
@click.option("--all", "everybody", is_flag=True, help="Mọi hội viên đang sinh hoạt.")
@click.option("--member", "codes", multiple=True, metavar="MÃ", help="Hội viên mang mã này, lặp lại được.")
@click.option("--person", "persons", multiple=True, metavar="TÊN", help="Người, hộ ngoài sổ, lặp lại được.")
@click.option("--household", is_flag=True, help="Tặng cả hộ gia đình.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem ai thường được quà, không thêm.")
@click.pass_obj
def fill(
    machine: Machine,
    /,
    campaign_word: str,
    register_path: Path,
    usual: bool,
    everybody: bool,
    codes: tuple[str, ...],
    persons: tuple[str, ...],
    household: bool,
    dry_run: bool,
) -> None:
    """Put people on a campaign's list."""
    from app.services.campaigns import add_recipients, candidates

    if not (usual or everybody or codes or persons or dry_run):
        raise UsageError("Hãy cho biết thêm ai: --usual, --all, --member MÃ hoặc --person TÊN.")
    with opened(machine, register_path) as services:
        held = campaign_of(services, campaign_word)
        known = candidates(services.register, held.kind, today=services.today(), year=held.on.year)
        if dry_run:
            for each in known:
                if each.is_usual:
                    click.echo(f"{each.code} {each.name}, {each.unit_name}: {each.reason}")
            return
        ids = [each.member_id for each in known if everybody or (usual and each.is_usual)]
        ids += [member_of(services, code).member.id for code in codes]
        added = add_recipients(services.register, held.id, ids, persons=persons, household=household)
        card = _card(services, held.id)
    click.echo(f"Đã thêm {added} người; đợt có {len(card.lines)} suất, {money(card.total)}.")
    if usual and not any(each.is_usual for each in known):
        click.echo("Sổ chưa ghi ai thường được quà dịp này. Hãy thêm từng người bằng --member MÃ.")


@campaign.command("line", help="Sửa riêng một dòng: tiền, quà, ghi chú.")
@CAMPAIGN
@click.argument("line", metavar="DÒNG")
@REGISTER
@click.option("--amount", type=Money(), default=None, help="Tiền trao tay.")
@click.option("--gift", default=None, help="Quà.")
@click.option("--gift-cost", type=Money(), default=None, help="Tiền mua quà.")
@click.option("--note", default=None, help="Ghi chú.")
@click.pass_obj
def line_edit(machine: Machine, /, campaign_word: str, line: str, register_path: Path, **said: Any) -> None:
    """Change one line of a campaign."""
    from app.services.visits import save_visit

    with opened(machine, register_path) as services:
        card = _card(services, campaign_word)
        wanted = lines_of(card, line)
        row = next((row for row in card.lines if row.visit.id in wanted), None)
        if row is None or len(wanted) != 1:
            raise UsageError("Hãy ghi đúng một dòng: số dòng hay tên (lệnh campaign show).")
        changed = dataclasses.replace(row.visit, **gift_words(services, said))
        save_visit(services.register, changed, from_fund=row.visit.planned or row.from_fund)
    click.echo(f"Đã sửa {row.person}: {money(changed.total)}.")


def _chosen(card: CampaignCard, numbers: tuple[str, ...], only: str) -> list[str] | None:
    """The ids of the lines said plainly, with --only or in both ways; ``None`` where none was."""
    words = ",".join(filter(None, (*numbers, only)))
    return lines_of(card, words) if words else None


@campaign.command("give", help="Ghi là đã trao: tất cả, hoặc chỉ những dòng này; tiền chi từ quỹ của đợt.")
@CAMPAIGN
@_LINES
@REGISTER
@_ONLY
@click.option("--on", type=Known(), default=None, help="Ngày trao; thường là hôm nay.")
@click.option("--no-fund", is_flag=True, help="Không ghi khoản chi vào sổ quỹ (quà người khác cho).")
@click.pass_obj
def give(
    machine: Machine,
    /,
    campaign_word: str,
    numbers: tuple[str, ...],
    register_path: Path,
    only: str,
    on: PartialDate | None,
    no_fund: bool,
) -> None:
    """Hand gifts over."""
    from app.services.campaigns import hand_over_gifts

    with opened(machine, register_path) as services:
        card = _card(services, campaign_word)
        done = hand_over_gifts(
            services.register,
            card.campaign.id,
            on=on or PartialDate.from_date(services.today()),
            visit_ids=_chosen(card, numbers, only),
            from_fund=not no_fund,
        )
    click.echo(f"Đã trao {done.gifts} suất, {money(done.total)}.")


@campaign.command("take-back", help="Ghi lại là chưa trao, khi đã ghi nhầm; khoản chi cũng bỏ.")
@CAMPAIGN
@_LINES
@REGISTER
@_ONLY
@click.pass_obj
def take_back(
    machine: Machine, campaign_word: str, numbers: tuple[str, ...], register_path: Path, only: str
) -> None:
    """Set gifts back to planned."""
    from app.services.campaigns import take_back_gifts

    with opened(machine, register_path) as services:
        card = _card(services, campaign_word)
        ids = _chosen(card, numbers, only)
        done = take_back_gifts(services.register, card.campaign.id, ids)
    click.echo(f"{done.gifts} suất ghi lại là chưa trao, {money(done.total)}.")


@campaign.command("drop", help="Bỏ những dòng này khỏi danh sách.")
@CAMPAIGN
@_LINES
@REGISTER
@_ONLY
@click.pass_obj
def drop(
    machine: Machine, campaign_word: str, numbers: tuple[str, ...], register_path: Path, only: str
) -> None:
    """Take lines off a campaign's list."""
    from app.services.campaigns import remove_recipients

    with opened(machine, register_path) as services:
        card = _card(services, campaign_word)
        ids = _chosen(card, numbers, only)
        if ids is None:
            raise UsageError("Hãy cho biết bỏ dòng nào: số dòng hay tên (lệnh campaign show).")
        gone = remove_recipients(services.register, card.campaign.id, ids)
    click.echo(f"Đã bỏ {gone} dòng. Lệnh undo trả lại.")


@campaign.command("sheet", help="Danh sách ký nhận, có tổng số tiền bằng chữ, ra tệp .pdf hoặc .xlsx.")
@CAMPAIGN
@REGISTER
@click.option("--out", required=True, type=PATH, help="Tệp .pdf hoặc .xlsx; tệp cũ trùng tên được thay.")
@click.pass_obj
def sheet(machine: Machine, campaign_word: str, register_path: Path, out: Path) -> None:
    """Write the sheet to sign."""
    from app.services.care_papers import write_sign_off_sheet

    with opened(machine, register_path) as services:
        held = campaign_of(services, campaign_word)
        written = write_sign_off_sheet(services.register, held.id, out, today=services.today(), replace=True)
    click.echo(f"Đã ghi {out}: {written.words}.")


@campaign.command("remove", help="Xóa một đợt với những suất chưa trao; suất đã trao ở lại là lần thăm hỏi.")
@CAMPAIGN
@REGISTER
@click.pass_obj
def remove(machine: Machine, campaign_word: str, register_path: Path) -> None:
    """Take out a campaign."""
    from app.services.campaigns import remove_campaign

    with opened(machine, register_path) as services:
        name = remove_campaign(services.register, campaign_of(services, campaign_word).id)
    click.echo(f"Đã xóa đợt “{name}”. Lệnh undo trả lại.")
