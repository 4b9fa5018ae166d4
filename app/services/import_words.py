"""What somebody chooses about an import in the words of a command: "B=birth", "B=TCVN3", "12=new"."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.members import Member
from app.errors import UsageError
from app.importers.choices import ColumnChoice, Decision, ImportChoices, RowDecision
from app.importers.plan import FIELD_OFFERS
from app.store.register import Register
from app.vietnamese.encodings import Encoding
from app.vietnamese.text import fold

_DECISIONS = {"new": Decision.ADD, "skip": Decision.LEAVE}


def choices_of(
    register: Register,
    *,
    sheets: Sequence[str] = (),
    header: int | None = None,
    columns: Sequence[str] = (),
    encodings: Sequence[str] = (),
    decisions: Sequence[str] = (),
) -> ImportChoices:
    """The choices that these words mean.

    ``columns`` are like ``B=birth``, ``B=Ngày sinh`` or ``B=`` (left out), ``encodings`` like ``B=TCVN3``,
    ``decisions`` like ``12=new``, ``12=skip`` or ``12=0044`` (the code of the member to update); each may
    name its sheet in front: ``Trang 2!12=new``. Raises UsageError for anything else.
    """
    return ImportChoices(
        sheets=tuple(sheets) or None,
        header_rows=(("", header),) if header is not None else (),
        columns=(*map(_column, columns), *map(_encoding, encodings)),
        rows=tuple(_decision(register, words) for words in decisions),
    )


def _parts(words: str, like: str) -> tuple[str, str, str]:
    """The sheet, the column or row, and what is said of it."""
    place, equals, said = words.partition("=")
    sheet, _, where = place.rpartition("!")
    if not equals or not where.strip():
        raise UsageError(f"Không hiểu “{words}”. Hãy ghi như {like}.")
    return sheet.strip(), where.strip(), said.strip()


def _letter(words: str, like: str) -> tuple[str, str, str]:
    sheet, letter, said = _parts(words, like)
    if not (letter.isascii() and letter.isalpha() and len(letter) <= 3):
        raise UsageError(f"“{letter}” không phải tên một cột. Hãy ghi như {like}.")
    return sheet, letter.upper(), said


def _column(words: str) -> ColumnChoice:
    sheet, letter, said = _letter(words, "B=birth")
    wanted = fold(said)
    field = next((name for name, label in FIELD_OFFERS if wanted in (name, fold(label))), None)
    if said and field is None:
        known = ", ".join(name for name, _ in FIELD_OFFERS if "." not in name)
        raise UsageError(f"Không có mục nào tên “{said}”. Các mục: {known}.")
    return ColumnChoice(sheet, letter, field or "")


def _encoding(words: str) -> ColumnChoice:
    sheet, letter, said = _letter(words, "B=TCVN3")
    encoding = next((each for each in Encoding if each.value.casefold() == said.casefold()), None)
    if encoding is None:
        known = ", ".join(each.value for each in Encoding)
        raise UsageError(f"Không có kiểu chữ “{said}”. Các kiểu: {known}.")
    return ColumnChoice(sheet, letter, None, encoding)


def _decision(register: Register, words: str) -> RowDecision:
    sheet, row, said = _parts(words, "12=new, 12=skip hoặc 12=0044")
    if not (row.isascii() and row.isdigit()):
        raise UsageError(f"“{row}” không phải số dòng. Hãy ghi như 12=new, 12=skip hoặc 12=0044.")
    if said.casefold() in _DECISIONS:
        return RowDecision(sheet, int(row), _DECISIONS[said.casefold()])
    with register.read() as reader:
        found = reader.all(Member, code=said) if said else ()
    if len(found) != 1:
        raise UsageError(
            f"Dòng {row}: không có hội viên nào mã “{said}”. Hãy ghi new (thêm mới), skip (để lại) hoặc mã."
        )
    return RowDecision(sheet, int(row), Decision.UPDATE, found[0].id)
