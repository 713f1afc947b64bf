"""The summaries of homes, made where they are missing or out of date."""

from __future__ import annotations

from collections.abc import Sequence

from gcp.core.history import VisitRecord
from gcp.core.patterns import history_of
from gcp.core.summary import Summary, summary_of
from gcp.store import events, summaries, visits
from gcp.web.context import find_rules, parts, store


def summaries_of(homes: Sequence[str]) -> dict[str, Summary]:
    """The summary of each of these homes, without its patterns."""
    bases = summaries.bases(store(), homes, parts().rules.digest)
    found = summaries.kept(store(), bases)
    for home in homes:
        if home not in found:
            found[home] = _make(home, bases[home], visits.of_home(store(), home))
    return found


def summary_with_patterns(home: str, records: Sequence[VisitRecord]) -> Summary:
    """The summary of a home, with its patterns; `records`: every signed visit to it."""
    bases = summaries.bases(store(), [home], parts().rules.digest)
    found = summaries.kept(store(), bases, with_patterns=True)
    return found.get(home) or _make(home, bases[home], records)


def _make(home: str, basis: str, records: Sequence[VisitRecord]) -> Summary:
    versions = {digest: find_rules(digest) for digest in {each.rules for each in records}}
    rules = {digest: each for digest, each in versions.items() if each}
    history = history_of(records, events.of_home(store(), home), rules, parts().rules)
    made = summary_of(history)
    summaries.keep(store(), home, basis, made)
    return made
