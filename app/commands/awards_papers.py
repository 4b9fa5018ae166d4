"""Commands that write the papers of a round of commendations, and keep the branch's own templates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.awards_found import card_of
from app.commands.member import unit_id_of
from app.commands.opening import REGISTER, opened
from app.errors import UsageError
from app.terminal import PATH, is_kind

if TYPE_CHECKING:
    from app.bootstrap import Machine

#: The papers by the words of the command; the values are those of the templates.
_KINDS = {
    "proposal": "de-nghi-khen-thuong",
    "minutes": "bien-ban-xet",
    "submission": "to-trinh",
    "decision": "quyet-dinh-khen-thuong",
}
#: The templates, those of other papers too.
_TEMPLATES = {
    **_KINDS,
    "invitation": "giay-moi",
    "meeting-minutes": "bien-ban-hop",
    "resolution": "nghi-quyet",
}
_OFFICIAL = (".docx", ".pdf")
_BOOK = (".pdf", ".xlsx")


@click.command(
    "award-paper",
    help="Ghi một văn bản của đợt. LOẠI: proposal (đề nghị), minutes (biên bản xét), submission (tờ trình), "
    "decision (quyết định).",
)
@click.argument("kind", metavar="LOẠI", type=click.Choice(tuple(_KINDS)))
@REGISTER
@click.option("--round", "round_word", required=True, metavar="ĐỢT", help="Tên, mã của đợt, hoặc năm.")
@click.option("--unit", default="", help="Giấy đề nghị của đơn vị nào, khi nhiều đơn vị đề nghị.")
@click.option("--out", required=True, type=PATH, help="Tệp .docx (để sửa) hoặc .pdf (để in).")
@click.pass_obj
def award_paper(
    machine: Machine, kind: str, register_path: Path, round_word: str, unit: str, out: Path
) -> None:
    """Write one paper of a round."""
    from app.services.award_papers import AwardPaperKind, write_award_paper
    from app.services.official_papers import has_own_template

    if out.suffix.lower() not in _OFFICIAL:
        raise UsageError(f"Văn bản ghi ra tệp .docx (để sửa) hoặc .pdf (để in). Hãy đổi tên “{out.name}”.")
    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        written = write_award_paper(
            services.register,
            card.round.id,
            AwardPaperKind(_KINDS[kind]),
            out,
            paths=services.paths,
            today=services.today(),
            unit_id=unit_id_of(services, unit),
            replace=True,
        )
        own = has_own_template(services.paths, _KINDS[kind])
    click.echo(f"{AwardPaperKind(_KINDS[kind]).label}: {written.words}: {written.path}")
    if own and is_kind(out, ".pdf"):
        click.echo("  Tệp PDF theo mẫu đi kèm chương trình; mẫu Word của Hội dùng cho tệp .docx.")


@click.command("register-book", help="Ghi sổ khen thưởng của một hay nhiều năm ra PDF hoặc Excel.")
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), required=True, help="Năm quyết định.")
@click.option("--to-year", type=click.IntRange(1950, 2200), default=None, help="Đến năm này, khi nhiều năm.")
@click.option("--form", default="", help="Chỉ hình thức này.")
@click.option("--out", required=True, type=PATH, help="Tệp .pdf hoặc .xlsx.")
@click.pass_obj
def register_book(
    machine: Machine, register_path: Path, year: int, to_year: int | None, form: str, out: Path
) -> None:
    """Write the register book."""
    from app.services.register_book import write_register_book

    if out.suffix.lower() not in _BOOK:
        raise UsageError(f"Sổ khen thưởng ghi ra tệp .pdf hoặc .xlsx. Hãy đổi tên “{out.name}”.")
    if to_year is not None and to_year < year:
        raise UsageError("--to-year phải từ năm ở --year trở đi.")
    with opened(machine, register_path) as services:
        written = write_register_book(
            services.register,
            year,
            to_year or year,
            out,
            today=services.today(),
            form=form or None,
            replace=True,
        )
    click.echo(f"Sổ khen thưởng: {written.words}: {written.path}")


@click.command(
    "paper-template",
    help="Mẫu Word của một văn bản: ở đâu; --edit tạo bản của Hội để sửa; --reset về mẫu gốc.",
)
@click.argument("kind", metavar="LOẠI", type=click.Choice(tuple(_TEMPLATES)))
@click.option("--edit", is_flag=True, help="Tạo mẫu của Hội, nếu chưa có, để sửa bằng Word.")
@click.option("--reset", is_flag=True, help="Trở về mẫu đi kèm chương trình; mẫu của Hội giữ thành bản (cũ).")
@click.option("--words", is_flag=True, help="In các chữ thay thế dùng được trong mẫu.")
@click.pass_obj
def paper_template(machine: Machine, kind: str, edit: bool, reset: bool, words: bool) -> None:
    """Tell, make or put back a template."""
    from app.services import official_papers

    if edit and reset:
        raise UsageError("Hãy ghi một trong hai: --edit hoặc --reset.")
    name = _TEMPLATES[kind]
    if words:
        for each in official_papers.placeholders(name):
            click.echo(f"{each.name}: {each.meaning}")
    elif edit:
        click.echo(f"Mẫu của Hội: {official_papers.own_template(machine.paths, name)}")
    elif reset:
        was_own = official_papers.reset_template(machine.paths, name)
        click.echo(
            "Đã trở về mẫu đi kèm chương trình." if was_own else "Hội vẫn dùng mẫu đi kèm chương trình."
        )
    else:
        whose = "Mẫu của Hội" if official_papers.has_own_template(machine.paths, name) else "Mẫu đi kèm"
        click.echo(f"{whose}: {official_papers.template_for(machine.paths, name)}")
