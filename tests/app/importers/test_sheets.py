"""Foreign files: every shape that is read, and every hostile one that ends in one clear line."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.errors import FileProblemError
from app.importers.sheets import Workbook, read_workbook
from app.vietnamese.encodings import Encoding, encode
from tests.app.importers.files import compound, windows_1258, write_ods, write_xls, write_xlsx

ROWS: list[list[object]] = [
    ["STT", "Họ và tên", "Năm sinh"],
    [1, "Bế Văn Đức", 1950],
    [2, "Nông Thị Lưỡng", 1952],
]
TEXT_ROWS = [[str(cell) for cell in row] for row in ROWS]


def content(book: Workbook) -> list[tuple[int, tuple[object, ...]]]:
    (sheet,) = [sheet for sheet in book.sheets if sheet.rows]
    return [(row.number, row.cells) for row in sheet.rows]


def refused(path: Path, **bounds: Any) -> str:
    with pytest.raises(FileProblemError) as caught:
        read_workbook(path, **bounds)
    assert "\n" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(("suffix", "write"), [("xlsx", write_xlsx), ("ods", write_ods), ("xls", write_xls)])
def test_every_spreadsheet_format_gives_the_same_cells(
    tmp_path: Path, suffix: str, write: Callable[[Path, list[list[object]]], Path]
) -> None:
    path = write(tmp_path / f"danh sách (cũ).{suffix}", ROWS)
    assert content(read_workbook(path)) == [(at, tuple(row)) for at, row in enumerate(ROWS, start=1)]


def test_a_renamed_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", ROWS).rename(tmp_path / "a.xlsx")
    assert content(read_workbook(path))[1] == (2, (1, "Bế Văn Đức", 1950))


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", ";"),
        ("utf-16-be", ","),
        ("cp1258", "|"),
    ],
)
def test_plain_text_is_read_in_every_encoding_and_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(TEXT_ROWS)
    plain = text.getvalue()
    if encoding == "cp1258":
        plain = windows_1258(plain)
    path = tmp_path / "danh sách.csv"
    path.write_bytes(plain.encode(encoding))
    assert content(read_workbook(path)) == [(at, tuple(row)) for at, row in enumerate(TEXT_ROWS, start=1)]


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_old_one_byte_text_keeps_its_bytes_for_the_column_to_decide(
    tmp_path: Path, encoding: Encoding
) -> None:
    path = tmp_path / "cũ.csv"
    old = [[encode(cell, encoding) for cell in row] for row in TEXT_ROWS]
    path.write_bytes("\r\n".join(",".join(row) for row in old).encode("latin-1"))
    assert content(read_workbook(path)) == [(at, tuple(row)) for at, row in enumerate(old, start=1)]


def test_commas_in_addresses_do_not_mislead_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Họ và tên;Nơi ở\nBế Văn Đức;Tổ 1, phường Sông Cầu, Bắc Kạn\n", encoding="utf-8")
    assert content(read_workbook(path))[1] == (2, ("Bế Văn Đức", "Tổ 1, phường Sông Cầu, Bắc Kạn"))


def test_row_numbers_are_those_excel_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["C4"], sheet["C9"], sheet["D9"] = "Họ và tên", "Bế Văn Đức", date(1950, 8, 15)
    sheet.row_dimensions[9].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert content(read_workbook(tmp_path / "a.xlsx")) == [
        (4, ("", "", "Họ và tên", "")),
        (9, ("", "", "Bế Văn Đức", date(1950, 8, 15))),
    ]


def test_blank_lines_of_text_count_and_a_separator_line_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('sep=;\n\nHọ và tên;Ghi chú\n"Bế Văn Đức";"hai\ndòng"\nMa Văn An;x\n', encoding="utf-8")
    assert [number for number, _ in content(read_workbook(path))] == [2, 3, 4]


def test_an_unclosed_quotation_mark_does_not_swallow_the_list(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Họ và tên,Ghi chú\n"Bế Văn Đức,x\n' + "Ma Văn An,y\n" * 60, encoding="utf-8")
    assert len(content(read_workbook(path))) == 62


def test_nul_bytes_in_text_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Họ và tên,Năm sinh\nBế Văn\0 Đức,1950\n".encode())
    assert content(read_workbook(path))[1] == (2, ("Bế Văn Đức", "1950"))


def test_missing_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    assert "Không thấy tệp" in refused(tmp_path / "không có.xlsx")
    assert "thư mục" in refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "bytes_", "says"),
    [
        ("a.xlsx", b"", "trống rỗng"),
        ("a.xlsx", b"<html><body><p>x</p></body></html>", "trang web"),
        ("a.xls", b"\xff\xfe" + "<?xml version".encode("utf-16-le"), "XML"),
        ("a.xlsx", b"not a workbook", "đổi đuôi"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.csv", bytes(range(256)) * 20 + bytes(2000), "không phải danh sách"),
        ("a.xls", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(3000), "bị hỏng"),
        ("a.xlsx", compound(b"x", "EncryptedPackage"), "mật khẩu"),
        ("a.doc", compound(b"x", "WordDocument"), "Word"),
        ("a.xlsx", b"PK\x03\x04" + bytes(500), "bị hỏng"),
    ],
)
def test_what_is_no_list_is_refused_in_one_line_that_says_what_to_do(
    tmp_path: Path, name: str, bytes_: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(bytes_)
    message = refused(path)
    assert says in message
    assert name in message


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_a_truncated_workbook_is_refused(tmp_path: Path, kept: float) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", ROWS * 50).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: int(len(whole) * kept)])
    assert "bị hỏng" in refused(tmp_path / "b.xlsx")


def _with_sheet(
    source: Path, target: Path, xml: str | None = None, extra: dict[str, bytes] | None = None
) -> Path:
    """A copy of a workbook with another first sheet and more parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, xml.encode() if xml and part == "xl/worksheets/sheet1.xml" else body)
        for name, body in (extra or {}).items():
            new.writestr(name, body)
    return target


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    bomb = _with_sheet(source, tmp_path / "b.xlsx", extra={"xl/media/image1.bin": bytes(60_000_000)})
    assert "quá lớn" in refused(bomb)


def test_cells_at_the_far_corners_do_not_eat_the_machine(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    cells = "".join(
        f'<row r="{row}"><c r="{name}{row}" t="inlineStr"><is><t>x</t></is></c></row>'
        for row, name in ((1, "A"), (1048576, "XFD"))
    )
    giant = _with_sheet(source, tmp_path / "b.xlsx", _SHEET.format(f"<sheetData>{cells}</sheetData>"))
    assert "Hãy" in refused(giant, megabytes=512)


def test_a_declared_giant_dimension_over_few_cells_is_harmless(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>Họ và tên</t></is></c></row>'
    xml = _SHEET.format(f'<dimension ref="A1:XFD1048576"/><sheetData>{row}</sheetData>')
    assert content(read_workbook(_with_sheet(source, tmp_path / "b.xlsx", xml))) == [(1, ("Họ và tên",))]


def test_an_entity_bomb_ends_quickly_without_expanding(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "a.xlsx", ROWS)
    entities = (
        '<!ENTITY a "'
        + "x" * 50
        + '">'
        + "".join(
            f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        )
    )
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row>'
    xml = f"<!DOCTYPE x [{entities}]>" + _SHEET.format(f"<sheetData>{row}</sheetData>")
    path = _with_sheet(source, tmp_path / "b.xlsx", xml)
    try:
        cells = [cell for _, row in content(read_workbook(path, megabytes=512)) for cell in row]
    except (FileProblemError, ValueError):
        return
    assert all(len(str(cell)) < 1000 for cell in cells)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ROWS)
    with pytest.raises(FileProblemError, match="đã dừng"):
        read_workbook(path, seconds=0.001)


def test_a_file_beyond_its_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Họ và tên,Năm sinh\n" + "Bế Văn Đức,1950\n" * 1_000_000, encoding="utf-8")
    assert "quá lớn" in refused(path, megabytes=80)


def test_a_zip_that_is_no_spreadsheet_is_named(tmp_path: Path) -> None:
    for part, says in (("word/document.xml", "Word"), ("danh sách.xlsx", "giải nén")):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
            package.writestr(part, "x")
        assert says in refused(tmp_path / "a.xlsx")
