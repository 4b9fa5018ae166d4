"""The figures of the year-end workbook: stored, read back, and calculated again by others."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.documents.workbooks.readback import SheetFacts, read_workbook
from app.documents.workbooks.year_end import SUMMARY_TITLE, render_year_workbook
from app.domain.year_report import (
    Count,
    Figure,
    Given,
)
from app.errors import FileProblemError
from tests.app.documents.year_report_sample import (
    FULL,
    MEMBERS,
    REPORT,
    UNITS,
    row_of,
    sheet_of,
    with_members,
    year_book,
)

# ---------------------------------------------------------------- figures


def test_stored_figures_are_the_reports_own() -> None:
    assert read_workbook(year_book()).figures == REPORT.amounts()


def test_a_second_reader_finds_the_same_values() -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(year_book())).get_sheet_by_name(SUMMARY_TITLE).to_python()
    by_label = {row[1]: row for row in rows if len(row) > 6 and row[1]}
    amounts = REPORT.amounts()
    for figure in REPORT.figures:
        if figure.rule is not None:
            row = by_label[figure.label]
            assert row[4] == amounts[figure.key]
            assert row[3] == ("" if figure.previous is None else figure.previous)
            assert row[5] == ("" if figure.previous is None else amounts[figure.key] - figure.previous)
            assert row[6] == ("ước" if figure.estimate else "")


def test_every_counted_figure_is_a_formula_with_its_value() -> None:
    sheet = sheet_of(SUMMARY_TITLE)
    for figure in REPORT.figures:
        value = sheet.cell(row_of(sheet, figure.label), 5).value
        if figure.rule is None:
            assert value is None
        elif isinstance(figure.rule, Given):
            assert value == figure.rule.amount
        else:
            assert str(value).startswith("=")
    with ZipFile(BytesIO(year_book())) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                written = archive.read(name).decode()
                assert written.count("<f>") == len(re.findall(r"<f>[^<]+</f><v>-?\d+</v>", written))


def test_units_add_up_to_the_whole() -> None:
    sheet = sheet_of(SUMMARY_TITLE)
    values = CalamineWorkbook.from_filelike(BytesIO(year_book())).get_sheet_by_name(SUMMARY_TITLE).to_python()
    row = row_of(sheet, "Tổng cộng")
    assert values[row - 1][2:4] == [4.0, 550_000.0]
    assert sheet.cell(row, 3).value == f"=SUM(C{row - 2}:C{row - 1})"


def test_an_empty_register_counts_nothing() -> None:
    empty = replace(REPORT, tables=tuple(replace(table, rows=()) for table in REPORT.tables))
    content = render_year_workbook(empty)
    assert read_workbook(content).figures == empty.amounts()
    assert empty.amounts()["no_phone"] == 0
    assert [sheet.rows for sheet in read_workbook(content).sheets] == [None, 0, 0, 0]
    assert _evaluated(content) == empty.amounts()


def test_facts_are_read_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tổng hợp.xlsx"
    path.write_bytes(year_book())
    assert read_workbook(path).sheets == (
        SheetFacts(SUMMARY_TITLE, None),
        SheetFacts("Danh sách hội viên", 4),
        SheetFacts("Thăm hỏi – viếng – quà", 2),
        SheetFacts("Thu chi quỹ", 0),
    )


@pytest.mark.parametrize("content", [b"", b"not a workbook", year_book()[:2000]])
def test_a_file_that_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(FileProblemError, match="không phải là tệp Excel"):
        read_workbook(content)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileProblemError, match="Không tìm thấy"):
        read_workbook(tmp_path / "không có.xlsx")


def test_keys_that_are_no_names_survive() -> None:
    figures = (
        Figure("hoạt động: 1", "Buổi", "buổi", Given(3)),
        Figure("a_x003A_b", "Lượt", "lượt", Given(4)),
    )
    content = render_year_workbook(replace(REPORT, figures=figures))
    assert read_workbook(content).figures == {"hoạt động: 1": 3, "a_x003A_b": 4}


def test_a_rule_about_the_text_of_a_date_is_our_mistake() -> None:
    figures = (Figure("x", "X", "", Count("members", (("birth", "1950"),))),)
    with pytest.raises(ValueError, match=re.escape("members.birth")):
        render_year_workbook(replace(REPORT, figures=figures))


# ---------------------------------------------------------------- formulas against an independent evaluation

_RANGE = r"(?:'((?:[^']|'')+)'!)?\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)"
_LITERAL = r'(?:"(?:[^"]|"")*")(?:&"(?:[^"]|"")*")*'


def _evaluated(content: bytes) -> dict[str, int]:
    """Every figure from its formula and the cells it names, as Excel documents its functions."""
    formulas = openpyxl.load_workbook(BytesIO(content))
    summary = formulas[SUMMARY_TITLE]
    found: dict[str, int] = {}

    def column(sheet: str, letter: str, first: str, last: str) -> list[object]:
        cells = formulas[sheet.replace("''", "'")][f"{letter}{first}:{letter}{last}"]
        return [row[0].value for row in cells]

    def ranges(text: str) -> list[list[object]]:
        return [column(*parts) for parts in re.findall(_RANGE, text)]

    def value(text: str) -> int:
        if not text.startswith("="):
            return int(text)
        name, inside = re.match(r"=([A-Z]*)\(?(.*?)\)?$", text, re.DOTALL).groups()  # type: ignore[union-attr]
        if not name or re.fullmatch(r"=(?:[+-]?(?:\d+\*)?E\d+)+", text):
            terms = re.findall(r"([+-]?)(?:(\d+)\*)?(E\d+)", text)
            return sum(
                (-1 if sign == "-" else 1) * int(times or 1) * value(str(summary[cell].value))
                for sign, times, cell in terms
            )
        if name == "COUNT":
            return sum(isinstance(cell, int) for cell in ranges(inside)[0])
        if name == "SUM":
            return sum(cell for cell in ranges(inside)[0] if isinstance(cell, int))
        if name in {"COUNTIFS", "SUMIFS"}:
            tests = list(zip(ranges(inside), [None] * 99, strict=False))
            columns = [cells for cells, _ in tests]
            amounts = columns.pop(0) if name == "SUMIFS" else [1] * len(columns[0])
            wanted = [_unquoted(text) for text in re.findall(rf",({_LITERAL})", inside)]
            return sum(
                amount
                for place, amount in enumerate(amounts)
                if isinstance(amount, int)
                and all(_criterion(cells[place], want) for cells, want in zip(columns, wanted, strict=True))
            )
        assert name == "SUMPRODUCT"
        products = re.findall(rf"\({_RANGE}&\"\"=({_LITERAL})\)", inside)
        amounts = (
            ranges(inside)[-1] if inside.startswith("(") else [int(x is not None) for x in ranges(inside)[0]]
        )
        return sum(
            amount
            for place, amount in enumerate(amounts)
            if isinstance(amount, int)
            and all(
                str(column(*parts)[place] or "").casefold() == _unquoted(want).casefold()
                for *parts, want in products
            )
        )

    for name, defined in formulas.defined_names.items():
        if name.startswith("SL_"):
            ((_, cell),) = defined.destinations
            found[name.removeprefix("SL_")] = value(str(summary[cell.replace("$", "")].value))
    return found


def _unquoted(literal: str) -> str:
    return "".join(piece.replace('""', '"') for piece in re.findall(r'"((?:[^"]|"")*)"', literal))


def _criterion(cell: object, criterion: str) -> bool:
    """COUNTIFS as documented: operators, wildcards, numbers in texts, case ignored, at most 255 letters."""
    assert len(criterion) <= 255
    assert not criterion.startswith(("=", "<", ">"))
    assert not set("*?~") & set(criterion)
    with pytest.raises(ValueError, match="could not convert"):
        float(criterion)
    return str(cell or "").casefold() == criterion.casefold()


def test_formulas_give_what_is_stored() -> None:
    assert _evaluated(year_book()) == read_workbook(year_book()).figures


_tricky = st.sampled_from(
    [
        "",
        "Tày",
        "tày",
        "T?y",
        "T*",
        "~",
        "<>",
        "=Tày",
        ">5",
        "05",
        "5",
        "1/4",
        "3/4",
        "TRUE",
        "May 5",
        'a"b',
        "'",
        "T" * 300,
    ]
)


@settings(max_examples=15)
@given(
    texts=st.lists(
        st.one_of(_tricky, st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]))), max_size=6
    ),
    wanted=_tricky,
)
def test_a_formula_counts_like_the_report_whatever_the_text(texts: list[str], wanted: str) -> None:
    texts.append(wanted.upper())
    rows = [("X", "Nam", None, UNITS[0], "", "", text) for text in texts]
    figures = (Figure("n", "N", "", Count("members", (("note", wanted), ("gender", "nam")))),)
    report = replace(with_members(*rows), figures=figures)
    content = render_year_workbook(report)
    assert read_workbook(content).figures == report.amounts()
    assert _evaluated(content) == report.amounts()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_recalculates_every_formula_to_the_stored_value(tmp_path: Path) -> None:
    awkward = [
        ("X", "Nam", None, UNITS[0], "05", "5", text) for text in ("T?y", "tay", "=1", "3/4", "May 5", "Tày")
    ]
    figures = tuple(
        Figure(f"n{number}", text, "", Count("members", (("note", text),)))
        for number, text in enumerate(("t?y", "=1", "3/4", "may 5", "tày", "", "*"))
    )
    members = replace(MEMBERS, rows=(*MEMBERS.rows, *awkward))
    tables = tuple(members if table.key == "members" else table for table in FULL.tables)
    report = replace(FULL, figures=(*FULL.figures, *figures), tables=tables)
    content = render_year_workbook(report)
    spoiled = tmp_path / "spoiled.xlsx"  # with false values, so that only a recalculation can put them right
    with ZipFile(BytesIO(content)) as source, ZipFile(spoiled, "w") as target:
        for name in source.namelist():
            text = re.sub(r"(<f>[^<]+</f><v>)-?[\d.]+", r"\g<1>987654", source.read(name).decode())
            target.writestr(name, re.sub(r'(t="str"><f>[^<]+</f><v>)[^<]+', r"\g<1>sai", text))
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile.parent.as_uri()}",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            str(spoiled),
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )
    assert _calculated((out / "spoiled.xlsx").read_bytes()) == _calculated(content)


def _calculated(content: bytes) -> dict[tuple[str, str], object]:
    """The stored value of every formula by sheet and cell; LibreOffice keeps fifteen digits of a fraction."""
    formulas = openpyxl.load_workbook(BytesIO(content))
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.coordinate): round(value, 12) if isinstance(value, float) else value
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for value in [values[sheet.title][cell.coordinate].value]
    }
