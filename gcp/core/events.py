"""The events of a home's chronology: dated lines from any agency, the good ones too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gcp.core.problems import Problem, Refused
from gcp.core.visit_fields import MADE_UP_BY

KINDS = (
    "referral",
    "feedback",
    "police_incident",
    "school_report",
    "health_report",
    "missed_appointment",
    "cancelled_appointment",
    "conference",
    "plan",
    "court_order",
    "case_opened",
    "case_closed",
    "escalation",
    "sharing_decision",
    "holiday",
    "change_in_home",
    "good_news",
    "other",
)
SIGNIFICANCE = ("background", "notable", "serious")
AGENCIES = ("social_care", "police", "school", "health", "housing", "voluntary", "family", "other")
OUTCOMES = ("no_further_action", "added_to_open_case", "case_opened")  # what a referral came to
AHEAD = ("conference", "plan", "court_order", "holiday")  # kinds that may be planned
WITH_OUTCOME = ("referral", "feedback")
EARLIEST = date(2000, 1, 1)
MOST_AHEAD, LONGEST = timedelta(days=366), timedelta(days=3660)
SOURCE, WORDS, REASON = 200, 5_000, 1_000  # the most letters of each


@dataclass(frozen=True)
class Event:
    """The newest revision of one line of the chronology; `children` empty: the whole home."""

    id: str
    home: str
    kind: str
    agency: str
    day: date
    source: str
    words: str
    significance: str
    until: date | None = None  # the last day of what lasts, such as a plan or a holiday
    children: tuple[str, ...] = ()
    area: str | None = None
    outcome: str | None = None
    outcome_why: str = ""
    made_up_by: tuple[str, ...] = ()  # who gives the children what the carers do not
    number: int = 1  # of the revision
    reason: str = ""  # for which it was changed or withdrawn
    withdrawn: bool = False
    recorded_at: str = ""
    recorded_by: str = ""
    recorder: str = ""  # the name of who recorded this revision
    changed_since: bool = False  # somebody else recorded a later revision


def check(event: Event, today: date, children: Collection[str], areas: Collection[str]) -> None:
    """Raise Refused with everything that is wrong with an event of a home with these children."""
    found = [*_chosen(event, children, areas), *_dates(event, today), *_written(event)]
    if found:
        raise Refused(found)


def unnamed(event: Event, must_name: bool) -> Iterator[Problem]:
    """What is wrong with an event of the whole home, by who may write about some children only."""
    if must_name and not event.children:
        yield Problem("children", "event_children_needed")


def check_reason(reason: str) -> None:
    """Raise Refused unless a change or withdrawal says why."""
    found = list(text_problems("reason", reason, REASON, "event_reason_missing"))
    if found:
        raise Refused(found)


def _chosen(
    event: Event, children: Collection[str], areas: Collection[str]
) -> Iterator[Problem]:
    if event.kind not in KINDS:
        yield Problem("kind", "event_kind_missing")
    if event.agency not in AGENCIES:
        yield Problem("agency", "event_agency_missing")
    if event.significance not in SIGNIFICANCE:
        yield Problem("significance", "event_significance_missing")
    if not set(event.children) <= set(children):
        yield Problem("children", "event_children_unknown")
    if event.area is not None and event.area not in areas:
        yield Problem("area", "event_area_unknown")
    if not set(event.made_up_by) <= set(MADE_UP_BY):
        yield Problem("made_up_by", "event_made_up_unknown")
    if event.outcome is not None and event.outcome not in OUTCOMES:
        yield Problem("outcome", "event_outcome_unknown")
    elif event.outcome is not None and event.kind not in WITH_OUTCOME:
        yield Problem("outcome", "event_outcome_unwanted")


def _dates(event: Event, today: date) -> Iterator[Problem]:
    last = today + MOST_AHEAD if event.kind in AHEAD else today
    if event.day < EARLIEST:
        yield Problem("day", "event_day_early")
    elif event.day > last:
        ahead = event.kind in AHEAD
        yield Problem("day", "event_day_too_far" if ahead else "event_day_ahead")
    if event.until is not None and event.until < event.day:
        yield Problem("until", "event_until_before")
    elif event.until is not None and event.until - event.day > LONGEST:
        yield Problem("until", "event_until_long")


def _written(event: Event) -> Iterator[Problem]:
    yield from text_problems("source", event.source, SOURCE, "event_source_missing")
    yield from text_problems("words", event.words, WORDS, "event_words_missing")
    needed = "event_why_missing" if event.outcome == "no_further_action" else None
    yield from text_problems("outcome_why", event.outcome_why, REASON, needed)


def text_problems(path: str, words: str, most: int, missing: str | None) -> Iterator[Problem]:
    """What is wrong with words: not there where they are needed, too many, or not to be kept."""
    if missing and not words.strip():
        yield Problem(path, missing)
    elif len(words) > most:
        yield Problem(path, "event_text_long", {"most": most})
    elif not _storable(words):
        yield Problem(path, "event_text_broken")


def _storable(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in words
