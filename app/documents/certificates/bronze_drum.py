"""The face of a bronze drum (trống đồng), our own drawing after the Đông Sơn manner."""

from __future__ import annotations

import math

from app.documents.certificates.pen import Pen, Point, polar

_RAYS = 14
_BIRDS = 12
# A flying lạc bird, beak to the left: (along the ring, outwards), in parts of its length; Bézier pieces.
_BIRD_START: Point = (-0.52, 0.075)
_BIRD: tuple[tuple[Point, ...], ...] = (
    ((-0.40, 0.105), (-0.31, 0.125), (-0.255, 0.145)),  # beak, upper edge
    ((-0.235, 0.19), (-0.19, 0.20), (-0.165, 0.175)),  # forehead
    ((-0.11, 0.225), (-0.05, 0.245), (0.01, 0.235)),  # crest, swept back
    ((-0.06, 0.205), (-0.11, 0.165), (-0.145, 0.125)),
    ((-0.13, 0.075), (-0.09, 0.05), (-0.045, 0.045)),  # neck
    ((-0.02, 0.18), (0.06, 0.33), (0.20, 0.42)),  # wing, leading edge
    ((0.185, 0.37), (0.19, 0.34), (0.20, 0.31)),
    ((0.215, 0.335), (0.25, 0.355), (0.285, 0.36)),  # wing tips
    ((0.255, 0.30), (0.25, 0.26), (0.255, 0.225)),
    ((0.275, 0.25), (0.305, 0.265), (0.335, 0.265)),
    ((0.27, 0.19), (0.235, 0.11), (0.20, 0.04)),
    ((0.29, 0.025), (0.40, 0.045), (0.50, 0.095)),  # tail
    ((0.49, 0.06), (0.495, 0.035), (0.51, 0.01)),
    ((0.49, -0.005), (0.49, -0.03), (0.50, -0.065)),
    ((0.41, -0.06), (0.31, -0.05), (0.23, -0.055)),
    ((0.13, -0.10), (-0.01, -0.115), (-0.105, -0.06)),  # belly
    ((-0.16, -0.03), (-0.195, 0.035), (-0.215, 0.085)),  # throat
    ((-0.25, 0.08), (-0.38, 0.075), (-0.52, 0.075)),  # beak, lower edge
)


def draw_sun(pen: Pen, centre: Point, radius: float, *, rays: int = _RAYS, core: float = 0.34) -> None:
    """A filled sun with pointed rays."""
    points = []
    for index in range(rays * 2):
        angle = math.pi * index / rays - math.pi / 2
        points.append(polar(centre, radius if index % 2 == 0 else radius * core, angle))
    pen.shape(points, stroke=False, fill=True)


def draw_drum(pen: Pen, centre: Point, radius: float, line: str, area: str, width: float) -> None:
    """The whole drum face: sun, rings of combs, circles and meanders, birds in flight."""
    pen.stroke(line, width)
    pen.fill(area)
    draw_sun(pen, centre, radius * 0.165, core=0.36)
    for part in (0.182, 0.193, 0.243, 0.254, 0.300, 0.311, 0.381, 0.392, 0.440, 0.451,
                 0.690, 0.701, 0.748, 0.798, 0.848, 0.859, 0.925, 0.985, 1.0):  # fmt: skip
        pen.ring(*centre, radius * part)

    def half(once: Pen) -> None:
        once.stroke(line, width)
        once.fill(area)
        _half_face(once, centre, radius)

    x, y = centre
    pen.place(half, ((1, 0, 0, 1, 0, 0), (-1, 0, 0, -1, 2 * x, 2 * y)))


def _half_face(pen: Pen, centre: Point, radius: float) -> None:
    """What stands in the rings, for half a turn; every count is that of the whole drum."""
    _feathers(pen, centre, radius)
    _tangent_circles(pen, centre, radius * 0.218, radius * 0.0165, 40)
    _comb(pen, centre, radius * 0.262, radius * 0.293, 84)
    _meander(pen, centre, radius * 0.322, radius * 0.371, 26)
    _tangent_circles(pen, centre, radius * 0.416, radius * 0.0165, 76)
    _birds(pen, centre, radius * 0.571)
    _comb(pen, centre, radius * 0.709, radius * 0.741, 180)
    _tangent_circles(pen, centre, radius * 0.773, radius * 0.0165, 140)
    _comb(pen, centre, radius * 0.806, radius * 0.840, 180)
    _meander(pen, centre, radius * 0.868, radius * 0.916, 62)
    _teeth(pen, centre, radius * 0.933, radius * 0.977, 110)


def _feathers(pen: Pen, centre: Point, radius: float) -> None:
    """Nested chevrons between the rays of the sun."""
    for index in range(_RAYS // 2):
        middle = 2 * math.pi * (index + 0.5) / _RAYS - math.pi / 2
        for tip, spread in ((0.098, 0.075), (0.124, 0.10), (0.149, 0.12)):
            pen.shape(
                [
                    polar(centre, radius * (tip + 0.016), middle - spread),
                    polar(centre, radius * (tip - 0.012), middle),
                    polar(centre, radius * (tip + 0.016), middle + spread),
                ],
                close=False,
            )


def _comb(pen: Pen, centre: Point, inner: float, outer: float, count: int) -> None:
    for index in range(count // 2):
        angle = 2 * math.pi * index / count
        pen.shape([polar(centre, inner, angle), polar(centre, outer, angle)], close=False)


def _tangent_circles(pen: Pen, centre: Point, ring: float, size: float, count: int) -> None:
    """Circles with a dot, joined by slanting tangents."""
    for index in range(count // 2):
        angle = 2 * math.pi * index / count
        here = polar(centre, ring, angle)
        pen.ring(*here, size)
        pen.ring(*here, size * 0.28, stroke=False, fill=True)
        step = 2 * math.pi / count
        pen.shape(
            [
                polar(centre, ring + size, angle + step * 0.12),
                polar(centre, ring - size, angle + step * 0.88),
            ],
            close=False,
        )


def _meander(pen: Pen, centre: Point, inner: float, outer: float, count: int) -> None:
    """Running S scrolls, squared."""
    depth = (outer - inner) / 4
    for index in range(count // 2):
        start, step = 2 * math.pi * index / count, 2 * math.pi / count
        pen.shape(
            [
                polar(centre, inner + depth * level, start + step * along)
                for along, level in (
                    (0.0, 0), (0.70, 0), (0.70, 2.6), (0.36, 2.6), (0.36, 1.5),
                    (0.18, 1.5), (0.18, 4), (1.0, 4), (1.0, 0),
                )
            ],
            close=False,
        )  # fmt: skip


def _teeth(pen: Pen, centre: Point, inner: float, outer: float, count: int) -> None:
    for index in range(count // 2):
        start, step = 2 * math.pi * index / count, 2 * math.pi / count
        pen.shape(
            [
                polar(centre, inner, start + step * 0.08),
                polar(centre, outer, start + step * 0.5),
                polar(centre, inner, start + step * 0.92),
            ],
            stroke=False,
            fill=True,
        )


def _birds(pen: Pen, centre: Point, ring: float) -> None:
    """Birds flying against the clock, as on every drum."""
    length = 2 * math.pi * ring / _BIRDS * 0.94
    for index in range(_BIRDS // 2):
        middle = 2 * math.pi * (index + 0.5) / _BIRDS

        def at(point: Point, middle: float = middle) -> Point:
            return polar(centre, ring + (point[1] - 0.15) * length * 0.80, middle + point[0] * length / ring)

        pieces = [tuple(map(at, piece)) for piece in _BIRD]
        pen.curves(at(_BIRD_START), pieces, close=True, fill=True)
        pen.ring(*at((-0.205, 0.135)), length * 0.012)
