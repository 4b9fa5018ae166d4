"""Papers for the tests: lists of any length, sheets of any weight, and what was printed where."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from app.documents.papers.values import Entry, ListPaper, MemberSheet, Section
from app.domain.member_lists import ListTable
from app.domain.year_report import Cell, Column, ColumnKind, Signature
from app.vietnamese.dates import PartialDate

HEADING = ("HỘI TRUYỀN THỐNG TRƯỜNG SƠN TỈNH BẮC KẠN", "HỘI TRUYỀN THỐNG TRƯỜNG SƠN THÀNH PHỐ BẮC KẠN")
SIGNATURE = Signature("Bắc Kạn, ngày 05 tháng 01 năm 2024", "TM. BAN CHẤP HÀNH", "CHỦ TỊCH", "Vũ Xuân Dương")
PT = 72 / 25.4
COLUMNS = (
    Column("full_name", "Họ và tên"),
    Column("birth", "Ngày sinh", ColumnKind.DATE),
    Column("unit", "Chi hội"),
    Column("phone", "Điện thoại", ColumnKind.IDENTIFIER),
)
_SURNAMES = ("Nguyễn", "Hoàng", "Đặng", "Lường", "Triệu")
_MIDDLES = ("Văn", "Thị", "Đình", "Quốc")
_GIVEN = ("Ẩn", "Khương", "Oanh", "Nghiêm", "Phượng", "Đức", "Ỷ")


def name(number: int) -> str:
    """A name; a hundred and forty differ."""
    return f"{_SURNAMES[number % 5]} {_MIDDLES[number % 4]} {_GIVEN[number % 7]}"


def row(number: int) -> tuple[Cell, ...]:
    """A usual row of the list."""
    return (
        name(number),
        PartialDate(1950, 8, 15) if number % 2 else PartialDate(1950),
        "Chi hội phường Đức Xuân",
        "0912•••345",
    )


def list_paper(
    count: int, *, rows: tuple[tuple[Cell, ...], ...] | None = None, columns: tuple[Column, ...] = COLUMNS
) -> ListPaper:
    """A list of so many people."""
    held = tuple(map(row, range(count))) if rows is None else rows
    table = ListTable("Danh sách hội viên", "(Tính đến ngày 05 tháng 01 năm 2024)", columns, held, len(held))
    return ListPaper(HEADING, table, f"Danh sách có {len(held)} người.", SIGNATURE)


def member_sheet(full_name: str = "Bế Thị Lan", weight: int = 1, note: str = "") -> MemberSheet:
    """A member's sheet with so many entries in each list."""
    facts = tuple(Entry(f"Mục {number}", f"điều {number}") for number in range(8))
    return MemberSheet(
        heading=HEADING,
        title="Phiếu hội viên",
        name=full_name,
        under_name="Mã hội viên: 0001",
        sections=(
            Section("I. NHÂN THÂN", (*facts, Entry("Nơi ở", "Tổ 5, phường Đức Xuân", wide=True))),
            Section("II. HỘI", facts, tuple(f"Chi hội trưởng lần {n}" for n in range(weight))),
            Section("III. KHEN THƯỞNG", (), tuple(f"Giấy khen năm {1900 + n}" for n in range(weight * 2))),
            Section("IV. ĐỜI SỐNG", (Entry("Ghi chú", note, wide=True),)),
            Section("V. MỤC RIÊNG", tuple(Entry(f"Riêng {n}", "có") for n in range(weight))),
        ),
        signature=SIGNATURE,
    )


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page as a reader sees it: size, text, and each letter's box (left, top, right, bottom), in pt."""

    width: float
    height: float
    text: str
    letters: tuple[tuple[str, float, float, float, float], ...]

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def within(self, left: float, top: float, right: float, bottom: float) -> str:
        """The letters whose middle lies in a rectangle, as they follow each other."""
        return "".join(
            char
            for char, x1, y1, x2, y2 in self.letters
            if left <= (x1 + x2) / 2 <= right and top <= (y1 + y2) / 2 <= bottom
        )


def printed(content: bytes) -> list[PrintedPage]:
    """The pages of a PDF."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    pages = []
    try:
        for page in document:
            width, height = page.get_size()
            reader = page.get_textpage()
            letters = []
            for index in range(reader.count_chars()):
                char = chr(pdfium.FPDFText_GetUnicode(reader, index))
                if not char.isspace():
                    left, bottom, right, top = reader.get_charbox(index)
                    letters.append((char, left, height - top, right, height - bottom))
            pages.append(PrintedPage(width, height, reader.get_text_bounded(), tuple(letters)))
            reader.close()
            page.close()
    finally:
        document.close()
    return pages
