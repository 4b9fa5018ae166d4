"""Changes to a layout's things, as pure functions: add, take away, double, order, restyle.

Each gives a new layout; those that make something also give its name (see :mod:`ui.designer.geometry`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from app.services.layouts import FIELDS_BY_KEY, Box, Layout, Line, Picture, Style
from ui.designer.geometry import Frame, frames, move, with_frames

_PLAIN = Style(font="Tinos-Regular", size=14.0, min_size=10.0)
#: Where a copy stands from what it was made of (mm).
_BESIDE = 5.0
_QR = "qr"
_QR_SIDE = 22.0


def free_key(layout: Layout, wanted: str) -> str:
    """A key no box has yet: "recipient", "recipient-2"."""
    taken = {box.key for box in layout.boxes}
    number, key = 2, wanted
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key


def add_field(layout: Layout, field: str) -> tuple[Layout, str]:
    """A box for a field of the register, in the middle of the page, in the type of the other boxes."""
    known = FIELDS_BY_KEY[field]
    width, height = (_QR_SIDE, _QR_SIDE) if field == _QR else (layout.width / 3, 8.0)
    at = _middle(layout, width, height)
    box = Box(
        key=free_key(layout, field), field=field, label=known.label, overlay=known.overlay,
        style=_usual_style(layout), x=at.x, y=at.y, width=at.width, height=at.height,
    )  # fmt: skip
    return _with_box(layout, box)


def add_text(layout: Layout, text: str) -> tuple[Layout, str]:
    """A box of fixed words."""
    at = _middle(layout, layout.width / 3, 8.0)
    box = Box(
        key=free_key(layout, "chu"), text=text, label="Chữ cố định", overlay=False,
        style=_usual_style(layout), x=at.x, y=at.y, width=at.width, height=at.height,
    )  # fmt: skip
    return _with_box(layout, box)


def add_line(layout: Layout) -> tuple[Layout, str]:
    """A level line in the middle of the page."""
    at = _middle(layout, layout.width / 4, 0.0)
    line = Line(at.x, at.y, at.right, at.y, width=0.6)
    return dataclasses.replace(layout, lines=(*layout.lines, line)), f"line:{len(layout.lines)}"


def add_picture(layout: Layout, data: str, ratio: float) -> tuple[Layout, str]:
    """A picture in the middle of the page; ``ratio`` is its width divided by its height."""
    side = min(layout.width, layout.height) / 6
    width, height = (side, side / ratio) if ratio >= 1 else (side * ratio, side)
    at = _middle(layout, max(width, 1.0), max(height, 1.0))
    made = Picture(at.x, at.y, at.width, at.height, data)
    return (
        dataclasses.replace(layout, pictures=(*layout.pictures, made)),
        f"picture:{len(layout.pictures)}",
    )


def _middle(layout: Layout, width: float, height: float) -> Frame:
    """A free-standing place in the middle; a little lower where one was put there already."""
    x, y = round((layout.width - width) / 2, 1), round((layout.height - height) / 2, 1)
    taken = {(frame.x, frame.y) for frame in frames(layout).values()}
    while (x, y) in taken and y + _BESIDE + height <= layout.height:
        y = round(y + _BESIDE, 1)
    return Frame(x, y, round(width, 1), round(height, 1))


def _usual_style(layout: Layout) -> Style:
    plain = [box.style for box in layout.boxes if box.style.font == _PLAIN.font]
    return dataclasses.replace(plain[0], case="none", tracking=0.0) if plain else _PLAIN


def _with_box(layout: Layout, box: Box) -> tuple[Layout, str]:
    return dataclasses.replace(layout, boxes=(*layout.boxes, box)), f"box:{box.key}"


def remove(layout: Layout, names: Collection[str]) -> Layout:
    """Without some things; a box that followed one of them follows what that one did."""
    gone = {name.removeprefix("box:") for name in names if name.startswith("box:")}
    before = {box.key: box.follows for box in layout.boxes}

    def leader(key: str) -> str:
        while key in gone:
            key = before[key]
        return key

    return dataclasses.replace(
        layout,
        boxes=tuple(
            dataclasses.replace(box, follows=leader(box.follows)) if box.follows in gone else box
            for box in layout.boxes
            if box.key not in gone
        ),
        lines=tuple(line for n, line in enumerate(layout.lines) if f"line:{n}" not in names),
        pictures=tuple(each for n, each in enumerate(layout.pictures) if f"picture:{n}" not in names),
    )


def duplicate(layout: Layout, names: Collection[str]) -> tuple[Layout, tuple[str, ...]]:
    """Copies of some things a little lower right; gives the copies' names."""
    made: list[str] = []
    for name in [name for name in frames(layout) if name in names]:
        kind, _, place = name.partition(":")
        if kind == "line":
            layout = dataclasses.replace(layout, lines=(*layout.lines, layout.lines[int(place)]))
            made.append(f"line:{len(layout.lines) - 1}")
        elif kind == "picture":
            layout = dataclasses.replace(layout, pictures=(*layout.pictures, layout.pictures[int(place)]))
            made.append(f"picture:{len(layout.pictures) - 1}")
        else:
            box = layout.box(place)
            copy = dataclasses.replace(box, key=free_key(layout, box.key), follows="", gap=0.0, clear=None)
            layout, new = _with_box(layout, copy)
            made.append(new)
    return move(layout, made, _BESIDE, _BESIDE), tuple(made)


def reorder(layout: Layout, name: str, *, earlier: bool) -> Layout:
    """A thing one place earlier or later among its kind; a box never comes before the one it follows."""
    kind, _, place = name.partition(":")
    step = -1 if earlier else 1
    if kind == "line":
        return dataclasses.replace(layout, lines=_swapped(layout.lines, int(place), step))
    if kind == "picture":
        return dataclasses.replace(layout, pictures=_swapped(layout.pictures, int(place), step))
    at = [box.key for box in layout.boxes].index(place)
    boxes = _swapped(layout.boxes, at, step)
    order = [box.key for box in boxes]
    if any(box.follows and order.index(box.follows) > n for n, box in enumerate(boxes)):
        return layout
    return dataclasses.replace(layout, boxes=boxes)


def _swapped(things: tuple[Any, ...], at: int, step: int) -> tuple[Any, ...]:
    other = at + step
    if not 0 <= other < len(things):
        return things
    held = list(things)
    held[at], held[other] = held[other], held[at]
    return tuple(held)


def reordered_name(layout: Layout, name: str, *, earlier: bool) -> str:
    """What a thing is called after :func:`reorder`: boxes keep their names, the others are counted."""
    kind, _, place = name.partition(":")
    if kind == "box":
        return name
    count = len(layout.lines if kind == "line" else layout.pictures)
    return f"{kind}:{min(max(int(place) + (-1 if earlier else 1), 0), count - 1)}"


def change_boxes(layout: Layout, names: Collection[str], values: Mapping[str, Any]) -> Layout:
    """Set values of some boxes: "align" of the box, "style.size" of its type, "alternative.size", "rule.gap".

    A part ("alternative", "rule") that a box does not have is not made by setting a value of it.
    """
    return dataclasses.replace(
        layout,
        boxes=tuple(_changed(box, values) if f"box:{box.key}" in names else box for box in layout.boxes),
    )


def _changed(box: Box, values: Mapping[str, Any]) -> Box:
    for path, value in values.items():
        part, _, name = path.rpartition(".")
        if not part:
            box = dataclasses.replace(box, **{name: value})
            continue
        held: Any = getattr(box, part)
        if held is not None:
            box = dataclasses.replace(box, **{part: _sound(dataclasses.replace(held, **{name: value}), name)})
    return box


def _sound(part: Any, name: str) -> Any:
    """A style whose smallest size is not above its size, whichever of them was just set."""
    if not isinstance(part, Style) or part.min_size <= part.size:
        return part
    if name == "size":
        return dataclasses.replace(part, min_size=part.size)
    return dataclasses.replace(part, size=part.min_size)


def set_page(layout: Layout, width: float, height: float) -> Layout:
    """Another size of page in mm: things stay where they are, those that would stand off it come in."""
    bigger = dataclasses.replace(layout, width=width, height=height)
    for name, frame in frames(layout).items():
        if frame.right > width or frame.bottom > height:
            kept = Frame(
                min(frame.x, max(width - frame.width, 0.0)), min(frame.y, max(height - frame.height, 0.0)),
                min(frame.width, width), min(frame.height, height),
            )  # fmt: skip
            bigger = with_frames(bigger, {name: kept})
    return bigger
