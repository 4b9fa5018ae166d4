"""Nothing is changed in silence: every cell that reads otherwise than it stands is a line of the plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importers import repairs
from app.importers.plan import ImportPlan, RowKind
from app.importers.tables import Cell, Workbook
from app.vietnamese.encodings import Encoding, encode
from tests.app.importers.lists import HEADER, Memory, figures, table


def told(plan: ImportPlan) -> list[tuple[str, str, str, str]]:
    return [
        (repair.column, repair.before, repair.after, repair.reason)
        for row in plan.rows
        for repair in row.repairs
    ]


def one_cell(title: str, cell: Cell) -> Workbook:
    """A list of one member in which only one cell is to be looked at."""
    if title == "Họ và tên":
        return table((title, "Năm sinh"), (cell, 1950.0))
    return table(("Họ và tên", title), ("Ma Văn An", cell))


@pytest.mark.parametrize(
    ("title", "cell", "after", "reason"),
    [
        ("Họ và tên", "BẾ VĂN ĐỨC", "Bế Văn Đức", "viết lại chữ hoa, chữ thường"),
        ("Họ và tên", "Bế\tVăn\u200b Đức", "Bế Văn Đức", "bỏ ký tự ẩn, dấu tab, xuống dòng"),
        ("Họ và tên", "Be\u0302\u0301 Văn Đức", "Bế Văn Đức", "ghép lại dấu gõ rời"),
        ("Họ và tên", "Ông Bế Văn Đức", "Bế Văn Đức", "bỏ “Ông”, “Bà”, “Đ/c” trước tên"),
        ("Họ và tên", "Bế Văn Đức (ốm)", "Bế Văn Đức", "lời trong ngoặc chuyển sang ghi chú"),
        ("Họ và tên", "Bế Văn Đức.", "Bế Văn Đức", "bỏ dấu thừa"),
        ("Điện thoại", 912345678.0, "0912345678", "thiếu số 0 ở đầu, đã thêm"),
        ("Điện thoại", "0912.345.678", "0912345678", "viết lại gọn bằng chữ số"),
        ("Điện thoại", "0912345678 (con)", "0912345678", "lời bên số chuyển sang ghi chú"),
        ("Số CCCD", 123456789012.0, "123456789012", "số ghi thành chữ"),
        ("Số thẻ", 12.0, "12", "số ghi thành chữ"),
        ("Ngày sinh", "50", "1950", "năm chỉ ghi hai chữ số"),
        ("Ngày sinh", "sinh năm 1950", "1950", "ngày ghi khác lối, viết lại"),
        ("Ngày sinh", 18490.0, "15/08/1950", "số của Excel đổi thành ngày"),
        ("Ngày sinh", "1950 (âm lịch)", "1950", "lời trong ngoặc chuyển sang ghi chú"),
        ("Chức vụ", "CHI HỘI TRƯỞNG", "Chi hội trưởng", "viết lại chữ in hoa"),
        ("Chi hội", "CH Đức Xuân", "Chi hội Đức Xuân", "chi hội đã có trong sổ"),
        ("Quê quán", "Bắc\nKạn", "Bắc Kạn", "bỏ ký tự ẩn, dấu tab, xuống dòng"),
    ],
)
def test_a_repaired_cell_is_a_line_with_before_after_and_reason(
    title: str, cell: Cell, after: str, reason: str
) -> None:
    plan = Memory("Chi hội Đức Xuân").plan(one_cell(title, cell))
    shown = str(int(cell)) if isinstance(cell, float) else cell
    assert told(plan) == [("A" if title == "Họ và tên" else "B", shown, after, reason)]
    assert [(each.cells, each.reason) for each in plan.repairs] == [(1, reason)]


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("Họ và tên", " Bế  Văn Đức "), ("Điện thoại", "0912 345 678"), ("Số CCCD", "006 050 001 234"),
        ("Ngày sinh", "15/8/1950"), ("Ngày sinh", "8/1950"), ("Ngày sinh", 1950.0), ("Ngày sinh", "5.3.1950"),
        ("Chi hội", "Chi hội Đức Xuân"), ("Giới tính", "nam"), ("Quê quán", "Bắc Kạn "),
    ],
)  # fmt: skip
def test_plain_spaces_and_plain_forms_need_no_line(title: str, cell: Cell) -> None:
    plan = Memory("Chi hội Đức Xuân").plan(one_cell(title, cell))
    assert told(plan) == []
    assert plan.problems() == ()


def test_a_heading_that_is_not_called_as_its_unit_is_told_once_at_its_own_row() -> None:
    plan = Memory("Chi hội phường Đức Xuân").plan(
        table(
            ("Họ và tên", "Năm sinh"),
            ("II. CHI HỘI ĐỨC XUÂN (2 hội viên)",),
            ("Bế Văn Đức", 1950.0),
            ("Ma Văn An", 1951.0),
        )
    )
    (line,) = [repair for row in plan.rows for repair in row.repairs]
    assert (line.row, line.column, line.after) == (2, "A", "Chi hội phường Đức Xuân")


def test_a_cell_in_error_and_a_filled_column_without_a_title_are_told_where_members_stand() -> None:
    (sheet,) = table(
        ("Họ và tên", "Năm sinh", "", ""),
        ("Bế Văn Đức", "", "chữ lạ", ""),
        ("", "", "", ""),
        ("", "", "", "Người lập"),
    ).sheets
    book = Workbook((replace(sheet, errors=((2, 1), (3, 1))),))
    plan = Memory().plan(book)
    assert [(each.row, each.column) for each in plan.problems()] == [(1, "C"), (2, "B")]
    assert [column.letter for column in plan.ignored] == ["C", "D"]


def test_of_many_repairs_only_some_lines_are_kept_but_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repairs, "MOST_LINES", 3)
    plan = Memory().plan(table(("Họ và tên",), *[(f"BẾ VĂN {letter}O",) for letter in "ABCDE"]))
    assert len(told(plan)) == 3
    (total,) = plan.repairs
    assert (total.cells, len(total.samples)) == (5, 3)


def test_the_best_written_spelling_names_a_new_unit() -> None:
    for chapters, name in (
        (("sông cầu", "Sông Cầu"), "Sông Cầu"),
        (("chi hội sông cầu", "Sông Cầu", "sông cầu"), "chi hội Sông Cầu"),
        (("Chi hội Sông cầu", "Chi hội Sông Cầu", "Chi hội Sông Cầu"), "Chi hội Sông Cầu"),
    ):
        people = [(f"Bế Văn {letter}o", each) for letter, each in zip("ABC", chapters, strict=False)]
        plan = Memory().plan(table(("Họ và tên", "Chi hội"), *people))
        assert plan.new_units == (name,)


FAMILY = st.sampled_from(["Nguyễn", "Bế", "Nông", "Triệu", "Đặng", "Lường"])
GIVEN = st.sampled_from(["Văn Trường", "Thị Phượng", "Đình Sơn", "Hữu Đức", "Ngọc Ánh"])
ROWS = st.lists(
    st.tuples(
        FAMILY, GIVEN, st.sampled_from(["", "1950", "8/1951", "15/8/1952"]),
        st.sampled_from(["", "Chi hội phường Đức Xuân", "Chi hội Sông Cầu"]),
        st.sampled_from(["", "0912345678", "0987654321"]), st.sampled_from(["", "006050001234"]),
    ),
    min_size=3, max_size=9,
)  # fmt: skip


@settings(max_examples=40)
@given(rows=ROWS, encoding=st.sampled_from(list(Encoding)), capitals=st.booleans())
def test_a_list_in_any_letters_makes_the_same_members_and_is_found_again(
    rows: list[tuple[str, ...]], encoding: Encoding, capitals: bool
) -> None:
    def written(text: str) -> str:
        return encode(text, encoding)

    def book(stored: bool) -> Workbook:
        write = written if stored else str
        people: list[tuple[Cell, ...]] = [
            (float(at), write(f"{one} {two}".upper() if capitals else f"{one} {two}"), *map(write, rest))
            for at, (one, two, *rest) in enumerate(rows, 1)
        ]
        (sheet,) = table(tuple(map(write, HEADER)), *people).sheets
        font = {Encoding.TCVN3: ".VnTime", Encoding.VNI: "VNI-Times"}.get(encoding, "")
        return Workbook((replace(sheet, column_fonts=(font,) * len(HEADER) if stored and font else ()),))

    memory, plain = Memory(), Memory()
    memory.apply(book(stored=True))
    plain.apply(book(stored=False))
    assert [each.member.full_name for each in memory.members] == [
        each.member.full_name for each in plain.members
    ]
    for again in (book(stored=True), book(stored=False)):
        plan = memory.plan(again)
        assert figures(plan)[:2] == (0, 0)
        assert not plan.of_kind(RowKind.NEW)
