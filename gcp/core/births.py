"""When people were born, as far as that is known: a day, or a span for "about 4"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from jellyfish import damerau_levenshtein_distance

YEAR = timedelta(days=366)
OLD_ENOUGH = 10  # from this age on, a guess may be two years out


@dataclass(frozen=True)
class Birth:
    """The first and the last day that somebody may have been born on."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day."""
        return self.first == self.last

    @property
    def years(self) -> range:
        """Every calendar year in it."""
        return range(self.first.year, self.last.year + 1)


def birth_of(person: Mapping[str, Any]) -> Birth | None:
    """What is known of a person with `born`, `about_years` and `added_at`, the time of both."""
    return _birth(person.get("born"), person.get("about_years"), person["added_at"][:10])


@lru_cache(maxsize=50_000)
def _birth(born: str | None, years: int | None, added: str) -> Birth | None:
    if born:
        try:
            day = date.fromisoformat(born)
        except ValueError:
            return None
        return Birth(day, day)
    if years is None:
        return None
    on = date.fromisoformat(added)
    slack = 2 if years >= OLD_ENOUGH else 1
    return Birth(on - YEAR * (years + 1 + slack), on - YEAR * max(0, years - slack))


def births_fit(one: Birth | None, other: Birth | None) -> str | None:
    """How two births fit: same, slip (one digit, or day and month turned), fits, differs.

    None where one of them is not known.
    """
    if one is None or other is None:
        return None
    if one.is_day and other.is_day:
        if one == other:
            return "same"
        return "slip" if _is_slip(one.first, other.first) else "differs"
    return "fits" if one.first <= other.last and other.first <= one.last else "differs"


def _is_slip(one: date, other: date) -> bool:
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    here, there = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    return damerau_levenshtein_distance(here, there) == 1
