"""Hostile files: each ends in rows or in one sentence, within its bounds, and nothing hangs."""

from __future__ import annotations

import os
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import FileProblemError
from app.importers import sheets
from app.importers.sheets import read_workbook
from tests.app.importers.files import (
    read_here,
    with_parts,
    with_sheet,
    write_ods,
    write_xls,
    write_xlsb,
    write_xlsx,
    write_xml_2003,
)

ROWS = [["Họ và tên", "Ghi chú"], ["Bế Văn Đức", "x"]]
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "' + "x" * 50 + '">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)  # fmt: skip


def outcome(read: Callable[[], sheets.Workbook]) -> str:
    """The longest text that was read, or the sentence."""
    try:
        book = read()
    except FileProblemError as problem:
        return " ".join(problem.message.split())
    texts = [str(cell) for sheet in book.sheets for row in sheet.rows for cell in row.cells]
    return max(texts, key=len, default="")


def _write_shared(path: Path, rows: list[list[str]]) -> Path:
    texts = "".join(f"<si><t>{text}</t></si>" for row in rows for text in row)
    sst = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{texts}</sst>'
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    return with_sheet(path, row, **{"xl/sharedStrings.xml": sst.encode()})


@pytest.mark.parametrize(
    ("write", "part"),
    [
        (write_xlsx, "xl/worksheets/sheet1.xml"),
        (write_xlsx, "xl/styles.xml"),
        (_write_shared, "xl/sharedStrings.xml"),
        (write_xlsx, "xl/workbook.xml"),
        (write_ods, "content.xml"),
    ],
)
def test_entities_are_never_expanded(
    tmp_path: Path, write: Callable[[Path, list[list[str]]], Path], part: str
) -> None:
    whole = write(tmp_path / "a", ROWS)
    with zipfile.ZipFile(whole) as package:
        xml = package.read(part).decode()
    head, mark, rest = xml.partition("?>") if xml.startswith("<?xml") else ("", "", xml)
    for text in ("Ghi chú", "Calibri", "Sheet"):
        rest = rest.replace(text, "&i;", 1)
    bomb = with_parts(whole, tmp_path / "b", {part: f"{head}{mark}{BOMB}{rest}".encode()})
    assert len(outcome(lambda: read_here(bomb))) < 1_000


def test_entities_of_an_xml_spreadsheet_are_refused(tmp_path: Path) -> None:
    path = write_xml_2003(tmp_path / "a.xls", ROWS)
    xml = path.read_text("utf-8").replace("<Workbook", BOMB + "<Workbook", 1).replace("Ghi chú", "&i;")
    path.write_text(xml, "utf-8")
    assert "bị hỏng" in outcome(lambda: read_here(path))


@pytest.mark.parametrize("write", [write_xlsx, write_ods, write_xls, write_xlsb, write_xml_2003])
def test_a_file_cut_anywhere_ends_in_rows_or_one_sentence(
    tmp_path: Path, write: Callable[[Path, list[list[str]]], Path]
) -> None:
    whole = write(tmp_path / "a", ROWS).read_bytes()
    step = max(len(whole) // 120, 1)
    for size in {*range(1, len(whole), step), *range(1, 40), *range(len(whole) - 40, len(whole))}:
        (tmp_path / "b.xlsx").write_bytes(whole[:size])
        assert outcome(lambda: read_here(tmp_path / "b.xlsx"))


def test_sizes_that_lie_and_parts_that_overlap_are_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", "<row/>" + " " * 3_000_000)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
        assert package.getinfo("xl/worksheets/sheet1.xml").file_size > 3_000_000
    content[at + 24 : at + 28] = struct.pack("<I", 10)  # "ten bytes, unpacked"
    (tmp_path / "b.xlsx").write_bytes(content)
    outcome(lambda: read_here(tmp_path / "b.xlsx"))
    content[at + 20 : at + 24] = struct.pack("<I", len(content) + 1)
    (tmp_path / "b.xlsx").write_bytes(content)
    assert "bị hỏng" in outcome(lambda: read_here(tmp_path / "b.xlsx"))


def test_a_bomb_inside_a_bomb_stays_packed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as inner:
        inner.writestr("xl/worksheets/sheet1.xml", bytes(20_000_000))
    whole = write_xlsx(tmp_path / "a.xlsx", ROWS)
    path = with_parts(
        whole, tmp_path / "b.xlsx", {"xl/embeddings/in.xlsx": (tmp_path / "in.zip").read_bytes()}
    )
    assert outcome(lambda: read_here(path)) == "Bế Văn Đức"


def test_a_million_empty_styled_rows_are_no_rows(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>Bế Văn Đức</t></is></c></row>' + "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(2, 200_000)
    )
    (sheet,) = read_workbook(with_sheet(tmp_path / "a.xlsx", rows), seconds=30).sheets
    assert len(sheet.rows) == 1


@pytest.mark.parametrize(
    "rows",
    [
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"ễ" * 2_000_000}</t></is></c></row>',
        "<row>" * 200_000,
        '<row r="1"><c r="A1">' + "<is>" * 100_000 + "</c></row>",
        '<row r="4294967297"><c r="ZZZZZ99999999999" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="n"><v>1e999</v></c><c r="B1" s="4000000000"><v>NaN</v></c></row>',
    ],
    ids=["long text", "rows in rows", "deep nesting", "wild places", "wild numbers"],
)
def test_wild_sheets_end_in_rows_or_one_sentence(tmp_path: Path, rows: str) -> None:
    path = with_sheet(tmp_path / "a.xlsx", rows)
    outcome(lambda: read_workbook(path, seconds=30, megabytes=512))


def test_deep_pages_and_deep_xml_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text("<table><tr><td>" * 5_000 + "x", encoding="utf-8")
    assert outcome(lambda: read_here(tmp_path / "a.xls")) == "x"
    path = write_xml_2003(tmp_path / "b.xls", ROWS)
    path.write_text(path.read_text("utf-8").replace("<Row>", "<Row>" * 5_000, 1), "utf-8")
    assert "bị hỏng" in outcome(lambda: read_here(path))


@pytest.mark.parametrize(
    "piece", ["<!--", "<!--x>", "<a ", '<a="', "<![CDATA[", "<!x>", "<a b='>", ".x{", "&#"]
)
def test_pages_of_unclosed_tags_are_read_in_one_go(tmp_path: Path, piece: str) -> None:
    (tmp_path / "a.xls").write_text(f"<table><tr><td>Bế Văn Đức</td></tr></table>{piece * 30_000}", "utf-8")
    assert "Bế Văn Đức" in outcome(lambda: read_workbook(tmp_path / "a.xls", seconds=20))


def test_spans_and_places_beyond_any_list_are_bounded(tmp_path: Path) -> None:
    wide = "<table>" + "<tr><td colspan=99999 rowspan=99999>x</td><td>y</td></tr>" * 50 + "</table>"
    (tmp_path / "a.xls").write_text(wide, encoding="utf-8")
    assert max(len(row.cells) for row in read_here(tmp_path / "a.xls").sheets[0].rows) <= 250
    path = write_xml_2003(tmp_path / "b.xls", ROWS)
    path.write_text(path.read_text("utf-8").replace("<Row>", '<Row ss:Index="99999999">', 1), "utf-8")
    assert "quá lớn" in outcome(lambda: read_workbook(path))


def _child(code: str) -> Callable[[], list[str]]:
    return lambda: [sys.executable, "-c", f"import os, sys; open(sys.argv[2], 'wb').close(); {code}"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("os.abort()", "quá lớn"),
        ("raise MemoryError", "quá lớn"),
    ],
)
def test_a_reader_that_dies_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, says: str
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    monkeypatch.setattr(sheets, "child_command", _child(code))
    assert says in outcome(lambda: read_workbook(path))


@pytest.mark.skipif(os.name == "nt", reason="signals are told otherwise on Windows")
def test_a_reader_killed_by_a_fault_means_a_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "child_command", _child("os.kill(os.getpid(), 11)"))
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    assert "bị hỏng" in outcome(lambda: read_workbook(path))


def test_a_bug_of_ours_in_the_reader_stays_loud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "child_command", _child("raise KeyError('ours')"))
    with pytest.raises(RuntimeError, match="KeyError: 'ours'"):
        read_workbook(write_xlsx(tmp_path / "a.xlsx", ROWS))
