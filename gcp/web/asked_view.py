"""For whom a check is asked should they have care, as much of it as an account may be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gcp.asked_checks import of_home
from gcp.core.access import Right, Role, Told, may_be_told
from gcp.core.asked_checks import Asked, Named, is_alike, named
from gcp.core.history import VisitRecord
from gcp.store import accounts, homes, joins
from gcp.web import dates
from gcp.web.context import account, may_read, now, parts, store

ALL, WHY, THAT = "all", "why", "that"  # how much is told: all of it, what and why, only for whom


@dataclass(frozen=True)
class AskedView:
    """One request as it is told; `lines` are what is said beneath its first sentence."""

    asked: Asked
    person: str  # the id under which the home knows them
    sentence: str
    lines: Sequence[str]
    is_whole: bool  # whether all of it may be told


def today() -> str:
    """The day here, as it is written down."""
    return now().astimezone(dates.HERE).date().isoformat()


def level_of(home: str) -> str | None:
    """How much of what is asked for in a home this account may be told; None: nothing."""
    if may_read(Right.SEE_CHECK_WHY, home):
        return ALL
    if not may_read(Right.SEE_CHECK, home):
        return None
    return WHY if may_be_told(account(), Right.KNOW_CHECK_WHY, police_sees()) else THAT


def police_sees() -> Told:
    """What the authority lets an officer be told of a known home; of others nothing."""
    return parts().settings.police_sees if account().role is Role.POLICE else Told.NOTHING


def visible(home: str) -> tuple[list[Asked], str | None]:
    """The requests about people of a home that this account may know of, and how much of them.

    Whoever may see the home that it is joined into is told of those as well.
    """
    join = joins.of_home(store(), home)
    into = join["into_home"] if join else None
    for each in (into, home):
        level = level_of(each) if each else None
        if each and level:
            return of_home(store(), each), level
    return [], None


def asked_now(home: str, child: str | None = None) -> list[AskedView]:
    """What is asked for in a home now, or for one child of it."""
    found, level = visible(home)
    known = {each["id"] for each in homes.people(store(), home)} if found else set()
    return [
        AskedView(
            each, next(iter(sorted(each.ids & known)), each.person["id"]),
            words_of(each), lines_of(each, level or THAT), level == ALL,
        )
        for each in found
        if each.ended_on is None and (child is None or child in each.ids)
    ]  # fmt: skip


def words_of(asked: Asked) -> str:
    """That a check is asked for, in a sentence."""
    return str(parts().text.asked.if_care.format(name=asked.person["name"]))


def lines_of(asked: Asked, level: str) -> list[str]:
    """What else may be told of a request."""
    words = parts().text.asked
    why = [words.what.format(what=asked.what), words.why.format(why=asked.why)]
    if level == ALL:
        by = words.by.format(name=asked.asker, day=dates.day(asked.day))
        return [by, *why, words.source.format(source=asked.source)]
    return [*(why if level == WHY else []), ring(asked.person["home_id"])]


def ring(home: str) -> str:
    """Whom to ring about a home."""
    words, ties = parts().text.asked, homes.ties(store(), home)
    team = next(each for each in accounts.teams(store()) if ties and each["id"] == ties.team)
    form = words.ring if team["telephone"] else words.ring_none
    return str(form.format(team=team["name"], telephone=team["telephone"]))


def plain(view: AskedView) -> str:
    """A request as one text, for a device."""
    return " ".join([view.sentence, *map(_ended, view.lines)])


class AskedInVisits:
    """What visits say of people for whom a check is asked; each home is asked about once."""

    def __init__(self) -> None:
        self._of_home: dict[str, tuple[list[Asked], str | None]] = {}

    def said(self, record: VisitRecord) -> tuple[str, ...]:
        """A sentence for each place where a visit names such a person as having care."""
        if record.home not in self._of_home:
            self._of_home[record.home] = visible(record.home)
        found, level = self._of_home[record.home]
        return tuple(_sentence(each, level or THAT) for each in named(record.body, found))


def _sentence(found: Named, level: str) -> str:
    words, asked = parts().text.asked, found.asked
    first = words.visit[found.part].format(name=found.name)
    if level == THAT:
        form = words.visit.that if found.is_person else words.visit.that_name
        return f"{first} {form.format(name=found.name)}"
    form = words.visit.by if found.is_person else words.visit.by_name
    what = words.what.format(what=_ended(asked.what))
    rest = form.format(name=found.name, asker=asked.asker, day=dates.day(asked.day), what=what)
    return f"{first} {rest}"


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def at_the_door(home: str, people: Iterable[Mapping[str, Any]], told: Told) -> list[list[str]]:
    """Of people that an officer met, those for whom a check is asked in a known home here."""
    if not may_be_told(account(), Right.KNOW_CHECK, told):
        return []
    words, met = parts().text.asked, list(people)
    level = WHY if may_be_told(account(), Right.KNOW_CHECK_WHY, told) else THAT
    return [
        [str(words.same_name.format(name=one["name"])), *lines_of(each, level)[:-1]]
        for each in of_home(store(), home)
        if each.ended_on is None
        for one in met
        if one["id"] in each.ids or is_alike(each.person, one)
    ]
