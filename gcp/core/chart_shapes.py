"""The marks a chart is drawn with: outlines in plain numbers, for SVG and PDF alike."""

from __future__ import annotations

from functools import cache
from math import cos, pi, sin
from typing import NamedTuple

from gcp.core.visit_fields import KINDS

Point = tuple[float, float]

EXPECTED = ("arranged", "short_notice")
SHAPES = dict(zip(KINDS, ("circle", "square", "triangle", "diamond", "star"), strict=True))
CIRCLE_RADIUS = 7.0
TARGET_RADIUS = 4.0
COUNT_RADIUS = 10.0  # of the disc that holds a number
EVENT_SHAPES = {
    "reports": "pentagon", "meetings": "hexagon", "opened": "forward", "closed": "back",
    "good": "heart", "other": "hourglass",
}  # fmt: skip


class Line(NamedTuple):
    """A straight line; its kind says how it is drawn."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float


class Box(NamedTuple):
    """An upright rectangle from its top left corner."""

    x: float
    y: float
    width: float
    height: float


class Mark(NamedTuple):
    """One visit's point: a circle of `radius`, or the closed outline of `points`."""

    x: float
    y: float
    shape: str  # circle|square|triangle|diamond|star|cross, count or one of EVENT_SHAPES
    style: str  # expected|unexpected|not_graded|no_access|event|event_serious|event_count
    radius: float | None
    points: tuple[Point, ...]

    @property
    def outline(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{x},{y}" for x, y in self.points)


def kind_mark(kind: str, x: float, y: float, graded: bool = True) -> Mark:
    """The mark of a visit of this kind, hollow where it gave no grade."""
    filled = "expected" if kind in EXPECTED else "unexpected"
    return _mark(SHAPES[kind], filled if graded else "not_graded", x, y)


def no_access_mark(x: float, y: float) -> Mark:
    """The cross of a visit that did not get in."""
    return _mark("cross", "no_access", x, y)


def target_mark(x: float, y: float, met: bool) -> Mark:
    """The small ring of a grade that was agreed on, filled once it was reached."""
    return Mark(x, y, "circle", "target_met" if met else "target", TARGET_RADIUS, ())


def event_mark(what: str, x: float, y: float, serious: bool) -> Mark:
    """The mark of an event, filled where it is serious."""
    return _mark(EVENT_SHAPES[what], "event_serious" if serious else "event", x, y)


def count_mark(x: float, y: float) -> Mark:
    """The disc of several events, for their number to stand on."""
    return Mark(x, y, "count", "event_count", COUNT_RADIUS, ())


def _mark(shape: str, style: str, x: float, y: float) -> Mark:
    radius = CIRCLE_RADIUS if shape == "circle" else None
    outline = tuple((round(x + dx, 1), round(y + dy, 1)) for dx, dy in _outline(shape))
    return Mark(x, y, shape, style, radius, outline)


@cache
def _outline(shape: str) -> tuple[Point, ...]:
    # Sizes differ so that the shapes look equally heavy.
    if shape == "square":
        return (-6.2, -6.2), (6.2, -6.2), (6.2, 6.2), (-6.2, 6.2)
    if shape == "triangle":
        return (0, -8.6), (8.2, 5.8), (-8.2, 5.8)
    if shape == "diamond":
        return (0, -9), (9, 0), (0, 9), (-9, 0)
    if shape == "star":
        return tuple(_polar(10 if corner % 2 == 0 else 4.4, corner / 10) for corner in range(10))
    if shape == "cross":
        return _cross(7.5, 1.9)
    return _event_outline(shape)


def _event_outline(shape: str) -> tuple[Point, ...]:
    corners = {"pentagon": 5, "hexagon": 6}.get(shape)
    if corners:
        # A pentagon stands on its tip, so that it is not taken for a visit's triangle.
        turn = 0.5 if shape == "pentagon" else 0.5 / corners
        return tuple(_polar(7.6, turn + corner / corners) for corner in range(corners))
    if shape == "forward":
        return (-6, -8), (8, 0), (-6, 8)
    if shape == "back":
        return (6, -8), (-8, 0), (6, 8)
    if shape == "hourglass":
        return (-6.5, -7), (6.5, -7), (-6.5, 7), (6.5, 7)
    if shape == "heart":
        return (
            (0, 8), (-7.6, 0), (-8, -3), (-6, -6.5), (-3, -6.8), (0, -3.6),
            (3, -6.8), (6, -6.5), (8, -3), (7.6, 0),
        )  # fmt: skip
    return ()


def _polar(radius: float, turn: float) -> Point:
    angle = 2 * pi * turn - pi / 2
    return radius * cos(angle), radius * sin(angle)


def _cross(reach: float, half: float) -> tuple[Point, ...]:
    arm = ((reach, -half), (reach, half), (half, half))
    plus = [_turn(point, quarter) for quarter in range(4) for point in arm]
    slant = sin(pi / 4)
    return tuple(((x - y) * slant, (x + y) * slant) for x, y in plus)


def _turn(point: Point, quarters: int) -> Point:
    for _ in range(quarters):
        point = (-point[1], point[0])
    return point
