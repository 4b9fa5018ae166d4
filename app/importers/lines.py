"""What a row is besides a member: a heading that names a chi hội, a total, a signature, titles again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.importers.cells import BRACKETED
from app.importers.headers import Header, field_of
from app.vietnamese.names import proper_case
from app.vietnamese.text import clean, fold

_NUMERAL = re.compile(r"[IVX]{1,5}|[A-Z]", re.IGNORECASE)
_LEAD = re.compile(r"^(?:[IVX]{1,5}|[A-Z]|\d{1,2})\s*[.)/:–-]+\s*", re.IGNORECASE)
_UNIT_WORDS = re.compile(
    r"^(?:chi hội|chi hoi|phân hội|hội (?:truyền thống|phường|xã|cơ sở)|phường|xã|thị trấn|tổ dân phố|tổ hội"
    r"|tổ \d|thôn|khu|bản|đội \d|đơn vị)\b"
)
_COUNT_AFTER = re.compile(
    r"\s*(?:\(\s*\d[^)]*\)|[:–-]\s*(?:gồm\s*)?\d+\s*(?:hội viên|đồng chí|đ/c|người|hv)?\.?"
    r"|gồm\s*\d+.*|:)\s*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"^(?:tổng (?:cộng|số|hợp)\b|tổng\s*[:.\d]*$|cộng\b|tong (?:cong|so)[\s:.\d]*(?:hoi vien|nguoi)?$"
    r"|cong[\s:.\d]*$|danh sách (?:này )?(?:gồm|có)\b|ấn định\b|trong đó\b|ghi chú\s*:|\(?bằng chữ\b)"
)
_SIGNATURE = re.compile(
    r"^(?:người lập|lập biểu|t\.?m\b|t/m|k\.?t\.|xác nhận|thủ trưởng|chủ tịch$|phó chủ tịch$"
    r"|ban chấp hành|ký tên"
    r"|\(ký|nơi nhận|kế toán$|thư ký$|trưởng ban$|chi hội trưởng$|\(đã ký"
    r"|đã ký$|thủ quỹ$|phó thư ký$)|ngày[\s\d.…_/]*tháng[\s\d.…_/]*năm"
)
_UNIT_OF_PEOPLE = re.compile(
    r"^(?:chi hội|phân hội|hội (?:truyền thống|phường|xã|cơ sở)|tổ dân phố|ban chấp hành)\b"
)
#: Behind a numeral these head a part of a list, but name no unit.
_NO_UNIT = re.compile(
    r"(?:ban (?:chap hanh|thuong|kiem tra|lanh dao|lien lac|chi uy)|hoi vien|can bo|dang vien|nam$|nu$"
    r"|thuong binh|benh binh|doi tuong|dien chinh sach|bo doi|tnxp|thanh nien xung phong|dan cong|luc luong"
    r"|khach moi|nguoi |tong (?:so|cong|hop)|cac (?:dong chi|hoi vien|ong|ba|cu)|danh sach"
    r"|da (?:mat|tu tran|qua doi|chuyen|xin|thoi)|tu tran|chuyen (?:di|den|sinh hoat)|xin (?:ra|thoi)"
    r"|(?:moi )?ket nap|moi vao)\b"
)
_TITLED = re.compile(
    r"(?<!các )(?<!mỗi )(?<!từng )(?<!theo )(?<!\d )\b(?P<unit>(?:chi hội|phân hội)\s*:?\s+"
    r"(?!trưởng|phó|viên|và|các|theo|có|của|năm|quý|tháng)\S.*)"
)
_TITLE_ENDS = re.compile(
    r"\s*(?:[,;(.]|\s[-–—]\s"
    r"|\b(?:năm|tháng|quý|tính đến|đến ngày|nhiệm kỳ|ngày|khóa|được|dự|đề nghị|tham gia)\b).*"
)
_LIST_OF = re.compile(r"(?:danh sach|hoi vien|cac|nhung|nguoi|dong chi|ong ba|so|\W)+")
_LEAVERS = re.compile(
    r"danh sach |hoi vien |cac |nhung |nguoi |da |(?:tu tran|qua doi|mat|chuyen di|xin ra|xoa ten)\W*$"
)
_GENERIC = frozenset(
    (
        "sheet",
        "trang",
        "danh",
        "sach",
        "hoi",
        "vien",
        "tong",
        "hop",
        "nam",
        "nu",
        "bieu",
        "moi",
        "cu",
        "tinh",
        "ds",
    )
)
_DITTO = re.compile(
    r"[-–—(\s.]*(?:[\"“”″〃]+|''+|``+|n\s*\.?\s*t|n/t|như trên|nhu tren)[-–—)\s.]*", re.IGNORECASE
)
_SMALL_WORDS = {
    "chi", "hội", "phường", "xã", "tổ", "thôn", "khu", "bản", "đội", "phân", "dân", "phố",
    "thị", "trấn", "đơn", "vị",
}  # fmt: skip
_NO_OFFICE = {"hoi vien", "hv", "khong", "h vien", "h v", "0"}


def is_total(texts: Sequence[str]) -> bool:
    """Whether the row is a sum or a remark below a table; takes its cells as text, empty ones left out."""
    return bool(texts) and _TOTAL.match(texts[0].casefold()) is not None


def is_signature(texts: Sequence[str]) -> bool:
    """Whether the row belongs to the signatures: place and date, TM., the office of who signs."""
    return len(texts) <= 4 and any(_SIGNATURE.search(text.casefold()) for text in texts)


def is_heading(name: str) -> bool:
    """Whether what stands in place of a name heads a signature, a sum or a chi hội."""
    text = name.casefold()
    return any(words.search(text) for words in (_SIGNATURE, _TOTAL, _UNIT_OF_PEOPLE))


def is_column_numbers(texts: Sequence[str]) -> bool:
    """Whether the row counts the columns: 1 2 3 …, (1) (2) (3) …, or A B 1 2 …."""
    if len(texts[0]) > 5 or len(texts[-1]) > 5:
        return False
    bare = [text.strip("() []") for text in texts]
    numbers = [int(text) for text in bare if text.isascii() and text.isdigit() and len(text) <= 3]
    letters = [text for text in bare if len(text) == 1 and text.isalpha()]
    if len(numbers) + len(letters) < len(bare) or len(bare) < 2 or not numbers:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def is_repeated_header(by_field: dict[str, str], header: Header) -> bool:
    """Whether the row says the titles again, as lists of several pages do; ``by_field`` is its text."""
    if by_field.get("number", "").isdigit():
        return False
    name = next((text for field in ("full_name", "given", "family") if (text := by_field.get(field))), "")
    if len(name) > 60 or not field_of(name):
        return False  # a person's name is no title: most rows need no closer look
    titles = {column.field: fold(column.title.rpartition(" – ")[2]) for column in header.columns}
    same = [
        field for field, text in by_field.items() if fold(text) == titles[field] or field_of(text) == field
    ]
    return len(same) >= 2 or same == list(by_field)


def heading_unit(number: str, texts: Sequence[str]) -> str:
    """The unit that a heading row names, "" when it is none.

    ``number`` is the cell in the STT column; ``texts`` are the other filled cells. "I | Chi hội phường
    Đức Xuân" and
    "II. CHI HỘI SÔNG CẦU (12 hội viên)" are headings, also with their number of people in a cell; so is any
    single text behind a Roman numeral.
    """
    if len(texts) > 1 and not (texts[0].isdigit() or texts[1].isdigit()):
        return ""  # most rows: a heading has one text, with or without numbers of people beside it
    words = [text for text in texts if not text.isdigit()]
    if not words and number and _UNIT_WORDS.match(_bare(number)):
        words, number = [number], ""
    if len(words) != 1 or any(len(text) > 3 for text in texts if text.isdigit()):
        return ""
    text = words[0]
    roman = _NUMERAL.fullmatch(number.strip(" .)")) is not None
    if not roman and not _UNIT_WORDS.match(_bare(text)):
        return ""
    return unit_name(_COUNT_AFTER.sub("", _LEAD.sub("", clean(text))))


def names_no_unit(text: str) -> bool:
    """Whether a heading behind a numeral heads a part of the list: "Ban Chấp hành", "Hội viên nam"."""
    return _NO_UNIT.match(fold(text)) is not None


def titled_unit(titles: Sequence[str]) -> str:
    """The one chi hội that the titles above a header name, "" when they name none or several.

    "DANH SÁCH HỘI VIÊN CHI HỘI SÔNG CẦU NĂM 2023" names "Chi hội Sông Cầu".
    """
    found: dict[str, str] = {}
    for title in titles:
        text = clean(BRACKETED.sub(" ", title))
        named = _TITLED.search(text.casefold())
        if named is not None:
            whole = text[named.start("unit") :]
            text = whole[: len(_TITLE_ENDS.sub("", whole.casefold()))].replace(":", " ")
            name = unit_name(text)
            if 2 < len(name.split()) <= 8:
                found.setdefault(fold(name), name)
    return next(iter(found.values())) if len(found) == 1 else ""


def sheet_units(names: Sequence[str]) -> dict[str, str]:
    """The units by which sheets are called: "Chi hội Sông Cầu", or all by places as "Sông Cầu"."""
    units = {name: heading_unit("", [name]) for name in names}
    if not any(units.values()) and all(map(_is_place, names)):
        return {name: unit_name(name) for name in names}
    return units


def _is_place(name: str) -> bool:
    words = clean(name).split()
    return 2 <= len(words) <= 3 and all(
        word.isalpha() and word[:1].isupper() and fold(word) not in _GENERIC for word in words
    )


def leaving_words(text: str) -> str:
    """What a heading, a title or a sheet's name says of all its people: "đã từ trần năm 2022"."""
    folded = _LEAD.sub("", clean(text).casefold())
    start = _LIST_OF.match(fold(folded))
    return fold(folded)[start.end() if start else 0 :].partition(" den ")[0]


def heads_leavers(text: str) -> bool:
    """Whether a row's one text may head those who died or left, and is no name as "Thôi Văn An"."""
    return _LEAVERS.match(fold(_bare(text))) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell says that it is as the one above: a ditto mark, "nt", "như trên"."""
    return _DITTO.fullmatch(text) is not None


def _bare(text: str) -> str:
    return _LEAD.sub("", clean(text)).casefold()


def unit_name(text: str) -> str:
    """A unit's name as tidied: ALL CAPS becomes "Chi hội phường Đức Xuân"; other spelling is kept."""
    tidy = clean(text).strip(" .,;:–-")
    if not tidy.isupper() or tidy.isascii():
        return tidy
    words = [w.lower() if w.lower() in _SMALL_WORDS else proper_case(w) for w in tidy.split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def office_name(text: str) -> str:
    """An office as a list names it; "" for what is none: "Hội viên", "HV", "không"."""
    tidy = clean(text).strip(" .,;:–-")
    if fold(tidy).strip(" .") in _NO_OFFICE:
        return ""
    if tidy.isupper() and len(tidy) > 4 and " " in tidy:
        return tidy[0] + tidy[1:].lower()
    return tidy
