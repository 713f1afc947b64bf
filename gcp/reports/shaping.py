"""Text as glyphs: which face each part of it is in, and where each glyph of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, combining

import uharfbuzz as hb

from gcp.reports.direction import TURNING
from gcp.reports.fonts import Font, face_of, font

BOX = "\N{WHITE SQUARE}"
_JOINS = frozenset("\u200c\u200d\u200e\u200f\u00ad\u034f\u061c\u2060\ufeff\u200b")
_TAGS = range(0xE0000, 0xE0080)
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x1F3FB, 0x1F400))


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: how far it moves on and where it is set off to, in thousandths of the size."""

    id: int
    advance: int
    dx: int
    dy: int
    text: str  # what it stands for; empty where an earlier one stands for all of its letters


# The same few glyphs stand in all words: each is held once.
_glyph = lru_cache(maxsize=20_000)(Glyph)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A piece of text in one font and direction."""

    text: str
    font: Font
    glyphs: Sequence[Glyph]
    width: int  # in thousandths of the size
    is_plain: bool  # from the left, and each glyph stands for letters of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one face."""

    text: str
    face: int


@lru_cache(maxsize=20_000)
def pieces(text: str) -> tuple[Piece, ...]:
    """Text by its faces; what no face has becomes a box with its code point, in its place."""
    if text.isascii() and text.isprintable():  # nearly all text
        return (Piece(text, 0),)
    return tuple(_joined(_single(text)))


def _single(text: str) -> Iterator[Piece]:
    face: int | None = None
    for letter in text:
        if face is not None and _stays(letter, face):
            yield Piece(letter, face)
            continue
        found = None if _is_told(letter) else face_of(letter)
        if found is None and _is_unseen(letter):
            found = face or 0
        if found is None:
            yield Piece(BOX, face_of(BOX) or 0)
            yield Piece(f"U+{ord(letter):04X}", 0)
            face = None
            continue
        face = found
        yield Piece(letter, face)


def _stays(letter: str, face: int) -> bool:
    """Whether a letter belongs to the one before it, and so to its face."""
    if letter in _JOINS or any(ord(letter) in each for each in (*_SELECTORS, _TAGS)):
        return True
    return bool(combining(letter)) and (face_of(letter) in (None, face) or _has(face, letter))


def _has(face: int, letter: str) -> bool:
    return ord(letter) in font(face, False).face.letters


def _is_unseen(letter: str) -> bool:
    return letter in _JOINS or any(ord(letter) in each for each in (*_SELECTORS[:2], _TAGS))


def _is_told(letter: str) -> bool:
    """Whether a letter would be invisible or turn what is about it, and so is named instead."""
    return letter in TURNING or category(letter) in ("Cc", "Cs", "Co")


def _joined(found: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for each in found:
        if held and held.face == each.face:
            held = Piece(held.text + each.text, held.face)
            continue
        if held:
            yield held
        held = each
    if held:
        yield held


@lru_cache(maxsize=20_000)
def shape(piece: Piece, bold: bool, from_right: bool) -> Shaped:
    """A piece as glyphs, in the order in which they stand from the left."""
    of = font(piece.face, bold)
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_codepoints([ord(each) for each in piece.text])
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_right else "ltr"
    hb.shape(of.hb, buffer)
    infos, places, scale = buffer.glyph_infos, buffer.glyph_positions, of.scale
    starts = sorted({each.cluster for each in infos})
    ends = dict(zip(starts, [*starts[1:], len(piece.text)], strict=True))
    whole = _carriers(infos, places)
    glyphs = [
        _glyph(
            info.codepoint, round(place.x_advance * scale), round(place.x_offset * scale),
            round(place.y_offset * scale),
            piece.text[info.cluster : ends[info.cluster]] if at in whole else "",
        )
        for at, (info, place) in enumerate(zip(infos, places, strict=True))
    ]  # fmt: skip
    plain = not from_right and all(each.text for each in glyphs)
    return Shaped(piece.text, of, glyphs, sum(g.advance for g in glyphs), plain)


def _carriers(infos: Sequence[hb.GlyphInfo], places: Sequence[hb.GlyphPosition]) -> set[int]:
    """Of each letter's glyphs the one that is read as it: its widest, not the dots over it."""
    found: dict[int, int] = {}
    for at, (info, place) in enumerate(zip(infos, places, strict=True)):
        held = found.setdefault(info.cluster, at)
        if place.x_advance > places[held].x_advance:
            found[info.cluster] = at
    return set(found.values())

