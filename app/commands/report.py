"""Commands for the figures of a period: to look at, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.commands.opening import JSON, REGISTER, opened
from app.commands.report_period import chosen_period, period_options
from app.commands.saved_reports import report_of
from app.errors import NotFoundError
from app.terminal import is_kind, out_option, print_json
from app.vietnamese.dates import short_date
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

if TYPE_CHECKING:
    from app.bootstrap import Machine
    from app.domain.year_report import Cell, Figure, Table, YearReport
    from app.services.bundle import Services

_SAVED = click.option(
    "--saved",
    default="",
    metavar="BÁO_CÁO",
    help="Kèm số ước và dòng tự ghi của báo cáo này (năm, tên hoặc mã).",
)


@click.command(help="Lập bảng số liệu của một kỳ ra Excel.")
@REGISTER
@period_options
@_SAVED
@out_option(".xlsx")
@click.option("--full-numbers", is_flag=True, help="In đủ số điện thoại.")
@JSON
@click.pass_obj
def report(
    machine: Machine,
    /,
    register_path: Path,
    saved: str,
    out: Path,
    full_numbers: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Write the workbook of a period."""
    from app.services.reports import figure_documents, write_report

    with opened(machine, register_path) as services:
        built = _built(services, saved, said, full_numbers=full_numbers)
        written = write_report(built, out, replace=is_kind(out, ".xlsx"))
    if as_json:
        head = {"year": built.year, "period": _period(built), "path": str(out)}
        print_json({**head, "figures": written.figures, "lines": figure_documents(built)})
        return
    click.echo(f"Đã ghi {out}: {len(written.sheets)} trang tính, {len(written.figures)} chỉ tiêu.")
    if built.estimate:
        click.echo("Kỳ báo cáo chưa hết: bảng ghi số ước.")
    if not any(written.figures.values()):
        click.echo(f"{_capital(built.period)} chưa có số liệu nào trong sổ nên bảng toàn số 0.")


@click.command(help="Xem số liệu của một kỳ; --rows SỐ_LIỆU liệt kê những dòng làm nên số ấy.")
@REGISTER
@period_options
@_SAVED
@click.option("--rows", "key", default="", metavar="SỐ_LIỆU", help="Khóa hoặc tên của số liệu muốn xem.")
@JSON
@click.pass_obj
def figures(
    machine: Machine, /, register_path: Path, saved: str, key: str, as_json: bool, **said: Any
) -> None:
    """Tell the figures of a period, or the rows behind one."""
    from app.domain.year_report import rows_of
    from app.services.reports import figure_documents

    with opened(machine, register_path) as services:
        built = _built(services, saved, said)
    if key:
        figure = figure_of(built, key)
        table = rows_of(built, figure)
        if as_json:
            print_json({"figure": figure.key, "title": table.title, "rows": _documents(table)})
        else:
            _tell_rows(figure, table)
        return
    if as_json:
        print_json({"period": _period(built), "lines": figure_documents(built)})
        return
    _tell(built)


def _built(services: Services, saved: str, said: dict[str, Any], *, full_numbers: bool = False) -> YearReport:
    from app.domain.periods import Period
    from app.services.reports import build_report

    held = report_of(services, saved) if saved else None
    usual = Period(held.starts, held.ends) if held is not None else None
    return build_report(
        services.register,
        chosen_period(services, usual=usual, **said),
        today=services.today(),
        saved_id=held.id if held is not None else None,
        full_numbers=full_numbers,
    )


def figure_of(report: YearReport, word: str) -> Figure:
    """The figure with this key or name; raises NotFoundError."""
    counted = [each for each in report.figures if each.rule is not None]
    for found in (
        [each for each in counted if each.key == word],
        [each for each in counted if fold(each.label) == fold(word)],
    ):
        if found:
            return found[0]
    raise NotFoundError(f"Không có số liệu “{word}”. Lệnh figures liệt kê các số liệu.")


def _period(report: YearReport) -> dict[str, object]:
    return {
        "starts": report.starts.isoformat(),
        "ends": report.ends.isoformat(),
        "label": report.period,
        "before": report.before,
        "estimate": report.estimate,
    }


def _tell(report: YearReport) -> None:
    from app.domain.year_report import share_of

    amounts = report.amounts()
    click.echo(f"Số liệu {report.period} (trong ngoặc: {report.before})")
    for figure in report.figures:
        indent = "  " * (1 + figure.level)
        if figure.rule is None:
            click.echo(figure.label)
            continue
        now = "chưa ghi" if figure.missing else group(amounts[figure.key])
        before = "" if figure.previous is None else f" ({group(figure.previous)})"
        words = [f"{indent}{figure.label}: {now} {figure.measure}{before}"]
        share = share_of(report, figure, amounts)
        words += [share.words] if share is not None else []
        words += [figure.mark] if figure.mark else []
        words += [f"đến nay {group(report.evaluate(figure.counted))}"] if figure.counted is not None else []
        click.echo(", ".join(words))


def _tell_rows(figure: Figure, table: Table) -> None:
    click.echo(f"{figure.label} – {table.title}: {len(table.rows)} dòng")
    for number, row in enumerate(table.rows, 1):
        click.echo(f"{number:>4}. " + " | ".join(_told(row, table)))


def _documents(table: Table) -> list[dict[str, object]]:
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, map(_plain, row), strict=True)) for row in table.rows]


def _told(row: tuple[Cell, ...], table: Table) -> Iterator[str]:
    """The filled cells of a row as people write them: days, sums with dots."""
    from app.domain.year_report import ColumnKind

    for cell, column in zip(row, table.columns, strict=True):
        if isinstance(cell, date):
            yield short_date(cell)
        elif isinstance(cell, int) and column.kind is ColumnKind.MONEY:
            yield group(cell)
        elif cell not in (None, ""):
            yield str(cell)


def _plain(cell: Cell) -> str | int | None:
    from app.vietnamese.dates import PartialDate

    if isinstance(cell, PartialDate):
        return cell.iso
    return cell if cell is None or isinstance(cell, str | int) else cell.isoformat()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
