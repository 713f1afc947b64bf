"""People's names as they are heard and written down: which of them may be one person's."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jellyfish import damerau_levenshtein_distance, metaphone

from gcp.core.short_names import NAMES, are_forms_of_one

_TITLES = frozenset("mr mrs miss ms mx dr master baby jr jnr snr".split())
# What people write who do not know a name: it says nothing of what the name is.
_NO_NAME = frozenset(
    "boy girl child baby toddler infant lad lass man woman male female adult person unknown not"
    " known mother father mum dad uncle aunt brother sister older younger little big carer teenager"
    " teen kid son daughter friend neighbour lodger visitor none unnamed name in with maybe about"
    " the of".split()
)
MOST_WORDS, MOST_LETTERS = 6, 80
SAME, SHORT, SPELLING = "same", "short", "spelling"


@dataclass(frozen=True)
class NameMatch:
    """How two names fit: `how` the first names do, and what the rest says."""

    how: str  # same, short, spelling
    surname: str  # same, differs, missing (one of them has none)
    turned: bool = False  # surname first in one of them


@lru_cache(maxsize=50_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters without accents; none where it is no name."""
    bare = "".join(
        each
        for each in unicodedata.normalize("NFKD", name[:MOST_LETTERS])
        if not unicodedata.combining(each)
    ).casefold()
    words = re.findall(r"[^\W\d_]+", bare.replace("'", "").replace("’", ""))
    if len(words) > 1 or not set(words) & set(NAMES):
        if len(set(words) & _NO_NAME) >= min(2, len(words)) or words[:1] and words[0] in _NO_NAME:
            return ()
    return tuple(word for word in words if word not in _TITLES)[:MOST_WORDS]


def name_sound(word: str) -> str:
    """One sign for words that sound alike, and for forms of one name the same; for an index."""
    forms = NAMES.get(word)
    return f"#{min(forms)}" if forms else _sound(word)


def name_sounds(word: str) -> set[str]:
    """Every sign under which a word may be kept, were it written or called otherwise."""
    return {f"#{each}" for each in NAMES.get(word, ())} | {_sound(word)}


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    return metaphone(word) or word


def words_alike(one: str, other: str) -> str | None:
    """How two words of names fit, if they do."""
    if one == other:
        return SAME
    if are_forms_of_one(one, other):
        return SHORT
    return SPELLING if may_be_misspelt(one, other) else None


@lru_cache(maxsize=100_000)
def may_be_misspelt(one: str, other: str) -> bool:
    """Whether one word may be the other with a slip or two, or written as it sounds."""
    shortest = min(len(one), len(other))
    if shortest < 3 or abs(len(one) - len(other)) > 2 or one in NAMES and other in NAMES:
        return False
    slips = damerau_levenshtein_distance(one, other)
    if slips <= (0 if shortest < 4 else 1 if shortest < 8 else 2):
        return True
    return slips <= 2 and shortest >= 3 and len(_sound(one)) > 1 and _sound(one) == _sound(other)


@lru_cache(maxsize=100_000)
def names_fit(one: str, other: str) -> NameMatch | None:
    """How two whole names fit; None where they do not, or where one is no name."""
    here, there = name_words(one), name_words(other)
    if not here or not there:
        return None
    how = words_alike(here[0], there[0])
    if how:
        if len(here) == 1 or len(there) == 1:
            both = len(here) == len(there)
            return NameMatch(how, SAME if both else "missing")
        alike = any(_surnames(a, b) for a in here[1:] for b in there[1:])
        return NameMatch(how, SAME if alike else "differs")
    if len(here) > 1 and len(there) > 1:
        turned = words_alike(here[0], there[-1]), words_alike(here[-1], there[0])
        if all(turned):
            return NameMatch(str(min(turned, key=lambda each: each == SAME)), SAME, turned=True)
    return None


def _surnames(one: str, other: str) -> bool:
    return one == other or may_be_misspelt(one, other)
