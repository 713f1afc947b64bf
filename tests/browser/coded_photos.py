"""JPEGs that say which they are: a number in dark and light squares, read back from any copy."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from random import Random

from PIL import Image, ImageDraw

GRID = 4
MOST = 2 ** (GRID * GRID)
_SMALL, _LARGE = 240, 1840
_DARK, _LIGHT = (20, 20, 20), (235, 235, 235)


def coded_photo(code: int, is_large: bool = False) -> bytes:
    """A JPEG of 2 kB, or of 3 to 4 MB, that shows this number."""
    side = _LARGE if is_large else _SMALL
    picture = Image.new("RGB", (side, side), _DARK)
    if is_large:
        picture.paste(_noise(), (0, 0))
    draw = ImageDraw.Draw(picture)
    for at in range(GRID * GRID):
        _draw_square(draw, at, side // GRID, _LIGHT if code >> at & 1 else _DARK, is_large)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=95, comment=f"photo {code}".encode())
    return written.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _draw_square(
    draw: ImageDraw.ImageDraw, at: int, size: int, colour: tuple[int, int, int], is_large: bool
) -> None:
    """A whole square of a small photo; of a large one its middle, so that the rest stays large."""
    left, top = at % GRID * size, at // GRID * size
    edge = size // 3 if is_large else 0
    draw.rectangle((left + edge, top + edge, left + size - edge, top + size - edge), fill=colour)


@cache
def _noise() -> Image.Image:
    return Image.frombytes("RGB", (_LARGE, _LARGE), Random(1).randbytes(_LARGE * _LARGE * 3))
