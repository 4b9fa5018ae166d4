"""The sample list of members to fill in: a header that the import understands, examples, drop-downs, help.

What is typed into it comes in without a question: every column but the numbers is text, so that Excel takes
no zero from a telephone and makes no date of a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from app.documents.workbooks.book import Book
from app.documents.workbooks.looks import CELL, CENTRED, HEADER_FILL, TEXT, Look
from app.documents.workbooks.metrics import lines_needed, row_height
from app.documents.workbooks.sheet import Sheet, Value
from app.documents.workbooks.tables import NUMBERING_WIDTH, add_header

#: What stands in place of the number of an example; the import leaves such rows out.
EXAMPLE_MARK = "Ví dụ"
LIST_SHEET = "Danh sách hội viên"
#: So many empty rows are drawn; more can be written under them.
_EMPTY_ROWS = 60
_PAGES_WIDE = 3
_LAST_ROW = 5_000
_SIZE = 12.0
_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's property has no zone
_STATES = ("Đang sinh hoạt", "Chuyển đi", "Xin ra", "Đã từ trần")


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """One column: its title, width in mm, an example on each of three rows, and how to fill it in."""

    title: str
    width: float
    examples: tuple[str, str, str]
    how: str
    choices: tuple[str, ...] = ()
    centred: bool = False


#: All columns behind the number, in their order.
COLUMNS = (
    SampleColumn(
        "Họ và tên", 48, ("Nguyễn Văn An", "Bế Thị Bình", "Hoàng Đình Cường"),
        "Bắt buộc phải có. Viết có dấu; chữ hoa hay chữ thường đều được.",
    ),
    SampleColumn(
        "Ngày sinh", 24, ("15/8/1950", "1952", "8/1948"),
        "Biết đến đâu ghi đến đó: 1950, 8/1950 hoặc 15/8/1950 (ngày trước, tháng sau).", centred=True,
    ),
    SampleColumn("Giới tính", 16, ("Nam", "Nữ", "Nam"), "Chọn Nam hoặc Nữ.", ("Nam", "Nữ"), centred=True),
    SampleColumn(
        "Chi hội", 44, ("Chi hội phường Đức Xuân", "Chi hội phường Sông Cầu", ""),
        "Chọn trong danh sách; chi hội chưa có thì gõ tên đầy đủ, sổ sẽ lập thêm.",
    ),
    SampleColumn("Chức vụ Hội", 32, ("Chi hội trưởng", "", ""), "Hội viên thường thì để trống."),
    SampleColumn("Điện thoại", 28, ("0912345678", "", "0209 3870 123"), "Ghi cả số 0 ở đầu.", centred=True),
    SampleColumn(
        "Số CCCD", 32, ("006050001234", "", ""), "12 chữ số trên thẻ căn cước (hoặc 9 số cũ).", centred=True
    ),
    SampleColumn("Dân tộc", 18, ("Kinh", "Tày", "Nùng"), "Ghi nếu hội viên đồng ý.", centred=True),
    SampleColumn("Quê quán", 40, ("Xã Nông Thượng, Bắc Kạn", "", ""), "Xã (phường), tỉnh."),
    SampleColumn(
        "Nơi ở hiện nay", 44, ("Tổ 5, phường Đức Xuân", "", "Tổ 2, phường Bắc Kạn"),
        "Địa chỉ để thư đến được.",
    ),
    SampleColumn(
        "Đối tượng", 30, ("Bộ đội", "Thanh niên xung phong", ""),
        "Bộ đội, thanh niên xung phong, dân công hỏa tuyến …",
    ),
    SampleColumn("Ngày nhập ngũ", 24, ("2/1968", "1970", ""), "Biết đến đâu ghi đến đó.", centred=True),
    SampleColumn("Ngày xuất ngũ", 24, ("1976", "", ""), "Biết đến đâu ghi đến đó.", centred=True),
    SampleColumn("Cấp bậc", 22, ("Thượng sĩ", "", ""), "Cấp bậc cao nhất."),
    SampleColumn(
        "Đơn vị Trường Sơn", 34, ("Binh trạm 30", "", "Đoàn 559"), "Đơn vị trên tuyến đường Trường Sơn.",
    ),
    SampleColumn("Ngày vào Hội", 24, ("2/7/2015", "2016", "2015"), "Biết đến đâu ghi đến đó.", centred=True),
    SampleColumn("Số thẻ hội viên", 24, ("", "", ""), "Số trên thẻ hội viên.", centred=True),
    SampleColumn("Ngày vào Đảng", 24, ("3/2/1972", "", ""), "Ghi nếu hội viên đồng ý.", centred=True),
    SampleColumn(
        "Diện chính sách", 36, ("Thương binh 4/4", "", ""), "Nhiều diện thì cách nhau bằng dấu chấm phẩy.",
    ),
    SampleColumn("Tình trạng", 30, ("Đang sinh hoạt", "", ""), "Để trống là đang sinh hoạt.", _STATES),
    SampleColumn("Ghi chú", 40, ("", "", ""), "Điều gì khác cần nhớ."),
)  # fmt: skip

_PLAIN = replace(CELL, number_format=TEXT)
_MIDDLE = replace(CENTRED, number_format=TEXT)
_TITLE = Look(size=14, bold=True, align="center")
_SUBTITLE = "Dòng ghi “Ví dụ” không được nhập; cách ghi xem ở trang “Hướng dẫn”."
#: The columns under the title: on the first printed page, and none of those that every page repeats.
_OVER = (3, 9)
_HELP = (
    "Ghi mỗi người một dòng ở trang “Danh sách hội viên”, dưới các dòng ví dụ. Ô nào chưa biết thì để trống.",
    "Các dòng ghi “Ví dụ” ở cột STT không được nhập vào sổ: có thể để lại hoặc xóa đi.",
    "Xin đừng đổi tên các cột. Cột nào không dùng thì để trống hoặc xóa cả cột.",
    "Ghi xong, lưu tệp rồi chọn “Đưa danh sách Excel vào sổ”: chương trình cho xem trước, chưa ghi gì.",
)


def render_sample_list(units: Sequence[str] = (), *, made: datetime = _NO_DATE) -> bytes:
    """The bytes of an .xlsx: the list to fill in, and a sheet of help.

    ``units`` are the names of chi hội to choose from; another one can still be typed. ``made`` is the date in
    the file's properties.
    """
    book = Book(title=LIST_SHEET, creator="Sổ Hội", made=made)
    sheet = book.sheet(LIST_SHEET, [NUMBERING_WIDTH + 4, *(column.width for column in COLUMNS)])
    _add_over(sheet, LIST_SHEET.upper(), _TITLE, *_OVER)
    _add_over(sheet, _SUBTITLE, replace(_TITLE, size=13, bold=False, italic=True), *_OVER)
    sheet.space(8)
    header = add_header(sheet, ["STT", *(column.title for column in COLUMNS)])
    for at in range(3):
        _add_row(sheet, EXAMPLE_MARK, [column.examples[at] for column in COLUMNS], example=True)
    first = sheet.next_row
    for number in range(1, _EMPTY_ROWS + 1):
        _add_row(sheet, number, [""] * len(COLUMNS), example=False)
    page = sheet.page
    page.freeze_panes = f"C{header + 1}"
    page.print_title_rows = f"{header}:{header}"
    page.print_title_cols = "A:B"  # wider than one sheet of A4 can show in a readable size
    page.page_setup.fitToWidth, page.page_setup.pageOrder = _PAGES_WIDE, "overThenDown"
    for number in range(2, len(COLUMNS) + 2):
        page.column_dimensions[get_column_letter(number)].number_format = TEXT
    last = get_column_letter(len(COLUMNS) + 1)
    sheet.text_ranges.append(f"B{header + 1}:{last}{_LAST_ROW}")
    help_sheet = _add_help(book)
    place = _add_units(help_sheet, units) if units else ""
    for number, column in enumerate(COLUMNS, 2):
        source = (
            place if column.title == "Chi hội" else f'"{",".join(column.choices)}"' if column.choices else ""
        )
        if source:
            page.add_data_validation(_drop_down(source, get_column_letter(number), first, column))
    return book.to_bytes()


def _add_row(sheet: Sheet, number: str | int, texts: Sequence[str], *, example: bool) -> None:
    cells: list[tuple[int, Value, Look]] = [(1, number, _example(CENTRED) if example else CENTRED)]
    lines = 1
    for place, (column, text) in enumerate(zip(COLUMNS, texts, strict=True), 2):
        look = _MIDDLE if column.centred else _PLAIN
        cells.append((place, text or None, _example(look) if example else look))
        lines = max(lines, lines_needed(text, sheet.widths[place - 1], _SIZE))
    sheet.add(cells, row_height(lines, _SIZE, air=3), fixed=False)


def _add_over(sheet: Sheet, text: str, look: Look, first: int, last: int) -> None:
    """A line over some columns."""
    lines = lines_needed(text, sheet.width_of(first, last), look.size, bold=look.bold)
    row = sheet.add([(first, text, look)], row_height(lines, look.size, air=3))
    sheet.merge(row, first, last)


def _example(look: Look) -> Look:
    return replace(look, italic=True, fill=HEADER_FILL)


def _drop_down(source: str, letter: str, first: int, column: SampleColumn) -> DataValidation:
    """A drop-down that offers without forbidding: a chi hội that is not there yet can be typed."""
    offered = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
    offered.promptTitle, offered.prompt = column.title, column.how
    offered.showInputMessage = True
    offered.add(f"{letter}{first}:{letter}{_LAST_ROW}")
    return offered


def _add_help(book: Book) -> Sheet:
    sheet = book.sheet("Hướng dẫn", [70.0, 180.0])
    sheet.page.page_setup.fitToHeight = 1
    _add_over(sheet, "CÁCH GHI DANH SÁCH", _TITLE, 1, 2)
    sheet.space(8)
    for text in _HELP:
        _add_over(sheet, text, Look(), 1, 2)
    sheet.space(8)
    add_header(sheet, ("Cột", "Cách ghi"))
    for column in COLUMNS:
        lines = max(lines_needed(column.how, sheet.widths[1], _SIZE), 1)
        sheet.add([(1, column.title, CELL), (2, column.how, CELL)], row_height(lines, _SIZE, air=3))
    return sheet


def _add_units(sheet: Sheet, units: Sequence[str]) -> str:
    """The chi hội of the register under the help; gives the range they stand in."""
    sheet.space(8)
    add_header(sheet, ("Chi hội trong sổ",))
    first = sheet.next_row
    for name in units:
        sheet.add(
            [(1, name, CELL)], row_height(max(lines_needed(name, sheet.widths[0], _SIZE), 1), _SIZE, air=3)
        )
    return f"{quote_sheetname(sheet.title)}!$A${first}:$A${sheet.last_row}"
