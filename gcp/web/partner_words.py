"""How the partners of a home work there, in names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gcp.core.partner_work import HOME, NOT, PartnerWork
from gcp.partnering import work_of
from gcp.store import homes
from gcp.store.engine import Row
from gcp.web.context import parts, store


@dataclass(frozen=True)
class PartnerLine:
    """One partner of a home: who it is and with whom it works there, in words."""

    partner: Row
    name: str
    work: PartnerWork
    works: str


def partners_of(home: str) -> list[PartnerLine]:
    """The partners that work with a home or with children of it."""
    return [
        PartnerLine(row, name_of(row), work, work_words(home, work))
        for row, work in work_of(store(), home)
    ]


def name_of(partner: Row) -> str:
    """A partner's name with its agency, and whether its account is closed."""
    words = parts().text
    names = words.chronology.agencies
    agency = names[partner["agency"]] if partner["agency"] in names else partner["agency"]
    line = words.partners.closed if partner["disabled_at"] else words.partners.named
    return str(line.format(name=partner["name"], agency=agency))


def work_words(home: str, work: PartnerWork) -> str:
    """With whom of a home somebody works."""
    words = parts().text.partners
    if work.how in (NOT, HOME):
        return str(words.works[work.how])
    return ", ".join(_names(home, work))


def _names(home: str, work: PartnerWork) -> Iterator[str]:
    for row in homes.people(store(), home):
        if row["id"] in work.children:
            yield row["name"]
