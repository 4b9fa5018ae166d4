"""Commands over certificates that have left the house: show, write again, correct, copy, void, check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.awards_found import CODE, ROUND, award_of, card_of, issue_of, round_of
from app.commands.opening import JSON, REGISTER, opened
from app.domain.record import to_document
from app.errors import NotFoundError, RuleError, UsageError
from app.terminal import is_kind, out_option, print_json
from app.vietnamese.dates import short_date

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.certificates import IssuedCertificate
    from app.services.bundle import Services
    from app.services.issuing import IssueRow
    from app.services.sheets import PrintChoice

_LAYOUT = click.option("--layout", default="", help="Tên mẫu giấy; để trống là mẫu của giấy trước.")
_REASON = click.option("--reason", required=True, help="Lý do, ghi vào sổ.")


@click.group(help="Một giấy đã phát hành. MÃ là mã kiểm tra in trên giấy, như K7QM-4D2X.")
def certificate() -> None:
    """The group of commands for issued certificates."""


def _choice(services: Services, layout: str) -> PrintChoice:
    from app.services.sheets import PrintChoice

    return PrintChoice(layout_name=layout or None, layouts=services.paths.layouts)


@certificate.command("issue", help="Phát hành giấy của một đợt đã có quyết định; không rút lại được.")
@ROUND
@REGISTER
@click.option("--layout", default="", help="Tên mẫu giấy; để trống là mẫu của hình thức.")
@click.pass_obj
def issue(machine: Machine, round_word: str, register_path: Path, layout: str) -> None:
    """Freeze the certificates of a round."""
    from app.services import issuing

    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        number = issuing.issue(
            services.register, card.round.id, today=services.today(), choice=_choice(services, layout)
        )
    click.echo(f"Đã phát hành {number} giấy của đợt “{card.round.name}”.")


@certificate.command("list", help="Các giấy đã phát hành của một đợt, hay của một dòng trong đợt.")
@ROUND
@click.argument("award_word", metavar="[DÒNG]", default="")
@REGISTER
@JSON
@click.pass_obj
def list_issues(
    machine: Machine, round_word: str, award_word: str, register_path: Path, as_json: bool
) -> None:
    """Print the certificates that were issued."""
    from app.services.issuing import issues_of

    with opened(machine, register_path) as services:
        card = card_of(services, round_word)
        awards = (award_of(card, award_word),) if award_word else card.awards
        rows = [row for award in awards for row in issues_of(services.register, award.id)]
    if as_json:
        print_json([_document(row) for row in rows])
        return
    for row in rows:
        click.echo(_line(row))
    click.echo(f"{len(rows)} giấy.")


def _line(row: IssueRow) -> str:
    issued = row.issue
    reason = f", {issued.reason}" if issued.reason else ""
    return (
        f"{issued.number:02d}/{issued.year} {row.recipient}, {issued.kind.label.lower()} "
        f"{short_date(issued.issued_on)}{reason}, mã {issued.code or issued.id}: {row.state}"
    )


def _document(row: IssueRow) -> dict[str, Any]:
    held = {name: text for name, text in to_document(row.issue).items() if name not in ("fields", "layout")}
    return {
        **held,
        "recipient": row.recipient,
        "is_current": row.is_current,
        "replaced": row.replaced,
        "state": row.state,
        "printings": [to_document(printing) for printing in row.printings],
    }


@certificate.command("pdf", help="Ghi lại một giấy đúng như lúc phát hành.")
@CODE
@REGISTER
@out_option(".pdf")
@click.pass_obj
def pdf(machine: Machine, code: str, register_path: Path, out: Path) -> None:
    """Write one issued certificate again."""
    from app.services.issuing import issues_of, write_issue

    with opened(machine, register_path) as services:
        issued = issue_of(services, code)
        write_issue(services.register, issued.id, out, replace=is_kind(out, ".pdf"))
        row = next(row for row in issues_of(services.register, issued.award_id) if row.issue.id == issued.id)
    kind = issued.kind.label.lower()
    click.echo(f"Đã ghi {out}: {kind} phát hành ngày {short_date(issued.issued_on)}. {row.state}.")


@certificate.command("reissue", help="Cấp đổi: giấy mới cùng số, thay cho giấy có chỗ sai.")
@CODE
@REGISTER
@click.option("--recipient", default=None, help="Tên đúng.")
@click.option("--salutation", default=None, help="Xưng hô đúng.")
@click.option("--detail", default=None, help="Chức vụ, đơn vị đúng.")
@click.option("--achievement", default=None, help="Thành tích đúng.")
@_REASON
@_LAYOUT
@click.pass_obj
def reissue(
    machine: Machine, /, code: str, register_path: Path, reason: str, layout: str, **said: str | None
) -> None:
    """Issue a corrected certificate in place of one."""
    from app.services import issuing

    corrections = {field: text for field, text in said.items() if text is not None}
    with opened(machine, register_path) as services:
        held = _not_replaced(services, code)
        made = issuing.reissue(
            services.register,
            held.award_id,
            corrections,
            reason=reason,
            today=services.today(),
            choice=_choice(services, layout),
        )
        _tell(services, made)
    click.echo(f"Giấy mã {held.code or held.id} hết giá trị: hãy thu lại.")


@certificate.command("copy", help="Cấp bản sao, có in chữ BẢN SAO, của giấy đang có giá trị.")
@CODE
@REGISTER
@_REASON
@_LAYOUT
@click.pass_obj
def copy(machine: Machine, code: str, register_path: Path, reason: str, layout: str) -> None:
    """Issue a marked copy."""
    from app.services import issuing

    with opened(machine, register_path) as services:
        made = issuing.duplicate(
            services.register,
            _not_replaced(services, code).award_id,
            reason=reason,
            today=services.today(),
            choice=_choice(services, layout),
        )
        _tell(services, made)


def _not_replaced(services: Services, code: str) -> IssuedCertificate:
    """The sheet with this code; one that another replaced is refused, so that nothing is done twice."""
    from app.services.issuing import issues_of

    held = issue_of(services, code)
    rows = issues_of(services.register, held.award_id)
    newer = next((row.issue for row in rows if row.issue.replaces_id == held.id), None)
    if newer is not None:
        raise RuleError(
            f"Giấy mã {held.code or held.id} đã được thay bằng giấy mã {newer.code or newer.id}. "
            "Hãy dùng mã ấy."
        )
    return held


def _tell(services: Services, made: IssuedCertificate) -> None:
    from app.services.issuing import issues_of

    row = next(row for row in issues_of(services.register, made.award_id) if row.issue.id == made.id)
    click.echo(f"{made.kind.label}, số {made.number:02d}/{made.year}, {row.recipient}, mã {made.code}.")
    click.echo(f"Lệnh certificate pdf {made.code} ghi giấy này ra PDF để in.")


@certificate.command("void", help="Hủy một giấy, có lý do; số của giấy không cấp lại cho ai.")
@CODE
@REGISTER
@_REASON
@click.pass_obj
def void(machine: Machine, code: str, register_path: Path, reason: str) -> None:
    """Declare a certificate void."""
    from app.services import issuing

    with opened(machine, register_path) as services:
        made = issuing.void(
            services.register, issue_of(services, code).id, reason=reason, today=services.today()
        )
    click.echo(f"Đã hủy giấy mã {made.code or made.id}: {made.void_reason}.")


@certificate.command(
    "verify", help="Kiểm tra một giấy bằng mã, gõ tay hay đọc từ mã QR; mã thoát 1 khi không ổn."
)
@CODE
@REGISTER
@JSON
@click.pass_context
def verify(context: click.Context, code: str, register_path: Path, as_json: bool) -> None:
    """Check a certificate."""
    from app.services import issuing

    if not code.strip():
        raise UsageError("Chưa ghi mã. Hãy gõ tám chữ và số in trên giấy, như K7QM-4D2X.")
    machine: Machine = context.obj
    with opened(machine, register_path) as services:
        found = issuing.verify(services.register, code)
    if as_json:
        row = _document(found.row)
        print_json({"good": found.is_good, "problems": found.problems, "texts": dict(found.texts), **row})
    else:
        click.echo(_line(found.row))
        for name in ("recipient", "detail", "achievement", "decision"):
            if found.texts.get(name):
                click.echo(f"  {found.texts[name]}")
        click.echo(
            "Giấy có giá trị, đúng như đã phát hành." if found.is_good else "Giấy này không dùng được:"
        )
        for problem in found.problems:
            click.echo(f"  {problem}")
    if not found.is_good:
        context.exit(1)


@click.command(help="Nhật ký in: giấy nào đã gửi ra máy in nào, lúc nào, mới nhất trước.")
@REGISTER
@click.option("--year", type=click.IntRange(1950, 2200), default=None, help="Giấy phát hành trong năm này.")
@click.option("--round", "round_word", default="", metavar="ĐỢT", help="Giấy của đợt này.")
@click.option(
    "--remove",
    "removed",
    type=click.IntRange(1),
    default=None,
    help="Bỏ dòng số này: tờ ấy không in ra được.",
)
@JSON
@click.pass_obj
def printings(
    machine: Machine,
    /,
    register_path: Path,
    year: int | None,
    round_word: str,
    removed: int | None,
    as_json: bool,
) -> None:
    """List what was sent to printers, or take a line off."""
    from app.services import printings as service

    with opened(machine, register_path) as services:
        round_id = round_of(services, round_word).id if round_word else None
        rows = list(service.printed_rows(services.register, year=year, round_id=round_id))
        if removed is not None:
            if removed > len(rows):
                raise NotFoundError(f"Nhật ký in không có dòng {removed}.")
            service.forget_printed(services.register, [rows.pop(removed - 1).printing.id])
    if as_json:
        print_json([{"number": r.number, "recipient": r.recipient, **to_document(r.printing)} for r in rows])
        return
    for line, row in enumerate(rows, 1):
        where = ", ".join(filter(None, (row.printing.printer, row.printing.tray, row.printing.blank)))
        click.echo(
            f"{line:>3}. {row.printing.at.replace('T', ' ')} số {row.number:02d} {row.recipient}: {where}, "
            f"{row.printing.copies} bản"
        )
    click.echo(f"{len(rows)} lần in.")
