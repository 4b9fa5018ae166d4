"""Whole lists of every kind, from which the spoilt ones are made."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from app.vietnamese.encodings import Encoding, encode
from tests.app.importers.files import (
    windows_1258,
    write_ods,
    write_xls,
    write_xlsb,
    write_xlsx,
    write_xml_2003,
)

HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chi hội", "Điện thoại", "Số CCCD", "Ghi chú")
_SURNAMES = ("Bế", "Nông", "Ma", "Hoàng", "Triệu", "Đỗ")
_MIDDLE = ("Văn", "Thị", "Quang", "Đức", "Ngọc")
_GIVEN = ("Lưỡng", "An", "Bích", "Hưng", "Lại", "Phượng", "Ễnh")

Rows = Sequence[Sequence[object]]


def rows(count: int = 24) -> list[list[object]]:
    """A list as a branch keeps it."""
    members: list[list[object]] = [
        [
            number,
            f"{_SURNAMES[number % 6]} {_MIDDLE[number % 5]} {_GIVEN[number % 7]}",
            date(1950, 1 + number % 12, 1 + number) if number % 3 else 1950,
            "Nam" if number % 2 else "Nữ",
            f"Phường {number % 4}",
            f"0912{number:06}",
            f"006050{number:06}",
            "thương binh 4/4" if number % 5 == 0 else "",
        ]
        for number in range(1, count + 1)
    ]
    return [list(HEADER), *members]


def make_samples(folder: Path) -> list[Path]:
    """The lists as files, also by LibreOffice where it is installed."""
    listed = rows()
    texts = [[_shown(cell) for cell in row] for row in listed]
    made = [
        write_xlsx(folder / "plain.xlsx", listed),
        _dressed(folder / "dressed.xlsx", listed),
        _old_letters(folder / "old.xlsx", listed),
        write_ods(folder / "small.ods", texts),
        write_xls(folder / "small.xls", texts),
        write_xlsb(folder / "small.xlsb", texts),
        write_xml_2003(folder / "xml2003.xls", texts),
        _page(folder / "page.xls", texts),
    ]
    for name, separator, encoding in (
        ("comma", ",", "utf-8-sig"),
        ("semicolon", ";", "utf-16"),
        ("tab", "\t", "utf-16-be"),
        ("windows", ";", "cp1258"),
        ("tcvn3", ",", Encoding.TCVN3),
        ("vni", ";", Encoding.VNI),
    ):
        path = folder / f"{name}.csv"
        text = "\r\n".join(separator.join(row) for row in texts)
        if isinstance(encoding, Encoding):
            path.write_bytes(encode(text, encoding).encode("latin-1", errors="replace"))
        else:
            path.write_bytes(
                windows_1258(text).encode(encoding) if encoding == "cp1258" else text.encode(encoding)
            )
        made.append(path)
    return (
        made
        + by_libreoffice(folder / "dressed.xlsx", folder / "lo")
        + by_libreoffice(folder / "old.xlsx", folder / "lo")
    )


def by_libreoffice(
    source: Path, folder: Path, kinds: Sequence[str] = ("xlsx", "xls", "ods", "html")
) -> list[Path]:
    """A workbook as LibreOffice saves it in each kind; none where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return []
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind in kinds:
        command = [office, "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(source)]
        subprocess.run(command, check=False, capture_output=True, timeout=110)
    made = [folder / f"{source.stem}.{kind}" for kind in kinds]
    return [path for path in made if path.exists()]


def _dressed(path: Path, listed: Rows) -> Path:
    """Titles above, merged heads, formulas, a drop-down, hidden rows and columns, two sheets, signatures."""
    book = openpyxl.Workbook()
    for name in ("Chi hội Phường 1", "Chi hội Phường 2"):
        sheet = book.create_sheet(name)
        sheet.append(["HỘI TRUYỀN THỐNG TRƯỜNG SƠN"])
        sheet.append(["DANH SÁCH HỘI VIÊN NĂM 2023"])
        sheet.append([])
        for row in listed:
            sheet.append(list(row))
        sheet.append([None, "Cộng", "=COUNTA(B5:B28)"])
        sheet.append([None, None, None, None, "Bắc Kạn, ngày 05 tháng 01 năm 2024"])
        sheet["I5"], sheet["I6"], sheet["I7"] = "=A5*2", "#N/A", '=IF(A7>1,"có","")'
        sheet["H5"] = CellRichText(TextBlock(InlineFont(rFont="Arial", b=True), "con "), "liệt sĩ")
        sheet.merge_cells("A1:H1")
        sheet.row_dimensions[8].hidden = True
        sheet.column_dimensions["G"].hidden = True
        choice = DataValidation(type="list", formula1='"Nam,Nữ"')
        sheet.add_data_validation(choice)
        choice.add("D5:D40")
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def _old_letters(path: Path, listed: Rows) -> Path:
    """One column of names in TCVN3 under its font, one of units in VNI under its own."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in listed:
        held = list(row)
        held[1], held[4] = encode(str(row[1]), Encoding.TCVN3), encode(str(row[4]), Encoding.VNI)
        sheet.append(held)
        sheet.cell(sheet.max_row, 2).font = Font(name=".VnTime")
        sheet.cell(sheet.max_row, 5).font = Font(name="VNI-Times")
    sheet["B3"].font = Font(name=".VnTimeH")
    book.save(path)
    return path


def _page(path: Path, texts: Sequence[Sequence[str]]) -> Path:
    body = "".join(
        "<tr>"
        + "".join(f"<td style='mso-number-format:\"\\@\"'>{escape(cell)}</td>" for cell in row)
        + "</tr>"
        for row in texts
    )
    path.write_text(
        '<html><head><meta charset="utf-8"></head><body><h3>Danh sách</h3>'
        f'<table border="1"><tr><td colspan="8">DANH SÁCH HỘI VIÊN</td></tr>{body}</table></body></html>',
        encoding="utf-8",
    )
    return path


def _shown(cell: object) -> str:
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)
