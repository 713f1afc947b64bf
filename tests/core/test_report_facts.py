"""What a report rests on can be kept, and every later change of it is found."""

from __future__ import annotations

from gcp.core.report_facts import Changed, Facts, changed_since, read_facts

THEN = Facts({"v1": (1, "aa"), "v2": (3, "bb")}, {"e1": 1, "e2": 2}, {"p1": "", "p2": "mark"})


def test_what_is_kept_is_read_back() -> None:
    assert read_facts(THEN.as_text()) == THEN


def test_nothing_has_changed_where_all_is_the_same() -> None:
    assert changed_since(THEN, read_facts(THEN.as_text())) == []


def test_every_change_is_found() -> None:
    now = Facts({"v1": (2, "cc"), "v3": (1, "dd")}, {"e2": 3, "e3": 1}, {"p1": "mark", "p3": ""})
    assert changed_since(THEN, now) == [
        Changed("visit_changed", "v1", 1, 2), Changed("visit_gone", "v2"),
        Changed("visit_added", "v3"), Changed("events_gone", count=1),
        Changed("events_changed", count=1), Changed("events_added", count=1),
        Changed("photos_changed", count=1), Changed("photos_added", count=1),
    ]  # fmt: skip


def test_other_bytes_under_the_same_revision_are_a_change() -> None:
    now = Facts({**THEN.visits, "v1": (1, "other")}, THEN.events, THEN.photos)
    assert changed_since(THEN, now) == [Changed("visit_changed", "v1", 1, 1)]
