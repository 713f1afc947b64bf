"""Who made up for what, as it is read: in sentences, and as a table for each item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gcp.core import history
from gcp.core.history import VisitRecord
from gcp.core.made_up import By, MadeUp, OfItem, by_item
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.home_page import rules_of


@dataclass(frozen=True)
class MadeUpRow:
    """One visit or event that says so."""

    told: MadeUp
    who: str
    whom: str
    source: str


@dataclass(frozen=True)
class MadeUpView:
    """One item, or one area as events tell it; `item` has a page of its own."""

    item: str | None
    title: str
    lines: Sequence[str]
    rows: Sequence[MadeUpRow]


def made_up_views(
    told: Iterable[MadeUp], records: Sequence[VisitRecord], names: Mapping[str, str]
) -> list[MadeUpView]:
    """All of a home or a child, in the order of the rules; `names` are its people's."""
    told = list(told)
    if not told:
        return []
    items, areas, area_of = _titles(records)
    words = parts().text.made_up

    def title(each: OfItem) -> str:
        if each.item:
            return items.get(each.item, each.item)
        area = areas.get(each.area or "", each.area)
        return str(words.of_area.format(area=area) if area else words.no_area)

    return [made_up_view(each, title(each), names) for each in by_item(told, area_of)]


def made_up_view(found: OfItem, title: str, names: Mapping[str, str]) -> MadeUpView:
    """One item's part."""
    return MadeUpView(
        found.item, title, [_line(each) for each in found.by],
        [_row(each, names) for each in found.told],
    )  # fmt: skip


def area_of_item(item: str, records: Sequence[VisitRecord]) -> str | None:
    """The area that an item belongs to."""
    return _titles(records)[2].get(item)


def who_words(by: Iterable[str]) -> str:
    """Who makes up for it, in words."""
    names = parts().text.common.made_up_by
    return ", ".join(names[each] for each in by)


def _line(by: By) -> str:
    words = parts().text.made_up
    visits = words.visit if by.visits == 1 else words.visits.format(n=by.visits)
    events = words.event if by.events == 1 else words.events.format(n=by.events)
    times = [each for each, count in ((visits, by.visits), (events, by.events)) if count]
    first, last = (dates.day(each.isoformat()) for each in (by.first, by.last))
    days = words.one_day.format(day=first) if first == last else words.between
    who = who_words([by.who])
    return str(
        words.line.format(
            who=who[:1].upper() + who[1:], times=", ".join(times),
            days=days.format(first=first, last=last),
        )
    )  # fmt: skip


def _row(told: MadeUp, names: Mapping[str, str]) -> MadeUpRow:
    text = parts().text
    words = text.made_up
    if told.event:
        kind = text.chronology.kinds[told.event.kind]
        source = words.of_event.format(kind=kind, source=told.event.source)
    else:
        source = words.of_visit.format(name=told.visit.author_name if told.visit else "")
    whom = ", ".join(names.get(each, "") for each in told.children)
    return MadeUpRow(told, who_words(told.by), whom or str(words.whole_home), str(source))


def _titles(
    records: Sequence[VisitRecord],
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Titles of items and of areas, and the area of each item, by the newest rules that have it."""
    kept = rules_of(records)
    used = (kept[each.rules] for each in reversed(history.in_order(records)) if each.rules in kept)
    items: dict[str, str] = {}
    areas: dict[str, str] = {}
    area_of: dict[str, str] = {}
    for rules in dict.fromkeys([parts().rules.digest, *(each.digest for each in used)]):
        version = kept.get(rules, parts().rules)
        for area in version.areas:
            areas.setdefault(area.id, area.title)
            for item in area.all_items():
                items.setdefault(item.id, item.title)
                area_of.setdefault(item.id, area.id)
    return items, areas, area_of
