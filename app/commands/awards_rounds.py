"""Commands over rounds of commendations and their lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.awards_found import ROUND, card_of, round_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.commendations import Award, Verdict
from app.domain.record import to_document
from app.terminal import print_json
from app.vietnamese.numbers import money

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.commendations import RoundCard


@click.command(help="Các đợt khen thưởng, mới nhất trước.")
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), default=None, help="Chỉ năm công tác này.")
@JSON
@click.pass_obj
def rounds(machine: Machine, register_path: Path, year: int | None, as_json: bool) -> None:
    """List the rounds."""
    from app.services.commendations import list_rounds

    with opened(machine, register_path) as services:
        rows = list_rounds(services.register, year=year)
    if as_json:
        print_json(
            [
                {
                    **to_document(row.round),
                    "collectives": row.count.collectives,
                    "persons": row.count.persons,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        whose = f", {row.round.decider} quyết định" if row.round.is_upper else ""
        paper = f", {row.round.decision_code}" if row.round.decision_code else ""
        click.echo(
            f"{row.round.year} {row.round.name}: {row.count.phrase()}, "
            f"{row.round.state.label.lower()}{paper}{whose} (mã {row.round.id})"
        )
    click.echo(f"{len(rows)} đợt.")


@click.group(
    "round", help="Một đợt khen thưởng. ĐỢT là tên hay mã của đợt, hoặc năm công tác khi chỉ có một đợt."
)
def award_round() -> None:
    """The group of commands for one round."""


def _words(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option("--occasion", default=None, help="Nội dung khen."),
            click.option("--basis", default=None, help="Căn cứ, mỗi dòng một căn cứ."),
            click.option("--place", default=None, help="Địa danh trên giấy."),
            click.option("--authority", default=None, help="Thẩm quyền ký, như “TM. BAN CHẤP HÀNH”."),
            click.option("--decider", default=None, help="Cấp trên quyết định, khi Hội không tự quyết định."),
        )
    ):
        command = option(command)
    return command


@award_round.command("add", help="Lập một đợt khen thưởng, với lời lẽ thường dùng.")
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), required=True, help="Năm công tác được khen.")
@click.option("--name", default="", help="Tên đợt; để trống thì đặt theo năm.")
@_words
@click.pass_obj
def add(machine: Machine, /, register_path: Path, year: int, name: str, **said: str | None) -> None:
    """Make a round."""
    from app.services.commendations import new_round, save_round

    with opened(machine, register_path) as services:
        made = new_round(services.register, year=year, name=name, decider=said["decider"] or "")
        saved = save_round(services.register, dataclasses.replace(made, **_given(said)))
    click.echo(f"Đã lập đợt “{saved.name}” (mã {saved.id}).")


@award_round.command("edit", help="Sửa một đợt chưa có quyết định.")
@ROUND
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), default=None, help="Năm công tác được khen.")
@click.option("--name", default=None, help="Tên đợt.")
@_words
@click.pass_obj
def edit(machine: Machine, /, round_word: str, register_path: Path, **said: Any) -> None:
    """Change a round."""
    from app.services.commendations import save_round

    with opened(machine, register_path) as services:
        held = round_of(services, round_word)
        saved = save_round(services.register, dataclasses.replace(held, **_given(said)))
    click.echo(f"Đã sửa đợt “{saved.name}”.")


def _given(said: dict[str, Any]) -> dict[str, Any]:
    return {field: held for field, held in said.items() if held is not None}


@award_round.command("remove", help="Xóa một đợt chưa có quyết định, cùng danh sách của đợt.")
@ROUND
@REGISTER
@click.pass_obj
def remove(machine: Machine, round_word: str, register_path: Path) -> None:
    """Take out a round."""
    from app.services.commendations import remove_round

    with opened(machine, register_path) as services:
        name = remove_round(services.register, round_of(services, round_word).id)
    click.echo(f"Đã xóa đợt “{name}”. Lệnh undo trả lại.")


@award_round.command("show", help="Một đợt và danh sách của đợt; số đầu dòng dùng cho các lệnh khác.")
@ROUND
@REGISTER
@JSON
@click.pass_obj
def show(machine: Machine, round_word: str, register_path: Path, as_json: bool) -> None:
    """Print a round and its list."""
    from app.services.commendations import decision_sentence

    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
    if as_json:
        print_json(_document(card))
        return
    click.echo(f"{card.round.name}. {decision_sentence(card)}.")
    for line, award in enumerate(card.awards, 1):
        click.echo(f"{line:>3}. {_award_line(card, award)}")


def _document(card: RoundCard) -> dict[str, Any]:
    return {
        **to_document(card.round),
        "collectives": card.count.collectives,
        "persons": card.count.persons,
        "awards": [
            {
                "line": line,
                **to_document(award),
                "issued": award.id in card.issued,
                "sent_to_printer": award.id in card.issued - card.not_sent,
            }
            for line, award in enumerate(card.awards, 1)
        ],
    }


def _award_line(card: RoundCard, award: Award) -> str:
    votes = f" {award.votes_for}/{award.votes_against or 0}" if award.votes_for is not None else ""
    parts = (
        f"{award.salutation} {award.recipient}".strip(),
        award.detail,
        award.form,
        f"vào sổ số {award.register_number:02d}" if award.register_number else "",
        f"{award.verdict.label.lower()}{votes}" if award.verdict is not Verdict.OPEN else "",
        money(award.money) if award.money else "",
        "đã phát hành" if award.id in card.issued else "",
        f"đã trao {award.handed_on}" if award.handed_on else "",
    )
    return ", ".join(filter(None, parts))
