"""Import on a real register: read once, plan often, apply in one change; the sample list comes in cleanly."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from app.domain.members import Member
from app.domain.offices import Office
from app.errors import FileProblemError, UsageError
from app.services import history, import_forms, imports, units
from app.services.import_words import choices_of
from app.services.imports import ColumnChoice, Decision, ImportChoices, RowDecision, RowKind
from app.settings import Settings
from app.store.register import Register
from app.vietnamese.encodings import Encoding
from tests.app.importers.files import write_xlsx
from tests.app.services.conftest import NOW

TODAY = NOW.date()
HEADER = ("STT", "Họ và tên", "Năm sinh", "Chi hội", "Chức vụ", "Số CCCD")


def members(register: Register) -> list[Member]:
    with register.read() as reader:
        return sorted(reader.all(Member), key=lambda each: each.code)


def bring(register: Register, path: Path, choices: ImportChoices = imports.AS_FOUND) -> imports.ImportResult:
    plan = imports.plan_import(register, path, today=TODAY, choices=choices)
    return imports.apply_import(register, plan, today=TODAY)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return write_xlsx(
        tmp_path / "a.xlsx",
        [HEADER, (1, "BẾ VĂN ĐỨC", 1950, "Sông Cầu", "Chi hội trưởng"), (2, "Ma Văn An", 1951, "Sông Cầu")],
    )


def test_a_list_read_once_is_planned_again_and_again_and_an_import_names_its_change(
    register: Register, people: Path
) -> None:
    read = imports.read_list(people)
    people.unlink()
    assert read.rows("Sheet", first=2, count=1) == (
        (2, ("1", "BẾ VĂN ĐỨC", "1950", "Sông Cầu", "Chi hội trưởng", "")),
    )
    assert imports.plan_list(register, read, today=TODAY).summary().added == 2
    left = ImportChoices(rows=(RowDecision("", 3, Decision.LEAVE),))
    plan = imports.plan_list(register, read, today=TODAY, choices=left)
    result = imports.apply_import(register, plan, today=TODAY)
    assert (result.added, result.skipped, result.repaired) == (1, 1, 1)
    assert result.change_id is not None
    change = history.changes(register)[0]
    assert (change.id, change.label) == (result.change_id, "Nhập danh sách a.xlsx: 1 mới, 0 sửa")
    again = imports.apply_import(
        register, imports.plan_list(register, read, today=TODAY, choices=left), today=TODAY
    )
    assert (again.added, again.duplicates, again.change_id) == (0, 1, None)


def test_codes_run_on_past_those_in_use_and_those_of_the_list(register: Register, tmp_path: Path) -> None:
    header = ("Họ và tên", "Mã hội viên")
    bring(register, write_xlsx(tmp_path / "a.xlsx", [header, ("Bế Văn Đức", "0003"), ("Ma Văn An", "")]))
    rows = [header, *((f"Nông Văn {letter}o", "") for letter in "ABCDE")]
    bring(register, write_xlsx(tmp_path / "b.xlsx", rows))
    codes = [each.code for each in members(register)]
    assert len(set(codes)) == 7
    assert all(code.isdigit() for code in codes)


def test_whom_a_doubtful_row_may_be_is_told_with_the_reasons(
    register: Register, people: Path, tmp_path: Path
) -> None:
    bring(register, people)
    later = write_xlsx(tmp_path / "b.xlsx", [HEADER, (1, "Bế Văn Đức"), (2, "Ma Văn An", 1960, "Đức Xuân")])
    doubtful, other = imports.plan_import(register, later, today=TODAY).rows
    assert doubtful.kind is RowKind.DOUBTFUL
    (candidate,) = imports.candidates(register, doubtful, today=TODAY)
    assert (candidate.name, candidate.birth, candidate.unit, candidate.why) == (
        "Bế Văn Đức",
        "1950",
        "Sông Cầu",
        "cùng họ tên",
    )
    (namesake,) = imports.candidates(register, other, today=TODAY)
    assert namesake.why == "cùng họ tên; khác ngày sinh, chi hội"
    result = bring(
        register, later, ImportChoices(rows=(RowDecision("", 2, Decision.UPDATE, candidate.member_id),))
    )
    assert (result.added, result.duplicates) == (1, 1)


def test_the_sample_list_filled_in_comes_in_without_a_question(register: Register, tmp_path: Path) -> None:
    units.add_unit(register, "Chi hội phường Đức Xuân")
    path = imports.write_sample_list(tmp_path / "mẫu.xlsx", register)
    with pytest.raises(FileProblemError):
        imports.write_sample_list(path, register)
    empty = imports.plan_import(register, path, today=TODAY)
    assert empty.summary().as_dict() == {
        "added": 0, "updated": 0, "duplicates": 0, "skipped": 3, "problems": [],
    }  # fmt: skip
    assert [row.remark for row in empty.rows] == ["Dòng ví dụ của danh sách mẫu, không nhập."] * 3
    assert empty.ignored == ()
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    offered = {str(each.sqref)[0]: str(each.formula1) for each in sheet.data_validations.dataValidation}
    (header,) = [cells[0].row for cells in sheet.iter_rows() if cells[0].value == "STT"]
    first = header + 4
    titles = {str(cell.value): get_column_letter(at) for at, cell in enumerate(sheet[header], 1)}
    assert offered[titles["Giới tính"]] == '"Nam,Nữ"'
    place = offered[titles["Chi hội"]].replace("$", "").partition("!")[2].partition(":")[0]
    assert book.worksheets[1][place].value == "Chi hội phường Đức Xuân"
    assert all(sheet[f"{letter}{first}"].number_format == "@" for letter in titles.values() if letter != "A")
    typed = {
        "Họ và tên": "Bế Văn Đức", "Ngày sinh": "15/8/1950", "Giới tính": "Nam",
        "Chi hội": "Chi hội phường Đức Xuân", "Chức vụ Hội": "Chi hội trưởng", "Điện thoại": "0912345678",
        "Số CCCD": "006050001234", "Dân tộc": "Tày", "Ngày nhập ngũ": "2/1968", "Ngày vào Hội": "2015",
        "Diện chính sách": "Thương binh 4/4", "Tình trạng": "Đang sinh hoạt", "Ghi chú": "ốm",
    }  # fmt: skip
    for title, text in typed.items():
        sheet[f"{titles[title]}{first}"] = text
    book.save(path)
    plan = imports.plan_import(register, path, today=TODAY)
    assert (plan.problems(), plan.new_units, plan.repairs) == ((), (), ())
    assert bring(register, path).added == 1
    (member,) = members(register)
    assert (member.full_name, str(member.birth), member.phone, member.national_id, member.note) == (
        "Bế Văn Đức", "15/08/1950", "0912345678", "006050001234", "ốm",
    )  # fmt: skip
    with register.read() as reader:
        assert [office.name for office in reader.all(Office)] == ["Chi hội trưởng"]
    assert bring(register, path).duplicates == 1


def test_every_example_of_the_sample_list_would_come_in_cleanly(register: Register, tmp_path: Path) -> None:
    path = imports.write_sample_list(tmp_path / "mẫu.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for cells in sheet.iter_rows():
        if cells[0].value == "Ví dụ":
            cells[0].value = None
    book.save(path)
    plan = imports.plan_import(register, path, today=TODAY)
    assert len(plan.of_kind(RowKind.NEW)) == 3
    assert plan.problems() == ()


def test_the_columns_of_a_form_are_remembered_the_oldest_forgotten(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    columns = (
        ColumnChoice("Trang 1", "B", "birth"),
        ColumnChoice("", "B", encoding=Encoding.TCVN3),
        ColumnChoice("", "C", ""),
    )
    import_forms.remember(settings, "a", ImportChoices(columns=columns), today=TODAY)
    read = Settings(settings.path)
    assert import_forms.remembered(read, "a") == (
        ColumnChoice("", "B", "birth", Encoding.TCVN3, remembered=True),
        ColumnChoice("", "C", "", remembered=True),
    )
    assert import_forms.remembered_on(read, "a") == TODAY
    assert import_forms.remembered(read, "b") == import_forms.remembered(read, "") == ()
    for number in range(import_forms.MOST_FORMS):
        import_forms.remember(settings, f"form {number}", ImportChoices(columns=columns), today=TODAY)
    assert len(settings.current.import_forms) == import_forms.MOST_FORMS
    assert import_forms.remembered(settings, "a") == ()
    import_forms.remember(settings, "form 1", ImportChoices(), today=TODAY)
    assert import_forms.remembered(settings, "form 1") == ()
    settings.change(import_forms={"x": ("B~KOI8", "7=birth", "D=note")})
    assert [each.letter for each in import_forms.remembered(settings, "x")] == ["D"]
    assert import_forms.remembered_on(settings, "x") is None


def test_the_words_of_a_command_become_choices(register: Register, people: Path) -> None:
    bring(register, people)
    member = members(register)[0]
    chosen = choices_of(
        register,
        sheets=("Trang 1",),
        header=3,
        columns=("b=Ngày sinh", "Trang 1!C="),
        encodings=("B=tcvn3",),
        decisions=("12=new", "13=SKIP", f"Trang 1!14={member.code}"),
    )
    assert chosen == ImportChoices(
        sheets=("Trang 1",),
        header_rows=(("", 3),),
        columns=(
            ColumnChoice("", "B", "birth"),
            ColumnChoice("Trang 1", "C", ""),
            ColumnChoice("", "B", None, Encoding.TCVN3),
        ),
        rows=(
            RowDecision("", 12, Decision.ADD),
            RowDecision("", 13, Decision.LEAVE),
            RowDecision("Trang 1", 14, Decision.UPDATE, member.id),
        ),
    )
    assert choices_of(register) == imports.AS_FOUND


@pytest.mark.parametrize(
    "words",
    [
        {"columns": ("B",)}, {"columns": ("2=birth",)}, {"columns": ("B=giày",)}, {"encodings": ("B=KOI8",)},
        {"encodings": ("=VNI",)}, {"decisions": ("12",)}, {"decisions": ("x=new",)},
        {"decisions": ("12=9999",)}, {"decisions": ("12=",)},
    ],
)  # fmt: skip
def test_words_that_mean_no_choice_are_wrong_usage(
    register: Register, words: dict[str, tuple[str, ...]]
) -> None:
    with pytest.raises(UsageError, match=r"Hãy ghi|Các mục|Các kiểu"):
        choices_of(register, columns=words.get("columns", ()), encodings=words.get("encodings", ()),
                   decisions=words.get("decisions", ()))  # fmt: skip
