"""Commands that write the papers of a year."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.commands.print_options import print_choice, print_options
from app.errors import RuleError, UsageError
from app.terminal import is_kind, number_said, out_option, print_json, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.bundle import Services
    from app.services.certificates import WrittenCertificates
    from app.services.commendations import RoundCard


@click.command(
    help="In giấy khen của một năm, hoặc một đợt (--round), ra PDF; giấy chưa phát hành thì phát hành."
)
@REGISTER
@click.option(
    "--year",
    type=click.IntRange(1950, 2200),
    default=None,
    help="Mọi đợt đã quyết định của năm công tác này.",
)
@click.option("--round", "round_word", default="", metavar="ĐỢT", help="Chỉ đợt này: tên hay mã.")
@out_option(".pdf", ", hoặc thư mục khi dùng --separate")
@click.option("--only", default="", metavar="MÃ,TÊN,…", help="Chỉ những giấy này: mã kiểm tra, tên, số dòng.")
@click.option("--not-printed", is_flag=True, help="Chỉ những giấy chưa gửi ra máy in lần nào.")
@click.option("--preview", is_flag=True, help="Chỉ để xem, chưa phát hành; được cả khi chưa có quyết định.")
@print_options
@click.option("--separate", is_flag=True, help="Mỗi người một tệp.")
@JSON
@click.pass_obj
def certificates(
    machine: Machine,
    /,
    register_path: Path,
    year: int | None,
    round_word: str,
    out: Path,
    preview: bool,
    separate: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Write the certificates of a year or a round."""
    from app.commands.layouts import placed
    from app.services import certificates as service
    from app.settings import Calibration

    if (year is None) is not bool(round_word):
        raise UsageError("Hãy ghi một trong hai: --year NĂM hoặc --round ĐỢT.")
    if preview and (separate or not round_word):
        raise UsageError("--preview xem một đợt (--round ĐỢT) trong một tệp.")
    with opened(machine, register_path) as services, progress_bar("In giấy khen") as progress:
        cards = _cards(services, year, round_word)
        writing = service.Writing(
            out,
            print_choice(services, how, service.DEFAULT_LAYOUT),
            separate=separate,
            replace=separate or is_kind(out, ".pdf"),
            only=_wanted(services, cards, how["only"], not_printed=how["not_printed"]),
        )
        more: dict[str, Any] = {"today": services.today(), "progress": progress}
        if preview:
            written = service.write_preview(services.register, cards[0].round.id, writing)
        elif year is None:
            written = service.write_round(services.register, cards[0].round.id, writing, **more)
        else:
            written = service.write_year(services.register, year, writing, **more)
    if as_json:
        print_json(
            {
                "path": str(written.path),
                "files": written.files,
                "pages": written.pages,
                "size": written.size,
                "issued": written.issued,
                "redesigned": written.redesigned,
            }
        )
        return
    if written.issued:
        click.echo(f"Đã phát hành {written.issued} giấy.")
    click.echo(_written_line(written))
    if (at := writing.choice.calibration) != Calibration():
        click.echo(f"  Căn: {placed(at)}.")
    if written.redesigned:
        click.echo(
            f"  {written.redesigned} giấy in theo mẫu khác với lúc phát hành: chữ vẫn nguyên, hình thì khác. "
            "Bỏ --layout để in đúng như đã phát hành."
        )
    for each in written.shrunk:
        click.echo(
            f"  Chữ phải thu nhỏ: {each.recipient or 'mọi tờ'}, {each.box} "
            f"({number_said(each.from_size)} → {number_said(each.to_size)} pt)"
        )


def _cards(services: Services, year: int | None, round_word: str) -> list[RoundCard]:
    from app.commands.awards_found import card_of
    from app.services.commendations import list_rounds, round_card

    if round_word:
        return [card_of(services, round_word)]
    return [round_card(services.register, row.round.id) for row in list_rounds(services.register, year=year)]


def _wanted(
    services: Services, cards: list[RoundCard], only: str, *, not_printed: bool
) -> frozenset[str] | None:
    """The ids of the awards that are asked for; ``None`` is all of them."""
    from app.commands.awards_found import only_ids

    if not only and not not_printed:
        return None
    ids = only_ids(services, cards, only) if only else frozenset(a.id for c in cards for a in c.awards)
    if not_printed:
        ids -= frozenset(award_id for card in cards for award_id in card.issued - card.not_sent)
        if not ids:
            raise RuleError("Mọi giấy được chọn đều đã gửi ra máy in. Hãy bỏ --not-printed để in lại.")
    return ids


def _written_line(written: WrittenCertificates) -> str:
    kilobytes = max(1, round(written.size / 1024))
    return f"{written.pages} giấy khen, {written.files} tệp, {kilobytes} KB: {written.path}"


@click.command(help="In trang thử có thước để căn phôi; kèm --printer thì đã căn theo số đo, để kiểm tra.")
@click.option("--layout", default="", help="Tên mẫu giấy khen.")
@click.option("--blank", default="", metavar="TÊN", help="Trang thử của phôi này.")
@click.option("--printer", default=None, help="Căn theo số đo đã giữ của máy in này (lệnh calibrations).")
@click.option("--tray", default="", help="Khay của máy in ấy.")
@out_option(".pdf")
@click.pass_obj
def testpage(machine: Machine, layout: str, blank: str, printer: str | None, tray: str, out: Path) -> None:
    """Write the test page of a layout or a blank."""
    from app.services import calibrating
    from app.services.blanks import blank_name
    from app.services.certificates import DEFAULT_LAYOUT
    from app.settings import Calibration

    if blank and layout:
        raise UsageError("Hãy ghi một trong hai: --layout TÊN hoặc --blank TÊN.")
    sheet = blank_name(machine.paths, blank) if blank else layout or DEFAULT_LAYOUT
    target = calibrating.target_named(machine.paths, sheet)
    at = Calibration()
    if printer is not None:
        at = machine.settings.current.calibration(target.name, printer, tray)
    calibrating.write_test_sheet(machine.paths, target, at, out, replace=is_kind(out, ".pdf"))
    click.echo(f"Đã ghi trang thử {out}. In đúng cỡ (100 %, không co giãn) rồi đo bằng thước.")
