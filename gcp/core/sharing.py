"""A decision to share with another agency, or not to: what, with whom, why, on what basis.

That consent was refused, or was not safe to ask for, is recorded as such and stands in the
chronology with the decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gcp.core.events import AGENCIES, SOURCE, text_problems
from gcp.core.problems import Problem

KIND = "sharing_decision"  # of the event that it is
SHARED, NOT_SHARED = DECIDED = ("shared", "not_shared")
BASES = ("consent", "child_safety", "law", "life")
GIVEN, REFUSED, ASKED, NOT_SAFE = CONSENT = ("given", "refused", "asked", "not_safe")
LONGEST = 1_000


@dataclass(frozen=True)
class Sharing:
    """One decision; `consent_why`: what was said, or why it was not safe to ask."""

    decided: str = ""
    what: str = ""
    agency: str = ""
    whom: str = ""
    why: str = ""
    basis: str = ""  # of what is shared; none where nothing is
    consent: str = ""
    consent_why: str = ""


def fieldless(kind: str, before: str) -> Iterator[Problem]:
    """What is wrong with an event that has no such fields and yet is said to be a decision.

    `before`: the kind that it had. What was written before there were fields stays what it was.
    """
    if kind == KIND != before:
        yield Problem("kind", "sharing_fields_missing")


def problems_of(sharing: Sharing) -> Iterator[Problem]:
    """Everything that is wrong with a decision."""
    if sharing.decided not in DECIDED:
        yield Problem("decided", "sharing_decided_missing")
    yield from text_problems("what", sharing.what, LONGEST, "sharing_what_missing")
    if sharing.agency not in AGENCIES:
        yield Problem("agency", "sharing_agency_missing")
    yield from text_problems("whom", sharing.whom, SOURCE, "sharing_whom_missing")
    yield from text_problems("why", sharing.why, LONGEST, "sharing_why_missing")
    yield from _basis(sharing)
    if sharing.consent not in CONSENT:
        yield Problem("consent", "sharing_consent_missing")
    needed = "sharing_not_safe_why" if sharing.consent == NOT_SAFE else None
    yield from text_problems("consent_why", sharing.consent_why, LONGEST, needed)


def _basis(sharing: Sharing) -> Iterator[Problem]:
    if sharing.decided == NOT_SHARED:
        if sharing.basis:
            yield Problem("basis", "sharing_basis_unwanted")
    elif sharing.basis not in BASES:
        yield Problem("basis", "sharing_basis_missing")
    elif sharing.basis == "consent" and sharing.consent in (REFUSED, ASKED, NOT_SAFE):
        yield Problem("basis", "sharing_basis_no_consent")
