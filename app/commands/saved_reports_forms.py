"""Filling the upper level's own form by the command line, and the names that it may use."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.commands.report_period import chosen_period, period_options
from app.errors import UsageError
from app.terminal import PATH, print_json
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.services.report_forms import FilledCell, FormName, FormValue, WrittenForm


@click.command(
    "fill-form",
    help="Điền biểu mẫu Excel của cấp trên: ô ghi {{tên}} hay mang tên ấy. Không ghi biểu mẫu: in các tên.",
)
@click.argument("template", type=PATH, required=False)
@REGISTER
@period_options
@click.option("--out", type=PATH, default=None, help="Tệp điền xong; cùng đuôi với biểu mẫu.")
@click.option("--replace", is_flag=True, help="Ghi đè tệp cũ trùng tên.")
@JSON
@click.pass_obj
def fill_form(
    machine: Machine,
    /,
    template: Path | None,
    register_path: Path,
    out: Path | None,
    replace: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Fill a form, or list the names."""
    from app.services import report_forms
    from app.services.saved_reports import standing_report

    if (template is None) is not (out is None):
        raise UsageError("Hãy ghi cả biểu mẫu và --out TỆP; không ghi cả hai thì chương trình in các tên.")
    with opened(machine, register_path) as services:
        period = chosen_period(services, **said)
        held = standing_report(services.register, period, today=services.today())
        more: dict[str, Any] = {"today": services.today(), "saved_id": held.id if held else None}
        if template is None or out is None:
            names = report_forms.form_names(services.register, period, **more)
            _tell_names(names, as_json=as_json)
            return
        written = report_forms.fill_report_form(
            services.register, template, out, period, replace=replace, **more
        )
    _tell(written, as_json=as_json)


def _plain(value: FormValue) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value


def _shown(value: FormValue) -> str:
    if value is None:
        return "chưa có"
    if isinstance(value, date):
        return short_date(value)
    return group(value) if isinstance(value, int) else value


def _tell_names(names: tuple[FormName, ...], *, as_json: bool) -> None:
    if as_json:
        print_json([{"name": n.name, "label": n.label, "value": _plain(n.value)} for n in names])
        return
    for each in names:
        click.echo(f"{each.name}: {each.label} = {_shown(each.value)}")
    click.echo("Đặt một tên này cho ô trong Excel (hộp tên bên trái thanh công thức), hoặc gõ {{tên}} vào ô.")


def _tell(written: WrittenForm, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "path": str(written.path),
                "filled": [_document(each) for each in written.cells],
                "without": [_document(each) for each in written.without],
                "unknown": [_document(each) for each in written.unknown],
                "notes": list(written.notes),
                "macros": written.has_macros,
                "formulas": written.has_formulas,
            }
        )
        return
    click.echo(f"Đã ghi {written.path}: điền {len(written.cells)} ô.")
    for each in written.cells:
        click.echo(f"  {each.sheet}!{each.cell} {each.name} = {_shown(each.value)}")
    for words, cells in (
        ("Chưa có số liệu", written.without),
        ("Tên không biết, để nguyên", written.unknown),
    ):
        if cells:
            click.echo(f"{words}: " + ", ".join(f"{c.name} ({c.sheet}!{c.cell})" for c in cells))
    for note in (*written.notes, *written.reminders):
        click.echo(note)


def _document(cell: FilledCell) -> dict[str, Any]:
    return {"sheet": cell.sheet, "cell": cell.cell, "name": cell.name, "value": _plain(cell.value)}
