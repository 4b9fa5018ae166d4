"""Commands of mừng thọ: the list of a year, on paper too, and the giấy mừng thọ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.member import card_of
from app.commands.opening import JSON, REGISTER, opened
from app.commands.print_options import print_choice, print_options
from app.errors import UsageError
from app.terminal import PATH, Day, is_kind, print_json, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.longevity import LongevityRow, WrittenCards


@click.command(
    help="Hội viên đến tuổi mừng thọ trong năm; --list ghi danh sách ra tệp, --cards viết giấy mừng thọ. "
    "Giấy đã viết được giữ cùng giấy tờ của hội viên và in lại y nguyên, trừ khi thêm --anew."
)
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), default=None, help="Năm; thường là năm nay.")
@click.option("--list", "listed", type=PATH, default=None, help="Danh sách mừng thọ ra tệp .pdf, .xlsx này.")
@click.option("--cards", type=PATH, default=None, help="Giấy mừng thọ ra tệp .pdf này, mỗi người một trang.")
@click.option("--only", default="", metavar="MÃ,MÃ…", help="Chỉ viết giấy cho những hội viên mang mã này.")
@click.option("--anew", is_flag=True, help="Viết lại cả giấy đã giữ, giữ bản mới thay bản cũ.")
@click.option("--on", type=Day(), default=None, help="Ngày ghi trên giấy; thường là hôm nay.")
@click.option("--wishes", default="", help="Lời chúc thay cho lời thường dùng.")
@print_options
@JSON
@click.pass_obj
def longevity(
    machine: Machine,
    /,
    register_path: Path,
    year: int | None,
    listed: Path | None,
    cards: Path | None,
    only: str,
    as_json: bool,
    **how: Any,
) -> None:
    """List who is honoured for age; write the list and the cards."""
    from app.services.longevity import longevity_of_year, write_longevity_list

    if only and cards is None:
        raise UsageError("--only chọn ai được viết giấy. Hãy thêm --cards TỆP.pdf.")
    if cards is not None and not is_kind(cards, ".pdf"):
        raise UsageError(f"Giấy mừng thọ ghi ra tệp .pdf. Hãy đổi đuôi tên tệp “{cards.name}” thành .pdf.")
    told = []
    with opened(machine, register_path) as services:
        today = services.today()
        asked = year or today.year
        if listed is not None:
            paper = write_longevity_list(services.register, asked, listed, today=today, replace=True)
            told.append(f"Đã ghi {listed}: {paper.words}.")
        if cards is not None:
            told.append(f"Đã ghi {cards}: {_write_cards(services, asked, cards, only, how).words}.")
        rows = longevity_of_year(services.register, asked, today=today)
    if as_json:
        print_json([_document(row) for row in rows])
        return
    for row in () if told else rows:
        state = ", đã viết giấy" if row.written else ""
        said = f"{row.code} {row.name}, {row.birth}, {row.age} tuổi, {row.ceremony}"
        click.echo(f"{said}, {row.unit_name}{state}")
    for line in told or [f"{len(rows)} người đến tuổi mừng thọ năm {asked}."]:
        click.echo(line)


def _write_cards(services: Services, year: int, path: Path, only: str, how: dict[str, Any]) -> WrittenCards:
    from app.services import longevity as service

    today = services.today()
    codes = [code.strip() for code in only.split(",") if code.strip()]
    ids = [card_of(services, code).member.id for code in codes]
    if not codes:
        ids = [row.member_id for row in service.longevity_of_year(services.register, year, today=today)]
    choice = service.CardChoice(
        print_choice(services, how, service.DEFAULT_LAYOUT),
        on=how["on"],
        wishes=how["wishes"],
        anew=how["anew"],
    )
    with progress_bar("Viết giấy mừng thọ") as progress:
        return service.write_longevity_cards(
            services.register, year, ids, path, choice=choice, today=today, replace=True, progress=progress
        )


def _document(row: LongevityRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "birth": row.birth.iso,
        "age": row.age,
        "ceremony": row.ceremony,
        "unit": row.unit_name,
        "address": row.address,
        "written": row.written,
    }
