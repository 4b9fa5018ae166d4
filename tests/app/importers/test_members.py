"""Planning an import: what is understood, who is who, and that a second import finds nothing to do."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.members import Gender, PolicyKind
from app.domain.status import Status
from app.errors import FileProblemError
from app.importers.plan import ImportPlan, PlannedRow, RowKind
from app.importers.tables import Cell, Sheet, Workbook
from app.vietnamese.dates import PartialDate
from app.vietnamese.encodings import Encoding, encode
from tests.app.importers.lists import HEADER, Memory, figures, table


def only(plan: ImportPlan, row: int) -> PlannedRow:
    return next(each for each in plan.rows if each.row == row)


def messages(plan: ImportPlan, row: int) -> str:
    return " ".join(problem.message for problem in plan.problems() if problem.row == row)


def test_a_plain_list_below_titles_becomes_members() -> None:
    plan = Memory("Chi hội phường Đức Xuân").apply(
        table(
            ("HỘI TRUYỀN THỐNG TRƯỜNG SƠN",), (), ("DANH SÁCH HỘI VIÊN NĂM 2023",), (),
            ("STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Dân tộc", "Quê quán",
            "Chỗ ở hiện nay",
             "Số điện thoại", "Số CCCD", "Chi hội", "Chức vụ", "Năm vào Hội", "Đơn vị", "Diện chính sách",
             "Ghi chú"),
            (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0),
            (1.0, "BẾ VĂN  ĐỨC", date(1950, 8, 15), "Nam", "Tày", "Bắc Kạn", "Tổ 1", "0912.345.678",
            "006050001234",
             "Phường Đức Xuân", "Chi hội trưởng", 2015.0, "Binh trạm 30", "Thương binh 4/4; Da cam",
             "Đã nghỉ"),
        )
    )  # fmt: skip
    (row,) = plan.rows
    assert (row.row, row.kind, plan.header_row) == (7, RowKind.NEW, 5)
    assert row.values.values() == {
        "full_name": "Bế Văn Đức", "birth": PartialDate(1950, 8, 15), "gender": Gender.MALE,
        "ethnicity": "Tày",
        "hometown": "Bắc Kạn", "address": "Tổ 1", "phone": "0912345678", "national_id": "006050001234",
        "joined": PartialDate(2015), "service_unit": "Binh trạm 30", "note": "Đã nghỉ",
    }  # fmt: skip
    assert (row.values.chapter, row.values.role) == ("Phường Đức Xuân", "Chi hội trưởng")
    assert [(p.kind, p.rate) for p in row.values.policies] == [
        (PolicyKind.WOUNDED, "4/4"), (PolicyKind.TOXIC_CHEMICALS, ""),
    ]  # fmt: skip
    assert plan.new_units == ()
    assert plan.problems() == ()


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        (1950.0, "1950"), ("1950", "1950"), ("1950 ", "1950"), ("8/1950", "1950-08"), ("5/3/1950",
        "1950-03-05"),
        ("05.03.1950", "1950-03-05"), ("--/--/1950", "1950"), (date(1950, 8, 15), "1950-08-15"), ("49",
        "1949"),
        ("sinh năm 1950", "1950"), (18490.0, "1950-08-15"), (date(1905, 5, 3), "1950"),
    ],
)  # fmt: skip
def test_a_birth_keeps_the_precision_it_was_written_with(cell: Cell, birth: str) -> None:
    plan = Memory().plan(table(("Họ và tên", "Ngày sinh"), ("Bế Văn Đức", cell)))
    assert plan.rows[0].values.get("birth").iso == birth


@pytest.mark.parametrize(
    ("column", "cell", "field", "kept"),
    [
        (2, "31/2/1950", "birth", None), (2, "khoảng xưa", "birth", None), (2, 2090.0, "birth", None),
        (4, "gọi con trai", "phone", None), (4, 912345678.0, "phone", "0912345678"),
        (5, 6050001234.0, "national_id", None), (5, 12345678901.0, "national_id", None),
        (5, "06.0501", "national_id", None),
    ],
)  # fmt: skip
def test_a_bad_or_repaired_cell_is_told_at_its_place_and_the_row_stays(
    column: int, cell: Cell, field: str, kept: str | None
) -> None:
    row: list[Cell] = [1.0, "Bế Văn Đức", "", "Sông Cầu", "", ""]
    row[column] = cell
    plan = Memory().plan(table(HEADER, row))
    assert plan.rows[0].kind is RowKind.NEW
    assert plan.rows[0].values.get(field) == kept
    assert [(p.row, p.column) for p in plan.problems()] == [(2, "ABCDEF"[column])]


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("0912.345.678", "0912345678"), ("+84 912 345 678", "0912345678"), ("84912345678", "0912345678"),
        ("0912345678 / 0209 3870 123", "0912345678 / 02093870123"), (" 0912 345 678 ", "0912345678"),
        ("9.12345678E+08", "0912345678"),
    ],
)  # fmt: skip
def test_telephones_are_kept_as_digits(cell: Cell, phone: str) -> None:
    plan = Memory().plan(table(HEADER, (1.0, "Bế Văn Đức", "", "", cell)))
    assert plan.rows[0].values.get("phone") == phone


def test_what_is_no_member_makes_none() -> None:
    plan = Memory().plan(
        table(
            ("STT", "Họ và tên", "Năm sinh", "Quê quán"),
            (1.0, 2.0, 3.0, 4.0),
            ("I", "Chi hội phường Đức Xuân"),
            (1.0, "Bế Văn Đức", 1950.0, "Bắc Kạn"),
            ("II. CHI HỘI SÔNG CẦU (2 hội viên)",),
            (1.0, "Tống Công Minh", 1948.0, "Bắc Kạn"),
            ("STT", "Họ và tên", "Năm sinh", "Quê quán"),
            (2.0, "Bàn Thị Xuân", 1949.0, "Bắc Kạn"),
            (3.0, "", "", ""),
            ("", "Tổng cộng: 3 hội viên"),
            ("#N/A", "#N/A", "#N/A", "#N/A"),
            ("", "", "", "Bắc Kạn, ngày 05 tháng 01 năm 2024"),
            ("", "NGƯỜI LẬP BIỂU", "", "TM. BAN CHẤP HÀNH"),
            ("", "Nông Văn Sơn", "", "Vũ Xuân Dương"),
        )
    )
    assert [(r.values.full_name, r.values.chapter) for r in plan.of_kind(RowKind.NEW)] == [
        ("Bế Văn Đức", "Chi hội phường Đức Xuân"),
        ("Tống Công Minh", "Chi hội Sông Cầu"),
        ("Bàn Thị Xuân", "Chi hội Sông Cầu"),
    ]
    assert plan.problems() == ()


def test_cells_that_sound_like_titles_are_still_a_member() -> None:
    plan = Memory().plan(
        table(
            ("Họ và tên", "Chi hội", "Nơi ở", "Chức vụ", "Ghi chú"),
            ("Bế Văn Đức", "Chi hội Sông Cầu", "Tổ dân phố 5", "Chức vụ Hội", "ghi chú"),
        )
    )
    assert [row.kind for row in plan.rows] == [RowKind.NEW]


def test_a_year_in_the_column_of_the_sex_gives_both() -> None:
    rows = (("Bế Văn Đức", 1950.0, ""), ("Bàn Thị Xuân", "", "8/1949"), ("Ma Văn An", "x", ""))
    for header in (
        [("Họ và tên", "Nam", "Nữ")],
        [("Họ và tên", "Năm sinh", "", "SĐT"), ("", "Nam", "Nữ", "")],
    ):
        plan = Memory().plan(table(*header, *rows))
        assert [(r.values.get("gender"), r.values.get("birth")) for r in plan.rows] == [
            (Gender.MALE, PartialDate(1950)), (Gender.FEMALE, PartialDate(1949, 8)), (Gender.MALE, None),
        ]  # fmt: skip


def test_names_and_dates_in_several_columns_are_joined() -> None:
    plan = Memory().plan(
        table(("TT", "Họ và đệm", "Tên", "Ngày sinh", "", ""), ("", "", "", "Ngày", "Tháng", "Năm"),
              (1.0, "Bế Văn", "Đức", 15.0, 8.0, 1950.0), (2.0, "Ma Thị", "Bích Ngọc", "", "", "1952"))
    )  # fmt: skip
    assert [(r.values.full_name, str(r.values.get("birth"))) for r in plan.rows] == [
        ("Bế Văn Đức", "15/08/1950"), ("Ma Thị Bích Ngọc", "1952"),
    ]  # fmt: skip
    assert plan.rows[1].values.get("given_words") == 2


def test_don_vi_is_the_army_unit_beside_chi_hoi_and_the_chi_hoi_alone() -> None:
    both = Memory().plan(table(("Họ và tên", "Đơn vị", "Chi hội"), ("Bế Văn Đức", "Đoàn 559", "Sông Cầu")))
    assert (both.rows[0].values.get("service_unit"), both.rows[0].values.chapter) == ("Đoàn 559", "Sông Cầu")
    alone = Memory().plan(table(("Họ và tên", "Đơn vị"), ("Bế Văn Đức", "Phường Sông Cầu")))
    assert (alone.rows[0].values.get("service_unit"), alone.rows[0].values.chapter) == (
        None,
        "Phường Sông Cầu",
    )


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_old_fonts_are_read_and_the_repair_is_listed(encoding: Encoding) -> None:
    rows = [
        ("STT", "Họ và tên", "Năm sinh", "Quê quán"),
        ("1", "Nguyễn Văn Trường", "1950", "Huyện Bạch Thông"),
        ("2", "Nông Thị Lưỡng", "1948", "Phường Đức Xuân"),
        ("3", "Triệu Đình Phượng", "1949", "Xã Dương Quang"),
    ]
    plan = Memory().plan(table(*[[encode(cell, encoding) for cell in row] for row in rows]))
    assert [(r.values.full_name, r.values.get("hometown")) for r in plan.rows] == [
        (r[1], r[3]) for r in rows[1:]
    ]
    assert {(c.letter, c.encoding) for c in plan.repaired()} >= {("B", encoding), ("D", encoding)}


def test_a_row_without_a_name_is_refused_and_the_others_go_in() -> None:
    plan = Memory().plan(
        table(HEADER, (1.0, "", 1950.0), (2.0, "Bế Văn Đức", 1950.0), (3.0, "Ma" + "n" * 2000, 1950.0))
    )
    assert [row.kind for row in plan.rows] == [RowKind.REFUSED, RowKind.NEW, RowKind.REFUSED]
    assert "thiếu họ tên" in messages(plan, 2)
    assert "300" in messages(plan, 4)
    assert figures(plan) == (1, 0, 0, 2)


LIST = (
    HEADER,
    (1.0, "Bế Văn Đức", 1950.0, "Sông Cầu", "0912345678", "006050001234"),
    (2.0, "Nông Thị Lan", "5/3/1952", "Đức Xuân", "912345679"),
    (3.0, "Ma Văn Hùng", 1948.0, "Sông Cầu"),
    (4.0, "Ma Văn Hùng", 1952.0, "Đức Xuân"),
    (5.0, "Ma Văn Hưng", 1948.0, "Sông Cầu"),
    (6.0, "Hoàng Văn Páo"),
)


def test_importing_the_same_list_again_changes_nothing() -> None:
    memory = Memory()
    assert figures(memory.apply(table(*LIST))) == (6, 0, 0, 0)
    assert figures(memory.apply(table(*LIST))) == (0, 0, 6, 0)
    assert len(memory.units) == 2


def test_a_later_list_changes_what_differs_and_its_blanks_erase_nothing() -> None:
    memory = Memory()
    memory.apply(table(*LIST))
    plan = memory.apply(
        table(
            HEADER,
            (1.0, "BẾ VĂN ĐỨC", "15/8/1950", "", "0987654321", ""),
            (2.0, "Nông Thị Lan", 1952.0, "Sông Cầu"),
        )
    )
    assert figures(plan) == (0, 1, 0, 1)
    assert {(c.field, c.old, c.new) for c in plan.rows[0].changes} == {
        ("birth", "1950", "15/08/1950"), ("phone", "0912345678", "0987654321"),
    }  # fmt: skip
    member = memory.members[0].member
    assert (member.full_name, member.national_id) == ("Bế Văn Đức", "006050001234")
    assert memory.tree.name(memory.members[0].unit_id) == "Sông Cầu"


def test_a_year_never_takes_the_place_of_a_full_date() -> None:
    memory = Memory()
    memory.apply(table(HEADER, (1.0, "Bế Văn Đức", "15/8/1950", "Sông Cầu")))
    assert figures(memory.apply(table(HEADER, (1.0, "Bế Văn Đức", 1950.0, "Sông Cầu")))) == (0, 0, 1, 0)


def test_a_note_is_added_to_never_replaced() -> None:
    memory = Memory()
    memory.apply(table((*HEADER, "Ghi chú"), (1.0, "Bế Văn Đức", 1950.0, "Sông Cầu", "", "", "ốm")))
    later = table((*HEADER, "Ghi chú"), (1.0, "Bế Văn Đức", 1950.0, "Sông Cầu", "", "", "đã khỏe"))
    memory.apply(later)
    assert memory.members[0].member.note == "ốm\nđã khỏe"
    assert figures(memory.apply(later)) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("", "Bế Văn Đức", 1951.0, "Đức Xuân"), RowKind.NEW),
        (("", "Bế Văn Đức", "", "", "", ""), RowKind.DOUBTFUL),
        (("", "Bế Văn Đức", 1950.0, "Đức Xuân", "", ""), RowKind.DOUBTFUL),
        (("", "Bế Văn Đức", "", "Sông Cầu", "", ""), RowKind.SAME),
        (("", "Bế Văn Đức", 1950.0, "", "0912345678", ""), RowKind.SAME),
        (("", "Bế Văn Đức", 1950.0, "Sông Cầu", "", "006050009999"), RowKind.NEW),
        (("", "Bế Văn Đúc", "", "", "", "006050001234"), RowKind.CHANGED),
        (("", "Bế Văn Đực", 1950.0, "Sông Cầu", "", ""), RowKind.NEW),
    ],
)  # fmt: skip
def test_namesakes_are_never_merged_by_name_alone(row: tuple[Cell, ...], kind: RowKind) -> None:
    memory = Memory()
    memory.apply(table(*LIST[:2]))
    plan = memory.plan(table(HEADER, row))
    assert plan.rows[0].kind is kind
    if kind is RowKind.DOUBTFUL:
        assert plan.rows[0].candidates == (memory.members[0].member.id,)
        assert "chưa nhập" in messages(plan, 2)


def test_the_same_person_twice_in_one_list_is_one_and_what_differs_is_told() -> None:
    plan = Memory().plan(
        table(
            HEADER,
            (1.0, "Bế Văn Đức", "15/8/1950", "Sông Cầu", "0912345678"),
            (2.0, "BẾ VĂN ĐỨC", "15/8/1950", "Sông Cầu", "0987654321", "006050001234"),
        )
    )
    assert figures(plan) == (1, 0, 1, 0)
    assert plan.rows[0].values.get("national_id") == "006050001234"
    assert only(plan, 3).same_as == 2
    assert "0987654321" in messages(plan, 3)


def test_a_member_who_died_is_not_brought_back_by_an_old_list() -> None:
    memory = Memory()
    memory.apply(table(*LIST[:2]))
    memory.members[0] = replace(memory.members[0], status=Status.DECEASED)
    plan = memory.plan(table(HEADER, (1.0, "Bế Văn Đức", 1950.0, "Đức Xuân", "0912345678", "006050001234")))
    assert figures(plan) == (0, 0, 1, 0)
    assert "Từ trần" in messages(plan, 2)


def test_a_list_without_names_says_which_columns_are_needed() -> None:
    for book in (table(("Quê quán", "Năm sinh"), ("Bắc Kạn", 1950.0)), Workbook(()), table()):
        with pytest.raises(FileProblemError, match="Hãy") as caught:
            Memory().plan(book)
        assert "\n" not in caught.value.message


def test_sheets_built_alike_are_read_together_and_hidden_ones_are_not() -> None:
    def sheet(name: str, person: str, *, hidden: bool = False) -> Sheet:
        (made,) = table(("Họ và tên", "Năm sinh"), (person, 1950.0), name=name, hidden=hidden).sheets
        return made

    book = Workbook(
        (
            sheet("Chi hội Sông Cầu", "Bế Văn Đức"), sheet("Chi hội Đức Xuân", "Ma Văn An"),
            sheet("cũ", "Nông Văn Sơn", hidden=True), *table(("Hướng dẫn",), name="Đọc trước").sheets,
        )
    )  # fmt: skip
    plan = Memory().plan(book)
    assert [(r.values.full_name, r.values.chapter) for r in plan.rows] == [
        ("Bế Văn Đức", "Chi hội Sông Cầu"), ("Ma Văn An", "Chi hội Đức Xuân"),
    ]  # fmt: skip
    assert plan.left_out == ("cũ", "Đọc trước")


def test_a_member_whom_two_rows_may_be_is_left_alone_until_the_doubt_is_settled() -> None:
    header = ("Họ và tên", "Ngày sinh", "Chi hội", "Quê quán", "Nhập ngũ")
    memory = Memory()
    memory.apply(
        table(
            header,
            ("Ma Văn Hưng", 1950.0, "Sông Cầu", "Bắc Kạn"),
            ("Ma Văn Hưng", "15/8/1950", "Đức Xuân", "", "1968"),
        )
    )
    later = table(
        header,
        ("Ma Văn Hưng", "", "", "Bắc Kạn", "1968"),
        ("Ma Văn Hưng", "15/8/1950", "Sông Cầu", "", "1968"),
    )
    assert figures(memory.apply(later)) == figures(memory.apply(later)) == (0, 0, 0, 2)


NAMES = st.sampled_from(
    ["Đ/c Bế Văn Đức", "Bà Nông Thị Lan", "Bế Văn Đức", "Ma Văn Hùng", "MA VĂN HÙNG", "Ma Văn Hưng",
     "Nông Thị Lan"]
)  # fmt: skip
CELLS: dict[str, st.SearchStrategy[Cell]] = {
    "STT": st.just(1.0),
    "Họ và tên": NAMES,
    "Ngày sinh": st.sampled_from(["", 1950.0, 1951.0, "8/1950", "15/8/1950", "16/8/1950", "x"]),
    "Giới tính": st.sampled_from(["", "Nam", "Nữ"]),
    "Chi hội": st.sampled_from(
        [
            "",
            "Sông Cầu",
            "Chi hội Sông Cầu",
            "ĐỨC XUÂN",
            "P. Đức Xuân",
            "CH xã Đức Xuân",
            "X. Sông Cầu",
            "Chi hội phường Sông Cầu",
        ]
    ),
    "Điện thoại": st.sampled_from(["", "0912345678", 912345678.0, "0987654321"]),
    "Số CCCD": st.sampled_from(["", "", "006050001234", "006050009999"]),
    "Quê quán": st.sampled_from(["", "Bắc Kạn", "Xã Dương Quang, Bắc Kạn", "Hà Nội"]),
    "Chức vụ": st.sampled_from(["", "Chi hội trưởng", "Hội viên"]),
    "Diện chính sách": st.sampled_from(["", "Thương binh 4/4", "Bệnh binh, hộ đặc biệt"]),
    "Nhập ngũ": st.sampled_from(["", "1968", "1940", "2/1969"]),
    "Ghi chú": st.sampled_from(["", "ốm", "đã mất 2022"]),
    "Tình trạng": st.sampled_from(["", "", "Đã từ trần", "Chuyển đi 2020", "Đang sinh hoạt", "lạ"]),
    "Ngày mất": st.sampled_from(["", "", "1960", "5/2023"]),
}
PEOPLE = st.lists(st.tuples(*CELLS.values()), min_size=1, max_size=7)


@settings(max_examples=120)
@given(first=PEOPLE, second=PEOPLE)
def test_any_list_applied_again_adds_and_changes_nothing(
    first: list[tuple[Cell, ...]], second: list[tuple[Cell, ...]]
) -> None:
    memory = Memory("Chi hội Đức Xuân")
    memory.apply(table(tuple(CELLS), *first))
    later = table(tuple(CELLS), *second)
    memory.apply(later)
    again = memory.plan(later).summary()
    assert (again.added, again.updated) == (0, 0)


ANY_CELL = st.one_of(
    st.none(), st.text(max_size=12), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(),
    st.sampled_from(["Họ và tên", "Nam", "Nữ", "Tên", "Ngày sinh", "Chi hội", "#N/A", "I", "Tổng cộng",
    "1950", "SĐT"]),
)  # fmt: skip


@settings(max_examples=150)
@given(rows=st.lists(st.lists(ANY_CELL, max_size=6), max_size=8))
def test_no_table_makes_planning_fail_but_for_a_missing_header(rows: list[list[Cell]]) -> None:
    memory = Memory()
    book = table(("Họ và tên", "Ngày sinh", "Nam", "Điện thoại", "Số CCCD", "Chi hội"), *rows)
    try:
        plan = memory.apply(book)
    except FileProblemError as refusal:
        assert "không giống danh sách" in refusal.message  # noqa: PT017 - most drawn tables are lists
        return
    assert len({(row.sheet, row.row) for row in plan.rows}) == len(plan.rows)
    again = memory.plan(book).summary()
    assert (again.added, again.updated) == (0, 0)
    with contextlib.suppress(FileProblemError):
        Memory().plan(table(*rows))


def test_formulas_without_a_value_and_broken_sheets_are_told() -> None:
    book = table(HEADER, (1, "Bế Văn Đức", "", "Phường 1", "", ""), (2, "Ma Văn An", "", "", "", ""))
    sheet = replace(book.sheets[0], uncomputed=((2, 2), (3, 2), (3, 9), (1, 2)))
    plan = Memory().plan(replace(book, sheets=(sheet,), broken=("Cũ",)))
    told = [(problem.row, problem.column) for problem in plan.notices]
    assert told == [(1, "A"), (2, "C")]
    assert "“Cũ”" in plan.notices[0].message
    assert "2 ô" in plan.notices[1].message
