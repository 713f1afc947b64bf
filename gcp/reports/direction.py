"""Which way each letter runs: the levels of the Unicode bidirectional algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from unicodedata import bidirectional

from bidi import algorithm

_Run = TypeVar("_Run")
_RIGHT = ("R", "AL", "AN")
_FOLLOWS = "\N{COMBINING GRAVE ACCENT}"  # as the letter before it
_NEUTRAL = "\N{OBJECT REPLACEMENT CHARACTER}"
# What would turn the letters around it is shown instead: a name must not read as another one.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def levels(text: str) -> tuple[int, Sequence[int]] | None:
    """The level of a paragraph and of each of its letters; None where all run from the left."""
    if text.isascii() or not any(bidirectional(each) in _RIGHT for each in text):
        return None
    plain = "".join(_plain(each) for each in text)
    storage = algorithm.get_empty_storage()
    base = algorithm.get_base_level(plain)
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(plain, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return base, [each["level"] for each in storage["chars"]]


def _plain(letter: str) -> str:
    """A letter that the algorithm keeps, so that every level finds its own again."""
    if letter in TURNING:
        return _NEUTRAL
    return _FOLLOWS if bidirectional(letter) in ("BN", "") else letter


def visual_order(runs: Sequence[tuple[int, _Run]]) -> list[_Run]:
    """Runs of a line with their levels, in the order in which they stand from the left."""
    found = list(runs)
    highest = max((level for level, _ in found), default=0)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(found):
            end = start
            while end < len(found) and found[end][0] >= level:
                end += 1
            found[start:end] = found[start:end][::-1]
            start = max(end, start + 1)
    return [run for _, run in found]
