"""Commands over the papers of a meeting: those that are written, and those that are kept with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.meetings_found import MEETING, at, card_of, named
from app.commands.member import day_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.record import to_document
from app.errors import UsageError
from app.terminal import PATH, is_kind, print_json

if TYPE_CHECKING:
    from app.bootstrap import Machine

#: The papers by the words of the command; the values are those of the templates.
_KINDS = {
    "invitation": "giay-moi",
    "attendance": "danh-sach-diem-danh",
    "minutes": "bien-ban-hop",
    "resolution": "nghi-quyet",
}


@click.command(
    help="Ghi một văn bản của cuộc họp. LOẠI: invitation (giấy mời), attendance (danh sách ký tên), minutes "
    "(biên bản), resolution (nghị quyết)."
)
@MEETING
@click.argument("kind", metavar="LOẠI", type=click.Choice(tuple(_KINDS)))
@REGISTER
@click.option(
    "--guest", "numbers", type=int, multiple=True, metavar="SỐ", help="Chỉ mời khách số này; lặp lại được."
)
@click.option("--out", required=True, type=PATH, help="Tệp .docx (để sửa) hoặc .pdf (để in).")
@click.pass_obj
def paper(
    machine: Machine, meeting_word: str, kind: str, register_path: Path, numbers: tuple[int, ...], out: Path
) -> None:
    """Write one paper of a meeting."""
    from app.services.meeting_papers import MeetingPaperKind, write_meeting_paper
    from app.services.official_papers import has_own_template

    wanted = MeetingPaperKind(_KINDS[kind])
    suffixes = (".docx", ".pdf") if wanted.has_template else (".pdf",)
    if out.suffix.lower() not in suffixes:
        raise UsageError(f"{wanted.label} ghi ra tệp {' hoặc '.join(suffixes)}. Hãy đổi tên “{out.name}”.")
    if numbers and wanted is not MeetingPaperKind.INVITATION:
        raise UsageError("--guest chỉ dùng cho giấy mời (invitation).")
    with opened(machine, register_path) as services:
        card = card_of(services, meeting_word)
        written = write_meeting_paper(
            services.register,
            card.meeting.id,
            wanted,
            out,
            paths=services.paths,
            today=services.today(),
            replace=True,
            guest_ids=[at(card.guests, number, "khách").id for number in numbers] or None,
        )
        own = wanted.has_template and has_own_template(services.paths, wanted.value)
    click.echo(f"{wanted.label}: {written.words}: {written.path}")
    if own and is_kind(out, ".pdf"):
        click.echo("  Tệp PDF theo mẫu đi kèm chương trình; mẫu Word của Hội dùng cho tệp .docx.")


@click.command(help="Cất một giấy tờ cùng cuộc họp: giấy mời đã ký, báo cáo, bản quét biên bản.")
@MEETING
@click.argument("file", metavar="TỆP", type=PATH)
@REGISTER
@click.option("--name", default="", help="Tên giấy tờ; để trống thì lấy tên tệp.")
@click.option("--on", default="", help="Ngày của giấy tờ.")
@click.option("--note", default="", help="Ghi chú.")
@click.pass_obj
def attach(machine: Machine, /, meeting_word: str, file: Path, register_path: Path, **said: Any) -> None:
    """Keep a paper with a meeting."""
    from app.services.attachments import attach as keep

    with opened(machine, register_path) as services:
        held = card_of(services, meeting_word).meeting
        kept = keep(
            services.register,
            file,
            name=said["name"],
            on=day_of(said["on"]),
            note=said["note"],
            meeting_id=held.id,
        )
    click.echo(f"Đã cất “{kept.name}” cùng cuộc họp {named(held)}.")


@click.command(help="Giấy tờ cất cùng cuộc họp: xem, ghi mọi tệp ra thư mục (--write-to), bỏ (--remove SỐ).")
@MEETING
@REGISTER
@click.option("--write-to", type=PATH, default=None, help="Thư mục để ghi ra.")
@click.option("--remove", "removed", type=int, default=None, metavar="SỐ", help="Bỏ giấy tờ số này.")
@JSON
@click.pass_obj
def attachments(
    machine: Machine,
    meeting_word: str,
    register_path: Path,
    write_to: Path | None,
    removed: int | None,
    as_json: bool,
) -> None:
    """List, write out or take out kept papers."""
    from app.services import attachments as papers

    if write_to is not None and removed is not None:
        raise UsageError("Hãy ghi một trong hai: --write-to hoặc --remove.")
    with opened(machine, register_path) as services:
        held = card_of(services, meeting_word).meeting
        kept = list(papers.kept_with_meeting(services.register, held.id))
        if removed is not None:
            gone = at(kept, removed, "giấy tờ")
            papers.remove(services.register, gone.id)
            kept.remove(gone)
        if write_to is not None:
            for each in kept:
                click.echo(str(papers.open_copy(services.register, each.id, write_to)), err=as_json)
    if as_json:
        print_json([to_document(each) for each in kept])
        return
    for number, each in enumerate(kept, 1):
        day = f", {each.on}" if each.on else ""
        click.echo(f"{number:>3}. {each.name}{day} ({each.file_name}, {max(1, round(each.size / 1024))} KB)")
    click.echo(f"{len(kept)} giấy tờ.")


COMMANDS = (paper, attach, attachments)
