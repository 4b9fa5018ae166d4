"""In what letters each column, and each odd cell, of a sheet is stored, and its text in Unicode.

What decides, the strongest first (domain notes §8.3): the font of a cell that differs from its column's, the
user's choice, the old font of the column, the letters of the column. A cell with letters that only Unicode
has is Unicode whatever the rest says: the old encodings have no such letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.importers.choices import ColumnChoice, DecidedBy
from app.importers.tables import Cell, Row, Sheet
from app.vietnamese.encodings import (
    Detection,
    Encoding,
    decode,
    detect_column,
    encoding_of_font,
    has_unicode_letters,
    is_capitals_font,
)
from app.vietnamese.syllables import is_vietnamese_word

_SAMPLE = 3_000
_FEW_WORDS = 8
_OLD = (Encoding.TCVN3, Encoding.VNI)
_UNSEEN = "bỏ ký tự ẩn, dấu tab, xuống dòng"
_EDGES = "()[]{}<>.,;:!?\"'/\\-–—_*#0123456789"


@dataclass(frozen=True, slots=True)
class Read:
    """A cell's text in Unicode; ``repair`` says why it is not as it stands, ``doubt`` that it is a guess."""

    text: str
    repair: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ColumnLetters:
    """In what letters one column is stored, what told so, and whether it is a mix of old and new letters."""

    encoding: Encoding = Encoding.UNICODE
    capitals: bool = False
    decided_by: DecidedBy = DecidedBy.LETTERS
    confident: bool = True
    mixed: bool = False
    samples: tuple[tuple[str, str], ...] = ()


class SheetLetters:
    """Reads the text of one sheet's cells: ``indexes`` are its columns, ``titles`` its header's letters."""

    def __init__(
        self,
        sheet: Sheet,
        body: Sequence[Row],
        indexes: Sequence[int],
        titles: Encoding,
        chosen: Mapping[int, ColumnChoice],
    ) -> None:
        texts = {index: _texts(body, index) for index in indexes}
        found = {index: detect_column(texts[index], _fonts(sheet, index)) for index in indexes}
        common = _common(list(found.values()), titles)
        self._columns: dict[int, ColumnLetters] = {}
        for index, detection in found.items():
            told = _told(detection, common, texts[index], _font(sheet, index))
            if index in chosen:
                told = _chosen(chosen[index], texts[index], _font(sheet, index))
            self._columns[index] = told
        old = {each.encoding for each in self._columns.values()} - {Encoding.UNICODE}
        self._other = ColumnLetters(old.pop() if len(old) == 1 else Encoding.UNICODE)
        self._cells = {
            (row, index): ColumnLetters(encoding, is_capitals_font(font), DecidedBy.FONT)
            for row, index, font in sheet.cell_fonts
            if (encoding := encoding_of_font(font)) in _OLD
        }

        self._all_unicode = not self._cells and all(
            told.encoding is Encoding.UNICODE and not told.mixed
            for told in (*self._columns.values(), self._other)
        )
        self._capitals = any(told.capitals for told in (*self._columns.values(), *self._cells.values()))

    def of(self, index: int) -> ColumnLetters:
        """The letters of a column."""
        return self._columns.get(index, self._other)

    def text(self, row: int, index: int, cell: Cell) -> Cell:
        """One cell as it is to be understood."""
        read = self.read(row, index, cell)
        return cell if read is None else read.text

    def read_row(self, row: Row) -> dict[int, Read]:
        """The cells of a row whose text is not as it stands, by their place."""
        found = {}
        plain = self._all_unicode
        for index, cell in enumerate(row.cells):
            if type(cell) is not str or (
                # Nothing to be done for most cells; only then is one looked at closely.
                cell.isprintable()
                and not self._capitals
                and (cell.isascii() or (plain and unicodedata.is_normalized("NFC", cell)))
            ):
                continue
            if cell:
                read = self.read(row.number, index, cell)
                if read is not None:
                    found[index] = read
        return found

    def read(self, row: int, index: int, cell: Cell) -> Read | None:
        """What a cell's text is when it is not as it stands; ``None`` for any other cell."""
        if type(cell) is not str:
            return None
        read = self._decoded(row, index, cell)
        text = cell if read is None else read.text
        if text.isprintable() or text.strip().isprintable():
            return read
        if read is None:
            return Read(cell, _UNSEEN)
        return Read(read.text, f"{read.repair}; {_UNSEEN}", read.doubt)

    def _decoded(self, row: int, index: int, cell: str) -> Read | None:
        told = self._columns.get(index, self._other)
        if self._cells:
            told = self._cells.get((row, index), told)
        if cell.isascii() and not told.capitals:
            return None
        if told.encoding is Encoding.UNICODE:
            return _guessed(cell) if told.mixed else _normal(cell)
        if not cell.isascii() and has_unicode_letters(cell):
            return _normal(cell)
        text = decode(cell, told.encoding, capitals=told.capitals or _typed_in_capitals(cell, told))
        if text == cell:
            return None
        by = "phông chữ" if told.decided_by is DecidedBy.FONT else "chữ kiểu"
        return Read(text, f"{by} cũ {told.encoding.value} đổi sang Unicode")


def _normal(cell: str) -> Read | None:
    if unicodedata.is_normalized("NFC", cell):
        return None
    return Read(unicodedata.normalize("NFC", cell), "ghép lại dấu gõ rời")


def _typed_in_capitals(cell: str, told: ColumnLetters) -> bool:
    """Whether the plain letters say that all is in capitals: TCVN3 has small accented letters only."""
    if told.encoding is not Encoding.TCVN3:
        return False
    plain = [char for char in cell if char.isascii() and char.isalpha()]
    return len(plain) > 1 and all(char.isupper() for char in plain)


def _guessed(cell: str) -> Read | None:
    """A cell of a column that mixes old and new letters: old only where nothing else makes words of it."""
    if has_unicode_letters(cell):
        return _normal(cell)
    words = [word for word in (each.strip(_EDGES) for each in cell.split()) if word and not word.isascii()]
    if not words or all(map(is_vietnamese_word, words)):
        return _normal(cell)
    fitting = [each for each in _OLD if all(is_vietnamese_word(decode(word, each)) for word in words)]
    if len(fitting) != 1:
        return _normal(cell)
    (encoding,) = fitting
    text = decode(cell, encoding, capitals=_typed_in_capitals(cell, ColumnLetters(encoding)))
    told = f"có lẽ là chữ kiểu cũ {encoding.value} lẫn trong cột Unicode, đã đọc là “{text}”. Xin xem lại."
    return Read(text, f"chữ kiểu cũ {encoding.value} đổi sang Unicode", told)


def _texts(rows: Sequence[Row], index: int) -> list[str]:
    texts = []
    for row in rows:
        if index < len(row.cells) and isinstance(cell := row.cells[index], str) and cell:
            texts.append(cell)
            if len(texts) == _SAMPLE:
                break
    return texts


def _font(sheet: Sheet, index: int) -> str:
    return sheet.column_fonts[index] if index < len(sheet.column_fonts) else ""


def _fonts(sheet: Sheet, index: int) -> tuple[str, ...]:
    font = _font(sheet, index)
    return (font,) if font else ()


def _common(found: Sequence[Detection], of_header: Encoding) -> Encoding:
    """The encoding of the sheet as a whole: what most words of sure columns say, else the header's."""
    weight = dict.fromkeys(Encoding, 0)
    for detection in found:
        if detection.confident and detection.examined:
            weight[detection.encoding] += detection.examined
    best = max(weight, key=lambda each: (weight[each], each is of_header))
    return best if weight[best] else of_header


def _told(detection: Detection, common: Encoding, texts: Sequence[str], font: str) -> ColumnLetters:
    """What the column's font says where it is an old one that its letters do not belie, else the letters."""
    by_font = encoding_of_font(font)
    accented = [text for text in texts if not text.isascii()]
    modern = sum(map(has_unicode_letters, accented))
    if by_font is not None and by_font in _OLD and modern * 2 <= len(accented):
        capitals = is_capitals_font(font)
        return ColumnLetters(
            by_font, capitals, DecidedBy.FONT, samples=_samples(accented, by_font, capitals=capitals)
        )
    encoding = _settled(detection, common)
    mixed = encoding is Encoding.UNICODE and 0 < modern < len(accented) and not detection.confident
    return ColumnLetters(
        encoding,
        confident=detection.confident or (encoding is common and not mixed),
        mixed=mixed,
        samples=detection.samples if encoding is detection.encoding else (),
    )


def _settled(detection: Detection, common: Encoding) -> Encoding:
    """A column with few or doubtful words follows the rest of the sheet if it reads as well that way."""
    if detection.encoding is common or (detection.confident and detection.examined >= _FEW_WORDS):
        return detection.encoding
    valid = dict(detection.valid_words)
    if not detection.examined or valid.get(common, 0) * 10 < valid.get(detection.encoding, 0) * 8:
        return detection.encoding
    return common


def _chosen(choice: ColumnChoice, texts: Sequence[str], font: str) -> ColumnLetters:
    encoding = choice.encoding or Encoding.UNICODE
    capitals = encoding is Encoding.TCVN3 and is_capitals_font(font)
    accented = [text for text in texts if not text.isascii()]
    return ColumnLetters(
        encoding,
        capitals,
        decided_by=DecidedBy.REMEMBERED if choice.remembered else DecidedBy.CHOICE,
        samples=_samples(accented, encoding, capitals=capitals),
    )


def _samples(texts: Sequence[str], encoding: Encoding, *, capitals: bool) -> tuple[tuple[str, str], ...]:
    if encoding is Encoding.UNICODE:
        return ()
    words = list(dict.fromkeys(word for text in texts[:50] for word in text.split() if not word.isascii()))
    return tuple((word, decode(word, encoding, capitals=capitals)) for word in words[:3])
