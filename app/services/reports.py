"""The report of a period: figures that count rows, the like period before beside it, one workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from app.documents.files import write_file
from app.domain.branch import BRANCH_ID, Branch
from app.domain.periods import Period, paper_date, term_of
from app.domain.reports import Report, ReportFigure
from app.domain.year_report import Figure, Signature, YearReport, share_of
from app.services.offices import chairman
from app.services.reports_figures import BREAKDOWN, breakdown, counter_breakdown, figures_of
from app.services.reports_typed import OWN_PREFIX, following, with_typed
from app.services.year_tables import PeriodRows, read_period, years_table
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import dated_place

#: Figures of the first day: known, also while the period is not over.
_KNOWN = frozenset({"members_start", "fund_opening"})


def build_report(
    register: Register,
    period: Period,
    *,
    today: date,
    saved_id: str | None = None,
    full_numbers: bool = False,
) -> YearReport:
    """The report of a period with the like period before beside it, from the records as they are now.

    It is an estimate while the period is not over. The figures typed in the saved report ``saved_id`` stand
    instead of those counted, what is made from them follows them, and its own rows stand under their
    headings; what was typed as "ước" gives way to what is counted once the period is over and the saved
    report is no longer an estimate; own rows stay. Raises NotFoundError.
    """
    with register.read() as reader:
        return read_report(reader, period, today=today, saved_id=saved_id, full_numbers=full_numbers)


def term_period(register: Register, *, today: date) -> Period:
    """The term of office; raises RuleError when the branch does not say when it began."""
    with register.read() as reader:
        return term_of(reader.get(Branch, BRANCH_ID), today)


def read_report(
    reader: Reader, period: Period, *, today: date, saved_id: str | None = None, full_numbers: bool = False
) -> YearReport:
    """As :func:`build_report`, inside an open reading."""
    saved = reader.get(Report, saved_id) if saved_id is not None else None
    typed = reader.all(ReportFigure, report_id=saved_id) if saved_id is not None else ()
    estimate = period.is_estimate(today) or (saved is not None and saved.estimate)
    rows = read_period(reader, period, today=today, full_numbers=full_numbers)
    before = read_period(reader, period.before, today=today, full_numbers=False)
    word = "năm" if period.is_year else "kỳ"
    last = _report(reader, before, period.before, tuple(figures_of(before, rows, word)), today)
    figures = tuple(_beside(figures_of(rows, before, word), last.amounts(), estimate=estimate))
    # A row of the user's own has no count to give way to: it stays, marked "ước" until that is put right.
    standing = [each for each in typed if estimate or not each.estimate or each.key.startswith(OWN_PREFIX)]
    figures = with_typed(figures, standing)
    report = following(_report(reader, rows, period, figures, today, estimate=estimate))
    report = replace(report, tables=(*report.tables, years_table(reader, period)))
    return replace(report, number=saved.code) if saved is not None else report


def _report(
    reader: Reader,
    rows: PeriodRows,
    period: Period,
    figures: tuple[Figure, ...],
    today: date,
    *,
    estimate: bool = False,
) -> YearReport:
    branch = rows.branch
    signer, office = chairman(reader, today)
    until = f"ước đến {paper_date(period.ends)}" if estimate else ""
    columns, units = counter_breakdown(rows)
    return YearReport(
        heading=tuple(line for line in (branch.parent_name.upper(), branch.name.upper()) if line),
        number="",
        title=f"TỔNG HỢP SỐ LIỆU CÔNG TÁC HỘI {period.label.upper()}" + (f" ({until})" if until else ""),
        subtitle=f"(Kèm theo Báo cáo kết quả công tác Hội {period.label}{until and ', ' + until})",
        year=period.year,
        starts=period.starts,
        ends=period.ends,
        signature=Signature(
            place_date=_place_date(branch.place, period, today),
            authority=branch.authority,
            office=(office or "Chủ tịch").upper(),
            name=signer,
        ),
        figures=figures,
        breakdown_columns=BREAKDOWN,
        units=breakdown(rows),
        tables=rows.tables,
        estimate=estimate,
        period=period.label,
        before=period.before.label,
        counter_columns=columns,
        counter_units=units,
    )


def _place_date(place: str, period: Period, today: date) -> str:
    # A report made in its period or in the quarter after carries the day it is made. One printed again later
    # leaves the day to be written by hand: the program does not know it, and invents none.
    quarter_later = (period.ends + timedelta(days=93)).replace(day=1) - timedelta(days=1)
    if period.starts <= today <= quarter_later:
        return dated_place(place, today)
    return f"{place}, ngày …… tháng …… năm ………"


def _beside(figures: Iterable[Figure], previous: Mapping[str, int], *, estimate: bool) -> Iterator[Figure]:
    """The figures with the amounts of the period before; all but those of its first day may still change."""
    for figure in figures:
        if figure.rule is None:
            yield figure
            continue
        guessed = figure.estimate or (estimate and figure.key not in _KNOWN)
        yield replace(figure, previous=previous.get(figure.key), estimate=guessed)


# ---------------------------------------------------------------- for the command line, and the workbook


def figure_documents(report: YearReport) -> list[dict[str, object]]:
    """Every figure under open names; ``counted`` where another amount was typed than the records give."""
    amounts = report.amounts()
    found: list[dict[str, object]] = []
    for figure in report.figures:
        if figure.rule is None:
            continue
        share = share_of(report, figure, amounts)
        found.append(
            {
                "key": figure.key,
                "label": figure.label,
                "measure": figure.measure,
                "amount": None if figure.missing else amounts[figure.key],
                "counted": report.evaluate(figure.counted) if figure.counted is not None else None,
                "previous": figure.previous,
                "estimate": figure.estimate,
                "share": None
                if share is None
                else {"percent": share.per_mille / 10, "of": figure.share_of, "words": share.words},
            }
        )
    return found


@dataclass(frozen=True, slots=True)
class WrittenWorkbook:
    """What was written: the figures are read back from the file itself."""

    path: Path
    size: int
    sheets: tuple[str, ...]
    figures: dict[str, int]


def write_workbook(
    register: Register,
    period: int | Period,
    path: Path,
    *,
    today: date,
    saved_id: str | None = None,
    full_numbers: bool = False,
    replace: bool = False,
) -> WrittenWorkbook:
    """Write the workbook of a period, or of a year, and read its figures back."""
    whole = Period.year_of(period) if isinstance(period, int) else period
    report = build_report(register, whole, today=today, saved_id=saved_id, full_numbers=full_numbers)
    return write_report(report, path, replace=replace)


def write_report(report: YearReport, path: Path, *, replace: bool = False) -> WrittenWorkbook:
    """Write the workbook of a report that is built already, and read its figures back."""
    # openpyxl is slow to import, and the report is looked at more often than it is written.
    from app.documents.workbooks.readback import read_workbook
    from app.documents.workbooks.year_end import render_year_workbook

    write_file(path, render_year_workbook(report), replace=replace)
    read = read_workbook(path.read_bytes())
    sheets = tuple(sheet.name for sheet in read.sheets)
    return WrittenWorkbook(path, path.stat().st_size, sheets, read.figures)
