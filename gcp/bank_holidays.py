"""The bank holidays of the United Kingdom's nations, as the `holidays` package keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

NATIONS: Mapping[str, str] = {
    "england_and_wales": "ENG",
    "scotland": "SCT",
    "northern_ireland": "NIR",
}


@dataclass(frozen=True)
class BankHolidays:
    """The bank holidays of one nation: `day in BankHolidays("scotland")`."""

    nation: str

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _of_year(self.nation, day.year)


@cache
def _of_year(nation: str, year: int) -> frozenset[date]:
    # Asked for a year at a time: the package's own growing table is not made for threads.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv=NATIONS[nation], years=year))
