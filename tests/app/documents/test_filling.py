"""Filling the upper level's form: values in their cells, everything else as it was."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from app.documents.workbooks.filling import FilledForm, FormValue, fill_form, form_name
from app.errors import FileProblemError

VALUES: dict[str, FormValue] = {
    "members_end": 43,
    "hoi_vien_cuoi_nam": 43,
    "members_end_truoc": 45,
    "fund_closing": 2_950_000,
    "ten_hoi": "Hội Trường Sơn <Bắc Kạn> & bạn",
    "nguoi_ky": "=Nguyễn Văn An",
    "ngay": date(2024, 1, 5),
    "gifts": None,
}
NAMES = {
    "Members_End": "'Biểu 01'!$C$5",
    "HOI_VIEN_CUOI_NAM_": "'Biểu 01'!$C$6",
    "SL_members_end": "'Biểu 01'!$G$40",
    "ten_hoi": "'Biểu 01'!$B$1:$D$1",
    "nguoi_ky": "'Biểu 01'!$B$20",
    "ngay": "'Biểu 01'!$D$20",
    "gifts": "'Biểu 01'!$C$8",
    "fund_closing": "'Biểu 01'!$C$5:$C$8",
    "chi_tieu_la": "'Biểu 01'!$C$9",
    "DanhMuc": "'Danh mục'!$A$1:$A$3",
}


def _template() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Biểu 01")
    lists = book.create_sheet("Danh mục")
    for row, text in enumerate(("Tốt", "Khá", "Trung bình"), 1):
        lists.cell(row, 1, text)
    sheet.merge_cells("B1:D1")
    sheet["A3"] = "Năm {{nam}}: {{hội viên cuối năm}} hội viên, quỹ {{fund_closing}} đồng, {{gifts}} suất quà"
    sheet["C4"] = "{{members_end_truoc}}"
    thick = Border(bottom=Side(style="double"))
    for row in range(5, 10):
        sheet.cell(row, 1, f"Chỉ tiêu {row}")
        sheet.cell(row, 3).font = Font(bold=True, color="FF0000")
        sheet.cell(row, 3).border = thick
        sheet.cell(row, 3).number_format = "#,##0"
        sheet.cell(row, 3).protection = Protection(locked=False)
    sheet["C7"] = 7
    sheet["C10"] = "=SUM(C5:C7)"
    sheet["C11"] = '=IF(C10>90,"đạt","chưa")'
    sheet["D20"].number_format = "dd/mm/yyyy"
    choice = DataValidation(type="list", formula1="DanhMuc", allow_blank=True)
    choice.add("D5:D9")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add(
        "C5:C9",
        Rule("expression", formula=["C5>40"], dxf=DifferentialStyle(font=Font(bold=True))),
    )
    sheet["C5"].comment = Comment("Ghi số cuối kỳ", "Hội cấp trên")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=5, max_row=8))
    sheet.add_chart(chart, "H5")
    sheet.print_area = "A1:D20"
    sheet.protection.sheet = True
    lists["C1"], lists["C2"] = "Năm {{nam}}", "x"
    lists.add_table(Table(displayName="Bang", ref="C1:C2"))
    for name, place in NAMES.items():
        book.defined_names[name] = DefinedName(name, attr_text=place)
    return book


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def template() -> bytes:
    """A form as an upper level sends it; its formulas carry results that will not be true."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(_bytes(_template()))) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<v></v>", b"<v>7</v>").replace(b"<v />", b"<v>7</v>")
                assert content.count(b"</f><v>7</v>") == 2
            content = content.replace(b' fullCalcOnLoad="1"', b"")
            new.writestr(info, content)
    return made.getvalue()


@pytest.fixture(scope="module")
def filled(template: bytes) -> FilledForm:
    return fill_form(template, VALUES, name="Mẫu 01.xlsx")


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_a_value_goes_into_the_cell_its_name_points_at_and_the_look_stays(
    template: bytes, filled: FilledForm
) -> None:
    sheet, before = (
        load_workbook(BytesIO(filled.content))["Biểu 01"],
        load_workbook(BytesIO(template))["Biểu 01"],
    )
    assert [sheet[at].value for at in ("C5", "C6", "G40", "B20")] == [43, 43, 43, "=Nguyễn Văn An"]
    assert sheet["B20"].data_type == "s"
    assert sheet["B1"].value == "Hội Trường Sơn <Bắc Kạn> & bạn"
    assert sheet["D20"].value.date() == date(2024, 1, 5)
    for at in ("C5", "C6", "C8", "D20"):
        assert sheet[at]._style == before[at]._style
    assert sheet["C8"].value is None
    told = {(each.name, each.cell): each.value for each in filled.cells}
    assert told["Members_End", "C5"] == 43
    assert told["ten_hoi", "B1"] == VALUES["ten_hoi"]
    assert [each.name for each in filled.without] == ["gifts", "gifts"]


def test_a_name_in_a_text_is_replaced_alone_by_a_number_and_inside_by_its_words(filled: FilledForm) -> None:
    sheet = load_workbook(BytesIO(filled.content))["Biểu 01"]
    assert sheet["C4"].value == 45
    assert sheet["A3"].value == "Năm {{nam}}: 43 hội viên, quỹ 2.950.000 đồng, …… suất quà"


def test_every_other_part_is_the_same_byte_for_byte(template: bytes, filled: FilledForm) -> None:
    before, after = _parts(template), _parts(filled.content)
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    changed.sort()
    assert changed == ["xl/workbook.xml", "xl/worksheets/sheet1.xml"]
    tail = before[changed[-1]].partition(b"</sheetData>")[2]
    assert tail
    assert after[changed[-1]].endswith(tail)
    assert b"dataValidation " in tail
    assert b"conditionalFormatting" in tail
    assert b"sheetProtection" in tail


def test_results_that_are_no_longer_true_go_and_the_file_asks_to_be_reckoned(filled: FilledForm) -> None:
    parts = _parts(filled.content)
    formulas = re.findall(rb"<c [^>]*><f>.*?</c>", parts["xl/worksheets/sheet1.xml"])
    assert len(formulas) == 2
    assert all(b"<v>" not in each and b" t=" not in each for each in formulas)
    assert parts["xl/workbook.xml"].count(b'fullCalcOnLoad="1"') == 1
    assert filled.has_formulas


def test_what_cannot_be_filled_is_told_and_left_alone(template: bytes, filled: FilledForm) -> None:
    assert {(each.name, each.sheet, each.cell) for each in filled.unknown} == {
        ("chi_tieu_la", "Biểu 01", "C9"),
        ("nam", "Biểu 01", "A3"),
        ("nam", "Danh mục", "C1"),
    }
    assert filled.notes == ("Tên “fund_closing” trỏ vào nhiều ô của trang “Biểu 01”: hãy cho trỏ vào một ô.",)
    more = fill_form(template, {"nam": 2023, "chi_tieu_la": 5}, name="Mẫu 01.xlsx")
    assert "tiêu đề cột của một bảng Excel" in more.notes[0]
    assert load_workbook(BytesIO(more.content))["Danh mục"]["C1"].value == "Năm {{nam}}"


def test_formulas_names_of_one_sheet_and_dead_names(template: bytes) -> None:
    book = _template()
    book["Danh mục"].defined_names["members_end"] = DefinedName("members_end", attr_text="'Danh mục'!$B$2")
    book.defined_names["ngay"] = DefinedName("ngay", attr_text="#REF!")
    book.defined_names["nguoi_ky"] = DefinedName("nguoi_ky", attr_text="'Biểu 01'!$C$10")
    filled = fill_form(_bytes(book), VALUES, name="Mẫu")
    again = load_workbook(BytesIO(filled.content))
    assert again["Danh mục"]["B2"].value == 43
    assert again["Biểu 01"]["C10"].value == "=SUM(C5:C7)"
    assert len(filled.notes) == 3
    assert "không trỏ vào một ô" in filled.notes[0]
    assert "công thức" in " ".join(filled.notes)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _with_sheet(template: bytes, sheet: str, *, strings: str = "") -> bytes:
    parts = _parts(template)
    parts["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0" encoding="UTF-8"?>{sheet}'.encode()
    if strings:
        parts["xl/sharedStrings.xml"] = f'<?xml version="1.0" encoding="UTF-8"?>{strings}'.encode()
        relations = parts["xl/_rels/workbook.xml.rels"]
        named = (
            b'<Relationship Type="x/sharedStrings" Target="sharedStrings.xml" Id="rId99"/></Relationships>'
        )
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"</Relationships>", named)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _filled_sheet(content: bytes) -> str:
    return _parts(fill_form(content, VALUES, name="Mẫu").content)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<x:sheetData/>", '<x:sheetData><x:row r="5"><x:c r="C5"><x:v>43</x:v></x:c></x:row>'),
        (
            '<x:sheetData><x:row r="5" spans="1:2"/></x:sheetData>',
            '<x:sheetData><x:row r="5"><x:c r="C5"><x:v>43</x:v></x:c></x:row>',
        ),
        (
            (
                '<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row r="5" s="3" customFormat="1">'
                '<x:c r="B5"/><x:c r="D5" s="1"/></x:row></x:sheetData>'
            ),
            '<x:c r="B5"/><x:c r="C5" s="3"><x:v>43</x:v></x:c><x:c r="D5" s="1"/></x:row>',
        ),
        (
            (
                '<x:sheetData><x:row r="4"><x:c r="C4" t="b" vm="1"><x:v>1</x:v></x:c></x:row>'
                '<x:row r="5"><x:c r="C5" s="2" t="e" vm="1"><x:v>#N/A</x:v></x:c></x:row></x:sheetData>'
            ),
            '<x:c r="C4" t="b" vm="1"><x:v>1</x:v></x:c></x:row><x:row r="5"><x:c r="C5" s="2"><x:v>43</x:v>',
        ),
    ],
)
def test_cells_and_rows_that_the_sheet_lacks_are_put_in_their_order(
    template: bytes, rows: str, expected: str
) -> None:
    made = _filled_sheet(_with_sheet(template, f'<x:worksheet xmlns:x="{_MAIN}">{rows}</x:worksheet>'))
    assert expected in made
    assert made.endswith("</x:row></x:sheetData></x:worksheet>")
    numbers = [int(n) for n in re.findall(r'<x:row r="(\d+)"', made)]
    assert numbers == sorted(numbers)


def test_a_name_torn_between_two_looks_is_found_and_the_looks_stay(template: bytes) -> None:
    bold = "<rPr><b/></rPr>"
    strings = (
        f'<sst xmlns="{_MAIN}"><si><t>không</t></si><si><r>{bold}'
        '<t xml:space="preserve">Số: {{hội viên</t></r>'
        "<r><rPr><i/></rPr><t> cuối năm}} người</t></r><rPh sb='0' eb='1'><t>{{ngay}}</t></rPh></si></sst>"
    )
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="2"><c r="A2" t="s" s="4"><v>1</v></c>'
        '<c r="B2" t="s"><v>0</v></c></row></sheetData></worksheet>'
    )
    made = _filled_sheet(_with_sheet(template, sheet, strings=strings))
    assert (
        f'<c r="A2" s="4" t="inlineStr"><is><r>{bold}<t xml:space="preserve">Số: 43</t></r>'
        '<r><rPr><i/></rPr><t xml:space="preserve"> người</t></r></is></c><c r="B2" t="s"><v>0</v></c>'
        in made
    )


def test_a_form_with_macros_keeps_them_and_one_that_is_signed_is_refused(template: bytes) -> None:
    def with_part(name: str) -> bytes:
        out = BytesIO(template)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, b"\x00VBA")
        return out.getvalue()

    filled = fill_form(with_part("xl/vbaProject.bin"), VALUES, name="Mẫu.xlsm")
    assert filled.has_macros
    assert _parts(filled.content)["xl/vbaProject.bin"] == b"\x00VBA"
    with pytest.raises(FileProblemError, match="chữ ký số"):
        fill_form(with_part("_xmlsignatures/sig1.xml"), VALUES, name="Mẫu.xlsx")


def _bomb(template: bytes) -> bytes:
    out = BytesIO(template)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(151_000_000))
    return out.getvalue()


def test_files_that_are_no_whole_workbook_end_in_one_sentence(template: bytes) -> None:
    entities = (
        f'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet xmlns="{_MAIN}"><sheetData><row><c><v>&b;</v></c></row>'
        "</sheetData></worksheet>"
    )
    hostile = {
        b"": "nguyên vẹn",
        b"PK\x03\x04 not a zip": "nguyên vẹn",
        b"\xd0\xcf\x11\xe0" + bytes(600): "mật khẩu",
        template[: len(template) // 2]: "nguyên vẹn",
        _with_sheet(template, entities): "nguyên vẹn",
        _with_sheet(template, "<worksheet><sheetData>"): "nguyên vẹn",
        _bomb(template): "quá lớn",
    }
    for content, words in hostile.items():
        with pytest.raises(FileProblemError, match=words) as refused:
            fill_form(content, VALUES, name="Mẫu 01.xlsx")
        assert "Mẫu 01.xlsx" in refused.value.message
        assert "\n" not in refused.value.message


def test_a_form_where_nothing_is_known_comes_back_as_it_was(template: bytes) -> None:
    filled = fill_form(template, {}, name="Mẫu")
    assert _parts(filled.content) == _parts(template)
    assert filled.cells == ()


def test_names_are_compared_without_accents_case_and_marks() -> None:
    assert form_name("Hội viên cuối năm") == form_name("HOI_VIEN_CUOI_NAM") == "hoi_vien_cuoi_nam"
    assert form_name("SL_members_end") == form_name("Members.End") == "members_end"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_works_the_formulas_out(filled: FilledForm, tmp_path: Path) -> None:
    source = tmp_path / "form.xlsx"
    source.write_bytes(filled.content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "ods",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with zipfile.ZipFile(tmp_path / "form.ods") as archive:
        content = archive.read("content.xml").decode()
    assert re.search(r'table:formula="of:=SUM\(\[.C5:.C7\]\)"[^>]*office:value="93"', content)
    assert "đạt" in content
    assert "content-validation" in content
