"""What a pre-printed sheet (phôi) is, as data: its size, and which boxes of a layout we print on it.

A blank is one JSON file in the user's folder. Its ``backdrop``, a scan of the sheet, helps to place boxes on
the screen and is never printed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.documents.layout_reader import BLANK, document_of, text_of_file
from app.documents.layouts import file_names, file_of
from app.errors import NotFoundError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Blank:
    """A pre-printed sheet of ``width`` × ``height`` mm.

    ``prints`` are the keys of the boxes that we print on it; () leaves that to the layout's own overlay
    flags. ``backdrop`` is base64 of a PNG or JPEG scan of the whole sheet, "" = none.
    """

    name: str
    title: str
    width: float
    height: float
    prints: tuple[str, ...] = ()
    backdrop: str = ""


def blank_names(own: Path | None) -> tuple[str, ...]:
    """The names of the blanks in the user's folder ``own``."""
    return file_names(own)


def load_blank(name_or_path: str | Path, own: Path | None = None) -> Blank:
    """The blank of that name in the user's folder ``own``, or of that file.

    Raises:
        NotFoundError: no blank has the name; the sentence lists those there are.
        FileProblemError: a file is missing, cannot be read, or does not describe a blank.
    """
    path = file_of(name_or_path, (own,))
    if path is None:
        names = ", ".join(blank_names(own)) or "chưa có phôi nào"
        raise NotFoundError(f"Không có phôi “{name_or_path}”. Các phôi đã khai: {names}.")
    return blank_from_json(text_of_file(path, BLANK), path.stem)


def blank_from_json(text: str, name: str = "") -> Blank:
    """The blank from its JSON text; ``name`` serves where the text itself gives none.

    Raises:
        FileProblemError: the text does not describe a blank; the sentence gives the reason.
    """
    reader = document_of(text, name, BLANK)
    reader.integer("format", FORMAT, FORMAT, default=FORMAT)
    page = reader.part("page")
    width, height = page.number("width", 50, 1500), page.number("height", 50, 1500)
    page.finish()
    blank = Blank(
        name=reader.text("name", default=name),
        title=reader.text("title"),
        width=width,
        height=height,
        prints=reader.words("prints"),
        backdrop=reader.picture("backdrop", optional=True),
    )
    reader.finish()
    return blank


def blank_to_json(blank: Blank) -> str:
    """The blank as JSON text; reads back as the same value."""
    document = {
        "format": FORMAT,
        "name": blank.name,
        "title": blank.title,
        "page": {"width": blank.width, "height": blank.height},
        "prints": list(blank.prints),
        "backdrop": blank.backdrop,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
