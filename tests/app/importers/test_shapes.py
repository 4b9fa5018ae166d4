"""The odd shapes that honest files come in: each ends in the rows that Excel shows."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

from app.errors import FileProblemError
from app.importers.tables import Sheet
from app.vietnamese.encodings import Encoding, encode
from tests.app.importers.files import (
    read_here,
    windows_1258,
    with_parts,
    with_sheet,
    write_xls,
    write_xlsb,
    write_xlsx,
)


def cells(path: Path) -> list[tuple[int, tuple[object, ...]]]:
    (sheet,) = [sheet for sheet in read_here(path).sheets if sheet.rows]
    return [(row.number, row.cells) for row in sheet.rows]


def test_days_counted_from_1904_are_the_days_excel_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(["Bế Văn Đức", date(1950, 8, 15)])
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [(1, ("Bế Văn Đức", date(1950, 8, 15)))]


def test_hidden_rows_columns_and_sheets_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Họ và tên", "Năm sinh"])
    sheet.append(["Bế Văn Đức", 1950])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("Ẩn")
    other.append(["x"])
    other.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    shown, hidden = read_here(tmp_path / "a.xlsx").sheets
    assert [row.cells for row in shown.rows] == [("Họ và tên", "Năm sinh"), ("Bế Văn Đức", 1950)]
    assert (shown.hidden, hidden.hidden, len(hidden.rows)) == (False, True, 1)


def test_merged_cells_hold_their_value_in_the_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["C2"] = "Danh sách", "Họ và tên", "Năm sinh"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:B3")
    book.save(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [(1, ("Danh sách", "", "")), (2, ("Họ và tên", "", "Năm sinh"))]


def test_drop_downs_of_every_age_do_not_touch_the_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Bế Văn Đức", "Nam"])
    choice = DataValidation(type="list", formula1='"Nam,Nữ"')
    sheet.add_data_validation(choice)
    choice.add("B1:B9")
    book.save(tmp_path / "plain.xlsx")
    newer = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list">'
        "<x14:formula1><xm:f>Khác!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>B1:B9</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as package:
        xml = package.read(part).decode().replace("</worksheet>", newer)
    path = with_parts(tmp_path / "plain.xlsx", tmp_path / "a.xlsx", {part: xml.encode()})
    assert cells(path) == [(1, ("Bế Văn Đức", "Nam"))]


def test_rows_of_errors_read_as_empty_and_are_told(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Bế Văn Đức</t></is></c>'
        '<c r="B1" t="e"><v>#N/A</v></c></row>'
        + "".join(
            f'<row r="{n}"><c r="A{n}" t="e"><f>VLOOKUP(A1,B:C,2)</f><v>#N/A</v></c></row>' for n in (2, 3, 9)
        ),
    )
    (sheet,) = read_here(path).sheets
    assert [(row.number, row.cells) for row in sheet.rows] == [(1, ("Bế Văn Đức", ""))]
    assert sheet.errors == ((1, 1), (2, 0), (3, 0), (9, 0))


def test_formulas_give_the_value_excel_kept_and_one_without_is_told(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="str"><f>B1&amp;""</f><v>Bế Văn Đức</v></c>'
        '<c r="B1"><f>1949+1</f><v>1950</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1"><f t="shared" si="0"/><v>7</v></c></row>',
    )
    (sheet,) = read_here(path).sheets
    assert sheet.rows[0].cells == ("Bế Văn Đức", 1950, "", 7)
    assert sheet.uncomputed == ((1, 2),)


def test_rich_inline_and_escaped_texts_are_whole(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t xml:space="preserve">Bế </t></r><r><t>Văn Đức</t></r>'
        '<rPh sb="0" eb="1"><t>ruby</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><t>hai_x000D_\ndòng &lt;x&gt;</t></is></c></row>',
    )
    ((_, (name, note)),) = cells(path)
    assert name == "Bế Văn Đức"
    assert str(note).split() == ["hai", "dòng", "<x>"]


def test_a_text_that_the_shared_ones_lack_is_one_sentence(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "a.xlsx", '<row r="1"><c r="A1" t="s"><v>7</v></c></row>')
    with pytest.raises(FileProblemError, match="bị hỏng"):
        read_here(path)


def test_a_broken_sheet_is_named_and_leaves_the_others(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Bế Văn Đức"])
    book.create_sheet("Hai").append(["Ma Văn An"])
    book.save(tmp_path / "plain.xlsx")
    path = with_parts(
        tmp_path / "plain.xlsx",
        tmp_path / "a.xlsx",
        {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"},
    )
    read = read_here(path)
    assert [sheet.name for sheet in read.sheets if sheet.rows] == ["Hai"]
    assert read.broken == ("Sheet",)


def test_a_wps_list_is_read_under_its_own_name(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Họ và tên", "Năm sinh"], ["Bế Văn Đức", 1950]]
    assert [row for _, row in cells(write_xls(tmp_path / "a.et", rows))] == [tuple(row) for row in rows]


def test_a_binary_workbook_is_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Họ và tên", "Năm sinh", "Ghi chú"], ["Bế Văn Đức", 1950, "x"]]
    assert [row for _, row in cells(write_xlsb(tmp_path / "a.xlsb", rows))] == [tuple(row) for row in rows]


def test_a_password_on_an_old_workbook_is_told(tmp_path: Path) -> None:
    write_xls(tmp_path / "b.xls", [["Bế Văn Đức"]], b"\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00" + bytes(48))
    with pytest.raises(FileProblemError, match="mật khẩu"):
        read_here(tmp_path / "b.xls")


@pytest.mark.parametrize(
    "text", ["Họ và tên\tNăm sinh\nBế Văn Đức\t1950\n", "Họ và tên;Năm sinh\r\nBế Văn Đức;1950"]
)
def test_plain_text_under_the_name_of_a_workbook_is_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xls").write_text(text, encoding="utf-8", newline="")
    assert cells(tmp_path / "a.xls") == [(1, ("Họ và tên", "Năm sinh")), (2, ("Bế Văn Đức", "1950"))]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_and_mixed_line_ends(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(
        "Họ và tên,Năm sinh\rBế Văn Đức,1950\r\nMa Văn An,1951\n".encode(encoding)
    )
    assert [number for number, _ in cells(tmp_path / "a.csv")] == [1, 2, 3]


PAGE = (
    "<html><head><style>.x { font-family: '.VnTime'; color: red }</style></head><body>"
    "<table><tr><th colspan=3>Danh sách</th></tr>"
    "<tr><td rowspan='2'>Phường&nbsp;1<td>Bế <b>Văn</b>\n Đức<td>1950"
    "<tr><td>hai<br>dòng<td class=x>H\u00e9i</tr></table>"
    "<table></table><p>x</p><table><tr><td>khác <table><tr><td>trong</td></tr></table></td></tr></table>"
)


def _page(path: Path, body: bytes) -> list[Sheet]:
    path.write_bytes(body)
    return list(read_here(path).sheets)


def test_tables_of_a_web_page_are_sheets(tmp_path: Path) -> None:
    main, outer, inner = _page(tmp_path / "a.xls", PAGE.encode())
    assert [row.cells for row in main.rows] == [
        ("Danh sách", "", ""),
        ("Phường\u00a01", "Bế Văn Đức", "1950"),
        ("", "hai\ndòng", "H\u00e9i"),
    ]
    assert (main.column_fonts[2], main.cell_fonts) == (".VnTime", ((2, 2, ""),))
    assert (outer.rows[0].cells, inner.rows[0].cells) == (("khác",), ("trong",))


def test_a_web_page_is_read_in_its_letters(tmp_path: Path) -> None:
    page = "<meta charset={}><table><tr><td>Bế Văn Đức</td><td>Nông Thị Lưỡng</td></tr></table>"
    names = ("Bế Văn Đức", "Nông Thị Lưỡng")
    for charset, body in (
        ("utf-8", page.encode()),
        ("windows-1258", windows_1258(page).encode("cp1258")),
        ("utf-16", page.encode("utf-16")),
    ):
        (sheet,) = _page(tmp_path / "a.xls", body.replace(b"{}", charset.encode()))
        assert sheet.rows[0].cells == names, charset
    old = encode(page, Encoding.TCVN3).encode("latin-1").replace(b"{}", b"windows-1252")
    (sheet,) = _page(tmp_path / "a.xls", old)
    assert sheet.rows[0].cells == tuple(encode(name, Encoding.TCVN3) for name in names)


XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="WEB">
<Styles><Style ss:ID="Default"><Font ss:FontName="Arial"/></Style>
<Style ss:ID="cu"><Font ss:FontName=".VnTime"/></Style></Styles>
<Worksheet ss:Name="Một"><Table><Row ss:Index="3"><Cell ss:Index="2" ss:StyleID="cu" ss:MergeAcross="1">
<Data ss:Type="String">H\u00e9i</Data></Cell>
<Cell><Data ss:Type="DateTime">1950-08-15T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
<Cell><ss:Data ss:Type="String" xmlns="WEB"><Font html:Face="VNI-Times">Hoäi</Font></ss:Data></Cell></Row>
<Row ss:StyleID="cu"><Cell><Data ss:Type="Number">abc</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="Ẩn"><Table/>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>""".replace("WEB", "http://www.w3.org/TR/REC-html40")


def test_an_xml_spreadsheet_of_2003_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(XML_2003, encoding="utf-8")
    sheet, hidden = read_here(tmp_path / "a.xls").sheets
    (third, fourth) = sheet.rows
    assert third.number == 3
    assert [str(cell) for cell in third.cells] == [
        "", "H\u00e9i", "", "1950-08-15 00:00:00", "True", "", "Hoäi",
    ]  # fmt: skip
    assert fourth.cells == ("abc",)
    assert (sheet.name, hidden.name, hidden.hidden) == ("Một", "Ẩn", True)
    assert sheet.errors == ((3, 5),)
    assert (sheet.column_fonts[1], sheet.column_fonts[6]) == (".VnTime", "VNI-Times")


def test_plain_text_in_a_spreadsheet_keeps_column_fonts_out(tmp_path: Path) -> None:
    (sheet,) = read_here(write_xlsx(tmp_path / "a.xlsx", [["Bế Văn Đức"]])).sheets
    assert sheet.column_fonts == ()
