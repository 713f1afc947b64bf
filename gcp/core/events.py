"""The events of a home's chronology: dated lines from any agency, the good ones too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    made_up_by: tuple[str, ...] = ()  # who gives the children what the carers do not
    number: int = 1  # of the revision
    reason: str = ""  # for which it was changed or withdrawn
    withdrawn: bool = False
    recorded_at: str = ""
    recorded_by: str = ""
    recorder: str = ""  # the name of who recorded this revision
