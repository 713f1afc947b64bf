"""What stands beside a referral, so that it is never read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gcp.core.following import Followed, before, closed
from gcp.store import events, following
from gcp.store.engine import Row
from gcp.web.context import now, store
from gcp.web.home_page import HomePage
from gcp.web.home_patterns import views_of
from gcp.web.homes import page_of
from gcp.web.pattern_view import PatternView


@dataclass(frozen=True)
class Beside:
    """The home's earlier referrals, newest first, its patterns, and who has been seen."""

    earlier: Sequence[Followed]
    closed: int
    page: HomePage
    patterns: Sequence[PatternView]


def beside(found: Followed, home: Row) -> Beside:
    """What is known of the home of a referral or an escalation, as of now."""
    every = events.of_home(store(), home["id"])
    earlier = before(every, found.event.id)
    page = page_of(home["id"], None, now().date())
    return Beside(
        list(reversed(following.of_events(store(), [each.id for each in earlier]))),
        closed(earlier), page, views_of(page) if page.steps else [],
    )  # fmt: skip
