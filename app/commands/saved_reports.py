"""Commands on reports that are kept: drafts, their words and typed figures, papers, what was sent."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, is_id, opened
from app.commands.report_period import chosen_period, period_options
from app.errors import NotFoundError, UsageError
from app.terminal import PATH, Day, print_json
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.periods import Period
    from app.domain.reports import Report, ReportFigure
    from app.services.bundle import Services
    from app.services.narrative import Narrative
    from app.services.report_papers import WrittenPapers

REPORT = click.argument("word", metavar="BÁO_CÁO")
_OUT = click.option("--out", "folder", required=True, type=PATH, help="Thư mục để ghi; phải có sẵn.")
_REPLACE = click.option("--replace", is_flag=True, help="Ghi đè các tệp cũ trùng tên.")
_FULL = click.option("--full-numbers", is_flag=True, help="In đủ số điện thoại.")


def report_of(services: Services, word: str) -> Report:
    """The report that a word names: its id, number, name, or period; a draft before what was sent.

    Raises NotFoundError for none and for several.
    """
    from app.services.saved_reports import list_reports

    reports = list_reports(services.register)
    wanted = fold(word)
    for found in (
        [each for each in reports if is_id(word, each.id)],
        [each for each in reports if each.code and fold(each.code) == wanted],
        [each for each in reports if wanted in (fold(each.name), fold(_label(each)), str(each.ends.year))],
    ):
        drafts = [each for each in found if not each.is_sent]
        chosen = drafts or found
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            listed = "; ".join(f"{each.id} ({_state(each)})" for each in chosen)
            raise NotFoundError(f"Có {len(chosen)} báo cáo “{word}”. Hãy ghi mã của một bản: {listed}.")
    raise NotFoundError(f"Không có báo cáo “{word}”. Lệnh reports liệt kê các báo cáo đã lập.")


def period_of(report: Report) -> Period:
    """The period that a report is of."""
    from app.domain.periods import Period

    return Period(report.starts, report.ends)


def _label(report: Report) -> str:
    return period_of(report).label


def _state(report: Report) -> str:
    if report.sent_on is None:
        return "đang soạn"
    return f"gửi {short_date(report.sent_on)}{', số ước' if report.estimate else ''}"


def _document(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "name": report.name,
        "period": _label(report),
        "starts": report.starts.isoformat(),
        "ends": report.ends.isoformat(),
        "code": report.code or None,
        "on": report.on.isoformat() if report.on else None,
        "sent_on": report.sent_on.isoformat() if report.sent_on else None,
        "sent_to": report.sent_to or None,
        "estimate": report.estimate,
    }


@click.command(help="Liệt kê các báo cáo: bản đang soạn và bản đã gửi.")
@REGISTER
@JSON
@click.pass_obj
def reports(machine: Machine, register_path: Path, as_json: bool) -> None:
    """List the reports."""
    from app.services.saved_reports import list_reports

    with opened(machine, register_path) as services:
        found = list_reports(services.register)
    if as_json:
        print_json([_document(each) for each in found])
        return
    for each in found:
        code = f" số {each.code}" if each.code else ""
        to = f", gửi {each.sent_to}" if each.is_sent and each.sent_to else ""
        click.echo(f"{each.id}  {each.name}{code}: {_state(each)}{to}")
    click.echo(f"{len(found)} báo cáo.")


@click.group("report-draft", help="Soạn một báo cáo: lời, số ước, giấy tờ, gửi đi.")
def report_draft() -> None:
    """The group of commands on one report."""


@report_draft.command("new", help="Lập bản đang soạn của một kỳ; đã có thì mở lại bản ấy.")
@REGISTER
@period_options
@JSON
@click.pass_obj
def new(machine: Machine, /, register_path: Path, as_json: bool, **said: Any) -> None:
    """Begin a draft."""
    from app.services.saved_reports import draft_for

    with opened(machine, register_path) as services:
        made = draft_for(services.register, chosen_period(services, **said))
    if as_json:
        print_json(_document(made))
    else:
        click.echo(f"{made.name}: mã {made.id}.")


@report_draft.command("set", help="Ghi số, ngày, nơi nhận, tên của bản đang soạn.")
@REPORT
@REGISTER
@click.option("--code", default=None, help="Số báo cáo, như 05/BC-HTS.")
@click.option("--on", type=Day(), default=None, help="Ngày báo cáo.")
@click.option("--to", "sent_to", default=None, help="Nơi nhận.")
@click.option("--name", default=None, help="Tên báo cáo.")
@click.option("--note", default=None, help="Ghi chú của riêng sổ.")
@click.pass_obj
def set_(machine: Machine, /, word: str, register_path: Path, **said: Any) -> None:
    """Change a draft."""
    from app.services.saved_reports import save_report

    wanted = {name: value for name, value in said.items() if value is not None}
    if not wanted:
        raise UsageError("Hãy ghi điều muốn sửa, ví dụ --on 20/12/2026.")
    with opened(machine, register_path) as services:
        held = report_of(services, word)
        saved = save_report(services.register, dataclasses.replace(held, **wanted))
    click.echo(f"Đã sửa {saved.name}.")


@report_draft.command("show", help="Xem lời của báo cáo: lời tự soạn và lời viết thêm.")
@REPORT
@REGISTER
@JSON
@click.pass_obj
def show(machine: Machine, word: str, register_path: Path, as_json: bool) -> None:
    """Tell what a report says."""
    from app.services.saved_reports import report_card

    with opened(machine, register_path) as services:
        held = report_of(services, word)
        told, card = told_of(services, held), report_card(services.register, held.id)
    if as_json:
        sections = [
            {
                "key": each.key,
                "title": each.title,
                "composed": list(each.composed),
                "instead": each.instead or None,
                "own": each.own or None,
                "earlier": each.earlier or None,
            }
            for each in told.sections
        ]
        print_json({**_document(held), "sections": sections, "typed": [_typed(each) for each in card.typed]})
        return
    click.echo(f"{held.name}: {_state(held)}")
    for each in told.sections:
        click.echo(f"\n{each.title} ({each.key})")
        for line in each.lines:
            click.echo(f"  {line}")


def _typed(figure: ReportFigure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "label": figure.label,
        "amount": figure.amount,
        "previous": figure.previous,
        "measure": figure.measure,
        "part": figure.part,
        "estimate": figure.estimate,
    }


def told_of(services: Services, report: Report) -> Narrative:
    """The report in words."""
    from app.services.narrative import build_narrative

    return build_narrative(services.register, period_of(report), today=services.today(), saved_id=report.id)


@report_draft.command(
    "papers", help="Ghi bảng số liệu, báo cáo Word và PDF; của bản đã gửi là đúng bản đã gửi."
)
@REPORT
@REGISTER
@_OUT
@_REPLACE
@_FULL
@JSON
@click.pass_obj
def papers(
    machine: Machine,
    /,
    word: str,
    register_path: Path,
    folder: Path,
    replace: bool,
    full_numbers: bool,
    as_json: bool,
) -> None:
    """Write the three papers of a report."""
    with opened(machine, register_path) as services:
        held = report_of(services, word)
        period = period_of(held)
        written = _write(services, period, held, folder, full_numbers=full_numbers, replace=replace)
    _tell_written(written, as_json=as_json)


@click.command("report-papers", help="Một lệnh ra cả bảng số liệu, báo cáo Word và PDF của một kỳ.")
@REGISTER
@period_options
@_OUT
@_REPLACE
@_FULL
@JSON
@click.pass_obj
def report_papers(
    machine: Machine,
    /,
    register_path: Path,
    folder: Path,
    replace: bool,
    full_numbers: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Write the three papers of a period, with the words of its draft, or those that were sent."""
    from app.services.saved_reports import standing_report

    with opened(machine, register_path) as services:
        period = chosen_period(services, **said)
        held = standing_report(services.register, period, today=services.today())
        written = _write(services, period, held, folder, full_numbers=full_numbers, replace=replace)
    _tell_written(written, as_json=as_json)
    if held is not None and held.is_sent and held.sent_on and not as_json:
        click.echo(f"Đây là đúng bản đã gửi ngày {short_date(held.sent_on)}. Muốn sửa: report-draft new.")


def _write(
    services: Services,
    period: Period,
    held: Report | None,
    folder: Path,
    *,
    full_numbers: bool,
    replace: bool,
) -> WrittenPapers:
    from app.services.report_papers import make_year_papers, write_sent

    if held is not None and held.is_sent:
        return write_sent(services.register, held.id, folder, replace=replace)
    return make_year_papers(
        services.register,
        period,
        folder,
        saved_id=held.id if held is not None else None,
        paths=services.paths,
        today=services.today(),
        full_numbers=full_numbers,
        replace=replace,
    )


def _tell_written(written: WrittenPapers, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "workbook": str(written.workbook.path),
                "document": str(written.document.path),
                "pdf": str(written.pdf.path),
                "sheets": written.sheets,
                "figures": written.figures,
                "pages": written.pdf.pages,
            }
        )
        return
    click.echo(f"Đã ghi vào {written.folder}:")
    click.echo(f"  {written.workbook.path.name}: {written.sheets} trang tính, {written.figures} số liệu")
    click.echo(f"  {written.document.path.name}: {written.document.words}")
    click.echo(f"  {written.pdf.path.name}: {written.pdf.words}")


@report_draft.command("send", help="Ghi là đã gửi: giữ số liệu và ba giấy tờ đúng như lúc gửi.")
@REPORT
@REGISTER
@click.option("--on", type=Day(), required=True, help="Ngày gửi.")
@click.option("--to", default="", help="Nơi nhận; để trống là Hội cấp trên.")
@click.option("--code", default="", help="Số báo cáo; để trống là số tiếp theo của năm.")
@_FULL
@JSON
@click.pass_obj
def send(
    machine: Machine,
    /,
    word: str,
    register_path: Path,
    on: date,
    to: str,
    code: str,
    full_numbers: bool,
    as_json: bool,
) -> None:
    """Record that a report was sent."""
    from app.services import saved_reports

    with opened(machine, register_path) as services:
        sent = saved_reports.send(
            services.register,
            report_of(services, word).id,
            on=on,
            to=to,
            code=code,
            paths=services.paths,
            today=services.today(),
            full_numbers=full_numbers,
        )
    if as_json:
        print_json(_document(sent))
        return
    guess = ", ghi số ước" if sent.estimate else ""
    click.echo(f"Đã ghi gửi {sent.name} số {sent.code} ngày {short_date(on)}{guess}.")


@report_draft.command("compare", help="Số đã gửi và số bây giờ, những chỗ khác nhau.")
@REPORT
@REGISTER
@JSON
@click.pass_obj
def compare(machine: Machine, word: str, register_path: Path, as_json: bool) -> None:
    """Show what changed since a report was sent."""
    from app.services import saved_reports

    with opened(machine, register_path) as services:
        found = saved_reports.compare(services.register, report_of(services, word).id, today=services.today())
    if as_json:
        print_json([dataclasses.asdict(each) for each in found])
        return
    for each in found:
        sent, now = ("không có" if n is None else group(n) for n in (each.sent, each.now))
        click.echo(f"{each.label}: đã gửi {sent}, nay {now} {each.measure}".rstrip())
    click.echo(f"{len(found)} số liệu khác với bản đã gửi." if found else "Số liệu vẫn như bản đã gửi.")


@report_draft.command("reopen", help="Lập bản mới từ bản đã gửi, để sửa và gửi lại.")
@REPORT
@REGISTER
@click.pass_obj
def reopen(machine: Machine, word: str, register_path: Path) -> None:
    """Begin a draft from a sent report."""
    from app.services import saved_reports

    with opened(machine, register_path) as services:
        made = saved_reports.reopen(services.register, report_of(services, word).id)
    click.echo(f"{made.name}: bản mới, mã {made.id}.")


@report_draft.command("remove", help="Bỏ một bản đang soạn; bản đã gửi thì giữ.")
@REPORT
@REGISTER
@click.pass_obj
def remove(machine: Machine, word: str, register_path: Path) -> None:
    """Take out a draft."""
    from app.services import saved_reports

    with opened(machine, register_path) as services:
        gone = saved_reports.remove_report(services.register, report_of(services, word).id)
    click.echo(f"Đã bỏ bản đang soạn {gone.name}. Lệnh undo lấy lại được.")
