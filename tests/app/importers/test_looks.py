"""The fonts of cells, formulas without a value and errors, from workbooks of every kind."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from app.importers.compound import CompoundFile
from app.importers.looks.book import looks_of
from app.importers.looks.sheet import Look
from tests.app.importers.files import (
    compound,
    read_here,
    with_parts,
    with_sheet,
    write_ods,
    write_xls,
    write_xlsb,
    write_xlsx,
    write_xml_2003,
)
from tests.app.importers.lists import Memory
from tests.fuzz.samples import by_libreoffice

OLD = ("BÕ V¨n §øc", "Hoäi", "Bế Văn Đức", 5)
FONTS = (".VnTime", "VNI-Times", "Times New Roman")


def dressed(path: Path) -> Path:
    """Three columns in three fonts, with strangers in each; two sheets; a formula without value, an error."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh sách & cũ"
    for _ in range(6):
        sheet.append(OLD)
        for column, font in enumerate(FONTS, start=1):
            sheet.cell(sheet.max_row, column).font = Font(name=font)
    sheet["A2"].font = Font(name=".VnTimeH")
    sheet["A3"], sheet["A3"].font = "Bế Văn Đức", Font(name="Arial")
    sheet["B4"].font = Font(name="VNI-Helve")
    sheet["C5"] = CellRichText(
        TextBlock(InlineFont(rFont=".VnTime"), "BÕ V¨n §øc "), TextBlock(InlineFont(rFont="Arial"), "(mới)")
    )
    sheet["D2"], sheet["D3"] = "=1+1", "#N/A"
    other = book.create_sheet("Hai")
    other["B2"], other["B2"].font = "Héi", Font(name=".VnArial")
    book.create_sheet("Ba")["A1"] = "không"
    book.save(path)
    return path


STRANGERS = ((2, 0, ".VnTimeH"), (3, 0, "Arial"), (5, 2, ".VnTime"))


def test_the_fonts_of_columns_and_of_strangers_in_them_are_known(tmp_path: Path) -> None:
    first, second, third = read_here(dressed(tmp_path / "a.xlsx")).sheets
    assert first.column_fonts == FONTS
    assert first.cell_fonts == STRANGERS
    assert (first.uncomputed, first.errors) == (((2, 3),), ((3, 3),))
    assert second.column_fonts == ("", ".VnArial")
    assert (third.column_fonts, third.cell_fonts) == ((), ())


@pytest.mark.long
def test_libreoffice_keeps_the_fonts_in_every_kind(tmp_path: Path) -> None:
    made = by_libreoffice(dressed(tmp_path / "a.xlsx"), tmp_path / "lo", ("xls", "ods", "xlsx"))
    if not made:
        pytest.skip("LibreOffice is not installed")
    for path in made:
        first, second, third = read_here(path).sheets
        assert first.column_fonts[:3] == FONTS, path.suffix
        assert first.cell_fonts == STRANGERS, path.suffix
        assert second.column_fonts == ("", ".VnArial"), path.suffix
        assert third.column_fonts == (), path.suffix
        assert [row.cells[:2] for row in first.rows[2:4]] == [("Bế Văn Đức", "Hoäi"), OLD[:2]]
        if path.suffix != ".ods":
            assert first.errors == ((3, 3),)


@pytest.mark.parametrize(
    ("name", "write"), [("a.xlsb", write_xlsb), ("a.xls", write_xml_2003)], ids=["xlsb", "xml 2003"]
)
def test_other_kinds_tell_the_fonts_too(tmp_path: Path, name: str, write: Callable[..., Path]) -> None:
    (sheet,) = read_here(write(tmp_path / name, [OLD, OLD], FONTS)).sheets
    assert sheet.column_fonts == FONTS
    assert [row.cells for row in sheet.rows] == [OLD, OLD]


def test_nothing_is_told_where_no_old_font_occurs(tmp_path: Path) -> None:
    rows = [["Bế Văn Đức", 1950], ["Hội", 2]]
    for write in (write_xlsx, write_ods, write_xls):
        (sheet,) = read_here(write(tmp_path / "a", rows)).sheets
        assert (sheet.column_fonts, sheet.cell_fonts, sheet.uncomputed, sheet.errors) == ((), (), (), ())
    (sheet,) = read_here(write_xlsb(tmp_path / "a", [["Hội", "#N/A"]])).sheets
    assert (sheet.column_fonts, sheet.errors) == ((), ((1, 1),))


def test_cells_are_found_in_any_order_of_attributes_and_under_a_prefix(tmp_path: Path) -> None:
    styles = (
        b"<x:styleSheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:fonts>"
        b"<x:font><x:sz val='11'/><x:name val='Arial'/></x:font>"
        b"<x:font><x:name val='.VnTime'/></x:font></x:fonts>"
        b"<x:cellStyleXfs><x:xf fontId='1'/></x:cellStyleXfs>"
        b"<x:cellXfs><x:xf fontId='0'/><x:xf fontId='1'><x:alignment/></x:xf></x:cellXfs></x:styleSheet>"
    )
    sheet = (
        b"<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData>"
        b"<x:row r='2'><x:c t='inlineStr' s='1' r='B2'><x:is><x:t>H\xc3\xa9i</x:t></x:is></x:c>"
        b"<x:c r='C2' s='1'/><x:c r='D2'><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>"
    )
    plain = write_xlsx(tmp_path / "plain.xlsx", [["x"]])
    path = with_parts(
        plain, tmp_path / "a.xlsx", {"xl/styles.xml": styles, "xl/worksheets/sheet1.xml": sheet}
    )
    look = looks_of(path, 250)("Sheet", 0)
    assert look == Look(("", ".VnTime"), (), ((2, 3),), ())


def test_a_text_formula_may_well_give_no_text(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v/></c>'
        '<c r="C1"><f>1</f><v>1</v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    )
    assert looks_of(path, 250)("Sheet", 0) == Look((), (), ((1, 1),), ((1, 3),))


def test_a_rich_text_of_its_own_is_told_in_place(tmp_path: Path) -> None:
    cell = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><rFont val=".VnTime"/></rPr><t>HÐi héi</t></r>'
        "<r><t>x</t></r></is></c></row>"
    )
    assert looks_of(with_sheet(tmp_path / "a.xlsx", cell), 250)("Sheet", 0).column_fonts == (".VnTime",)


def test_shared_texts_with_fonts_of_their_own_are_told(tmp_path: Path) -> None:
    sst = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/><si><t>Hội</t></si>'
        '<si><r><t>x</t></r><r><rPr><rFont val="VNI-Times"/></rPr><t>Hoäi</t></r></si></sst>'
    )
    row = "".join(f'<c r="{place}" t="s"><v>{number}</v></c>' for place, number in (("A1", 1), ("B1", 2)))
    path = with_sheet(
        tmp_path / "a.xlsx", f'<row r="1">{row}</row>', **{"xl/sharedStrings.xml": sst.encode()}
    )
    (sheet,) = read_here(path).sheets
    assert (sheet.rows[0].cells, sheet.column_fonts) == (("Hội", "xHoäi"), ("", "VNI-Times"))


def test_what_cannot_be_read_is_not_known_and_harms_nothing(tmp_path: Path) -> None:
    whole = dressed(tmp_path / "a.xlsx")
    for name, body in (
        ("xl/styles.xml", b"<fonts"),
        ("xl/styles.xml", None),
        ("xl/sharedStrings.xml", b"\xff\xfe"),
        ("xl/_rels/workbook.xml.rels", None),
    ):
        path = with_parts(whole, tmp_path / "b.xlsx", {name: body})
        looks_of(path, 250)("Danh sách & cũ", 0)
    assert looks_of(whole, 250)("no such sheet", 9) == Look()
    for content in (b"", b"PK\3\4", compound(b"x")):
        (tmp_path / "c").write_bytes(content)
        assert looks_of(tmp_path / "c", 250)("a", 0) == Look()


_FONT = struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0)


def _biff5(path: Path) -> Path:
    """A sheet of Excel 5: one text in the font of its cell, one with a run in another."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def text(held: bytes) -> bytes:
        return struct.pack("<H", len(held)) + held

    names = (b"Arial", b"Arial", b"Arial", b"Arial", b".VnTime")
    start = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0))
    start += b"".join(record(0x31, _FONT[:14] + bytes([len(name)]) + name) for name in names)
    start += record(0xE0, struct.pack("<H", 0) + bytes(14)) + record(0xE0, struct.pack("<H", 5) + bytes(14))
    size = len(start) + 4 + 8 + len(b"Cu") + 4 - 1 + 1
    start += record(0x85, struct.pack("<IH", size - 1 + 1, 0) + b"\x02Cu")
    start += record(0x0A, b"")
    start = start.replace(
        struct.pack("<IH", size, 0) + b"\x02Cu", struct.pack("<IH", len(start), 0) + b"\x02Cu"
    )
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    sheet += record(0x204, struct.pack("<HHH", 0, 0, 1) + text(b"H\xe9i"))
    sheet += record(0xD6, struct.pack("<HHH", 0, 1, 0) + text(b"H\xe9i ab") + b"\x01\x00\x05")
    sheet += record(0x205, struct.pack("<HHHBB", 1, 0, 0, 0x2A, 1)) + record(0x0A, b"")
    path.write_bytes(compound(start + sheet, "Book"))
    return path


def test_excel_5_tells_its_fonts(tmp_path: Path) -> None:
    look = looks_of(_biff5(tmp_path / "a.xls"), 250)("Cu", 0)
    assert look == Look((".VnTime", ".VnTime"), (), (), ((2, 0),))


def test_a_compound_file_gives_its_streams(tmp_path: Path) -> None:
    held = CompoundFile(BytesIO(compound(b"abc" * 3_000, "Workbook")))
    assert held.names == {"root entry", "workbook"}
    assert held.stream("workbook", 10_000)[:9_000] == b"abc" * 3_000
    with pytest.raises(KeyError):
        held.stream("Book", 10)


@settings(max_examples=300)
@given(st.data())
def test_no_spoilt_compound_file_hangs_or_leads_astray(data: st.DataObject) -> None:
    whole = bytearray(compound(b"abc" * 3_000))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.one_of(st.integers(0, 511), st.integers(0, len(whole) - 4)))
        value = data.draw(
            st.one_of(st.integers(0, 40), st.sampled_from((0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF)))
        )
        whole[at : at + 4] = struct.pack("<I", value)
    spoilt = bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])
    try:
        held = CompoundFile(BytesIO(spoilt))
        assert len(held.stream("Workbook", 1_000_000)) <= len(spoilt)
    except (ValueError, KeyError, struct.error):
        pass


def test_a_sheet_too_long_to_be_searched_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["Họ tên", "Năm sinh"], ["Bế Văn Đức", 1950]])
    assert not looks_of(path, 250)("Sheet", 0).unsearched
    monkeypatch.setattr("app.importers.looks.xlsx._MOST_MARKED", 10)
    book = read_here(path)
    assert [sheet.unsearched for sheet in book.sheets] == [True]
    (told,) = Memory().plan(book).problems()
    assert "rất dài nên không tìm" in told.message
