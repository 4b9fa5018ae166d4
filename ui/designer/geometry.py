"""Where things stand on a page, in mm from its top left corner: moving, sizing, snapping, lining up.

Pure functions over layouts; nothing here knows the screen. A thing is named by its part: ``box:recipient``,
``line:0``, ``picture:0``. No function ever puts a thing off the page.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.services.layouts import Layout, Line, Picture

#: What places are rounded to (mm): finer than anybody can cut or print.
FINE = 0.01
#: What dragging falls on where nothing else draws it (mm).
GRID = 0.5
#: Nothing is made smaller than this (mm).
SMALLEST = 2.0

#: The places to take hold of, clockwise: columns (-1 left, 0 middle, 1 right) and rows likewise.
HANDLES = ((-1, -1), (0, -1), (1, -1), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0))

Handle = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the page in mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> float:
        """Where its upright middle line stands."""
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        """Where its level middle line stands."""
        return self.y + self.height / 2

    def moved(self, dx: float, dy: float) -> Frame:
        """The same frame elsewhere."""
        return Frame(self.x + dx, self.y + dy, self.width, self.height)

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies in it, or not farther outside than ``slack``."""
        return self.x - slack <= x <= self.right + slack and self.y - slack <= y <= self.bottom + slack

    def meets(self, other: Frame) -> bool:
        """Whether the two have a point in common."""
        across = self.x <= other.right and other.x <= self.right
        return across and self.y <= other.bottom and other.y <= self.bottom


@dataclass(frozen=True, slots=True)
class Snapped:
    """How far something is really moved, and the upright and level lines that drew it."""

    dx: float
    dy: float
    uprights: tuple[float, ...] = ()
    levels: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Targets:
    """What draws things being moved: upright lines (x) and level lines (y) in mm."""

    uprights: tuple[float, ...]
    levels: tuple[float, ...]


# ---------------------------------------------------------------- frames of a layout


def frames(layout: Layout) -> dict[str, Frame]:
    """Every thing of the layout with its place, in the order in which they are drawn."""
    found = {f"picture:{n}": _frame(each) for n, each in enumerate(layout.pictures)}
    found |= {f"line:{n}": _line_frame(each) for n, each in enumerate(layout.lines)}
    return found | {f"box:{box.key}": Frame(box.x, box.y, box.width, box.height) for box in layout.boxes}


def _frame(picture: Picture) -> Frame:
    return Frame(picture.x, picture.y, picture.width, picture.height)


def _line_frame(line: Line) -> Frame:
    return Frame(min(line.x1, line.x2), min(line.y1, line.y2), abs(line.x2 - line.x1), abs(line.y2 - line.y1))


def with_frames(layout: Layout, places: Mapping[str, Frame]) -> Layout:
    """The layout with some things in other places."""
    return dataclasses.replace(
        layout,
        boxes=tuple(
            dataclasses.replace(box, **_values(places[name], layout)) if name in places else box
            for box in layout.boxes
            for name in (f"box:{box.key}",)
        ),
        lines=tuple(
            _placed_line(line, places[name], layout) if name in places else line
            for n, line in enumerate(layout.lines)
            for name in (f"line:{n}",)
        ),
        pictures=tuple(
            dataclasses.replace(picture, **_values(places[name], layout)) if name in places else picture
            for n, picture in enumerate(layout.pictures)
            for name in (f"picture:{n}",)
        ),
    )


def _values(frame: Frame, layout: Layout) -> dict[str, Any]:
    width, height = min(_fine(frame.width), layout.width), min(_fine(frame.height), layout.height)
    return {
        "x": min(max(_fine(frame.x), 0.0), _fine(layout.width - width)),
        "y": min(max(_fine(frame.y), 0.0), _fine(layout.height - height)),
        "width": width,
        "height": height,
    }


def _placed_line(line: Line, frame: Frame, layout: Layout) -> Line:
    at = _values(frame, layout)
    left, top = at["x"], at["y"]
    right, bottom = _fine(left + at["width"]), _fine(top + at["height"])
    falls = (line.x1 <= line.x2) == (line.y1 <= line.y2)
    first, last = (top, bottom) if falls else (bottom, top)
    return dataclasses.replace(line, x1=left, y1=first, x2=right, y2=last)


def _fine(value: float) -> float:
    return round(round(value / FINE) * FINE, 2)


def around(found: Iterable[Frame]) -> Frame:
    """The smallest frame that holds all of them; raises ValueError for none."""
    held = list(found)
    left, top = min(f.x for f in held), min(f.y for f in held)
    return Frame(left, top, max(f.right for f in held) - left, max(f.bottom for f in held) - top)


def at_point(layout: Layout, x: float, y: float, slack: float) -> str:
    """The thing under a point, "" for none; of several the smallest, so that none hides behind a larger."""
    held = [(f.width * f.height, name) for name, f in frames(layout).items() if f.holds(x, y, slack)]
    return min(held)[1] if held else ""


def within(layout: Layout, frame: Frame) -> tuple[str, ...]:
    """The things that a frame drawn over the page touches."""
    return tuple(name for name, found in frames(layout).items() if found.meets(frame))


# ---------------------------------------------------------------- moving and sizing


def move(layout: Layout, names: Collection[str], dx: float, dy: float) -> Layout:
    """Some things moved together by mm, no farther than to the edge of the page."""
    found = frames(layout)
    moved = [name for name in names if name in found]
    if not moved:
        return layout
    whole = around(found[name] for name in moved)
    dx = min(max(dx, -whole.x), max(layout.width - whole.right, -whole.x))
    dy = min(max(dy, -whole.y), max(layout.height - whole.bottom, -whole.y))
    return with_frames(layout, {name: found[name].moved(dx, dy) for name in moved})


def resize(layout: Layout, name: str, handle: Handle, dx: float, dy: float) -> Layout:
    """One thing pulled by a handle; the opposite edge stays, and it never vanishes nor leaves the page."""
    found = frames(layout).get(name)
    if found is None:
        return layout
    least = 0.0 if name.startswith("line:") else SMALLEST
    left, right = _pulled(found.x, found.right, handle[0], dx, layout.width, least)
    top, bottom = _pulled(found.y, found.bottom, handle[1], dy, layout.height, least)
    if right - left < SMALLEST and bottom - top < SMALLEST and not least:  # a line of no length is none
        return layout
    return with_frames(layout, {name: Frame(left, top, right - left, bottom - top)})


def _pulled(low: float, high: float, side: int, by: float, most: float, least: float) -> tuple[float, float]:
    if side < 0:
        return min(max(low + by, 0.0), max(high - least, 0.0)), high
    if side > 0:
        return low, max(min(high + by, most), min(low + least, most))
    return low, high


def place(layout: Layout, name: str, frame: Frame) -> Layout:
    """One thing put where numbers say, held to the page."""
    if name not in frames(layout):
        return layout
    least = 0.0 if name.startswith("line:") else FINE
    width = min(max(frame.width, least), layout.width)
    height = min(max(frame.height, least), layout.height)
    return with_frames(layout, {name: Frame(frame.x, frame.y, width, height)})


# ---------------------------------------------------------------- snapping


def targets(
    layout: Layout, moving: Collection[str], uprights: Iterable[float] = (), levels: Iterable[float] = ()
) -> Targets:
    """What draws the moving things: guides, edges and middles of the others, and of the page."""
    others = [frame for name, frame in frames(layout).items() if name not in moving]
    return Targets(
        (*uprights, 0.0, layout.width / 2, layout.width,
         *(at for frame in others for at in (frame.x, frame.centre, frame.right))),
        (*levels, 0.0, layout.height / 2, layout.height,
         *(at for frame in others for at in (frame.y, frame.middle, frame.bottom))),
    )  # fmt: skip


def snapped_move(frame: Frame, dx: float, dy: float, drawn_by: Targets, reach: float) -> Snapped:
    """How a frame moved by the mouse really moves: onto a line within ``reach`` mm, else onto half mm."""
    across, upright = _drawn((frame.x, frame.centre, frame.right), dx, drawn_by.uprights, reach)
    down, level = _drawn((frame.y, frame.middle, frame.bottom), dy, drawn_by.levels, reach)
    return Snapped(across, down, upright, level)


def snapped_pull(
    frame: Frame, handle: Handle, dx: float, dy: float, drawn_by: Targets, reach: float
) -> Snapped:
    """As :func:`snapped_move` for one edge or corner being pulled."""
    xs = {-1: (frame.x,), 0: (), 1: (frame.right,)}[handle[0]]
    ys = {-1: (frame.y,), 0: (), 1: (frame.bottom,)}[handle[1]]
    across, upright = _drawn(xs, dx, drawn_by.uprights, reach) if xs else (0.0, ())
    down, level = _drawn(ys, dy, drawn_by.levels, reach) if ys else (0.0, ())
    return Snapped(across, down, upright, level)


def _drawn(
    edges: tuple[float, ...], by: float, lines: tuple[float, ...], reach: float
) -> tuple[float, tuple[float, ...]]:
    near = [(abs(line - edge - by), line - edge, line) for edge in edges for line in lines]
    best = min(near, default=(reach + 1, 0.0, 0.0))
    if best[0] <= reach:
        return best[1], (best[2],)
    return round((edges[0] + by) / GRID) * GRID - edges[0], ()


# ---------------------------------------------------------------- lining up


def align(layout: Layout, names: Collection[str], edge: str) -> Layout:
    """Several things lined up at an edge or middle of their whole; a single one at that of the page."""
    found = {name: frame for name, frame in frames(layout).items() if name in names}
    if not found:
        return layout
    page = Frame(0, 0, layout.width, layout.height)
    whole = around(found.values()) if len(found) > 1 else page
    put = _ALIGNED[edge]
    return with_frames(layout, {name: put(frame, whole) for name, frame in found.items()})


_ALIGNED: dict[str, Callable[[Frame, Frame], Frame]] = {
    "left": lambda f, whole: dataclasses.replace(f, x=whole.x),
    "centre": lambda f, whole: dataclasses.replace(f, x=whole.centre - f.width / 2),
    "right": lambda f, whole: dataclasses.replace(f, x=whole.right - f.width),
    "top": lambda f, whole: dataclasses.replace(f, y=whole.y),
    "middle": lambda f, whole: dataclasses.replace(f, y=whole.middle - f.height / 2),
    "bottom": lambda f, whole: dataclasses.replace(f, y=whole.bottom - f.height),
}


def centre_on_page(layout: Layout, names: Collection[str]) -> Layout:
    """Things put, as one group, into the middle of the page from left to right."""
    found = [frame for name, frame in frames(layout).items() if name in names]
    if not found:
        return layout
    return move(layout, names, layout.width / 2 - around(found).centre, 0.0)


def distribute(layout: Layout, names: Collection[str], *, across: bool) -> Layout:
    """Three or more things with equal gaps between them; the first and the last stay where they are."""
    found = [(name, frame) for name, frame in frames(layout).items() if name in names]
    if len(found) < 3:
        return layout
    found.sort(key=lambda pair: (pair[1].centre, pair[0]) if across else (pair[1].middle, pair[0]))
    sizes = [frame.width if across else frame.height for _, frame in found]
    first, last = found[0][1], found[-1][1]
    span = last.right - first.x if across else last.bottom - first.y
    gap = (span - sum(sizes)) / (len(found) - 1)
    at = first.x if across else first.y
    places = {}
    for (name, frame), size in zip(found, sizes, strict=True):
        places[name] = dataclasses.replace(frame, x=at) if across else dataclasses.replace(frame, y=at)
        at += size + gap
    return with_frames(layout, places)
