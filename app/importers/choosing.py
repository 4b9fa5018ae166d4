"""Which sheets of a workbook are read, by which header each: as found, and as the user says."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import FileProblemError, RuleError
from app.importers.choices import ImportChoices, SheetOffer
from app.importers.columns import column_index, encoding_choices, with_choices
from app.importers.headers import (
    NAME_FIELDS,
    PARTS_OF_NAME,
    SEARCHED_ROWS,
    Header,
    find_header,
    form_of,
    header_at,
    names_people,
)
from app.importers.letters import SheetLetters
from app.importers.tables import Sheet, Workbook

_BIRTHS = frozenset({"birth", "birth.year", "male", "female"})
#: What a list of one unit has and that of another lacks without being another kind of list.
_BESIDE = frozenset({"note", "number", "status", "died_on", "moved_on", "left_on", "gender", "policies"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """One sheet to be read, its header, the letters of its columns, and the columns the user leaves out."""

    sheet: Sheet
    header: Header
    letters: SheetLetters
    unwanted: frozenset[int]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read of a workbook, what every sheet is, and why nothing can be read where that is so.

    ``form`` is the key of the titles of the main sheet.
    """

    chosen: tuple[Chosen, ...]
    offers: tuple[SheetOffer, ...]
    form: str = ""
    refusal: str = ""


def select(workbook: Workbook, choices: ImportChoices, file_name: str) -> Selection:
    """The sheets to read: those the user names, else the best one and others that list people as it does.

    Hidden sheets are read only when no visible one has a header, or when they are named. Raises
    FileProblemError where nothing is a list, RuleError where a choice does not fit the file; but once the
    user has named a sheet or a header row, a missing header or name is said in ``refusal``.
    """
    _require_known(workbook, choices)
    found: dict[str, Header] = {}
    for sheet in workbook.sheets:
        header = _header(sheet, choices)
        if header is not None:
            found[sheet.name] = header
    main, names = _names(workbook, found, choices)
    refusal = "" if names else _no_header(workbook, choices, file_name)
    chosen = []
    for sheet in workbook.sheets:
        if sheet.name not in names:
            continue
        header = with_choices(sheet, found[sheet.name], choices)
        if not names_people(header):
            refusal = refusal or (
                f"Trang “{sheet.name}” chưa có cột nào là “Họ và tên”. "
                "Hãy chọn đúng dòng tiêu đề, rồi chọn cột ghi họ tên."
            )
        unwanted = frozenset(
            column_index(each.letter) for each in choices.columns_of(sheet.name) if each.field == ""
        )
        chosen.append(Chosen(sheet, header, _letters(sheet, header, choices), unwanted))
    return Selection(
        tuple(chosen), _offers(workbook, found, names, main, choices), form_of(found[main]) if main else "",
        refusal,
    )  # fmt: skip


def _require_known(workbook: Workbook, choices: ImportChoices) -> None:
    known = {sheet.name for sheet in workbook.sheets}
    wanted = [*(choices.sheets or ()), *(name for name, _ in choices.header_rows if name)]
    wanted += [column.sheet for column in choices.columns if column.sheet and not column.remembered]
    for name in wanted:
        if name not in known:
            there = ", ".join(f"“{sheet.name}”" for sheet in workbook.sheets)
            raise RuleError(f"Tệp không có trang “{name}”. Các trang có trong tệp: {there}.")


def _header(sheet: Sheet, choices: ImportChoices) -> Header | None:
    row = choices.header_row(sheet.name)
    return find_header(sheet.rows) if row is None else header_at(sheet.rows, row)


def _names(
    workbook: Workbook, found: dict[str, Header], choices: ImportChoices
) -> tuple[str, frozenset[str]]:
    """The main sheet and all that are read."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    if choices.sheets is not None:
        open_to = [name for name in choices.sheets if name in found]
    else:
        open_to = [name for name in found if not sheets[name].hidden] or list(found)
    if not open_to:
        return "", frozenset()
    main = max(open_to, key=lambda name: (found[name].score, len(sheets[name].rows)))
    if choices.sheets is not None:
        return main, frozenset(open_to)
    return main, frozenset(name for name in open_to if _alike(found[name], found[main]))


def _alike(header: Header, main: Header) -> bool:
    """Whether a sheet lists people as the main one does, so that both can be told apart and brought together.

    The same columns, or names and births in both and most other columns too.
    """
    mine, other = ({column.field for column in each.columns} - {"number"} for each in (header, main))
    if mine == other:
        return True
    if not (mine & _BIRTHS and other & _BIRTHS):
        return False  # people known by name alone would all be entered twice
    mine, other = (fields - _BESIDE - _BIRTHS - NAME_FIELDS - PARTS_OF_NAME for fields in (mine, other))
    return mine <= other or other <= mine or 2 * len(mine & other) >= min(len(mine), len(other))


def _no_header(workbook: Workbook, choices: ImportChoices, file_name: str) -> str:
    if not any(sheet.rows for sheet in workbook.sheets):
        raise FileProblemError(f"Tệp {file_name} không có dòng nào. Hãy chọn tệp có danh sách hội viên.")
    if choices.sheets is None and not choices.header_rows:
        raise FileProblemError(
            f"Không thấy dòng tiêu đề trong {SEARCHED_ROWS} dòng đầu của {file_name}. "
            "Hãy thêm dòng tiêu đề có ít nhất cột “Họ và tên” "
            "(nên có Ngày sinh, Chi hội, Điện thoại) rồi nhập lại."
        )
    if choices.sheets is not None and not choices.sheets:
        return "Chưa chọn trang nào. Hãy chọn ít nhất một trang."
    if choices.header_rows:
        return "Dòng tiêu đề đã chọn không có chữ nào. Hãy chọn dòng ghi tên các cột."
    return f"Không thấy dòng tiêu đề trong {SEARCHED_ROWS} dòng đầu. Hãy chọn dòng ghi tên các cột."


def _letters(sheet: Sheet, header: Header, choices: ImportChoices) -> SheetLetters:
    body = [row for row in sheet.rows if row.number > header.last_row]
    return SheetLetters(
        sheet,
        body,
        [column.index for column in (*header.columns, *header.ignored)],
        header.encoding,
        encoding_choices(choices.columns_of(sheet.name)),
    )


def _offers(
    workbook: Workbook, found: dict[str, Header], names: frozenset[str], main: str, choices: ImportChoices
) -> tuple[SheetOffer, ...]:
    offers = []
    for sheet in workbook.sheets:
        header = found.get(sheet.name)
        chosen = sheet.name in names
        if header is not None and not chosen and len(header.columns) == 1:
            header = None  # words about a list, such as how to fill it in, and no list
        row = header.first_row if header else None
        reason = _reason(sheet, header, choices, main, chosen=chosen)
        offers.append(SheetOffer(sheet.name, len(sheet.rows), row, chosen, reason))
    return tuple(offers)


def _reason(sheet: Sheet, header: Header | None, choices: ImportChoices, main: str, *, chosen: bool) -> str:
    if not sheet.rows:
        return "Trang trống."
    if header is None:
        return "Không thấy dòng tiêu đề có họ tên."
    if choices.sheets is not None:
        return "Bạn chọn." if chosen else "Bạn không chọn."
    if chosen:
        return (
            "Có danh sách đầy đủ nhất." if sheet.name == main else f"Cùng loại danh sách với trang “{main}”."
        )
    return "Trang đang ẩn." if sheet.hidden else f"Các cột khác với trang “{main}”."
