"""Keys under which a home is found again: whoever shares one is worth comparing, nobody else is.

Kept beside each home. Whoever changes what a key looks like makes all of them anew in a migration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gcp.core.addresses import Address
from gcp.core.births import Birth, birth_of
from gcp.core.person_names import name_sound, name_sounds, name_words

# An address says more than a child's name. What shares less than LEAST is not compared: one of
# those that count 2 or 3 alone.
WEIGHTS, OTHER_WEIGHT, LEAST = {"a:": 4, "p:": 3}, 2, 4
MOST_YEARS = 8  # a span of birth years longer than this says nothing


def address_keys(place: Address) -> set[str]:
    """What is kept of an address."""
    keys = {f"p:{place.postcode}"} if len(place.postcode) >= 5 else set()
    words = _sounds(place)
    keys |= {f"s:{word}" for word in words}
    numbers = {each for each in (place.number, place.flat) if each}
    keys |= {f"a:{number}:{word}" for number in numbers for word in words}
    keys |= {f"a:{number}:{place.postcode}" for number in numbers if place.postcode}
    return keys if numbers else keys | {f"u:{word}" for word in words}


def asked_address_keys(place: Address) -> set[str]:
    """What is asked for to find homes at an address: with a number, not the whole street."""
    keys = address_keys(place)
    if not place.number:
        return keys
    words = _sounds(place)
    return {each for each in keys if not each.startswith("s:")} | {f"u:{each}" for each in words}


def child_keys(child: Mapping[str, Any]) -> set[str]:
    """What is kept of a child: how its first name sounds, with its birth."""
    birth, words = birth_of(child), name_words(child["name"])
    if birth is None or not words:
        return set()
    sounds = name_sounds(words[0])
    if birth.is_day:
        # Two of year, month and day stay what they are if one digit of the date is wrong.
        return _with(sounds, _pairs(birth.first)) | _with(sounds, [f"e:{birth.first.year}"])
    return _with(sounds, _years(birth, "c"))


def asked_child_keys(child: Mapping[str, Any]) -> set[str]:
    """What is asked for to find a child again, were its name or birth written otherwise."""
    birth, words = birth_of(child), name_words(child["name"])
    if birth is None or not words:
        return set()
    sounds = name_sounds(words[0]) | name_sounds(words[-1])  # either may be the first name
    if birth.is_day:
        return _with(sounds, _pairs(birth.first)) | _with(sounds, _years(birth, "c"))
    return _with(sounds, [*_years(birth, "c"), *_years(birth, "e")])


def _pairs(day: date) -> list[str]:
    return [f"d:{day:%m%d}", f"d:{day:%Y-%m}", f"d:{day:%Y--%d}"]


def _years(birth: Birth, kind: str) -> list[str]:
    """The years of a birth that is known roughly; a span that is too long says nothing."""
    return [f"{kind}:{year}" for year in birth.years if len(birth.years) <= MOST_YEARS]


def _with(sounds: Iterable[str], births: Iterable[str]) -> set[str]:
    times = list(births)
    return {f"{each}:{sound}" for each in times for sound in sounds}


def asked_keys(place: Address, people: Iterable[Mapping[str, Any]]) -> set[str]:
    """Everything that is asked for to find homes that may be this one."""
    children = (asked_child_keys(each) for each in people if each["kind"] == "child")
    return asked_address_keys(place).union(*children)


def _sounds(place: Address) -> set[str]:
    named = {*place.street, *place.house} - {"house", "cottage", "saint"}
    return {name_sound(word) for word in named} - {""}
