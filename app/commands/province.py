"""Commands between a Hội and the one above: the file that is sent, what is received, all of it as one."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.commands.province_words import (
    deadline_document,
    period_document,
    received_document,
    received_lines,
    report_lines,
    row_document,
    row_line,
    subordinate_named,
)
from app.commands.report_period import chosen_period, period_options
from app.errors import FileProblemError, RuleError, UsageError
from app.terminal import PATH, is_kind, out_option, print_json, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.periods import Period
    from app.services.bundle import Services

_SUBORDINATE = click.argument("word", metavar="HỘI")


def _usual(services: Services) -> Period:
    from app.domain.periods import Period
    from app.services.years import report_year

    return Period.year_of(report_year(services.register, today=services.today()))


# ---------------------------------------------------------------- sending


@click.command(help="Tạo tệp báo cáo một kỳ để nộp Hội cấp trên (đuôi .sohoi-nop).")
@REGISTER
@period_options
@out_option(".sohoi-nop")
@click.option(
    "--members",
    type=click.Choice(["none", "agreed", "all"]),
    default="none",
    show_default=True,
    help="Gửi kèm hội viên: không (none), ai đã ghi đồng ý (agreed), mọi người trừ ai đã rút đồng ý (all).",
)
@click.option(
    "--sensitive",
    is_flag=True,
    help="Cùng --members: gửi cả dân tộc, tôn giáo, Đảng, sức khỏe, tỷ lệ thương tật.",
)
@JSON
@click.pass_obj
def submit(
    machine: Machine,
    /,
    register_path: Path,
    out: Path,
    members: str,
    sensitive: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Write the file for the Hội above."""
    from app.services.submissions import People, write_submission

    if sensitive and members == "none":
        raise UsageError("--sensitive cần --members agreed hoặc --members all.")
    with opened(machine, register_path) as services:
        period = chosen_period(services, usual=_usual(services), **said)
        written = write_submission(
            services.register,
            period,
            out,
            today=services.today(),
            made_at=services.clock(),
            people=People(members),
            sensitive=sensitive,
            replace=is_kind(out, ".sohoi-nop"),
        )
    sent = written.submission
    if as_json:
        print_json(
            {
                "path": str(out),
                "period": period_document(period),
                "estimate": sent.estimate,
                "figures": {each.key: each.amount for each in sent.figures if each.amount is not None},
                "members": sent.members,
                "refused": sent.people.refused if sent.people else None,
                "unasked": sent.people.unasked if sent.people else None,
                "sensitive": bool(sent.people and sent.people.sensitive),
            }
        )
        return
    click.echo(f"Đã ghi {out}, {period.label}: {written.words}.")
    if sent.estimate:
        click.echo("Kỳ báo cáo chưa hết: tệp ghi số ước.")
    if sent.people is not None:
        left = [f"{sent.people.refused} người đã rút đồng ý"] if sent.people.refused else []
        if members == "agreed" and sent.people.unasked:
            left.append(f"{sent.people.unasked} người chưa ghi đồng ý")
        if left:
            click.echo(f"Không gửi: {', '.join(left)}.")
        if members == "all" and sent.people.unasked:
            click.echo(f"Có gửi {sent.people.unasked} người chưa ghi đồng ý: hãy hỏi trước khi gửi.")


# ---------------------------------------------------------------- receiving


@click.command(help="Nhận tệp báo cáo của các Hội trực thuộc: các tệp .sohoi-nop, hoặc thư mục chứa chúng.")
@click.argument("files", metavar="TỆP…", nargs=-1, required=True, type=PATH)
@REGISTER
@click.option(
    "--as", "whose", default="", metavar="HỘI", help="Một tệp: là của Hội này (tên, mã), hoặc new là Hội mới."
)
@click.option("--dry-run", is_flag=True, help="Chỉ xem là của ai, kỳ nào; không ghi gì.")
@JSON
@click.pass_obj
def receive(
    machine: Machine, files: tuple[Path, ...], register_path: Path, whose: str, dry_run: bool, as_json: bool
) -> None:
    """Take in files of the Hội below."""
    from app.services import receiving
    from app.services.receiving import Outcome

    with opened(machine, register_path) as services, progress_bar("Nhận báo cáo") as progress:
        register = services.register
        paths = receiving.files_in(files)
        if whose and len(paths) > 1:
            raise UsageError("--as chỉ dùng với một tệp. Hãy nhận từng tệp.")
        if dry_run:
            done = receiving.foresee(register, paths, today=services.today(), progress=progress)
        else:
            chosen = whose if whose in ("", receiving.NEW) else subordinate_named(services, whose).id
            done = receiving.receive_files(
                register,
                paths,
                today=services.today(),
                choices=dict.fromkeys(paths, chosen) if chosen else None,
                progress=progress,
            )
    if as_json:
        print_json([received_document(each) for each in done])
    else:
        for each in done:
            for line in received_lines(each, foreseen=dry_run):
                click.echo(line)
    failed = sum(each.outcome is Outcome.FAILED for each in done)
    asked = sum(each.outcome is Outcome.ASK for each in done)
    if failed:
        others = "" if failed == len(done) else "; các tệp khác đã xong"
        raise FileProblemError(f"{failed} trong {len(done)} tệp không nhận được{others}.")
    if asked and not dry_run:
        raise RuleError(
            f"{asked} tệp cần chọn Hội: nhận lại từng tệp với --as HỘI (tên, mã), "
            "hoặc --as new nếu là Hội mới."
        )


# ---------------------------------------------------------------- who sends


@click.command(help="Các Hội trực thuộc và tình trạng nộp báo cáo của một kỳ.")
@REGISTER
@period_options
@click.option("--missing", is_flag=True, help="Chỉ những Hội chưa nộp hoặc mới nộp số ước.")
@click.option("--ended", is_flag=True, help="Cả những Hội không còn trực thuộc.")
@JSON
@click.pass_obj
def subordinates(
    machine: Machine, /, register_path: Path, missing: bool, ended: bool, as_json: bool, **said: Any
) -> None:
    """List the Hội below."""
    from app.services.subordinates import ReportState, deadline, list_subordinates

    with opened(machine, register_path) as services:
        period = chosen_period(services, usual=_usual(services), **said)
        rows = list_subordinates(services.register, period, ended=ended)
        due = deadline(period, today=services.today())
    shown = [row for row in rows if not missing or row.state is not ReportState.FINAL]
    if as_json:
        print_json(
            {
                "period": period_document(period),
                "deadline": deadline_document(due),
                "subordinates": [row_document(row) for row in shown],
            }
        )
        return
    click.echo(f"Báo cáo {period.label}. {due.words}.")
    for row in shown:
        click.echo(row_line(row))
    counted = ", ".join(
        f"{sum(row.state is state for row in rows)} {state.label.lower()}" for state in ReportState
    )
    click.echo(f"{len(rows)} Hội: {counted}." if rows else "Chưa có Hội trực thuộc nào.")


@click.group(help="Một Hội trực thuộc. HỘI là tên hay mã của Hội.")
def subordinate() -> None:
    """The group of commands for one Hội below."""


@subordinate.command("add", help="Thêm một Hội trực thuộc; Hội nộp lần đầu thì tự có khi nhận tệp.")
@click.argument("name", metavar="TÊN")
@REGISTER
@click.option("--code", default="", help="Mã, đứng trước mã hội viên của Hội; để trống thì đánh số tiếp.")
@click.option("--contact", default="", help="Người liên hệ, điện thoại.")
@click.pass_obj
def add(machine: Machine, name: str, register_path: Path, code: str, contact: str) -> None:
    """Add a Hội below."""
    from app.domain.reports import Subordinate
    from app.services.subordinates import save_subordinate

    with opened(machine, register_path) as services:
        saved = save_subordinate(services.register, Subordinate(name=name, code=code, contact=contact))
    click.echo(f"Đã thêm {saved.name}, mã {saved.code}.")


@subordinate.command("edit", help="Sửa tên, mã, người liên hệ, thứ tự của một Hội trực thuộc.")
@_SUBORDINATE
@REGISTER
@click.option("--name", default=None, help="Tên mới.")
@click.option("--code", default=None, help="Mã mới.")
@click.option("--contact", default=None, help="Người liên hệ, điện thoại.")
@click.option("--position", type=click.IntRange(1), default=None, help="Đứng thứ mấy trong danh sách.")
@click.pass_obj
def edit(
    machine: Machine, /, word: str, register_path: Path, position: int | None, **said: str | None
) -> None:
    """Change a Hội below."""
    from app.services import subordinates as service

    given: dict[str, Any] = {field: held for field, held in said.items() if held is not None}
    if not given and position is None:
        raise UsageError("Hãy ghi mục cần sửa: --name, --code, --contact hoặc --position.")
    with opened(machine, register_path) as services:
        held = subordinate_named(services, word)
        if given:
            held = service.save_subordinate(services.register, dataclasses.replace(held, **given))
        if position is not None:
            service.place_subordinate(services.register, held.id, position)
    click.echo(f"Đã sửa {held.name}.")


@subordinate.command("end", help="Ghi một Hội không còn trực thuộc; các báo cáo đã nhận giữ nguyên.")
@_SUBORDINATE
@REGISTER
@click.option("--again", is_flag=True, help="Ngược lại: Hội lại trực thuộc.")
@click.pass_obj
def end(machine: Machine, word: str, register_path: Path, again: bool) -> None:
    """End a Hội below, or take it up again."""
    from app.services.subordinates import end_subordinate

    with opened(machine, register_path) as services:
        held = end_subordinate(services.register, subordinate_named(services, word).id, ended=not again)
    click.echo(f"{held.name} {'lại trực thuộc' if again else 'không còn trực thuộc'}. Lệnh undo trả lại.")


@subordinate.command("show", help="Số liệu một Hội đã nộp cho một kỳ.")
@_SUBORDINATE
@REGISTER
@period_options
@JSON
@click.pass_obj
def show(machine: Machine, /, word: str, register_path: Path, as_json: bool, **said: Any) -> None:
    """Print the figures that a Hội sent."""
    from app.services.receiving import open_report
    from app.services.submissions_format import figure_documents
    from app.services.subordinates import list_subordinates

    with opened(machine, register_path) as services:
        period = chosen_period(services, usual=_usual(services), **said)
        held = subordinate_named(services, word)
        row = next(
            each
            for each in list_subordinates(services.register, period, ended=True)
            if each.subordinate.id == held.id
        )
        if row.report is None:
            raise RuleError(f"{held.name} chưa nộp báo cáo {period.label}.")
        sent = open_report(services.register, row.report.id)
    if as_json:
        print_json({**row_document(row), "figures": figure_documents(sent.figures)})
        return
    for line in report_lines(sent, period):
        click.echo(line)


# ---------------------------------------------------------------- all of it as one


@click.command(help="Tổng hợp báo cáo của mọi Hội trực thuộc ra một tệp Excel.")
@REGISTER
@period_options
@out_option(".xlsx")
@JSON
@click.pass_obj
def consolidate(machine: Machine, /, register_path: Path, out: Path, as_json: bool, **said: Any) -> None:
    """Write the workbook of all Hội."""
    from app.services.consolidation import write_consolidation

    with opened(machine, register_path) as services:
        period = chosen_period(services, usual=_usual(services), **said)
        written = write_consolidation(
            services.register, period, out, today=services.today(), replace=is_kind(out, ".xlsx")
        )
    if as_json:
        print_json(
            {
                "path": str(out),
                "period": period_document(period),
                "reported": written.reported,
                "missing": written.missing,
                "sheets": list(written.sheets),
                "figures": written.figures,
            }
        )
        return
    click.echo(
        f"Đã ghi {out}, {period.label}: {written.reported} Hội đã nộp, {len(written.figures)} chỉ tiêu, "
        f"{len(written.sheets)} trang tính; còn {written.missing} Hội chưa nộp hoặc mới có số ước."
    )
