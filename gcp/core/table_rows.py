"""Rows of tables of homes and people from another system: what each column may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from gcp.core.fields import as_date
from gcp.core.found_home import LONGEST_ADDRESS, LONGEST_POSTCODE
from gcp.core.problems import Problem
from gcp.core.visit_fields import MOST_YEARS, NAME
from gcp.core.visit_links import EARLIEST_BIRTH

Row = Mapping[str, str]

HOMES = ("external_id", "address", "postcode", "name")
PEOPLE = ("external_id", "home_external_id", "kind", "name", "born", "about_years", "relation")
# What no row of a table may leave empty.
NEEDED = {HOMES: HOMES[:2], PEOPLE: PEOPLE[:4]}
KINDS = ("child", "carer", "other")
EXTERNAL_ID = 100  # letters

_HOME_LENGTHS = {"external_id": EXTERNAL_ID, "address": LONGEST_ADDRESS,
                 "postcode": LONGEST_POSTCODE, "name": NAME}  # fmt: skip
_PERSON_LENGTHS = {"external_id": EXTERNAL_ID, "home_external_id": EXTERNAL_ID, "name": NAME,
                   "relation": NAME}  # fmt: skip


def home_problems(row: Row) -> Iterator[Problem]:
    """What is wrong with a row of the table of homes."""
    yield from _texts(row, HOMES, _HOME_LENGTHS)


def person_problems(row: Row, today: date) -> Iterator[Problem]:
    """What is wrong with a row of the table of people."""
    yield from _texts(row, PEOPLE, _PERSON_LENGTHS)
    if row["kind"] and row["kind"] not in KINDS:
        yield Problem("kind", "kind")
    yield from _born(row["born"], today)
    yield from _years(row)


def place_of(row: Row) -> str:
    """One spelling of an address: two homes do not stand at the same one."""
    return "\n".join("".join(filter(str.isalnum, row[each].casefold())) or row[each]
                     for each in ("address", "postcode"))  # fmt: skip


def _texts(row: Row, columns: tuple[str, ...], lengths: Mapping[str, int]) -> Iterator[Problem]:
    for column in columns:
        value = row[column]
        if not value and column in NEEDED[columns]:
            yield Problem(column, "empty")
        elif len(value) > lengths.get(column, NAME):
            yield Problem(column, "long", {"most": lengths.get(column, NAME)})
        elif not value.isprintable():
            yield Problem(column, "unprintable")


def _born(written: str, today: date) -> Iterator[Problem]:
    if not written:
        return
    day = as_date(written)
    if day is None:
        yield Problem("born", "born_form")
    elif day > today:
        yield Problem("born", "born_ahead")
    elif written < EARLIEST_BIRTH:
        yield Problem("born", "born_before", {"earliest": EARLIEST_BIRTH})


def _years(row: Row) -> Iterator[Problem]:
    written = row["about_years"]
    if not written:
        return
    digits = written.isascii() and written.isdigit() and len(written) < 3
    if not digits or int(written) > MOST_YEARS:
        yield Problem("about_years", "years", {"most": MOST_YEARS})
    elif row["kind"] != "child":
        yield Problem("about_years", "years_of_child")
    elif row["born"]:
        yield Problem("about_years", "years_and_born")
