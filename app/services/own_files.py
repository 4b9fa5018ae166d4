"""Files of the user's own folders: layouts and blanks, one JSON file each, named after its title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from app.documents.files import write_file
from app.errors import FileProblemError
from app.vietnamese.text import fold

_MOST_NAMES = 60


def free_name(title: str, taken: Iterable[str]) -> str:
    """A file name made from a title that nobody has: "giay-khen-a4", "giay-khen-a4-2"."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_MOST_NAMES].strip("-") or "mau"
    if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", words):  # names that Windows keeps for itself
        words = f"mau-{words}"
    held = set(taken)
    return next(name for name in _numbered(words, "-") if name not in held)


def free_title(title: str, taken: Iterable[str]) -> str:
    """The title, or with a number behind it where it is taken: "Truyền thống 2"."""
    held = {each.casefold() for each in taken}
    return next(each for each in _numbered(title, " ") if each.casefold() not in held)


def _numbered(first: str, between: str) -> Iterable[str]:
    yield first
    yield from (f"{first}{between}{number}" for number in range(2, 1000))


def write_own(folder: Path, name: str, text: str) -> None:
    """Write one JSON file of the user's; the folder is made when first needed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FileProblemError(f"Không tạo được thư mục {folder}. Hãy kiểm tra ổ đĩa.") from problem
    write_file(folder / f"{name}.json", text.encode(), replace=True)


def remove_own(folder: Path, name: str) -> None:
    """Take one JSON file of the user's away."""
    try:
        (folder / f"{name}.json").unlink()
    except OSError as problem:
        raise FileProblemError(
            f"Không xóa được {name}.json: tệp đang mở ở chương trình khác hoặc bị khóa. Hãy thử lại."
        ) from problem
