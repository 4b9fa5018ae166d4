"""Lists as people really hand them in: what is odd in them is understood or told, never dropped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.domain.members import Gender
from app.domain.status import Status, StatusKind
from app.errors import FileProblemError
from app.importers.leaving import leaving_in_note, leaving_of
from app.importers.plan import ImportPlan, RowKind
from app.importers.sheets import read_workbook
from app.importers.tables import Cell
from app.vietnamese.dates import PartialDate
from tests.app.importers.lists import HEADER, Memory, figures, table


def told(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.message) for problem in plan.problems()]


def names(plan: ImportPlan) -> list[str]:
    return [row.values.full_name for row in plan.of_kind(RowKind.NEW)]


def text_list(tmp_path: Path, text: str) -> ImportPlan:
    path = tmp_path / "danh sách.csv"
    path.write_text(text, encoding="utf-8")
    return Memory().plan(read_workbook(path))


# Columns


def test_a_filled_column_that_is_not_understood_is_told_once_at_its_title() -> None:
    plan = Memory().plan(
        table(
            (),
            ("Họ và tên", "Nhóm máu", "Điện thoại", "SĐT", "Chữ ký"),
            ("Bế Văn Đức", "O", "0912345678", "0987654321", ""),
            ("Ma Văn An", "A", "", "", ""),
        )
    )
    assert told(plan) == [
        (2, "B", "Cột “Nhóm máu”: chưa hiểu nên không nhập."),
        (2, "D", "Cột “SĐT”: cùng nghĩa với cột C nên không nhập."),
    ]
    assert [column.title for column in plan.ignored] == ["Nhóm máu", "SĐT", "Chữ ký"]


# Who has left


@pytest.mark.parametrize(
    ("text", "kind", "on"),
    [
        ("Đã từ trần", StatusKind.DIED, None),
        ("đã mất 2022", StatusKind.DIED, "2022"),
        ("Từ trần ngày 5/3/2021", StatusKind.DIED, "2021-03-05"),
        ("QUA ĐỜI (8/2020)", StatusKind.DIED, "2020-08"),
        ("Chuyển đi", StatusKind.TRANSFERRED_OUT, None),
        ("Đã chuyển sinh hoạt 2019", StatusKind.TRANSFERRED_OUT, "2019"),
        ("Xin ra", StatusKind.RESIGNED, None),
        ("Xin ra khỏi Hội", StatusKind.RESIGNED, None),
        ("Thôi", StatusKind.LEFT_UNKNOWN, None),
        ("Xóa tên", StatusKind.REMOVED, None),
        ("Xoá tên 2018", StatusKind.REMOVED, "2018"),
        ("Từ trần 2090", StatusKind.DIED, None),
        ("Đang sinh hoạt", None, None),
        ("Chuyển đến", None, None),
        ("", None, None),
    ],
)
def test_the_words_of_a_status_column_say_how_somebody_left(
    text: str, kind: StatusKind | None, on: str | None
) -> None:
    left = leaving_of(text, date(2024, 12, 31))
    assert (left.kind if left else None) is kind
    assert (left.on.iso if left and left.on else None) == on


LEAVERS = table(
    ("Họ và tên", "Năm sinh", "Tình trạng", "Ngày mất", "Ngày chuyển đi"),
    ("Bế Văn Đức", 1950.0, "Đã từ trần", date(2022, 5, 3), ""),
    ("Nông Thị Lan", 1952.0, "Chuyển đi", "", 2021.0),
    ("Ma Văn Hùng", 1948.0, "Xin ra", "", ""),
    ("Hoàng Văn Páo", 1949.0, "Đang sinh hoạt", "", ""),
    ("Triệu Văn Sinh", 1951.0, "", "2020", "2018"),
)


def test_a_new_member_who_left_comes_with_how_and_when() -> None:
    memory = Memory()
    plan = memory.apply(LEAVERS)
    assert [(row.values.leaving_kind, row.values.left_on) for row in plan.rows] == [
        (StatusKind.DIED, PartialDate(2022, 5, 3)),
        (StatusKind.TRANSFERRED_OUT, PartialDate(2021)),
        (StatusKind.RESIGNED, None),
        (None, None),
        (StatusKind.DIED, PartialDate(2020)),
    ]
    assert told(plan) == []
    again = memory.plan(LEAVERS)
    assert figures(again) == (0, 0, 5, 0)
    assert told(again) == []


def test_an_active_member_never_leaves_by_a_list_but_is_told() -> None:
    memory = Memory()
    memory.apply(table(("Họ và tên", "Năm sinh"), ("Bế Văn Đức", 1950.0)))
    plan = memory.apply(LEAVERS)
    assert plan.rows[0].kind is RowKind.SAME
    assert memory.members[0].status is Status.ACTIVE
    said = "Danh sách ghi Bế Văn Đức đã từ trần ngày 03/05/2022"
    assert told(plan) == [(2, "C", f"{said}; sổ ghi đang sinh hoạt: hãy ghi ở Biến động.")]


def test_a_day_of_leaving_before_birth_or_admission_is_left_out_and_told() -> None:
    plan = Memory().plan(
        table(("Họ và tên", "Năm sinh", "Vào Hội", "Từ trần"), ("Bế Văn Đức", 1950.0, "2015", "2010"))
    )
    assert (plan.rows[0].values.leaving_kind, plan.rows[0].values.left_on) == (StatusKind.DIED, None)
    ((row, column, message),) = told(plan)
    assert (row, column) == (2, "D")
    assert "đã từ trần năm 2010, trước ngày vào hội 2015" in message.lower()


def test_a_status_that_is_not_understood_goes_to_the_note_and_is_told() -> None:
    plan = Memory().plan(table(("Họ và tên", "Trạng thái"), ("Bế Văn Đức", "Yếu")))
    assert plan.rows[0].values.get("note") == "Trạng thái: Yếu"
    assert told(plan) == [(2, "B", "Trạng thái “Yếu”: chưa hiểu, đã chép vào ghi chú.")]


@pytest.mark.parametrize(
    ("note", "word"),
    [
        ("đã mất 2022", "đã mất"),
        ("Từ trần", "từ trần"),
        ("Ốm, chuyển đi Hà Nội", "chuyển đi"),
        ("Mất", "mất"),
        ("mất năm 2022", "mất"),
        ("vợ đã mất", ""),
        ("Con trai cả đã mất", ""),
        ("mất sức 61%", ""),
        ("đã mất thẻ hội viên", ""),
        ("ốm", ""),
        ("", ""),
    ],
)
def test_a_note_that_says_its_person_left_is_told_and_kept(note: str, word: str) -> None:
    assert leaving_in_note(note) == word
    plan = Memory().plan(table(("Họ và tên", "Ghi chú"), ("Bế Văn Đức", note)))
    assert plan.rows[0].values.get("note") == (note or None)
    assert plan.rows[0].values.leaving_kind is None
    assert told(plan) == ([(2, "B", f"Ghi chú nói “{word}”, xin ghi ở Biến động.")] if word else [])


# Chi hội


SPELLINGS = ("Đức Xuân", "Chi hội p. Đức Xuân", "CH Đức Xuân", "P. Đức Xuân", "Chi hội phường Đức Xuân")


def people_of(*chapters: str) -> list[tuple[Cell, ...]]:
    return [
        ("Họ và tên", "Chi hội"),
        *((f"Bế Văn {'ABCDEFGH'[at]}o", each) for at, each in enumerate(chapters)),
    ]


def test_every_spelling_of_a_chi_hoi_finds_the_one_of_the_register() -> None:
    memory = Memory("Chi hội phường Đức Xuân", "Chi hội phường Sông Cầu")
    plan = memory.plan(table(*people_of(*SPELLINGS)))
    assert {row.values.unit_id for row in plan.rows} == {memory.units[0].id}
    assert plan.new_units == ()
    assert told(plan) == []


@pytest.mark.parametrize("turn", range(len(SPELLINGS)))
def test_several_spellings_in_one_list_are_one_new_chi_hoi_of_the_fullest_name(turn: int) -> None:
    memory = Memory()
    book = table(*people_of(*SPELLINGS[turn:], *SPELLINGS[:turn]))
    assert memory.apply(book).new_units == ("Chi hội phường Đức Xuân",)
    assert figures(memory.plan(book)) == (0, 0, 5, 0)


def test_one_spelling_alone_names_the_new_chi_hoi_as_typed() -> None:
    assert Memory().plan(table(*people_of("CH Đức Xuân", "CH Đức Xuân"))).new_units == ("CH Đức Xuân",)


def test_a_name_that_may_be_two_chi_hoi_is_left_blank_and_told() -> None:
    memory = Memory("Chi hội phường Sông Cầu")
    book = table(*people_of("Xã Sông Cầu", "Sông Cầu", "P. Sông Cầu"))
    plan = memory.apply(book)
    assert plan.new_units == ("Xã Sông Cầu",)
    assert [row.values.chapter for row in plan.rows] == ["Xã Sông Cầu", "", "P. Sông Cầu"]
    (doubt,) = [each for each in told(plan) if each[0] == 3]
    assert doubt[1] == "B"
    assert "“Xã Sông Cầu” hoặc “Chi hội phường Sông Cầu”" in doubt[2]
    assert figures(memory.plan(book)) == (0, 0, 3, 0)


def test_a_new_chi_hoi_nearly_named_like_another_is_told_with_both_names() -> None:
    memory = Memory("Chi hội phường Đức Xuân", "Chi hội 11")
    plan = memory.plan(table(*people_of("Chi hội phường Đức Xuâm", "Chi hội 12", "Chi hội phường Đức Xuâm")))
    ((row, column, message),) = told(plan)
    assert (row, column) == (2, "B")
    assert "“Chi hội phường Đức Xuâm”" in message
    assert "“Chi hội phường Đức Xuân” đã có trong sổ" in message


# Names


@pytest.mark.parametrize(
    ("typed", "name", "gender"),
    [
        ("Ông Bế Văn Đức", "Bế Văn Đức", Gender.MALE),
        ("BÀ NÔNG THỊ LAN", "Nông Thị Lan", Gender.FEMALE),
        ("Đ/c Ma Văn An", "Ma Văn An", None),
        ("Đồng chí: Ma Văn An", "Ma Văn An", None),
        ("Cụ bà Nông Thị Lan", "Nông Thị Lan", Gender.FEMALE),
        ("Cụ Ma Văn An", "Ma Văn An", None),
        ("Bác Ma Văn An", "Ma Văn An", None),
        ("Đ/c Ông Ma Văn An", "Ma Văn An", Gender.MALE),
        ("Ông Ích Khiêm", "Ông Ích Khiêm", None),
        ("Bá Văn Đức", "Bá Văn Đức", None),
        ("Bàn Thị Xuân", "Bàn Thị Xuân", None),
    ],
)
def test_honorifics_go_and_tell_the_sex(typed: str, name: str, gender: Gender | None) -> None:
    plan = Memory().plan(table(("Họ và tên", "Năm sinh"), (typed, 1950.0)))
    assert (plan.rows[0].values.full_name, plan.rows[0].values.get("gender")) == (name, gender)


def test_a_column_of_the_sex_counts_before_an_honorific() -> None:
    plan = Memory().plan(table(("Họ và tên", "Giới tính"), ("Ông Lý Thu", "Nữ"), ("Ông Lý Văn", "")))
    assert [row.values.get("gender") for row in plan.rows] == [Gender.FEMALE, None]


def test_an_honorific_and_the_place_of_a_tone_make_no_other_person() -> None:
    header = ("Họ và tên", "Giới tính", "Ngày sinh")
    memory = Memory()
    memory.apply(table(header, ("Bế Thị Thuý", "Nữ", "15/8/1950")))
    assert figures(memory.plan(table(header, ("Bà Bế Thị Thúy", "", "15/8/1950")))) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "import os;sys",
        "print(x)",
        "def main(args):",
        "x = 1",
        "Bế <b>Đức</b>",
        "a_b",
        "http://a.vn",
        "C:\\Users",
        "{“a”}",
        "None",
        "Bế Văn 2",
        "NGƯỜI LẬP BIỂU",
        "Thư ký",
        "T.M BCH",
        "TM. Ban chấp hành",
        "Chủ tịch",
        "Chi hội Sông Cầu",
        "Bế [Văn Đức",
    ],
)
def test_what_is_no_name_becomes_no_member_and_is_told(typed: str) -> None:
    plan = Memory().plan(table(HEADER, (1.0, typed, 1950.0), (2.0, "Ma Văn An", 1951.0)))
    assert names(plan) == ["Ma Văn An"]
    assert [(row, column) for row, column, _ in told(plan)] == [(2, "B")]


def test_words_in_brackets_behind_a_name_are_its_note() -> None:
    plan = Memory().plan(table(("Họ và tên",), ("Bế Văn Đức (ốm)",), ("Ma Văn An(Bí thư) [cũ]",)))
    assert [(row.values.full_name, row.values.get("note")) for row in plan.rows] == [
        ("Bế Văn Đức", "ốm"),
        ("Ma Văn An", "Bí thư; cũ"),
    ]


def test_a_file_most_of_whose_rows_hold_no_names_is_refused_as_no_list(tmp_path: Path) -> None:
    lines = ["name,value", "import os,1", "def main(a):,2", "x = 3,3", "print(x),4", "return {},5"]
    with pytest.raises(FileProblemError, match="không giống danh sách hội viên"):
        text_list(tmp_path, "\n".join(lines))


def test_signatures_below_a_list_without_numbers_are_no_members() -> None:
    for first, second in (("NGƯỜI LẬP BIỂU", "CHỦ TỊCH"), ("Thư ký", "T.M BCH"), ("", "T/M BAN CHẤP HÀNH")):
        plan = Memory().plan(
            table(
                ("Họ và tên", "Năm sinh", "Quê quán"),
                ("Bế Văn Đức", 1950.0, "Bắc Kạn"),
                (first, "", second),
                ("Nông Văn Sơn", "", "Vũ Xuân Dương"),
            )
        )
        assert names(plan) == ["Bế Văn Đức"]
        assert plan.skipped_rows() == (3, 4)
        assert told(plan) == []


def test_an_office_or_a_birth_in_words_makes_no_row_a_signature() -> None:
    plan = Memory().plan(
        table(
            ("Họ và tên", "Ngày sinh", "Chức vụ"),
            ("Bế Văn Đức", "ngày 15 tháng 8 năm 1950", "Thư ký"),
            ("Ma Văn An", 1951.0, ""),
        )
    )
    assert names(plan) == ["Bế Văn Đức", "Ma Văn An"]


# Rows without a name


@pytest.mark.parametrize(
    "row", ["3;;1949;Chi hội Hai;", "3;;;Chi hội Hai;", ";;1949;Chi hội Hai;", ";;;Chi hội Hai;0912345678"]
)
def test_a_row_with_data_but_no_name_is_told_and_is_no_heading(tmp_path: Path, row: str) -> None:
    plan = text_list(
        tmp_path,
        "STT;Họ và tên;Năm sinh;Chi hội;Điện thoại\n1;Bế Văn Đức;1950;Chi hội Một;\n"
        + row
        + "\n4;Ma Văn An;;;\n",
    )
    assert [(each.values.full_name, each.values.chapter) for each in plan.of_kind(RowKind.NEW)] == [
        ("Bế Văn Đức", "Chi hội Một"),
        ("Ma Văn An", ""),
    ]
    ((at, column, message),) = told(plan)
    assert (at, column) == (3, "B")
    assert "thiếu họ tên" in message


# Quotation marks


@pytest.mark.parametrize(
    "broken", ['"Bế Văn Đức,1950,"Tổ 1, Sông Cầu"', '"Bế Văn Đức,1950,', 'Bế Văn Đức,1950,"Tổ 1']
)
@pytest.mark.parametrize("after", ["", 'Nông Thị Lan,1952,"Tổ 2, Đức Xuân"\nMa Văn Hùng,1953,"x"\n'])
def test_an_unclosed_quotation_mark_swallows_no_row_and_is_told(
    tmp_path: Path, broken: str, after: str
) -> None:
    plan = text_list(
        tmp_path, f"Họ và tên,Năm sinh,Nơi ở\nMa Văn An,1951,\n{broken}\nHoàng Văn Páo,1949,\n{after}"
    )
    everybody = ["Ma Văn An", "Bế Văn Đức", "Hoàng Văn Páo", "Nông Thị Lan", "Ma Văn Hùng"]
    assert names(plan) == everybody[: 5 if after else 3]
    assert any(row == 3 and "nháy kép" in message for row, _, message in told(plan))
    if after:
        assert plan.rows[3].values.get("address") == "Tổ 2, Đức Xuân"


def test_line_breaks_and_inch_marks_in_cells_are_no_unclosed_quotation_marks(tmp_path: Path) -> None:
    plan = text_list(
        tmp_path, 'Họ và tên;Nơi ở;Ghi chú\nMa Văn An;"Tổ 1\nSông Cầu";x\nBế Văn Đức;Tổ 2;ống 5" cũ\n'
    )
    assert [row.values.get("address") for row in plan.rows] == ["Tổ 1 Sông Cầu", "Tổ 2"]
    assert told(plan) == []


# Files


def test_a_file_that_may_not_be_read_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    monkeypatch.setattr(Path, "is_dir", forbidden)
    with pytest.raises(FileProblemError, match="Không được phép đọc tệp"):
        read_workbook(tmp_path / "a.xlsx")


def test_the_formats_that_are_read_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(FileProblemError) as caught:
        read_workbook(path)
    assert all(
        suffix in caught.value.message for suffix in (".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
    )
