"""Boxes that are blacked out of a photo's copies: read from what was typed, turned into pixels."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from gcp.core.problems import Problem, Refused

Box = tuple[int, int, int, int]  # left, top, right, bottom in ten-thousandths of the upright picture

WHOLE = 10_000
MOST_BOXES = 50
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


def read_boxes(rows: Iterable[Sequence[str]]) -> list[Box]:
    """The boxes of rows of four percentages each, empty rows left out; raises Refused."""
    boxes, problems = [], []
    for number, row in enumerate(rows, 1):
        if not any(each.strip() for each in row):
            continue
        box = [_part(each.strip()) for each in row]
        if len(box) != 4 or None in box or not (box[0] < box[2] and box[1] < box[3]):  # type: ignore[operator]
            problems.append(Problem(f"boxes[{number}]", "box_wrong", {"n": number}))
        boxes.append(tuple(box))
    if len(boxes) > MOST_BOXES:
        problems.append(Problem("boxes", "boxes_many", {"most": MOST_BOXES}))
    if problems:
        raise Refused(problems)
    return boxes  # type: ignore[return-value]


def mark_of(boxes: Sequence[Box]) -> str:
    """A short name of these boxes, another for other boxes; empty where nothing is blacked out."""
    return hashlib.sha256(repr(list(boxes)).encode()).hexdigest()[:12] if boxes else ""


def together(groups: Iterable[Iterable[Box]]) -> tuple[Box, ...]:
    """All boxes of several redactions, each once and in one order."""
    return tuple(sorted({each for group in groups for each in group}))


def pixels(box: Box, size: tuple[int, int]) -> Box:
    """The box in whole pixels of a picture, ends included, rounded outward and one pixel wider.

    A pixel beside the box holds a little of what is in it, once the picture was made smaller.
    """
    width, height = size
    left, top, right, bottom = box
    return (
        max(0, left * width // WHOLE - 1), max(0, top * height // WHOLE - 1),
        min(width - 1, -(-right * width // WHOLE)), min(height - 1, -(-bottom * height // WHOLE)),
    )  # fmt: skip


def _part(written: str) -> int | None:
    found = _PERCENT.fullmatch(written)
    if not found:
        return None
    value = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return value if value <= WHOLE else None
