"""Lists as branch secretaries keep them: what a careful person would enter from each, and what is asked."""

from __future__ import annotations

import pytest

from app.domain.status import Status
from app.errors import FileProblemError
from app.importers.plan import ImportPlan, RowKind
from app.importers.tables import Cell, Workbook
from tests.app.importers.lists import Memory, figures, table


def values(plan: ImportPlan, *names: str) -> list[tuple[str, ...]]:
    return [
        (row.values.full_name, *(str(row.values.get(name) or "") for name in names))
        for row in plan.of_kind(RowKind.NEW)
    ]


def chapters(plan: ImportPlan) -> dict[str, str]:
    return {row.values.full_name: row.values.chapter for row in plan.of_kind(RowKind.NEW)}


def messages(plan: ImportPlan) -> list[str]:
    return [problem.message for problem in plan.problems()]


def book(*sheets: Workbook) -> Workbook:
    return Workbook(tuple(sheet for each in sheets for sheet in each.sheets))


# Titles


def test_a_header_merged_over_three_rows_is_read() -> None:
    plan = Memory().plan(
        table(
            ("DANH SÁCH HỘI VIÊN",),
            ("TT", "Họ và tên", "Ngày tháng năm sinh", "", "", "Quá trình công tác", "", "", "Ghi chú"),
            ("", "", "Ngày sinh", "", "", "Quân đội", "", "Vào Đảng", ""),
            ("", "", "Ngày", "Tháng", "Năm", "Nhập ngũ", "Đơn vị", "", ""),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"),
            (1.0, "Nguyễn Văn Hòa", 5.0, 3.0, 1950.0, 1968.0, "Binh trạm 12", "3/2/1970", ""),
            (2.0, "Nông Thị Lan", "", "", 1952.0, "", "Sư đoàn 473", "", "ốm"),
        )
    )
    assert values(plan, "birth", "enlisted", "service_unit", "party_joined", "note") == [
        ("Nguyễn Văn Hòa", "05/03/1950", "1968", "Binh trạm 12", "03/02/1970", ""),
        ("Nông Thị Lan", "1952", "", "Sư đoàn 473", "", "ốm"),
    ]
    assert messages(plan) == []


def test_day_month_and_year_side_by_side_need_no_title_above() -> None:
    for titles in (("Ngày sinh", "Tháng sinh", "Năm sinh"), ("Ngày", "Tháng", "Năm")):
        plan = Memory().plan(table(("Họ và tên", *titles), ("Bế Văn Đức", 5.0, 3.0, 1950.0)))
        assert values(plan, "birth") == [("Bế Văn Đức", "05/03/1950")]


@pytest.mark.parametrize(
    ("title", "cell", "field", "held"),
    [
        ("N.sinh", 1950.0, "birth", "1950"),
        ("Q.quán", "Bắc Kạn", "hometown", "Bắc Kạn"),
        ("Đ/c", "Tổ 1", "address", "Tổ 1"),
        ("DOB", "15/8/1950", "birth", "15/08/1950"),
        ("Mobile phone", "0912345678", "phone", "0912345678"),
        ("ID number", "006050001234", "national_id", "006050001234"),
        ("Notes", "ốm", "note", "ốm"),
    ],
)
def test_short_and_english_titles_are_known(title: str, cell: Cell, field: str, held: str) -> None:
    assert values(Memory().plan(table(("Họ tên", title), ("Bế Văn Đức", cell))), field) == [
        ("Bế Văn Đức", held)
    ]


def test_a_tick_under_the_short_name_of_a_policy_is_that_policy() -> None:
    plan = Memory().plan(
        table(("Họ tên", "TB", "BB", "CĐDC"), ("Bế Văn Đức", "3/4", "", "x"), ("Ma Thị Lan", "", "x", ""))
    )
    assert [[policy.text for policy in row.values.policies] for row in plan.rows] == [
        ["Thương binh 3/4", "Người hoạt động kháng chiến bị nhiễm chất độc hóa học"],
        ["Bệnh binh"],
    ]


def test_a_sentence_that_names_somebody_is_no_header() -> None:
    with pytest.raises(FileProblemError, match="Không thấy dòng tiêu đề"):
        Memory().plan(table(("BIÊN BẢN HỌP",), ("Họ tên người ghi: Nguyễn Văn Hòa",), ("1. Khai mạc",)))


def test_a_name_whole_and_in_parts_is_read_once() -> None:
    plan = Memory().plan(
        table(("Họ đệm", "Tên", "Họ và tên"), ("Nguyễn Văn", "Hòa", "Nguyễn Văn Hòa"), ("Bế", "Lan", ""))
    )
    assert values(plan) == [("Nguyễn Văn Hòa",), ("Bế Lan",)]


# As above


@pytest.mark.parametrize("mark", ['"', "nt", "-nt-", "- nt -", "N.T", "như trên", "''", "〃", '-"-', "”"])
def test_a_ditto_mark_says_what_stands_above_and_is_told(mark: str) -> None:
    plan = Memory().plan(
        table(
            ("STT", "Họ tên", "Quê quán", "Chi hội", "Ngày vào Hội", "Số CCCD"),
            (1.0, "Bế Văn Đức", "Cao Bằng", "Sông Cầu", 2010.0, ""),
            (2.0, "Ma Thị Lan", mark, mark, mark, ""),
            (3.0, "Vi Văn Én", mark, "Đức Xuân", "", ""),
        )
    )
    assert values(plan, "hometown", "joined") == [
        ("Bế Văn Đức", "Cao Bằng", "2010"), ("Ma Thị Lan", "Cao Bằng", "2010"), ("Vi Văn Én", "Cao Bằng", ""),
    ]  # fmt: skip
    assert list(chapters(plan).values()) == ["Sông Cầu", "Sông Cầu", "Đức Xuân"]
    assert {repair.reason for row in plan.rows for repair in row.repairs} == {"như dòng trên"}
    assert messages(plan) == []


def test_a_ditto_mark_with_nothing_above_names_no_unit_and_no_ids_repeat() -> None:
    plan = Memory().plan(
        table(
            ("Họ tên", "Chi hội", "Số CCCD"), ("Bế Văn Đức", "nt", "006050001234"), ("Ma Thị Lan", "", "nt"),
        )
    )  # fmt: skip
    assert list(chapters(plan).values()) == ["", ""]
    assert values(plan, "national_id") == [("Bế Văn Đức", "006050001234"), ("Ma Thị Lan", "")]


# Words beside what is asked for


@pytest.mark.parametrize(
    ("title", "cell", "field", "held", "note"),
    [
        ("CCCD", "CCCD: 006050004321", "national_id", "006050004321", ""),
        ("CCCD", "CMND 095012346", "national_id", "095012346", ""),
        ("CCCD", "006150001111 cấp 2021", "national_id", "006150001111", "Số căn cước: cấp 2021"),
        ("CCCD", "095012346 cũ; 006050004321", "national_id", "006050004321", "Số căn cước: 095012346 cũ"),
        ("SĐT", "ĐT: 0912 345 678", "phone", "0912345678", ""),
        ("SĐT", "máy bàn 0209 3870 456", "phone", "02093870456", ""),
        ("SĐT", "0912345678 con trai", "phone", "0912345678", "Điện thoại: con trai"),
        ("Họ tên", "Bế Văn Đức - Chi hội trưởng", "full_name", "Bế Văn Đức", "Chi hội trưởng"),
        ("Họ tên", "Bế Thị Mùi, vợ liệt sĩ", "full_name", "Bế Thị Mùi", "vợ liệt sĩ"),
        ("Họ tên", "Đ.c Bế Văn Đức", "full_name", "Bế Văn Đức", ""),
    ],
)
def test_words_beside_a_value_become_its_note(
    title: str, cell: str, field: str, held: str, note: str
) -> None:
    titles, row = (("Họ tên",), (cell,)) if title == "Họ tên" else (("Họ tên", title), ("Ma Văn An", cell))
    plan = Memory().plan(table(titles, row))
    (draft,) = [row.values for row in plan.of_kind(RowKind.NEW)]
    assert (draft.get(field), draft.get("note") or "") == (held, note)
    assert plan.rows[0].repairs


def test_two_ids_of_one_kind_are_asked_about() -> None:
    plan = Memory().plan(table(("Họ tên", "CCCD"), ("Bế Văn Đức", "006050001234 hay 006050001235")))
    assert values(plan, "national_id") == [("Bế Văn Đức", "")]
    assert "đã để trống" in messages(plan)[0]


def test_a_column_with_months_first_is_told_where_days_may_be_meant() -> None:
    header = ("Họ tên", "Ngày sinh")
    doubtful = Memory().plan(table(header, ("Bế Văn Đức", "08/15/1950"), ("Ma Thị Lan", "05/03/1949")))
    assert "ghi tháng trước (08/15/1950), mà 05/03/1949" in messages(doubtful)[0]
    one_slip = Memory().plan(
        table(
            header, ("Bế Văn Đức", "08/15/1950"), ("Ma Thị Lan", "05/03/1949"), ("Vi Văn Én", "25/03/1949"),
        )
    )  # fmt: skip
    assert not any("ghi tháng trước (" in message for message in messages(one_slip))


def test_no_date_is_said_without_a_question() -> None:
    plan = Memory().plan(table(("Họ tên", "Vào Hội", "Vào Đảng"), ("Bế Văn Đức", "chưa", "không")))
    assert messages(plan) == []


# Units


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("DANH SÁCH HỘI VIÊN CHI HỘI SÔNG CẦU NĂM 2023", "Chi hội Sông Cầu"),
        ("Chi hội: Đức Xuân", "Chi hội Đức Xuân"),
        ("DANH SÁCH CHI HỘI TRƯỞNG", ""),
        ("(Kèm theo Quyết định của Chi hội Trường Sơn)", ""),
        ("DANH SÁCH HỘI VIÊN CÁC CHI HỘI PHƯỜNG ĐỨC XUÂN", ""),
        ("HỘI TRUYỀN THỐNG TRƯỜNG SƠN PHƯỜNG ĐỨC XUÂN", ""),
    ],
)
def test_a_title_names_the_chi_hoi_of_a_list_without_that_column(title: str, unit: str) -> None:
    assert chapters(Memory().plan(table((title,), ("Họ tên", "Năm sinh"), ("Bế Văn Đức", 1950.0)))) == {
        "Bế Văn Đức": unit
    }
    held = Memory().plan(table((title,), ("Họ tên", "Chi hội"), ("Bế Văn Đức", "Minh Khai")))
    assert chapters(held) == {"Bế Văn Đức": "Minh Khai"}


def test_headings_of_parts_are_no_units_and_the_dead_under_theirs_are_dead() -> None:
    memory = Memory()
    plan = memory.apply(
        table(
            ("STT", "Họ và tên", "Năm sinh"),
            ("I", "BAN CHẤP HÀNH"), (1.0, "Đỗ Đức Lại", 1949.0),
            ("II", "HỘI VIÊN NAM"), (2.0, "Ma Văn Páo", 1950.0),
            ("III", "HỘI VIÊN ĐÃ TỪ TRẦN"), (3.0, "Hà Văn Tý", 1940.0),
            ("IV", "CHI HỘI SÔNG CẦU"), (4.0, "Thôi Văn An", 1950.0), (5.0, "Thôi Thị Bé"),
        )
    )  # fmt: skip
    assert set(chapters(plan).values()) == {"", "Chi hội Sông Cầu"}
    assert [each.status is Status.DECEASED for each in memory.members] == [False, False, True, False, False]


@pytest.mark.parametrize("unit", ["Bản Áng", "Đà Vị", "Tòng Bạt", "Điện Biên", "Nam Cường", "Chuyên Mỹ"])
def test_a_place_behind_a_numeral_is_a_unit_whatever_it_sounds_like(unit: str) -> None:
    plan = Memory().plan(table(("STT", "Họ và tên"), ("I", unit), (1.0, "Bế Văn Đức")))
    assert chapters(plan) == {"Bế Văn Đức": unit}


def test_names_that_sound_like_leaving_are_people() -> None:
    memory = Memory()
    memory.apply(table(("Họ và tên",), ("Thôi Văn An",), ("Mất Thị Bé",), ("Chuyển Văn Hà",), ("Đã mất:",)))
    memory.apply(table(("Họ và tên", "Năm sinh"), ("ĐÃ MẤT",), ("Ma Thị Lan", 1949.0)))
    assert [(each.member.full_name, each.status is Status.DECEASED) for each in memory.members] == [
        ("Thôi Văn An", False), ("Mất Thị Bé", False), ("Chuyển Văn Hà", False), ("Ma Thị Lan", True),
    ]  # fmt: skip


# Several sheets


def test_sheets_that_differ_in_some_columns_are_all_read_and_named_after_their_places() -> None:
    plan = Memory().plan(
        book(
            table(("TT", "Họ tên", "Năm sinh", "SĐT"), (1.0, "Bế Văn Đức", 1950.0, ""), name="Đức Xuân"),
            table(
                ("TT", "Họ tên", "Năm sinh", "SĐT", "Ghi chú"), (1.0, "Ma Thị Lan", 1949.0), name="Sông Cầu"
            ),
            table(("TT", "Họ tên", "Năm sinh"), (1.0, "Vi Văn Én", 1938.0), name="Minh Khai"),
            table(("TT", "Chi hội", "Số hội viên"), (1.0, "Đức Xuân", 1.0), name="Tổng hợp"),
        )
    )
    assert chapters(plan) == {
        "Bế Văn Đức": "Đức Xuân", "Ma Thị Lan": "Sông Cầu", "Vi Văn Én": "Minh Khai",
    }  # fmt: skip


def test_people_known_by_name_alone_are_not_read_beside_a_better_sheet_and_that_is_told() -> None:
    plan = Memory().plan(
        book(
            table(("TT", "Họ tên", "Năm sinh", "SĐT"), (1.0, "Bế Văn Đức", 1950.0, ""), name="DS"),
            table(("TT", "Họ tên", "Số tiền"), (1.0, "Bế Văn Đức", 50_000.0), name="Hội phí"),
        )
    )
    assert figures(plan) == (1, 0, 0, 0)
    assert messages(plan) == [
        "Trang tính “Hội phí” cũng có cột họ tên nhưng không nhập: các cột khác với trang “DS”."
    ]


def test_a_sheet_of_the_dead_brings_them_as_dead() -> None:
    memory = Memory()
    memory.apply(
        book(
            table(("Họ tên", "Năm sinh"), ("Bế Văn Đức", 1950.0), name="DS"),
            table(("Họ tên", "Năm sinh", "Năm mất"), ("Hà Văn Tý", 1940.0, 2019.0), name="Đã mất"),
        )
    )
    assert [(each.member.full_name, each.status) for each in memory.members] == [
        ("Bế Văn Đức", Status.ACTIVE), ("Hà Văn Tý", Status.DECEASED),
    ]  # fmt: skip


def test_of_two_sheets_the_fuller_date_counts() -> None:
    header = ("Họ tên", "Năm sinh", "Chi hội")
    plan = Memory().plan(
        book(
            table(header, ("Bế Văn Đức", 1950.0, "Sông Cầu"), name="2022"),
            table(header, ("Bế Văn Đức", "5/3/1950", "Sông Cầu"), name="2023"),
        )
    )
    assert values(plan, "birth") == [("Bế Văn Đức", "05/03/1950")]
    assert figures(plan) == (1, 0, 1, 0)
