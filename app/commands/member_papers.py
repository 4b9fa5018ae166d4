"""Commands that print the members: lists, trích ngang, phiếu hội viên, labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.list_options import asked, list_options
from app.commands.opening import JSON, REGISTER, opened
from app.errors import NotFoundError, RuleError, UsageError
from app.terminal import PATH, Day, Decimal, is_kind, out_option, print_json, progress_bar

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.member_lists import MemberQuery
    from app.services.bundle import Services
    from app.services.member_papers import PaperKind, PaperOrder, WrittenPaper

_TABLE_KINDS = (".pdf", ".xlsx")
_TABLE_OUT = click.option(
    "--out",
    required=True,
    type=PATH,
    help="Tệp PDF hoặc XLSX để ghi; tệp cũ cùng loại trùng tên được thay bằng tệp mới.",
)
_FULL_NUMBERS = click.option("--full-numbers", is_flag=True, help="In đủ số điện thoại, số căn cước.")
_SENSITIVE = click.option(
    "--sensitive", is_flag=True, help="In cả dữ liệu nhạy cảm (dân tộc, Đảng, sức khỏe)."
)
_SHAPES = {"a4": "a4_portrait", "a4-ngang": "a4_landscape", "a3-ngang": "a3_landscape"}
_PAPER = click.option(
    "--paper", type=click.Choice(list(_SHAPES)), default=None, help="Khổ giấy; không ghi thì tự chọn."
)


_WORDS = ("statuses", "age", "policies", "unknown", "view", "sort", "columns")


def _whom(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that choose the members; without a status or a view, those who are active."""
    command = list_options(command)
    for option in (
        click.option("--everybody", is_flag=True, help="Cả người đã chuyển đi, thôi, từ trần."),
        click.option("--as-of", type=Day(), default=None, help="Tính đến ngày."),
        click.option("--chapter", default="", help="Tên chi hội."),
        click.option("--search", default="", help="Tìm theo tên, số điện thoại, mã."),
    ):
        command = option(command)
    return command


@click.command("list", help="Danh sách hội viên ra PDF hoặc Excel, theo mẫu văn bản hành chính.")
@REGISTER
@_TABLE_OUT
@_whom
@click.option("--sign", is_flag=True, help="Danh sách để ký tên (STT, họ tên, chi hội, ký tên).")
@click.option("--title", default="", help="Tên danh sách.")
@_PAPER
@_FULL_NUMBERS
@_SENSITIVE
@JSON
@click.pass_obj
def list_members(machine: Machine, /, register_path: Path, sign: bool, **how: Any) -> None:
    """Write the list of members."""
    from app.services.member_papers import PaperKind

    _write(machine, register_path, PaperKind.SIGNING if sign else PaperKind.LIST, how)


@click.command("summary-list", help="Danh sách trích ngang ra PDF hoặc Excel.")
@REGISTER
@_TABLE_OUT
@_whom
@click.option("--by-unit", is_flag=True, help="Xếp theo từng chi hội.")
@_PAPER
@_FULL_NUMBERS
@_SENSITIVE
@JSON
@click.pass_obj
def summary_list(machine: Machine, /, register_path: Path, by_unit: bool, **how: Any) -> None:
    """Write danh sách trích ngang."""
    from app.services.member_papers import PaperKind

    _write(machine, register_path, PaperKind.SUMMARY, how, by_unit=by_unit)


@click.command(help="Phiếu hội viên, mỗi người một trang PDF; không ghi mã thì in mọi người đang sinh hoạt.")
@click.argument("codes", metavar="[MÃ]...", nargs=-1)
@REGISTER
@out_option(".pdf")
@_FULL_NUMBERS
@_SENSITIVE
@JSON
@click.pass_obj
def sheet(machine: Machine, /, codes: tuple[str, ...], register_path: Path, **how: Any) -> None:
    """Write members' sheets."""
    from app.services.member_papers import PaperKind

    _write(machine, register_path, PaperKind.SHEETS, how, codes=codes)


@click.command(help="Nhãn ghế họp, nhãn địa chỉ hoặc phong bì ra PDF.")
@REGISTER
@out_option(".pdf")
@_whom
@click.option("--kind", type=click.Choice(["attendance", "address"]), default="address", show_default=True)
@click.option(
    "--sheet",
    type=click.Choice(["3x8", "2x7", "3x7", "dl", "c6"]),
    default="3x8",
    show_default=True,
    help="Tờ nhãn hoặc phong bì.",
)
@click.option(
    "--from", "start", type=click.IntRange(1), default=1, show_default=True, help="Nhãn trống đầu tiên."
)
@click.option(
    "--salutation",
    type=click.Choice(["by_sex", "comrade", "none"]),
    default="by_sex",
    show_default=True,
    help="Xưng hô.",
)
@click.option("--dx", type=Decimal(), default=0.0, help="Lệch sang phải, mm.")
@click.option("--dy", type=Decimal(), default=0.0, help="Lệch xuống dưới, mm.")
@click.option("--cut-marks", is_flag=True, help="In dấu cắt.")
@JSON
@click.pass_obj
def labels(machine: Machine, /, register_path: Path, **how: Any) -> None:
    """Write labels."""
    from app.services.label_papers import LabelChoice, LabelKind, Salutation
    from app.services.member_papers import PaperKind

    choice = LabelChoice(
        LabelKind(how.pop("kind")),
        how.pop("sheet"),
        how.pop("start"),
        Salutation(how.pop("salutation")),
        how.pop("dx"),
        how.pop("dy"),
        how.pop("cut_marks"),
    )
    _write(machine, register_path, PaperKind.LABELS, how, labels=choice)


def _write(machine: Machine, register_path: Path, kind: PaperKind, how: dict[str, Any], **more: Any) -> None:
    """Write what was asked for and say what lies on the disk."""
    from app.services.member_columns import private_columns
    from app.services.member_papers import PageShape, PaperOrder, write_paper

    out: Path = how["out"]
    with opened(machine, register_path) as services, progress_bar("In giấy tờ") as progress:
        codes = more.pop("codes", ())
        query, columns = _asked(services, kind, how)
        if not how.get("sensitive") and (private := private_columns(services.register, columns)):
            raise RuleError(f"Cột riêng tư ({', '.join(private)}) chỉ in khi có thêm --sensitive.")
        order = PaperOrder(
            kind=kind,
            query=query,
            columns=columns,
            ids=_ids(services, codes),
            title=how.get("title", ""),
            shape=PageShape(_SHAPES.get(how.get("paper") or "", "auto")),
            full_numbers=how.get("full_numbers", False),
            sensitive=how.get("sensitive", False),
            **more,
        )
        written = write_paper(
            services.register,
            order,
            out,
            today=services.today(),
            replace=any(is_kind(out, each) for each in _TABLE_KINDS),
            progress=progress,
        )
    _say(order, written, as_json=how["as_json"])


def _asked(services: Services, kind: PaperKind, how: dict[str, Any]) -> tuple[MemberQuery, tuple[str, ...]]:
    """Whom the words name, and which columns; without a status or a view, who is active."""
    from app.domain.member_lists import MemberQuery
    from app.domain.status import Status
    from app.services.member_papers import PaperKind
    from app.services.units import tree

    words = {name: how.get(name, "") for name in _WORDS}
    if words["columns"] and kind is not PaperKind.LIST:
        raise UsageError("Chỉ danh sách hội viên mới chọn được cột (--columns).")
    query, columns = asked(services, words) or (MemberQuery(), ())
    if query.status is None and not words["view"] and not how.get("everybody"):
        query = replace(query, status=Status.ACTIVE)
    query = replace(query, search=how.get("search") or query.search, on=how.get("as_of") or query.on)
    if chapter := how.get("chapter"):
        found = tree(services.register, query.on).find(chapter)
        if found is None:
            raise NotFoundError(f"Không có chi hội nào tên “{chapter}”. Hãy xem lại tên chi hội.")
        query = replace(query, unit_ids=frozenset({found.unit_id}))
    return query, columns


def _ids(services: Services, codes: tuple[str, ...]) -> tuple[str, ...]:
    from app.services.members import by_code

    return tuple(by_code(services.register, code).id for code in dict.fromkeys(codes))


def _say(order: PaperOrder, written: WrittenPaper, *, as_json: bool) -> None:
    from app.services.member_papers import shortcomings

    if as_json:
        print_json(
            {
                "path": str(written.path),
                "people": written.people,
                "pages": written.pages,
                "size": written.size,
                "cut": list(written.cut),
                "left_out": list(written.left_out),
            }
        )
        return
    click.echo(f"{order.kind.label}: {written.words}: {written.path}")
    if more := shortcomings(written.cut, written.left_out):
        click.echo(f"  {more}")
