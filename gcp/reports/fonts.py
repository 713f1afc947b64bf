"""The typefaces of reports: each letter in the first one that has it, as glyphs of one weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import uharfbuzz as hb

REGULAR, BOLD = 400, 700
# Noto Sans first, as it is the text's own; the scripts that names here are written in come next.
FIRST = ("NotoSans", "NotoSansArabic", "NotoSansHebrew", "NotoEmoji")
CJK_FILE, CJK_SIMPLIFIED = "NotoSansCJK-VF.otf.ttc", 2
LEFT_OUT = "NotoSans-Italic"


@dataclass(frozen=True)
class Face:
    """One file's outlines, for every weight of it."""

    name: str
    face: hb.Face
    letters: hb.Set
    weights: tuple[float, float] | None  # the least and the greatest; None: it has but one
    is_cff: bool  # outlines as PostScript draws them, not TrueType


class Font:
    """One face at one weight: it measures, and knows how its glyphs are placed."""

    def __init__(self, face: Face, weight: int) -> None:
        least, most = face.weights or (0, 0)
        self.face = face
        self.weight = min(max(weight, least), most) if face.weights else None
        self.name = f"{face.name}-{weight}"
        self.scale = 1000 / face.face.upem
        self.hb = hb.Font(face.face)
        self._widths: dict[int, int] = {}
        if self.weight is not None:
            self.hb.set_variations({"wght": self.weight})

    def width(self, glyph: int) -> int:
        """How far a glyph moves on, in thousandths of the letter size."""
        if glyph not in self._widths:
            self._widths[glyph] = round(self.hb.get_glyph_h_advance(glyph) * self.scale)
        return self._widths[glyph]


@cache
def faces() -> tuple[Face, ...]:
    """Every face in the order in which it is asked for a letter."""
    return tuple(_faces())


def _faces() -> Iterator[Face]:
    folder = Path(str(files("manimgx_fonts")))
    found = {path.name.partition("[")[0]: path for path in sorted(folder.glob("*.ttf"))}
    for name in FIRST:
        yield _face(name, found.pop(name))
    yield _face("NotoSansCJK", Path(str(files("manimgx_fonts_cjk"))) / CJK_FILE, CJK_SIMPLIFIED)
    for name, path in found.items():
        if name != LEFT_OUT:
            yield _face(name, path)


def _face(name: str, path: Path, index: int = 0) -> Face:
    # Mapped, not read: of the largest only what is used comes into memory.
    face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    axes = {axis.tag: axis for axis in face.axis_infos}
    weight = axes.get("wght")
    span = (weight.min_value, weight.max_value) if weight else None
    return Face(name, face, face.unicodes, span, "CFF2" in face.table_tags)


@lru_cache(maxsize=20_000)
def face_of(letter: str) -> int | None:
    """The number of the first face that has a letter; None where none has."""
    code = ord(letter)
    return next((number for number, face in enumerate(faces()) if code in face.letters), None)


@cache
def font(face: int, bold: bool) -> Font:
    """A face at one of the two weights."""
    return Font(faces()[face], BOLD if bold else REGULAR)
