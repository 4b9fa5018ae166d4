"""The library of pre-printed sheets (phôi): their size, what we print on them, and a scan to place it by."""

from __future__ import annotations

import base64
import dataclasses
from dataclasses import dataclass
from pathlib import Path

from app.documents.blanks import Blank, blank_from_json, blank_names, blank_to_json, load_blank
from app.documents.files import write_file
from app.errors import FieldError, FileProblemError, NotFoundError
from app.paths import Paths
from app.services.own_files import free_name, free_title, remove_own, write_own
from app.services.photos import read_picture
from app.vietnamese.text import clean, fold

__all__ = ["Blank"]


@dataclass(frozen=True, slots=True)
class BlankEntry:
    """One blank of the list; size in mm. ``problem`` is why its file cannot be used."""

    name: str
    title: str
    width: float
    height: float
    has_scan: bool
    problem: str = ""


def list_blanks(paths: Paths) -> tuple[BlankEntry, ...]:
    """The user's blanks; a broken file is listed with its problem."""
    entries = []
    for name in blank_names(paths.blanks):
        try:
            found = load_blank(name, paths.blanks)
        except FileProblemError as problem:
            entries.append(BlankEntry(name, name, 0, 0, has_scan=False, problem=problem.message))
            continue
        has_scan = bool(found.backdrop)
        entries.append(BlankEntry(name, found.title, found.width, found.height, has_scan))
    return tuple(entries)


def find_blank(paths: Paths, name: str) -> Blank:
    """One blank; its name is that of its file. Raises NotFoundError or FileProblemError."""
    return dataclasses.replace(load_blank(name, paths.blanks), name=name)


def blank_name(paths: Paths, word: str) -> str:
    """The name of the blank with this name, or with this title; else the word itself."""
    entries = list_blanks(paths)
    if any(entry.name == word for entry in entries):
        return word
    return next((entry.name for entry in entries if fold(entry.title) == fold(word)), word)


def save_blank(paths: Paths, blank: Blank, *, replace: bool = False) -> Blank:
    """Write a blank into the user's folder; gives it as it was written.

    ``replace`` puts it in the place of the one of that name; otherwise it is a new one, named by its title.
    Raises FieldError ("title") for no title or one that another blank has, FileProblemError.
    """
    title = clean(blank.title)
    if not title:
        raise FieldError("title", "Phôi cần có tên. Hãy đặt tên, ví dụ “Phôi A4 khung đỏ”.")
    others = [entry for entry in list_blanks(paths) if not (replace and entry.name == blank.name)]
    if any(clean(entry.title).casefold() == title.casefold() for entry in others):
        raise FieldError("title", f"Đã có phôi tên “{title}”. Hãy đặt tên khác.")
    name = blank.name if replace else free_name(title, blank_names(paths.blanks))
    saved = dataclasses.replace(blank, name=name, title=title)
    put_back_blank(paths, saved)
    return saved


def put_back_blank(paths: Paths, blank: Blank) -> None:
    """Write a blank as it is: what undoes :func:`remove_blank`."""
    text = blank_to_json(blank)
    blank_from_json(text, blank.title)
    write_own(paths.blanks, blank.name, text)


def remove_blank(paths: Paths, name: str) -> Blank:
    """Take a blank away and give it, so that it can be put back; raises NotFoundError."""
    if name not in blank_names(paths.blanks):
        raise NotFoundError(f"Không có phôi “{name}”.")
    held = find_blank(paths, name)
    remove_own(paths.blanks, name)
    return held


def import_blank(paths: Paths, file: Path) -> Blank:
    """Bring in a blank from one file; gives it as it was saved. Raises FileProblemError."""
    if file.suffix.lower() != ".json":
        raise FileProblemError(f"{file.name} không phải tệp phôi (.json). Hãy chọn tệp khác.")
    found = load_blank(file)
    title = free_title(clean(found.title) or file.stem, {entry.title for entry in list_blanks(paths)})
    saved = dataclasses.replace(found, name=free_name(title, blank_names(paths.blanks)), title=title)
    put_back_blank(paths, saved)
    return saved


def export_blank(paths: Paths, name: str, file: Path, *, replace: bool = False) -> Path:
    """Write one blank, with its scan, to one file; gives where it lies."""
    return write_file(file, blank_to_json(find_blank(paths, name)).encode(), replace=replace)


def scan_data(file: Path) -> str:
    """A scan or photograph of a blank as a blank carries it (base64 of a JPEG, at most 2000 pixels).

    Raises FileProblemError for what is no picture.
    """
    from app.documents.photos import for_paper  # Pillow is slow to import and rarely needed

    content, _size = for_paper(read_picture(file))
    return base64.b64encode(content).decode("ascii")
