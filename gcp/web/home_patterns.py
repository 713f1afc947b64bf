"""The patterns of a home's page, in words."""

from __future__ import annotations

from collections.abc import Mapping

from gcp.core.history import VisitRecord
from gcp.core.patterns import in_reading_order, unseen
from gcp.core.patterns_found import Pattern
from gcp.core.rules_reader import PATTERNS
from gcp.core.summary import seen_by
from gcp.store import events
from gcp.web.context import parts, store
from gcp.web.home_page import HomePage
from gcp.web.pattern_view import Naming, PatternView, pattern_views
from gcp.web.summaries import summary_with_patterns


def views_of(page: HomePage) -> list[PatternView]:
    """The patterns of a home's page in words; only for whoever sees every visit to the home."""
    home = page.home["id"]
    records = [step.record for step in page.steps]
    naming = Naming(page.item, page.name, [each["id"] for each in page.children])
    limits = {**PATTERNS, **parts().rules.patterns}
    return pattern_views(
        _patterns(page, records, limits), naming, records, events.of_home(store(), home), limits,
        page.child["id"] if page.child else None,
    )  # fmt: skip


def _patterns(
    page: HomePage, records: list[VisitRecord], limits: Mapping[str, int]
) -> tuple[Pattern, ...]:
    summary = summary_with_patterns(page.home["id"], records)
    growing = unseen(seen_by(summary, page.on), page.children, page.on, limits)
    return in_reading_order((*summary.patterns, *(growing if records else ())))
