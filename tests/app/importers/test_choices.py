"""What the user chooses about sheets, header, columns, letters and rows is followed, or told why not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import FileProblemError, RuleError
from app.importers.choices import (
    AS_FOUND,
    ColumnChoice,
    DecidedBy,
    Decision,
    ImportChoices,
    RowDecision,
)
from app.importers.plan import ImportPlan, RowKind
from app.importers.tables import Workbook
from app.vietnamese.encodings import Encoding, encode
from tests.app.importers.lists import HEADER, Memory, figures, table

TWO_SHEETS = Workbook(
    (
        *table(("Họ và tên", "Năm sinh", "Chi hội"), ("Bế Văn Đức", 1950.0, "A"), name="Chính").sheets,
        *table(("Họ và tên", "Quê quán"), ("Ma Văn An", "Bắc Kạn"), name="Cũ").sheets,
        *table(("Đọc trước khi ghi",), name="Hướng dẫn").sheets,
    )
)


def names(plan: ImportPlan) -> list[str]:
    return [row.values.full_name for row in plan.of_kind(RowKind.NEW)]


def messages(plan: ImportPlan) -> str:
    return " ".join(problem.message for problem in plan.problems())


# Sheets and header


def test_every_sheet_is_offered_with_the_reason_why_it_is_read_or_not() -> None:
    plan = Memory().plan(TWO_SHEETS)
    assert [(each.name, each.header_row, each.chosen) for each in plan.sheets] == [
        ("Chính", 1, True), ("Cũ", 1, False), ("Hướng dẫn", None, False),
    ]  # fmt: skip
    assert all(each.reason.endswith(".") for each in plan.sheets)
    assert names(plan) == ["Bế Văn Đức"]


def test_the_sheets_the_user_names_are_read_and_no_others() -> None:
    assert names(Memory().plan(TWO_SHEETS, ImportChoices(sheets=("Cũ",)))) == ["Ma Văn An"]
    assert names(Memory().plan(TWO_SHEETS, ImportChoices(sheets=("Cũ", "Chính")))) == [
        "Bế Văn Đức",
        "Ma Văn An",
    ]
    with pytest.raises(RuleError, match=r"không có trang “Mới”.*“Chính”"):
        Memory().plan(TWO_SHEETS, ImportChoices(sheets=("Mới",)))


def test_a_chosen_sheet_or_header_without_names_says_what_to_choose_next() -> None:
    for choices in (
        ImportChoices(sheets=("Hướng dẫn",)),
        ImportChoices(sheets=()),
        ImportChoices(sheets=("Cũ",), header_rows=(("Cũ", 2),)),
        ImportChoices(header_rows=(("", 99),)),
    ):
        plan = Memory().plan(TWO_SHEETS, choices)
        assert plan.rows == ()
        assert "chọn" in plan.refusal.lower()


def test_the_user_s_header_row_and_columns_make_a_list_of_a_table_without_known_titles() -> None:
    book = table(("Bảng 1", ""), ("Cột một", "Cột hai"), ("Bế Văn Đức", 1950.0), ("Ma Văn An", "8/1951"))
    with pytest.raises(FileProblemError):
        Memory().plan(book)
    chosen = ImportChoices(
        header_rows=(("", 2),),
        columns=(ColumnChoice("", "A", "full_name"), ColumnChoice("Danh sách", "B", "birth")),
    )
    plan = Memory().plan(book, chosen)
    assert [(row.values.full_name, str(row.values.get("birth"))) for row in plan.rows] == [
        ("Bế Văn Đức", "1950"), ("Ma Văn An", "08/1951"),
    ]  # fmt: skip
    assert plan.problems() == ()


# Columns


COLUMNS = table(
    ("Họ và tên", "Ngày", "Nhóm", "SĐT"),
    ("Bế Văn Đức", "2/7/2015", "Đoàn 559", "0912345678"),
)


def test_a_column_is_what_the_user_says_and_one_left_out_is_not_told_as_a_problem() -> None:
    plan = Memory().plan(COLUMNS)
    assert "Nhóm" in messages(plan)
    columns = (
        ColumnChoice("", "B", "joined"),
        ColumnChoice("", "C", "route_unit"),
        ColumnChoice("", "D", ""),
    )
    plan = Memory().plan(COLUMNS, ImportChoices(columns=columns))
    values = plan.rows[0].values
    assert (str(values.get("joined")), values.get("route_unit"), values.get("phone")) == (
        "02/07/2015", "Đoàn 559", None,
    )  # fmt: skip
    assert plan.problems() == ()
    assert [column.letter for column in plan.ignored] == ["D"]
    assert plan.columns[0].values == ("Bế Văn Đức",)


def test_a_chosen_column_takes_the_place_of_the_one_found() -> None:
    book = table(("Họ và tên", "Điện thoại", "SĐT"), ("Bế Văn Đức", "0912345678", "0987654321"))
    plan = Memory().plan(book, ImportChoices(columns=(ColumnChoice("", "C", "phone"),)))
    assert plan.rows[0].values.get("phone") == "0987654321"
    split = table(("Họ và đệm", "Tên", "Tên đầy đủ"), ("Bế Văn", "Đức", "Bế Văn Đức"))
    plan = Memory().plan(split, ImportChoices(columns=(ColumnChoice("", "C", "full_name"),)))
    assert plan.rows[0].values.full_name == "Bế Văn Đức"


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ((ColumnChoice("", "B", "birth"), ColumnChoice("", "C", "birth")), "Cột B và cột C"),
        ((ColumnChoice("", "B", "shoe_size"),), "shoe_size"),
        ((ColumnChoice("Danh sách", "Z", "birth"),), "không có cột Z"),
        ((ColumnChoice("", "B2", "birth"),), "không phải tên một cột"),
        ((ColumnChoice("Khác", "B", "birth"),), "không có trang"),
    ],
)
def test_a_choice_that_does_not_fit_the_file_is_refused_with_the_reason(
    columns: tuple[ColumnChoice, ...], says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        Memory().plan(COLUMNS, ImportChoices(columns=columns))


def test_remembered_choices_give_way_to_those_made_now_and_to_a_file_they_do_not_fit() -> None:
    remembered = (
        ColumnChoice("", "B", "joined", remembered=True),
        ColumnChoice("", "C", "gone_field", remembered=True),
        ColumnChoice("", "ZZ", "note", remembered=True),
    )
    plan = Memory().plan(COLUMNS, ImportChoices(columns=remembered))
    assert plan.remembered
    assert str(plan.rows[0].values.get("joined")) == "02/07/2015"
    now = ColumnChoice("", "C", "joined")
    plan = Memory().plan(COLUMNS, ImportChoices(columns=(now, *remembered)))
    assert {column.letter: column.field for column in plan.columns}["C"] == "joined"


def test_a_form_is_known_by_its_titles_and_letters_whatever_stands_below_and_above() -> None:
    form = Memory().plan(COLUMNS).form
    titles = ("Họ và tên", "Ngày", "Nhóm", "SĐT")
    other = table(("DANH SÁCH",), (), titles, ("Ma Văn An",), name="2025")
    assert Memory().plan(other).form == form
    assert Memory().plan(table(titles[:3], ("Ma Văn An",))).form != form
    old = table(tuple(encode(each, Encoding.TCVN3) for each in titles), ("Ma",))
    assert Memory().plan(old).form != form


# Letters


VIETNAMESE = ("Nguyễn Văn Trường", "Nông Thị Lưỡng", "Triệu Đình Phượng")


def in_fonts(
    encoding: Encoding,
    column_font: str,
    *,
    cell_fonts: tuple[tuple[int, int, str], ...] = (),
    cells: tuple[str, ...] = VIETNAMESE,
) -> Workbook:
    (sheet,) = table(("Họ và tên",), *[(encode(cell, encoding),) for cell in cells]).sheets
    return Workbook((replace(sheet, column_fonts=(column_font,), cell_fonts=cell_fonts),))


def test_an_old_font_decides_and_capitals_of_its_h_fonts_are_untangled() -> None:
    plan = Memory().plan(in_fonts(Encoding.TCVN3, ".VnTimeH"))
    assert names(plan) == list(VIETNAMESE)
    (column,) = plan.columns
    assert (column.encoding, column.decided_by, column.capitals) == (
        Encoding.TCVN3,
        DecidedBy.FONT,
        True,
    )
    assert column.samples[0][1].isupper()
    # Two letters say too little by themselves: only the font tells.
    assert names(Memory().plan(in_fonts(Encoding.TCVN3, ".VnTime", cells=("Bế Lan",)))) == ["Bế Lan"]


def test_a_cell_s_own_font_counts_before_the_column_s_and_the_user_s_choice() -> None:
    (sheet,) = table(
        ("Họ và tên",), (VIETNAMESE[0],), (encode("Bế Lan", Encoding.VNI),), (VIETNAMESE[2],)
    ).sheets
    book = Workbook((replace(sheet, column_fonts=("Times New Roman",), cell_fonts=((3, 0, "VNI-Times"),)),))
    for choices in (
        AS_FOUND,
        ImportChoices(columns=(ColumnChoice("", "A", encoding=Encoding.UNICODE),)),
        ImportChoices(columns=(ColumnChoice("", "A", encoding=Encoding.TCVN3),)),
    ):
        assert names(Memory().plan(book, choices)) == [VIETNAMESE[0], "Bế Lan", VIETNAMESE[2]]


def test_the_user_s_choice_counts_before_font_and_letters() -> None:
    choice = ImportChoices(columns=(ColumnChoice("", "A", encoding=Encoding.VNI),))
    plan = Memory().plan(in_fonts(Encoding.VNI, ".VnTime", cells=("Bế Lan",)), choice)
    assert (names(plan), plan.columns[0].decided_by) == (["Bế Lan"], DecidedBy.CHOICE)
    remembered = replace(choice, columns=(replace(choice.columns[0], remembered=True),))
    plan = Memory().plan(in_fonts(Encoding.VNI, "", cells=("Bế Lan",)), remembered)
    assert (names(plan), plan.columns[0].decided_by) == (["Bế Lan"], DecidedBy.REMEMBERED)


def test_letters_that_only_unicode_has_are_never_decoded_whatever_the_font_says() -> None:
    plan = Memory().plan(in_fonts(Encoding.UNICODE, ".VnTime", cells=("Nguyễn Hà", "Trần Văn Hòa")))
    assert names(plan) == ["Nguyễn Hà", "Trần Văn Hòa"]


def test_old_letters_in_a_column_of_unicode_are_read_and_told_as_a_guess() -> None:
    cells = (*VIETNAMESE, encode("Nguyễn Thị Lưỡng", Encoding.TCVN3), "Hà Văn Páo")
    plan = Memory().plan(table(("Họ và tên",), *[(cell,) for cell in cells]))
    assert names(plan) == [*VIETNAMESE, "Nguyễn Thị Lưỡng", "Hà Văn Páo"]
    ((row, column, message),) = [(p.row, p.column, p.message) for p in plan.problems()]
    assert (row, column) == (5, "A")
    assert "TCVN3" in message


# Rows


OLD = table(HEADER, (1.0, "Bế Văn Đức", 1950.0, "Sông Cầu", "0912345678"))
DOUBTFUL = table(HEADER, (1.0, "Bế Văn Đức"), (2.0, "Ma Văn An", 1951.0, "Sông Cầu"))


def decided(row: int, decision: Decision, member_id: str | None = None, sheet: str = "") -> ImportChoices:
    return ImportChoices(rows=(RowDecision(sheet, row, decision, member_id),))


@pytest.fixture
def memory() -> Memory:
    made = Memory()
    made.apply(OLD)
    return made


def test_a_doubtful_row_can_be_a_new_person_once_and_stays_one_when_imported_again(memory: Memory) -> None:
    assert Memory.plan(memory, DOUBTFUL).rows[0].kind is RowKind.DOUBTFUL
    new = decided(2, Decision.ADD)
    plan = memory.apply(DOUBTFUL, new)
    assert (plan.rows[0].kind, plan.rows[0].decision) == (RowKind.NEW, Decision.ADD)
    assert len(memory.members) == 3
    again = memory.apply(DOUBTFUL, new)
    assert figures(again) == (0, 0, 2, 0)
    assert "không thêm lần nữa" in messages(again)
    assert figures(memory.apply(DOUBTFUL)) == (0, 0, 2, 0)


def test_a_doubtful_row_can_be_the_member_the_user_says(memory: Memory) -> None:
    book = table(HEADER, (1.0, "Bế Văn Đức", "", "", "", "006050001234"), (2.0, "Bế Đức", 1950.0))
    member = memory.members[0].member
    choices = decided(3, Decision.UPDATE, member.id)
    plan = memory.apply(book, choices)
    assert (plan.rows[1].kind, plan.rows[1].member_id) == (RowKind.CHANGED, member.id)
    assert plan.rows[1].decision is Decision.UPDATE
    assert memory.members[0].member.full_name == "Bế Đức"
    assert figures(memory.plan(book, choices))[:2] == (0, 0)


def test_a_row_can_be_left_and_a_changed_one_be_a_namesake(memory: Memory) -> None:
    book = table(HEADER, (1.0, "Bế Văn Đức", 1950.0, "Sông Cầu", "0987654321", "006050001234"))
    assert memory.plan(book).rows[0].kind is RowKind.CHANGED
    left = memory.plan(book, decided(2, Decision.LEAVE, sheet="Danh sách"))
    assert (figures(left), left.skipped_rows()) == ((0, 0, 0, 1), ())
    assert [(row.row, row.decision) for row in left.left_rows()] == [(2, Decision.LEAVE)]
    assert left.problems() == ()
    new = decided(2, Decision.ADD)
    assert figures(memory.apply(book, new)) == (1, 0, 0, 0)
    assert figures(memory.apply(book, new)) == (0, 0, 1, 0)
    assert figures(memory.apply(book)) == (0, 0, 1, 0)


def test_two_rows_of_one_list_can_be_kept_apart(memory: Memory) -> None:
    row = ("Ma Văn Hùng", "15/8/1950")
    book = table(("Họ và tên", "Ngày sinh"), row, row)
    assert figures(memory.plan(book)) == (1, 0, 1, 0)
    assert figures(memory.plan(book, decided(3, Decision.ADD))) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        (decided(99, Decision.ADD), "không có dòng nào"),
        (decided(4, Decision.ADD), "không có người"),
        (decided(2, Decision.UPDATE, "ai đó"), "không có trong sổ"),
        (decided(2, Decision.UPDATE), "không có trong sổ"),
    ],
)
def test_a_decision_that_fits_nothing_is_told_and_changes_nothing(
    memory: Memory, choices: ImportChoices, says: str
) -> None:
    book = table(HEADER, *[row.cells for row in DOUBTFUL.sheets[0].rows[1:]], (3.0, "", 1950.0))
    before = figures(memory.plan(book))
    plan = memory.plan(book, choices)
    assert figures(plan) == before
    assert says in messages(plan)


def test_two_decisions_for_one_member_leave_the_second_row_as_found(memory: Memory) -> None:
    member = memory.members[0].member.id
    both = ImportChoices(
        rows=(RowDecision("", 2, Decision.UPDATE, member), RowDecision("", 3, Decision.UPDATE, member))
    )
    plan = memory.plan(DOUBTFUL, both)
    assert [row.kind for row in plan.rows] == [RowKind.SAME, RowKind.NEW]
    assert "đã ứng với dòng 2" in messages(plan)


def test_a_row_number_that_two_sheets_have_asks_for_the_sheet() -> None:
    book = Workbook(
        tuple(
            table(("Họ và tên", "Năm sinh"), (name, 1950.0), name=name).sheets[0]
            for name in ("Ma An", "Ma Ba")
        )
    )
    assert "tên trang" in messages(Memory().plan(book, decided(2, Decision.LEAVE)))
    assert names(Memory().plan(book, decided(2, Decision.LEAVE, sheet="Ma An"))) == ["Ma Ba"]
