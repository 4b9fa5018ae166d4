"""Commands over the list of a round: who is on it, and who could be."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.awards_forms import form_named
from app.commands.awards_found import AWARD, ROUND, award_of, card_of, line_of
from app.commands.member import card_of as member_of
from app.commands.member import unit_id_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.commendations import Award, RecipientKind
from app.domain.record import to_plain
from app.errors import UsageError
from app.terminal import Money, print_json
from app.vietnamese.dates import PartialDate

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.commendations import RoundCard
    from app.services.eligibility import Eligible

#: Recipients who are known by their names alone.
_BY_NAME = tuple(
    kind.value for kind in RecipientKind if kind not in (RecipientKind.MEMBER, RecipientKind.UNIT)
)


@click.group(help="Một dòng trong danh sách của một đợt. DÒNG là số dòng (lệnh round show) hay tên ghi ở đó.")
def award() -> None:
    """The group of commands for one award."""


def _words(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--form", default=None, help="Hình thức (lệnh award-forms)."),
            click.option("--level", default=None, help="Cấp khen; thường theo hình thức."),
            click.option("--salutation", default=None, help="Xưng hô, như “Đồng chí”, “Ông”."),
            click.option("--detail", default=None, help="Chức vụ, đơn vị."),
            click.option(
                "--achievement", default=None, help="Thành tích; thường theo nội dung khen của đợt."
            ),
            click.option("--money", type=Money(), default=None, help="Tiền thưởng, như 500000, 500.000."),
            click.option("--proposer", default=None, help="Đơn vị đề nghị."),
        )
    ):
        command = option(command)
    return command


@award.command("add", help="Thêm vào danh sách: một hội viên, một đơn vị, hay một tên ngoài sổ.")
@ROUND
@REGISTER
@click.option("--member", "member_code", default="", metavar="MÃ", help="Hội viên mang mã này.")
@click.option("--unit", "unit_name", default="", metavar="TÊN", help="Chi hội, đơn vị này.")
@click.option("--name", default="", metavar="TÊN", help="Người, tập thể, hộ ngoài sổ; kèm --kind.")
@click.option("--kind", type=click.Choice(_BY_NAME), default=None, help="Tên ở --name là ai.")
@_words
@click.pass_obj
def add(
    machine: Machine,
    /,
    round_word: str,
    register_path: Path,
    kind: str | None,
    **said: Any,
) -> None:
    """Put somebody on a round's list."""
    from app.services.commendations import propose, save_award

    code, unit_name, name = said.pop("member_code"), said.pop("unit_name"), said.pop("name")
    if sum(map(bool, (code, unit_name, name))) != 1:
        raise UsageError("Hãy cho đúng một trong: --member MÃ, --unit TÊN, hoặc --name TÊN --kind LOẠI.")
    if bool(name) != bool(kind):
        told = ", ".join(f"{each} ({RecipientKind(each).label.lower()})" for each in _BY_NAME)
        raise UsageError(f"--name TÊN phải đi với --kind: {told}.")
    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        whom = name
        chosen = RecipientKind(kind) if kind else RecipientKind.MEMBER
        if code:
            whom = member_of(services, code).member.id
        elif unit_name:
            chosen, whom = RecipientKind.UNIT, unit_id_of(services, unit_name) or ""
        proposed = propose(services.register, card.round.id, chosen, whom, today=services.today())
        saved = save_award(services.register, dataclasses.replace(proposed, **_told(services, said)))
        line = line_of(card_of(services, card.round.id), saved)
    click.echo(f"Đã thêm dòng {line}: {saved.salutation} {saved.recipient}, {saved.form}.".replace("  ", " "))


@award.command("edit", help="Sửa một dòng của danh sách chưa có quyết định.")
@ROUND
@AWARD
@REGISTER
@click.option("--recipient", default=None, help="Tên như sẽ in.")
@_words
@click.pass_obj
def edit(machine: Machine, /, round_word: str, award_word: str, register_path: Path, **said: Any) -> None:
    """Change an award."""
    from app.services.commendations import save_award

    with opened(machine, register_path) as services:
        held = award_of(card_of(services, round_word), award_word)
        saved = save_award(services.register, dataclasses.replace(held, **_told(services, said)))
    click.echo(f"Đã sửa: {saved.recipient}, {saved.form}.")


def _told(services: Services, said: dict[str, Any]) -> dict[str, Any]:
    """The fields that were told; a form brings its level, a unit is told by its name."""
    from app.services.award_forms import list_forms

    told = {field: held for field, held in said.items() if held is not None}
    if "proposer" in told:
        told["proposer_id"] = unit_id_of(services, told.pop("proposer"))
    if "form" in told:
        form = form_named(list_forms(services.register), told["form"])
        told = {"level": form.level, **told, "form": form.name}
    return told


@award.command("remove", help="Bỏ một dòng khỏi danh sách chưa có quyết định.")
@ROUND
@AWARD
@REGISTER
@click.pass_obj
def remove(machine: Machine, round_word: str, award_word: str, register_path: Path) -> None:
    """Take an award off the list."""
    from app.services.commendations import remove_award

    with opened(machine, register_path) as services:
        held = award_of(card_of(services, round_word), award_word)
        remove_award(services.register, held.id)
    click.echo(f"Đã bỏ {held.recipient} khỏi danh sách. Lệnh undo trả lại.")


@award.command("move", help="Đổi chỗ một dòng với dòng trên (--up) hoặc dưới (--down) trong nhóm của nó.")
@ROUND
@AWARD
@REGISTER
@click.option("--up/--down", "earlier", default=None, required=True, help="Lên trên, hay xuống dưới.")
@click.pass_obj
def move(machine: Machine, round_word: str, award_word: str, register_path: Path, earlier: bool) -> None:
    """Let an award change places with its neighbour."""
    from app.services.commendations import move_award

    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        held = award_of(card, award_word)
        move_award(services.register, held.id, earlier=earlier)
        line = line_of(card_of(services, card.round.id), held)
    click.echo(f"{held.recipient} nay ở dòng {line}.")


@award.command(
    "nudge", help='Dịch chữ trên giấy của riêng một người, trong ngoặc kép: "recipient 0 -1.5" là lên 1,5 mm.'
)
@ROUND
@AWARD
@click.argument("nudges", metavar="[Ô PHẢI XUỐNG; …]", default="")
@REGISTER
@click.pass_obj
def nudge(machine: Machine, round_word: str, award_word: str, nudges: str, register_path: Path) -> None:
    """Move single texts on one certificate; nothing puts them back."""
    from app.services import issuing

    with opened(machine, register_path) as services:
        held = award_of(card_of(services, round_word), award_word)
        saved = issuing.nudge(services.register, held.id, nudges)
    click.echo(f"{saved.recipient}: {saved.nudges or 'mọi chữ ở đúng chỗ của mẫu'}.")


@click.command(help="Ai có thể được khen: số năm ở Hội, đã được khen những gì, ai chưa bao giờ.")
@REGISTER
@click.option("--min-years", type=click.IntRange(0), default=0, help="Ở Hội ít nhất bấy nhiêu năm.")
@click.option("--form", default="", help="Chưa bao giờ được hình thức này.")
@click.option(
    "--not-since", type=click.IntRange(1950, 2200), default=None, help="Từ năm này đến nay chưa được khen."
)
@click.option("--never", is_flag=True, help="Chưa bao giờ được khen.")
@click.option("--unit", default="", help="Chỉ chi hội này.")
@click.option("--add-to", default="", metavar="ĐỢT", help="Đưa tất cả những người này vào danh sách của đợt.")
@click.option(
    "--award-form", default="", help="Hình thức khi đưa vào danh sách; để trống là hình thức thường."
)
@JSON
@click.pass_obj
def eligible(
    machine: Machine, /, register_path: Path, add_to: str, award_form: str, as_json: bool, **asked: Any
) -> None:
    """List who could be honoured, and put them on a list."""
    from app.services.award_forms import list_forms
    from app.services.eligibility import EligibilityQuery, propose_many
    from app.services.eligibility import eligible as find

    with opened(machine, register_path) as services:
        forms = list_forms(services.register)
        asked["form"] = form_named(forms, asked["form"]).name if asked["form"] else ""
        rows = find(services.register, EligibilityQuery(**asked), today=services.today())
        card: RoundCard | None = card_of(services, add_to) if add_to else None
        added: tuple[Award, ...] = ()
        if card is not None:
            added = propose_many(
                services.register,
                card.round.id,
                [row.member_id for row in rows],
                today=services.today(),
                form=form_named(forms, award_form).name if award_form else "",
            )
    if as_json:
        print_json(
            [{**_document(row), "added": row.member_id in {a.member_id for a in added}} for row in rows]
        )
        return
    for row in rows:
        click.echo(_line(row))
    click.echo(f"{len(rows)} người.")
    if card is not None:
        click.echo(f"Đã thêm {len(added)} người vào “{card.round.name}”.")


def _line(row: Eligible) -> str:
    years = "chưa rõ số năm" if row.years is None else f"{row.years} năm"
    had = (
        f"{row.awards} lần, gần nhất {row.last_form} năm {row.last_year}" if row.awards else "chưa được khen"
    )
    return f"{row.code} {row.name}, {row.unit_name or 'chưa rõ chi hội'}: {years}, {had}"


def _document(row: Eligible) -> dict[str, Any]:
    return {
        "code": row.code,
        "full_name": row.name,
        "chapter": row.unit_name or None,
        "joined": to_plain(PartialDate, row.joined),
        "years": row.years,
        "awards": row.awards,
        "last_form": row.last_form or None,
        "last_year": row.last_year,
    }
