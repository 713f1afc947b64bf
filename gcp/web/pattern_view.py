"""Patterns in words: one sentence a finding, with links to the visits and events it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gcp.core.events import Event
from gcp.core.history import Slot, VisitRecord
from gcp.core.patterns_found import Fact, Finding, Pattern
from gcp.text import read_text
from gcp.web import dates

words = read_text("en").patterns


@dataclass(frozen=True)
class FindingView:
    """One sentence, and what it rests on."""

    sentence: str
    visits: Sequence[VisitRecord]
    events: Sequence[Event]


@dataclass(frozen=True)
class PatternView:
    """One kind of pattern as a page shows it."""

    kind: str
    title: str
    counted: str
    lines: Sequence[FindingView]
    visits: int
    events: int
    about_items: bool

    @property
    def brief(self) -> Sequence[FindingView]:
        """The first lines: two of long ones about items, four of short ones."""
        return self.lines[: 2 if self.about_items else 4]

    @property
    def rests_on(self) -> str:
        """How many visits and lines of the chronology it rests on, in words."""
        events = "rests_event" if self.events == 1 else "rests_events"
        if not self.visits:
            return _said(words.rests_only_events, n=self.events) if self.events else ""
        visits = "rests_visit" if self.visits == 1 else "rests_visits"
        found = _said(words[visits], n=self.visits)
        return f"{found} {_said(words[events], n=self.events)}" if self.events else found


@dataclass(frozen=True)
class Naming:
    """How items and children are named, and which children the home has."""

    item: Callable[[str], str]
    child: Callable[[str | None], str]
    children: Sequence[str]


def pattern_views(
    patterns: Iterable[Pattern],
    naming: Naming,
    records: Iterable[VisitRecord],
    events: Iterable[Event],
    thresholds: Mapping[str, int],
    child: str | None = None,
) -> list[PatternView]:
    """Patterns for a page; for one child only what is of that child or of the whole home."""
    newest = sorted(records, key=lambda each: each.instant, reverse=True)
    lines = sorted(events, key=lambda each: each.day, reverse=True)
    mine = [_of_child(each, child) for each in patterns]
    return [_view(each, naming, newest, lines, thresholds) for each in mine if each.findings]


def _of_child(pattern: Pattern, child: str | None) -> Pattern:
    if child is None:
        return pattern
    kept = []
    for each in pattern.findings:
        slots = tuple(slot for slot in each.slots if slot[1] in (None, child))
        is_mine = child in each.children if each.children else bool(slots or not each.slots)
        if is_mine:
            children = (child,) if each.children else ()
            kept.append(Finding(each.facts, each.visits, each.events, slots, children))
    return Pattern(pattern.kind, tuple(kept))


def _view(
    pattern: Pattern, naming: Naming, visits: Sequence[VisitRecord], events: Sequence[Event],
    thresholds: Mapping[str, int],
) -> PatternView:  # fmt: skip
    return PatternView(
        pattern.kind,
        words.kinds[pattern.kind].title,
        _said(words.kinds[pattern.kind].counted, **thresholds),
        [
            FindingView(
                sentence(pattern.kind, each, naming),
                [visit for visit in visits if visit.id in each.visits],
                [event for event in events if event.id in each.events],
            )
            for each in pattern.findings
        ],
        len(pattern.visits),
        len(pattern.events),
        bool(pattern.slots),
    )


def sentence(kind: str, finding: Finding, naming: Naming) -> str:
    """One finding in words."""
    said = words.kinds[kind]
    facts = finding.facts
    extra = _EXTRA.get(kind, lambda facts: {})(facts)
    line = said[extra.pop("line", "line")]
    end = extra.pop("end", "")
    shown = {key: _shown(value) for key, value in {**facts, **extra}.items()}
    items = items_in_words(finding.slots, naming)
    who = _listed([naming.child(each) for each in finding.children])
    return _said(line, items=items, who=who, **shown) + end


def items_in_words(slots: Sequence[Slot], naming: Naming) -> str:
    """ "Bedding and Place to sleep (Kerry and Luke), Floors": items with whose they are."""
    whose: dict[str, list[str | None]] = {}
    for item, child in slots:
        whose.setdefault(item, []).append(child)
    groups: dict[str, list[str]] = {}
    for item, children in whose.items():
        groups.setdefault(_who(children, naming), []).append(naming.item(item))
    return ", ".join(
        _said(words.items_and_who, items=_listed(items), who=who) if who else _listed(items)
        for who, items in groups.items()
    )


def _who(children: Sequence[str | None], naming: Naming) -> str:
    named = [each for each in children if each]
    if len(named) > 1 and set(named) >= set(naming.children):
        return str(words.all_children)
    return _listed([naming.child(each) for each in named])


def _listed(names: Sequence[str]) -> str:
    join = str(read_text("en").home.reason["and"])
    return join.format(first=", ".join(names[:-1]), last=names[-1]) if names[1:] else "".join(names)


def _closed(facts: Mapping[str, Fact]) -> dict[str, str]:
    said = words.kinds.closed_then_worse
    one = facts["n"] == 1
    announced = _said(said.some_unannounced, n=facts["unsaid"])
    if not facts["unsaid"]:
        announced = said["one_announced" if one else "all_announced"]
    visits = _said(said["visit" if one else "visits"], n=facts["n"])
    return {"visits": visits, "announced": announced}


def _apart(facts: Mapping[str, Fact]) -> dict[str, str]:
    highest, lowest = facts["highest"], facts["lowest"]
    return {
        "good": str(highest) if highest == 1 else _said(words.first_up_to, grade=highest),
        "bad": str(lowest) if lowest == 5 else _said(words.from_up, grade=lowest),
    }


def _hard_to_see(facts: Mapping[str, Fact]) -> dict[str, str]:
    said = words.kinds.hard_to_see
    how = [_said(said[key], n=facts[key]) for key in ("refused", "no_reply") if facts[key]]
    if facts["not_kept"]:
        one = facts["not_kept"] == 1
        how.append(_said(said["not_kept_one" if one else "not_kept"], n=facts["not_kept"]))
    key = {0: "next_none", 1: "next_one"}.get(int(str(facts["next_concerns"])), "next")
    key = "next_missing" if facts["next_on"] is None else key
    found = _said(said[key], next_on=_shown(facts["next_on"]), next_concerns=facts["next_concerns"])
    same = facts["since"] == facts["until"]
    return {"how": _listed(how), "end": f" {found}", "line": "line_day" if same else "line"}


def _never(facts: Mapping[str, Fact]) -> dict[str, str]:
    return {"line": "line_never"} if facts["day"] is None else {}


_EXTRA: Mapping[str, Callable[[Mapping[str, Fact]], dict[str, str]]] = {
    "closed_then_worse": _closed,
    "better_when_arranged": _apart,
    "better_with_help": _apart,
    "hard_to_see": _hard_to_see,
    "not_seen": _never,
    "not_alone": _never,
    "improvement_lost": lambda facts: {"line": "line" if facts["times"] == 1 else "line_again"},
    "getting_worse": lambda facts: (
        {} if facts["among"] == "all" else {"line": "line_unannounced"}
    ),
}


def _shown(value: Fact) -> str:
    return dates.day(value.isoformat()) if isinstance(value, date) else str(value)


def _said(line: str, **values: object) -> str:
    return str(line).format(**values)
