"""What a certificate looks like, as data: a page in millimetres and the boxes on it.

A layout is one JSON file, in ``resources/layouts`` or in the user's folder. It holds no code: boxes of
text (a field of the register, or fixed words), lines, pictures, and the name of a drawn border. All
lengths are millimetres from the top left corner of the page; type sizes and line widths are points.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from app.documents.art_names import ART_NAMES
from app.documents.layout_reader import LayoutReader, document_of, layout_problem, text_of_file
from app.domain.certificate_fields import FIELDS_BY_KEY, LONGEVITY_KEYS
from app.errors import NotFoundError
from app.paths import resources

LAYOUT_FOLDER = resources() / "layouts"
FORMAT = 1
QR_FIELD = "qr"
"""The field whose text is drawn as a QR code, in the largest square of its box."""

LONGEVITY_LAYOUTS = ("mung-tho", "mung-tho-a5", "mung-tho-doc")
"""The bundled layouts of giấy mừng thọ, the usual one first; no giấy khen is printed on them."""

HEAVIEST_PICTURES = 800_000
"""Characters of all pictures of a layout together: every issued certificate keeps its layout whole."""

CASES = ("none", "upper")
ALIGNS = ("left", "center", "right")
VALIGNS = ("top", "middle", "bottom")


@dataclass(frozen=True, slots=True)
class Style:
    """How the text of a box is set. ``tracking`` and ``word_space`` are added, in thousandths of an em."""

    font: str
    size: float
    min_size: float
    colour: str = "#1a1a1a"
    case: str = "none"
    line_spacing: float = 1.2
    tracking: float = 0.0
    word_space: float = 0.0
    max_lines: int = 1
    valign: str = ""
    """Where the text stands in its box when this style is used; "" = as the box says."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line under the text of a box: ``length`` 1 = exactly as long as its last line."""

    gap: float
    width: float
    length: float = 1.0
    colour: str = "#1a1a1a"


@dataclass(frozen=True, slots=True)
class Box:
    """One place for text on the page.

    ``field`` names a field of the register, or is empty for the fixed ``text``; ``prefix`` stands before a
    field's text. ``alternative`` is the style tried when the text does not fit on one line in the first.
    A box that ``follows`` another rises to ``gap`` mm under that one's last baseline, and at least ``clear``
    mm under its ink, when that is higher than its own top; its lower edge stays. ``overlay`` boxes are the
    ones printed on a ready-made blank.
    """

    key: str
    x: float
    y: float
    width: float
    height: float
    style: Style
    field: str = ""
    text: str = ""
    prefix: str = ""
    label: str = ""
    align: str = "center"
    valign: str = "middle"
    overlay: bool = True
    required: bool = False
    alternative: Style | None = None
    follows: str = ""
    gap: float = 0.0
    clear: float | None = None
    """None: only the baseline counts, as in layouts frozen before this was known."""
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line of the fixed part, from (x1, y1) to (x2, y2)."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: str = "#1a1a1a"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the fixed part (a logo), carried inside the layout: ``data`` is base64 of PNG or JPEG."""

    x: float
    y: float
    width: float
    height: float
    data: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole certificate: page size in mm, the drawn border (``art``, "" = none) and what stands on it.

    ``version`` counts the changes of a design, so that an issued certificate says which one it was set by.
    """

    name: str
    title: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    art: str = ""
    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()
    version: int = 1

    @property
    def is_longevity(self) -> bool:
        """Whether it is a giấy mừng thọ: it says what no giấy khen says (the ceremony, the age …)."""
        return any(box.field in LONGEVITY_KEYS for box in self.boxes)

    def box(self, key: str) -> Box:
        """The box of that key.

        Raises:
            KeyError: the layout has none.
        """
        for box in self.boxes:
            if box.key == key:
                return box
        raise KeyError(key)


def layout_names(own: Path | None = None) -> tuple[str, ...]:
    """The bundled layouts of giấy khen, the usual one first, then all of the user's folder ``own``."""
    names = sorted({path.stem for path in LAYOUT_FOLDER.glob("*.json")} - set(LONGEVITY_LAYOUTS))
    return tuple(dict.fromkeys((*sorted(names, key=_rank), *file_names(own))))


def _rank(name: str) -> tuple[int, int, str]:
    """Designs in the order of their borders, each with its usual size first; blanks last."""
    designs = [number for number, art in enumerate(ART_NAMES) if name.startswith(art)]
    return min(designs, default=len(ART_NAMES)), len(name), name


def file_names(folder: Path | None) -> tuple[str, ...]:
    """The names of the JSON files in a folder of the user's; none when there is no such folder."""
    return tuple(sorted(path.stem for path in folder.glob("*.json"))) if folder is not None else ()


def load_layout(name_or_path: str | Path, own: Path | None = None) -> Layout:
    """The layout of that name, or of that file.

    Args:
        name_or_path: a name, or the path of a JSON file.
        own: the user's folder; a layout of that name there goes before the bundled one.

    Raises:
        NotFoundError: no layout has the name; the sentence lists those there are.
        FileProblemError: a file is missing, cannot be read, or is not a layout; the sentence names the box.
    """
    path = file_of(name_or_path, (own, LAYOUT_FOLDER))
    if path is None:
        names = ", ".join(layout_names(own))
        raise NotFoundError(f"Không có mẫu giấy khen “{name_or_path}”. Các mẫu có sẵn: {names}.")
    return layout_from_json(text_of_file(path), path.stem)


def file_of(name_or_path: str | Path, folders: Iterable[Path | None]) -> Path | None:
    """The file of that path (it ends in .json), or of that name in the first of the folders that has it."""
    if Path(name_or_path).suffix.lower() == ".json":
        return Path(name_or_path)
    for folder in folders:
        if folder is not None and str(name_or_path) in file_names(folder):
            return folder / f"{name_or_path}.json"
    return None


def layout_from_json(text: str, name: str = "") -> Layout:
    """The layout from its JSON text; ``name`` serves where the text itself gives none.

    Raises:
        FileProblemError: the text is not a layout; the sentence names the box and the reason.
    """
    return _layout(document_of(text, name))


def layout_to_json(layout: Layout) -> str:
    """The layout as JSON text, to be kept with an issued certificate; reads back as the same value."""
    document = {
        "format": FORMAT,
        "name": layout.name,
        "title": layout.title,
        "version": layout.version,
        "page": {"width": layout.width, "height": layout.height},
        "art": layout.art,
        "boxes": [_box_document(box) for box in layout.boxes],
        "lines": [_plain(line) for line in layout.lines],
        "pictures": [_plain(picture) for picture in layout.pictures],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def scaled(layout: Layout, factor: float, *, name: str, title: str) -> Layout:
    """The same design on a page ``factor`` times as large (A4 → A3 is √2), type and all."""

    def mm(value: float) -> float:
        return round(value * factor, 2)

    def style(old: Style) -> Style:
        return replace(old, size=round(old.size * factor, 1), min_size=round(old.min_size * factor, 1))

    def box(old: Box) -> Box:
        rule = old.rule and replace(old.rule, gap=mm(old.rule.gap), width=round(old.rule.width * factor, 2))
        return replace(
            old, x=mm(old.x), y=mm(old.y), width=mm(old.width), height=mm(old.height), gap=mm(old.gap),
            clear=None if old.clear is None else mm(old.clear),
            style=style(old.style), alternative=old.alternative and style(old.alternative), rule=rule,
        )  # fmt: skip

    return Layout(
        name, title, mm(layout.width), mm(layout.height), tuple(map(box, layout.boxes)), layout.art,
        tuple(
            Line(mm(l.x1), mm(l.y1), mm(l.x2), mm(l.y2), round(l.width * factor, 2), l.colour)
            for l in layout.lines  # noqa: E741 - a line
        ),
        tuple(Picture(mm(p.x), mm(p.y), mm(p.width), mm(p.height), p.data) for p in layout.pictures),
        layout.version,
    )  # fmt: skip


# ------------------------------------------------------------------ from the document


def _layout(reader: LayoutReader) -> Layout:
    reader.integer("format", FORMAT, FORMAT, default=FORMAT)
    page = reader.part("page")
    width, height = page.number("width", 50, 1500), page.number("height", 50, 1500)
    page.finish()
    layout = Layout(
        name=reader.text("name", default=reader.layout),
        title=reader.text("title"),
        version=reader.integer("version", 1, 1_000_000, default=1),
        width=width,
        height=height,
        art=reader.choice("art", reader.known_art(), default=""),
        boxes=tuple(_box(part, width, height) for part in reader.parts("boxes")),
        lines=tuple(_line(part, width, height) for part in reader.parts("lines", optional=True)),
        pictures=tuple(_picture(part, width, height) for part in reader.parts("pictures", optional=True)),
    )
    reader.finish()
    _check_keys(layout)
    if sum(len(picture.data) for picture in layout.pictures) > HEAVIEST_PICTURES:
        raise reader.problem(f"các ảnh nặng quá {HEAVIEST_PICTURES * 3 // 4 // 1000} KB, hãy thu nhỏ ảnh")
    return layout


def _check_keys(layout: Layout) -> None:
    seen: set[str] = set()
    for box in layout.boxes:
        if box.key in seen:
            raise layout_problem(layout.name, f"có hai ô cùng tên “{box.key}”")
        if box.follows and box.follows not in seen:
            raise layout_problem(
                layout.name, f"ô “{box.key}” nối theo ô “{box.follows}” không có hoặc đứng sau nó"
            )
        seen.add(box.key)


def _box(part: LayoutReader, page_width: float, page_height: float) -> Box:
    field = part.choice("field", tuple(FIELDS_BY_KEY), default="")
    text = part.text("text", default="")
    key = part.text("key", default=field)
    part.name_part(key)
    if bool(field) == bool(text):
        raise part.problem("cần đúng một trong hai: “field” (trường dữ liệu) hoặc “text” (chữ cố định)")
    if not key:
        raise part.problem("ô chữ cố định cần có tên ở “key”")
    rule = part.part("rule", optional=True)
    alternative = part.part("alternative", optional=True)
    box = Box(
        key=key,
        field=field,
        text=text,
        prefix=part.text("prefix", default=""),
        label=part.text("label", default=FIELDS_BY_KEY[field].label if field else key),
        **_frame(part, page_width, page_height),
        align=part.choice("align", ALIGNS, default="center"),
        valign=part.choice("valign", VALIGNS, default="middle"),
        overlay=part.flag("overlay", default=FIELDS_BY_KEY[field].overlay if field else False),
        required=part.flag("required", default=False),
        follows=part.text("follows", default=""),
        gap=part.number("gap", 0, 200, default=0),
        clear=part.optional_number("clear", 0, 50),
        rule=_rule(rule) if rule else None,
        alternative=_style(alternative) if alternative else None,
        style=_style(part, alternative=False),
    )
    part.finish()
    return box


def _frame(part: LayoutReader, page_width: float, page_height: float) -> dict[str, float]:
    x, y = part.number("x", 0, page_width), part.number("y", 0, page_height)
    width, height = part.number("width", 0.5, page_width), part.number("height", 0.5, page_height)
    if x + width > page_width + 0.01 or y + height > page_height + 0.01:
        raise part.problem(f"nằm ra ngoài trang {page_width:g} × {page_height:g} mm")
    return {"x": x, "y": y, "width": width, "height": height}


def _style(part: LayoutReader, *, alternative: bool = True) -> Style:
    size = part.number("size", 4, 400)
    style = Style(
        font=part.choice("font", part.known_fonts()),
        size=size,
        min_size=part.number("min_size", 4, size, default=size),
        colour=part.colour("colour", default="#1a1a1a"),
        case=part.choice("case", CASES, default="none"),
        line_spacing=part.number("line_spacing", 0.7, 4, default=1.2),
        tracking=part.number("tracking", -100, 1000, default=0),
        word_space=part.number("word_space", -200, 1000, default=0),
        max_lines=part.integer("max_lines", 1, 20, default=1),
    )
    if not alternative:
        return style
    style = replace(style, valign=part.choice("valign", VALIGNS, default=""))
    part.finish()
    return style


def _rule(part: LayoutReader) -> Rule:
    rule = Rule(
        gap=part.number("gap", 0, 50),
        width=part.number("width", 0.25, 10),
        length=part.number("length", 0.05, 1, default=1),
        colour=part.colour("colour", default="#1a1a1a"),
    )
    part.finish()
    return rule


def _line(part: LayoutReader, page_width: float, page_height: float) -> Line:
    line = Line(
        x1=part.number("x1", 0, page_width),
        y1=part.number("y1", 0, page_height),
        x2=part.number("x2", 0, page_width),
        y2=part.number("y2", 0, page_height),
        width=part.number("width", 0.25, 30),
        colour=part.colour("colour", default="#1a1a1a"),
    )
    part.finish()
    return line


def _picture(part: LayoutReader, page_width: float, page_height: float) -> Picture:
    picture = Picture(**_frame(part, page_width, page_height), data=part.picture("data"))
    part.finish()
    return picture


# ------------------------------------------------------------------ to the document


def _plain(value: Style | Rule | Line | Picture) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__slots__}


def _box_document(box: Box) -> dict[str, object]:
    document: dict[str, object] = {}
    for name in Box.__slots__:
        value = getattr(box, name)
        if isinstance(value, Style | Rule):
            if name == "style":
                document |= {key: part for key, part in _plain(value).items() if key != "valign"}
            else:
                document[name] = _plain(value)
        elif value not in ("", None):
            document[name] = value
    return document
