"""One report of all Hội below: their figures added up, beside the same Hội's period before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from app.documents.files import write_file
from app.domain.branch import BRANCH_ID, Branch
from app.domain.periods import Period, paper_date
from app.domain.year_report import (
    Average,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Given,
    Rule,
    Signature,
    Table,
    Total,
    YearReport,
    average,
)
from app.errors import RuleError
from app.services.offices import chairman
from app.services.receiving import sent_figures
from app.services.submissions_format import SentFigure
from app.services.subordinates import ReportState, SubordinateRow, read_subordinates
from app.store.reader import Reader
from app.store.register import Register
from app.vietnamese.dates import dated_place
from app.vietnamese.numbers import group
from app.vietnamese.text import fold

#: What the sheet of all Hội shows of each, where it was reported.
MAIN_FIGURES = (
    "members_end", "women", "gains", "losses", "visits", "visits_amount", "longevity", "awards", "meetings",
    "fund_closing",
)  # fmt: skip
#: The key of the table that is no part of the report: who has not sent it.
MISSING_TABLE = "missing"
#: Figures before the first heading stand under this one.
_NO_HEADING = ("h_figures", "Số liệu")
_LONGEST_KEY = 60
#: What stands before a figure's key as the key of its column.
_COLUMN = "sl_"


@dataclass(slots=True)
class _Line:
    """One figure of all Hội: the first that reported it says how it reads."""

    key: str
    figure: SentFigure
    amounts: dict[str, int] = field(default_factory=dict)
    previous: dict[str, int] = field(default_factory=dict)
    estimate: bool = False
    share_of: str = ""
    average: tuple[str, str] | None = None

    @property
    def is_heading(self) -> bool:
        return _is_heading(self.figure)

    @property
    def adds_up(self) -> bool:
        """Whether the sum over all Hội means anything; that of percentages does not."""
        return "%" not in self.figure.measure


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The report of all Hội; its tables are its parts (a row for each Hội), the last those still missing.

    ``main`` are the keys of the figures that each Hội is shown with.
    """

    period: Period
    report: YearReport
    rows: tuple[SubordinateRow, ...]
    main: tuple[str, ...]

    @property
    def reported(self) -> tuple[SubordinateRow, ...]:
        """The Hội whose reports are in it, in the user's order."""
        return tuple(row for row in self.rows if row.report is not None)

    @property
    def missing(self) -> tuple[SubordinateRow, ...]:
        """The Hội that still owe their report or its final figures."""
        return tuple(
            row for row in self.rows if row.state is not ReportState.FINAL and not row.subordinate.ended
        )


def consolidate(register: Register, period: Period, *, today: date) -> Consolidated:
    """All reports of a period as one.

    Rows that Hội typed themselves are one line where their words, measure and heading agree. Raises
    RuleError when nobody has reported the period.
    """
    with register.read() as reader:
        rows = tuple(
            row
            for row in read_subordinates(reader, period, ended=True)
            if row.report is not None or not row.subordinate.ended
        )
        reported = [row for row in rows if row.report is not None]
        if not reported:
            raise RuleError(f"Chưa nhận được báo cáo {period.label} của Hội nào. Hãy nhận các tệp nộp trước.")
        lines = _lines(reported)
        tables = (*_parts(lines, reported), _missing_table(rows))
        report = _report(reader, period, lines, rows, tables, today)
    known = {line.key for line in lines}
    return Consolidated(period, report, rows, tuple(key for key in MAIN_FIGURES if key in known))


# ---------------------------------------------------------------- lines of one kind from many reports


class _Merging:
    """The lines of all reports in one order: what only some have stands after what stood before it there."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self._by_key: dict[str, _Line] = {}
        self._by_words: dict[tuple[str, ...], _Line] = {}

    def add(self, whose: str, figures: Iterable[SentFigure]) -> None:
        heading = above = ""
        place = 0
        named: dict[str, str] = {}
        used: set[str] = set()
        for figure in figures:
            if _is_heading(figure):
                heading, above = fold(figure.label), ""
            words = (heading, above if figure.level else "", fold(figure.label), fold(figure.measure))
            if not figure.level:
                above = fold(figure.label)
            line = self._find(figure, words, used)
            if line is None:
                line = _Line(self._free_key(figure), figure)
                self.lines.insert(place, line)
                if not figure.own:
                    self._by_key[line.key] = line
                self._by_words.setdefault(words, line)
            place = max(place, self.lines.index(line) + 1)
            used.add(line.key)
            named[figure.key] = line.key
            self._note(line, whose, figure, named)

    def _find(self, figure: SentFigure, words: tuple[str, ...], used: set[str]) -> _Line | None:
        known = None if figure.own else self._by_key.get(figure.key)
        if known is not None and fold(known.figure.measure) != words[-1]:
            known = None
        known = known or self._by_words.get(words)
        return known if known is not None and known.key not in used else None

    def _free_key(self, figure: SentFigure) -> str:
        # A row of the user's own may have any key; a spreadsheet's names are short and plain.
        plain = figure.key.isascii() and len(figure.key) <= _LONGEST_KEY and not figure.own
        first = key = figure.key if plain else f"own_{_slug(figure.label)}"
        number = 1
        while any(line.key == key for line in self.lines):
            number += 1
            key = f"{first}_{number}"
        return key

    def _note(self, line: _Line, whose: str, figure: SentFigure, named: dict[str, str]) -> None:
        if figure.amount is not None:
            line.amounts[whose] = figure.amount
        if figure.previous is not None:
            line.previous[whose] = figure.previous
        line.estimate = line.estimate or figure.estimate
        line.share_of = line.share_of or named.get(figure.share_of, "")
        parts = (named.get(figure.average_of, ""), named.get(figure.average_per, ""))
        if line.average is None and all(parts):
            line.average = (parts[0], parts[1])


def _is_heading(figure: SentFigure) -> bool:
    return figure.key.startswith("h_") and figure.amount is None and not figure.own


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")[:_LONGEST_KEY]


def _lines(reported: Iterable[SubordinateRow]) -> list[_Line]:
    merging = _Merging()
    for row in reported:
        if row.report is not None:
            merging.add(row.subordinate.id, sent_figures(row.report))
    return merging.lines


# ---------------------------------------------------------------- tables: a part of the report a sheet


def _parts(lines: list[_Line], reported: list[SubordinateRow]) -> tuple[Table, ...]:
    parts: dict[tuple[str, str], list[_Line]] = {}
    current = _NO_HEADING
    for line in lines:
        if line.is_heading:
            current = (line.key, line.figure.label)
        else:
            parts.setdefault(current, []).append(line)
    return tuple(
        Table(
            f"sub_{key}",
            label,
            (
                Column("code", "Mã", ColumnKind.IDENTIFIER, 16),
                Column("name", "Hội", width=80),
                *(_column(line) for line in listed),
            ),
            tuple(
                (
                    row.subordinate.code,
                    row.subordinate.name,
                    *(line.amounts.get(row.subordinate.id) for line in listed),
                )
                for row in reported
            ),
        )
        for (key, label), listed in parts.items()
    )


def _column(line: _Line) -> Column:
    figure = line.figure
    measure = f" ({figure.measure})" if figure.measure else ""
    kind = ColumnKind.MONEY if figure.money else ColumnKind.NUMBER
    return Column(_COLUMN + line.key, f"{figure.label}{measure}", kind, 24 if figure.money else 18)


def _missing_table(rows: Iterable[SubordinateRow]) -> Table:
    columns = (
        Column("code", "Mã", ColumnKind.IDENTIFIER, 16),
        Column("name", "Hội", width=90),
        Column("state", "Tình trạng", width=36),
        Column("last", "Kỳ đã nộp gần nhất", width=50),
        Column("contact", "Người liên hệ", width=60),
    )
    listed: list[tuple[Cell, ...]] = []
    for row in rows:
        if row.state is ReportState.FINAL or row.subordinate.ended:
            continue
        last = row.last
        period = Period(last.starts, last.ends).label if last is not None else "Chưa nộp lần nào"
        listed.append(
            (
                row.subordinate.code,
                row.subordinate.name,
                row.state.label,
                period + (" (ước)" if last is not None and last.estimate else ""),
                row.subordinate.contact,
            )
        )
    return Table(MISSING_TABLE, "Chưa báo cáo", columns, tuple(listed), adds_up=False)


# ---------------------------------------------------------------- the report itself


def _report(
    reader: Reader,
    period: Period,
    lines: list[_Line],
    rows: tuple[SubordinateRow, ...],
    tables: tuple[Table, ...],
    today: date,
) -> YearReport:
    branch = reader.get(Branch, BRANCH_ID)
    signer, office = chairman(reader, today)
    reported = [row for row in rows if row.report is not None]
    estimates = sum(row.state is ReportState.ESTIMATE for row in reported)
    said = f"{len(reported)}/{len(rows)} Hội đã nộp"
    if estimates:
        said += f", trong đó {group(estimates)} Hội mới có số ước"
    where = {column.key: table.key for table in tables for column in table.columns}
    return YearReport(
        heading=tuple(line for line in (branch.parent_name.upper(), branch.name.upper()) if line),
        number="",
        title=f"TỔNG HỢP SỐ LIỆU CÁC HỘI TRỰC THUỘC {period.label.upper()}"
        + (f" (ƯỚC ĐẾN {paper_date(period.ends)})" if estimates else ""),
        subtitle=f"({said})",
        year=period.year,
        starts=period.starts,
        ends=period.ends,
        signature=Signature(
            place_date=dated_place(branch.place, today),
            authority=branch.authority,
            office=(office or "Chủ tịch").upper(),
            name=signer,
        ),
        figures=tuple(_figures(lines, where)),
        breakdown_columns=(),
        units=(),
        tables=tables,
        estimate=bool(estimates),
        period=period.label,
        before=period.before.label,
    )


def _figures(lines: Iterable[_Line], where: dict[str, str]) -> Iterable[Figure]:
    lines = tuple(lines)
    summed = {line.key: sum(line.previous.values()) for line in lines if line.previous}
    for line in lines:
        sent = line.figure
        figure = Figure(
            line.key, sent.label, sent.measure, None,
            level=sent.level, money=sent.money, share_of=line.share_of,
            estimate=line.estimate and not line.is_heading,
        )  # fmt: skip
        if line.is_heading:
            yield figure
        elif not line.adds_up:
            # A percentage of each Hội stands in its own part; there is no sum of them.
            yield replace(figure, rule=Given(0), missing=True)
        else:
            rule: Rule = Total(where[_COLUMN + line.key], _COLUMN + line.key)
            previous = summed.get(line.key)
            if line.average is not None:
                of, per = line.average
                rule = Average(of, per)
                previous = _average(summed.get(of), summed.get(per))
            yield replace(figure, rule=rule, previous=previous)


def _average(of: int | None, per: int | None) -> int | None:
    return None if of is None or per is None else average(of, per)


# ---------------------------------------------------------------- the workbook


@dataclass(frozen=True, slots=True)
class WrittenConsolidation:
    """What lies on the disk, read from the file itself; and how many Hội are in it."""

    path: Path
    size: int
    sheets: tuple[str, ...]
    figures: dict[str, int]
    reported: int
    missing: int


def write_consolidation(
    register: Register, period: Period, path: Path, *, today: date, replace: bool = False
) -> WrittenConsolidation:
    """Write the workbook of all Hội and read its figures back; raises as :func:`consolidate` does."""
    # openpyxl is slow to import, and the list of Hội is looked at more often than it is written.
    from app.documents.workbooks.consolidated import render_consolidated
    from app.documents.workbooks.readback import read_workbook

    made = consolidate(register, period, today=today)
    estimates = tuple(row.state is ReportState.ESTIMATE for row in made.reported)
    remark = made.report.subtitle.removesuffix(")") + "; cột kỳ trước là số của chính các Hội ấy)"
    content = render_consolidated(made.report, made.main, estimates, missing=MISSING_TABLE, remark=remark)
    write_file(path, content, replace=replace)
    read = read_workbook(path.read_bytes())
    return WrittenConsolidation(
        path,
        path.stat().st_size,
        tuple(sheet.name for sheet in read.sheets),
        read.figures,
        len(made.reported),
        len(made.missing),
    )
