"""Reading the file that a Hội below sent: bounded, checked whole, told in one line when it is not sound."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from app.domain.periods import Period
from app.domain.record import fields_of, from_document, to_plain
from app.errors import FieldError, FileProblemError
from app.services.submissions_format import (
    FORMAT,
    SENT_KINDS,
    SUFFIX,
    VERSION,
    Breakdown,
    Document,
    People,
    Sender,
    SentFigure,
    SentPeople,
    Submission,
    digest,
    sent_fields,
)
from app.vietnamese.dates import FIRST_YEAR, LAST_YEAR
from app.vietnamese.text import clean

#: A branch of ten thousand members with everything that is sent fits well below.
MOST_BYTES = 32_000_000
_MOST_FIGURES = 2_000
_MOST_UNITS = 5_000
_MOST_RECORDS = 400_000
_GREATEST = 10**15
_LONGEST = 300
_HANOI = timezone(timedelta(hours=7))


def read_file(path: Path) -> bytes:
    """The bytes of a file that may be a submission; raises FileProblemError, also for a file too large."""
    if path.is_dir():
        raise FileProblemError(f"{path.name} là một thư mục. Hãy chọn các tệp {SUFFIX} trong đó.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileProblemError(
                f"Tệp {path.name} lớn hơn {MOST_BYTES // 1_000_000} MB: "
                f"không phải tệp báo cáo nộp cấp trên. Hãy chọn tệp {SUFFIX} mà Hội đã gửi."
            )
        return path.read_bytes()
    except OSError as problem:
        raise FileProblemError(f"Không đọc được tệp {path.name}. Hãy kiểm tra lại đường dẫn.") from problem


def from_bytes(content: bytes, name: str) -> Submission:
    """What a file called ``name`` says.

    Raises FileProblemError, one sentence with the name of the file, for anything but a sound submission.
    """
    try:
        return _submission(_checked(content))
    except FileProblemError as problem:
        raise FileProblemError(f"Tệp {_shortened(name)}: {problem.message}") from problem


def _checked(content: bytes) -> dict[str, Any]:
    if content.startswith(b"SQLite format 3"):
        raise FileProblemError(
            "đây là cả một quyển sổ. Hãy nhờ Hội gửi dùng “Tạo tệp nộp cấp trên” rồi gửi lại."
        )
    if content.startswith(b"PK"):
        raise FileProblemError(f"đây là tệp Excel, Word hoặc tệp nén. Hãy chọn tệp {SUFFIX} mà Hội đã gửi.")
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number, parse_float=_no_number)
    except FileProblemError:
        raise
    except (ValueError, RecursionError) as problem:
        raise FileProblemError(
            f"không đọc được, có thể bị cắt hoặc không phải tệp {SUFFIX}. Hãy nhờ Hội gửi lại."
        ) from problem
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise FileProblemError("không phải tệp báo cáo nộp cấp trên của Sổ Hội. Hãy chọn tệp khác.")
    version = document.get("version")
    if type(version) is not int or version < 1:
        _wrong("thiếu số phiên bản (version)")
    if version > VERSION:
        raise FileProblemError("do bản chương trình mới hơn lập. Hãy cài bản Sổ Hội mới rồi nhận lại.")
    try:
        same = digest(document) == document.get("sha256")
    except (UnicodeEncodeError, RecursionError) as problem:
        raise FileProblemError("có chữ không đọc được. Hãy nhờ Hội gửi lập lại tệp.") from problem
    if not same:
        raise FileProblemError(
            "nội dung đã bị sửa hoặc hỏng trên đường gửi (mã kiểm tra không khớp). Hãy nhờ Hội gửi lại."
        )
    return document


def _submission(document: dict[str, Any]) -> Submission:
    sender = _object(document.get("sender"), "phần Hội gửi (sender)")
    period = _object(document.get("period"), "phần kỳ báo cáo (period)")
    who = Sender(
        name=_text(sender, "name"),
        code=_text(sender, "code", limit=30),
        register_id=_text(sender, "register_id", limit=64),
        place=_text(sender, "place"),
        contact=_text(sender, "contact"),
    )
    if not who.name or not who.register_id:
        _wrong("thiếu tên Hội hoặc mã sổ của Hội gửi")
    try:
        days = Period(_day(period, "starts"), _day(period, "ends"))
    except FieldError as problem:
        raise FileProblemError(problem.message) from problem
    return Submission(
        sender=who,
        period=days,
        estimate=_flag(document, "estimate"),
        made_at=_moment(document.get("made_at")),
        figures=figures_from(document.get("figures")),
        breakdown=_breakdown(document.get("units")),
        people=_people(document.get("people")),
    )


def _breakdown(held: object) -> Breakdown:
    entry = _object(held if held is not None else {}, "phần theo đơn vị (units)")
    columns = tuple(
        _text({"column": each}, "column") for each in _list(entry.get("columns", []), "cột đơn vị", 50)
    )
    rows = []
    for each in _list(entry.get("rows", []), "đơn vị", _MOST_UNITS):
        row = _object(each, "một đơn vị")
        amounts = [_amount({"n": n}, "n") or 0 for n in _list(row.get("amounts"), "số của đơn vị", 50)]
        if len(amounts) != len(columns):
            _wrong("một đơn vị có số cột không khớp")
        rows.append((_text(row, "name"), tuple(amounts)))
    return Breakdown(columns, tuple(rows))


def _people(held: object) -> SentPeople | None:
    if held is None:
        return None
    entry = _object(held, "phần hội viên (people)")
    if entry.get("who") not in (People.AGREED.value, People.ALL.value):
        _wrong("phần hội viên không ghi gửi những ai (who)")
    sensitive = _flag(entry, "sensitive")
    by_kind = _object(entry.get("records"), "phần hội viên (records)")
    records = {
        name: tuple(_record(name, each, sensitive=sensitive) for each in _list(by_kind.get(name, []), name))
        for name in SENT_KINDS
    }
    for name, documents in records.items():
        if len({each["id"] for each in documents}) != len(documents):
            _wrong(f"có hai {SENT_KINDS[name].title.lower()} trùng mã")
    _require_whole(records)
    return SentPeople(
        who=People(entry["who"]),
        sensitive=sensitive,
        refused=max(_amount(entry, "refused") or 0, 0),
        unasked=max(_amount(entry, "unasked") or 0, 0),
        records=records,
    )


@cache
def _fields(name: str, sensitive: bool) -> dict[str, type]:
    """The fields of a kind of record that may be sent, with their types."""
    types = {info.name: info.type for info in fields_of(SENT_KINDS[name])}
    return {each: types[each] for each in sent_fields(name, sensitive=sensitive)}


def _record(name: str, held: object, *, sensitive: bool) -> Document:
    """A record of the file with the fields that are known and may be sent; checked by making it."""
    kind = SENT_KINDS[name]
    entry = _object(held, f"một {kind.title.lower()}")
    fields = _fields(name, sensitive)
    known = {each: entry[each] for each in fields if each in entry}
    try:
        record = from_document(kind, known)
    except FieldError as problem:
        _wrong(f"{kind.title} (mã {_shortened(str(entry.get('id', '')))}): {problem.message.rstrip('.')}")
    if "id" not in known or not record.id.isalnum() or len(record.id) > 64:
        _wrong(f"một {kind.title.lower()} có mã sai")
    # As the register would hold it: clean text, true and false.
    return {each: to_plain(fields[each], getattr(record, each)) for each in known}


def _require_whole(records: Mapping[str, tuple[Document, ...]]) -> None:
    """Every link leads to a record of the file: a file never touches what it does not bring."""
    ids = {name: {each["id"] for each in documents} for name, documents in records.items()}
    named = {kind.__name__: name for name, kind in SENT_KINDS.items()}
    for name, documents in records.items():
        links = [(info.name, named[info.links_to]) for info in fields_of(SENT_KINDS[name]) if info.links_to]
        for document in documents:
            for column, to in links:
                pointed = document.get(column)
                if pointed is not None and pointed not in ids[to]:
                    _wrong(f"một {SENT_KINDS[name].title.lower()} trỏ tới mục không có trong tệp")


def figures_from(held: object) -> tuple[SentFigure, ...]:
    """Figures from their JSON objects; raises FileProblemError."""
    figures = []
    keys: set[str] = set()
    for place, each in enumerate(_list(held, "số liệu", _MOST_FIGURES), 1):
        entry = _object(each, f"số liệu thứ {place}")
        figure = SentFigure(
            key=_text(entry, "key", limit=120),
            label=_text(entry, "label"),
            measure=_text(entry, "measure", limit=40),
            amount=_amount(entry, "amount"),
            previous=_amount(entry, "previous"),
            money=_flag(entry, "money"),
            level=min(max(_amount(entry, "level") or 0, 0), 3),
            estimate=_flag(entry, "estimate"),
            own=_flag(entry, "own"),
            share_of=_text(entry, "share_of", limit=120),
            average_of=_text(entry, "average_of", limit=120),
            average_per=_text(entry, "average_per", limit=120),
        )
        if not figure.key or figure.key in keys:
            _wrong(f"số liệu thứ {place} có khóa (key) trống hoặc trùng")
        keys.add(figure.key)
        figures.append(figure)
    return tuple(figures)


# ---------------------------------------------------------------- small readings, each with its sentence


def _wrong(what: str) -> NoReturn:
    raise FileProblemError(f"{what}. Hãy nhờ Hội gửi lập lại tệp.")


def _no_number(text: str) -> NoReturn:
    _wrong(f"có số lạ ({_shortened(text)})")


def _object(held: object, what: str) -> dict[str, Any]:
    if not isinstance(held, dict):
        _wrong(f"{what} không đúng dạng")
    return held


def _list(held: object, what: str, most: int = _MOST_RECORDS) -> list[Any]:
    if not isinstance(held, list):
        _wrong(f"phần {what} phải là một danh sách")
    if len(held) > most:
        _wrong(f"phần {what} dài {len(held)} mục, nhiều nhất là {most}")
    return held


def _text(entry: Mapping[str, Any], name: str, *, limit: int = _LONGEST) -> str:
    held = entry.get(name, "")
    if not isinstance(held, str):
        _wrong(f"“{name}” phải là chữ")
    text = clean(held)
    if len(text) > limit:
        _wrong(f"“{name}” dài {len(text)} ký tự, nhiều nhất là {limit}")
    return text


def _amount(entry: Mapping[str, Any], name: str) -> int | None:
    held = entry.get(name)
    if held is None:
        return None
    if type(held) is not int or not -_GREATEST <= held <= _GREATEST:
        _wrong(f"“{name}” phải là số nguyên")
    return held


def _flag(entry: Mapping[str, Any], name: str) -> bool:
    held = entry.get(name, False)
    if not isinstance(held, bool):
        _wrong(f"“{name}” phải là đúng hoặc sai")
    return held


def _day(entry: Mapping[str, Any], name: str) -> date:
    try:
        day = date.fromisoformat(str(entry.get(name)))
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        _wrong(f"kỳ báo cáo có ngày sai ({_shortened(str(entry.get(name)))})")
    return day


def _moment(held: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(held))
    except ValueError:
        _wrong(f"lúc lập (made_at) sai ({_shortened(str(held))})")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=_HANOI)


def _shortened(text: str) -> str:
    text = clean(text)
    return text if len(text) <= 60 else text[:60] + "…"
