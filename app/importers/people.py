"""The cell of a name: honorifics go, what stands in brackets becomes a note, what is no name is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.members import Gender
from app.importers.cells import quoted
from app.importers.lines import is_heading
from app.vietnamese.names import proper_case
from app.vietnamese.text import clean, fold

_HONORIFIC = re.compile(
    r"(?P<word>cụ\s+ông|cụ\s+bà|ông|bà|cụ|bác|đồng\s+chí|đ\s*[/.]\s*c|đ/ch|đc(?=[.:]))(?:[\s.:,]+|$)",
    re.IGNORECASE,
)
_SEX = {"ông": Gender.MALE, "cụ ông": Gender.MALE, "bà": Gender.FEMALE, "cụ bà": Gender.FEMALE}
_NOTE = re.compile(r"(?P<name>.*?)(?P<notes>(?:\s*(?:\([^()\[\]]*\)|\[[^()\[\]]*\])[\s.,]*)+)", re.DOTALL)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NEVER_IN_NAMES = re.compile(r'[()\[\]{}="<>;:_/\\|@#$%^&+~\d]')
#: "Nông Văn Tý - Chi hội trưởng", "Bàn Thị Mùi, vợ liệt sĩ": words behind a whole name.
_BEHIND = re.compile(r"(?P<name>[^,–—-]*\w\s+\w[^,–—-]*?)(?:\s+[-–—]+\s*|\s*,\s*)(?P<note>.*\w.*)", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]")
_NOT_NAMES = {"none", "null", "nan", "true", "false", "undefined", "n/a"}
_MOST_WORDS = 10
#: Ông is a family name too: "Ông Văn Sơn", "Ông Ích Khiêm".
_AFTER_A_SURNAME = {"van", "thi", "dinh", "ich", "kim", "huu", "duc", "quoc", "xuan"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a cell of names gives: the name or why there is none, a note, the sex an honorific tells.

    ``repairs`` say in a few words what was taken away or written anew.
    """

    name: str = ""
    refusal: str = ""
    note: str = ""
    gender: Gender | None = None
    repairs: tuple[str, ...] = ()


def person_name(text: str) -> Named:
    """A name, tidied: one space, capitals of names, no "Ông", "Bà", "Đ/c" in front.

    Words behind the name, in brackets or after a dash or a comma, are its note. What no name can hold
    (brackets, signs of a program's text, digits) and what heads a signature or a chi hội is refused in a
    sentence.
    """
    tidy = clean(text)
    whole, gender = _without_honorific(tidy)
    bare, note = _without_note(whole)
    behind = _BEHIND.fullmatch(bare)
    if behind is not None and not _NEVER_IN_NAMES.search(behind["note"]):
        bare, note = behind["name"], "; ".join(filter(None, (behind["note"].strip(" ."), note)))
    plain = bare.strip(" ,;:.*-–+'\"")
    name = proper_case(plain)
    if not name:
        return Named(note=note)
    if _NEVER_IN_NAMES.search(name):
        what = "có chữ số" if any(char.isdigit() for char in name) else "có ký tự lạ"
        return Named(refusal=f"Họ tên {quoted(text)}: {what} nên không nhập dòng này. Hãy sửa lại trong tệp.")
    no_person = len(_LETTERS.findall(name)) < 2 or fold(name) in _NOT_NAMES or is_heading(name)
    if no_person or len(name.split()) > _MOST_WORDS:
        return Named(refusal=f"Họ tên {quoted(text)}: không phải họ tên nên không nhập dòng này.")
    if name == tidy:
        return Named(name)
    reasons = {
        "bỏ “Ông”, “Bà”, “Đ/c” trước tên": whole != tidy,
        "lời sau tên chuyển sang ghi chú": bool(note) and behind is not None,
        "lời trong ngoặc chuyển sang ghi chú": bool(note) and behind is None,
        "bỏ dấu thừa": plain != bare.strip(),
        "viết lại chữ hoa, chữ thường": name != plain,
    }
    told = tuple(reason for reason, applies in reasons.items() if applies)
    return Named(name, note=note, gender=gender, repairs=told)


def _without_honorific(text: str) -> tuple[str, Gender | None]:
    gender: Gender | None = None
    while (found := _HONORIFIC.match(text)) is not None:
        rest = text[found.end() :]
        word = " ".join(found["word"].casefold().split())
        if word == "ông" and _is_surname(rest):
            break
        gender = gender or _SEX.get(word)
        text = rest
    return text, gender


def _is_surname(rest: str) -> bool:
    words = fold(rest).split()
    return len(words) in (1, 2, 3) and words[0] in _AFTER_A_SURNAME


def _without_note(text: str) -> tuple[str, str]:
    """The name and what stands in brackets behind it; "main(args)" is no name with a note."""
    found = _NOTE.fullmatch(text) if "(" in text or "[" in text else None
    if found is None:
        return text, ""
    notes = [each.strip() for each in _IN_BRACKETS.findall(found["notes"])]
    glued = not found["notes"][:1].isspace() and len(found["name"].split()) < 2
    if (found["name"] and glued) or not all(notes) or any(set('={}<>"_;') & set(note) for note in notes):
        return text, ""
    return found["name"], "; ".join(notes)
