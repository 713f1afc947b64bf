"""What a home's visits and events come to, kept until something else is recorded there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from gcp.core import known
from gcp.core.history import VisitRecord, areas_of
from gcp.core.known import Seen
from gcp.core.next_steps import open_steps
from gcp.core.pattern_series import ANNOUNCED
from gcp.core.patterns import History, lasting
from gcp.core.patterns_found import Fact, Finding, Pattern
from gcp.core.protection import periods
from gcp.core.visit_fields import ACCESS

FORMAT = 3  # Raised when what is kept changes, so that no older summary is taken for it.
INSIDE = ACCESS[0]


@dataclass(frozen=True)
class LastVisit:
    """The newest visit."""

    id: str
    day: date
    kind: str
    access: str
    by: str


@dataclass(frozen=True)
class AreaLine:
    """One area of the home over time: its roll-up now, the one before, and all of them."""

    area: str
    title: str
    grade: int
    day: date
    was: int | None  # under the same rules
    other_scorer: bool
    points: tuple[tuple[int, int, bool], ...]  # day as an ordinal, grade, announced


@dataclass(frozen=True)
class Summary:
    """All that a line of the overview, and the patterns of the home's page, are made from."""

    visits: int
    last: LastVisit | None
    last_inside: date | None
    areas: tuple[AreaLine, ...]
    concerns: int
    seen: tuple[Seen, ...]  # counted to no day: `days` and `alone_days` are None
    open_referrals: tuple[date, ...]
    due: tuple[date, ...]  # the days by which open next steps were to be done
    protections: tuple[str, ...]  # when police protection began, oldest first
    kinds: Mapping[str, int]  # each pattern, and on how many visits it rests
    patterns: tuple[Pattern, ...]


def summary_of(history: History) -> Summary:
    """The summary of a history."""
    records, patterns = history.records, lasting(history)
    last = records[-1] if records else None
    inside = [each.day for each in records if each.body["access"] == INSIDE]
    # The day counted to is not kept: any day will do.
    seen = known.days_since_seen(records, date.min).values()
    return Summary(
        visits=len(records),
        last=last and LastVisit(
            last.id, last.day, last.body["kind"], last.body["access"], last.author_name
        ),
        last_inside=inside[-1] if inside else None,
        areas=tuple(_area_lines(history)),
        concerns=len({each.item for each in known.concerns(known.last_answers(records))}),
        seen=tuple(Seen(e.child, e.name, e.day, None, e.alone_day, None) for e in seen),
        open_referrals=tuple(
            each.day for each in history.events if each.kind == "referral" and not each.outcome
        ),
        due=tuple(each.by for each in open_steps(records) if each.by),
        protections=tuple(each.began_at for each in periods(records)),
        kinds={each.kind: len(each.visits) for each in patterns},
        patterns=patterns,
    )  # fmt: skip


def _area_lines(history: History) -> list[AreaLine]:
    graded: dict[str, list[tuple[int, VisitRecord]]] = {}
    for record in history.records:
        for area, result in areas_of(record, None).items():
            if result["grade"] is not None:
                graded.setdefault(area, []).append((result["grade"], record))
    return [_area_line(area, met, history) for area, met in graded.items()]


def _area_line(
    area: str, met: Sequence[tuple[int, VisitRecord]], history: History
) -> AreaLine:
    grade, record = met[-1]
    before, earlier = met[-2] if len(met) > 1 else (None, record)
    same_rules = earlier.rules == record.rules
    rules = history.rules.get(record.rules)
    titles = {each.id: each.title for each in rules.areas} if rules else {}
    return AreaLine(
        area=area, title=titles.get(area, area), grade=grade, day=record.day,
        was=before if same_rules else None,
        other_scorer=earlier.author_id != record.author_id,
        points=tuple(
            (each.day.toordinal(), number, each.body["kind"] in ANNOUNCED) for number, each in met
        ),
    )  # fmt: skip


def line_json(summary: Summary) -> dict[str, Any]:
    """All but the patterns, as JSON."""
    kept = asdict(summary)
    del kept["patterns"]
    return {
        **kept,
        "last": kept["last"] and {**kept["last"], "day": _text(kept["last"]["day"])},
        "last_inside": _text(summary.last_inside),
        "areas": [{**each, "day": _text(each["day"])} for each in kept["areas"]],
        "seen": [(e.child, e.name, _text(e.day), _text(e.alone_day)) for e in summary.seen],
        "open_referrals": [_text(each) for each in summary.open_referrals],
        "due": [_text(each) for each in summary.due],
    }


def patterns_json(summary: Summary) -> list[dict[str, Any]]:
    """The patterns as JSON; days as {"day": …}."""
    return [
        {
            "kind": pattern.kind,
            "findings": [
                {
                    **asdict(each),
                    "facts": {key: _fact_json(value) for key, value in each.facts.items()},
                }
                for each in pattern.findings
            ],
        }
        for pattern in summary.patterns
    ]


def summary_from_json(line: Mapping[str, Any], patterns: Sequence[Mapping[str, Any]]) -> Summary:
    """The summary that `line_json` and `patterns_json` gave; trusted, as our own."""
    last = line["last"]
    return Summary(
        visits=line["visits"],
        last=last and LastVisit(**{**last, "day": date.fromisoformat(last["day"])}),
        last_inside=_day(line["last_inside"]),
        areas=tuple(
            AreaLine(**{
                **each, "day": date.fromisoformat(each["day"]),
                "points": tuple((day, grade, known) for day, grade, known in each["points"]),
            })
            for each in line["areas"]
        ),
        concerns=line["concerns"],
        seen=tuple(
            Seen(child, name, _day(day), None, _day(alone), None)
            for child, name, day, alone in line["seen"]
        ),
        open_referrals=tuple(date.fromisoformat(each) for each in line["open_referrals"]),
        due=tuple(date.fromisoformat(each) for each in line["due"]),
        protections=tuple(line["protections"]),
        kinds=line["kinds"],
        patterns=tuple(
            Pattern(each["kind"], tuple(_finding(one) for one in each["findings"]))
            for each in patterns
        ),
    )  # fmt: skip


def _finding(doc: Mapping[str, Any]) -> Finding:
    return Finding(
        {key: _fact(value) for key, value in doc["facts"].items()},
        tuple(doc["visits"]), tuple(doc["events"]),
        tuple((item, child) for item, child in doc["slots"]), tuple(doc["children"]),
    )  # fmt: skip


def _fact_json(value: Fact) -> object:
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _fact(value: Any) -> Fact:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def seen_by(summary: Summary, on: date) -> dict[str, Seen]:
    """When each child was last seen, counted to a day."""
    return {
        each.child: Seen(
            each.child, each.name, each.day, known.days_between(each.day, on),
            each.alone_day, known.days_between(each.alone_day, on),
        )
        for each in summary.seen
    }  # fmt: skip
