"""A home with everything that a record can hold, and a second, empty instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gcp.cli import main
from gcp.core.report_facts import Facts
from gcp.core.reviewing import Kind, Signed
from gcp.core.sharing import KIND, Sharing
from gcp.reviewing import add_line
from gcp.store import (
    accounts,
    asked_checks,
    child_allocations,
    events,
    following,
    reports,
    sharing,
    visit_lines,
    visits,
)
from gcp.store.engine import Engine, Store
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.found import FOUND, a_first_visit, a_home, put_home
from tests.web.test_conflicts import choose
from tests.web.test_joining import join
from tests.web.test_photos_arrive import digest, entry, send

VISIT, EVENT = an_id("visit"), an_id("event")
AT = "2026-03-01T12:00:00.000Z"
NAUGHTY = "=HYPERLINK(\"x\") <script>alert(1)</script> ' \u202e \U0001f6cf \u0645\u064a"

Gcp = Callable[..., int]
Jpeg = Callable[..., bytes]


@pytest.fixture
def whole(world: World, jpeg: Jpeg) -> World:
    """Photos, a correction, a conflict that was settled, a draft, black boxes, a review, events."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    photos = [
        entry(world, jpeg(), room="bedroom", caption=NAUGHTY, child=MIA),
        entry(world, jpeg(colour="red"), caption="Not come"),
    ]
    world.send("owner", world.visit(photos=photos, notes=NAUGHTY))
    send(world, "owner", jpeg())
    world.send("owner", world.visit(photos=photos, reason="A word.", notes="Mia and Jay."), 2)
    assert world.send("owner", world.visit(notes="Another."), 1).status_code == 409
    kept = world.store.one("SELECT sha256 FROM conflicts")
    assert kept and choose(world, kept["sha256"], "server").status_code < 300
    box = {"left": "1", "top": "1", "right": "9", "bottom": "9", "why": "A face", "since": "0"}
    path = f"/visits/{VISIT}/photos/{digest(jpeg())}"
    assert world.client("owner").post(path, data=box).status_code == 302
    line, signed = visits.find(world.store, VISIT), visits.revision(world.store, VISIT, 2)
    supervisor = accounts.account(world.store, an_id("supervisor"))
    assert line and signed and supervisor
    add_line(world.store, supervisor, line, Kind.COMMENT, Signed(2, signed["sha256"]), 0,
             "Ask about Jay's bed.", world.clock.now)  # fmt: skip
    visit_lines.add(world.store, {
        "visit_id": VISIT, "number": 1, "revision": 2, "state": "edited", "proposed": "Proposed.",
        "words": "Cold bedroom.", "made_at": AT, "made_by": an_id("owner"),
    })  # fmt: skip
    event = {
        "event_id": EVENT, "number": 1, "home_id": HOME, "kind": "referral", "agency": "school",
        "day": "2026-02-01", "until": None, "source": "Mrs Brook", "words": "Mia came hungry.",
        "significance": "serious", "children": [MIA], "area": "nutrition", "outcome": None,
        "outcome_why": "", "made_up_by": ["school"], "withdrawn": False, "reason": "",
        "recorded_at": AT, "recorded_by": an_id("owner"),
    }  # fmt: skip
    events.add(world.store, event)
    events.add(world.store, {**event, "number": 2, "children": [], "reason": "Both came."})
    following.add(world.store, {
        "event_id": EVENT, "number": 1, "kind": "told", "at": AT, "words": "Told Mrs Brook.",
        "outcome": None, "how": "telephone", "whom": "", "stage": None, "urgent": False,
        "clock": None, "account_id": None, "made_at": AT, "made_by": an_id("owner"),
    })  # fmt: skip
    shared = {**event, "event_id": an_id("shared"), "kind": KIND, "words": "We told the school."}
    events.add(world.store, shared)
    sharing.add(world.store, shared["event_id"], 1, Sharing(
        "shared", "That Mia is cold.", "school", "Mrs Brook", "To help her.", "child_safety",
        "not_safe", "Ann was drunk.",
    ))  # fmt: skip
    for state, what, source in (("asked", "Ring us.", "Court"), ("ended", "", "")):
        asked_checks.add(world.store, {
            "home_id": HOME, "person_id": JAY, "state": state, "what": what, "why": "Decided.",
            "source": source, "day": "2026-02-01", "made_at": AT, "made_by": an_id("supervisor"),
        })  # fmt: skip
    reports.add(world.store, {
        "id": an_id("report"), "kind": "visit_short", "home_id": HOME, "visit_id": VISIT,
        "sha256": "a" * 64, "facts": Facts({VISIT: (2, signed["sha256"])}, {EVENT: 2}).as_text(),
        "made_at": AT, "made_by": an_id("supervisor"), "for_whom": "Ms Vale", "why": "Conference.",
    })  # fmt: skip
    for child, since in ((JAY, "2026-02-01T00:00:00.000Z"), (MIA, AT)):
        child_allocations.add(world.store, {
            "id": an_id(f"allocation {child}"), "person_id": child, "since": since,
            "account_id": an_id("partner"), "set_by": an_id("supervisor"),
        })  # fmt: skip
    child_allocations.end(world.store, an_id("partner"), [JAY], AT, an_id("supervisor"))
    world.send("owner", world.visit("draft", signed_at=None, notes="Only a draft."))
    assert put_home(world, "police", a_home()).status_code == 201
    assert world.send("police", a_first_visit(world)).status_code == 201
    assert join(world).status_code == 302
    return world


@pytest.fixture
def gcp(whole: World, monkeypatch: pytest.MonkeyPatch) -> Gcp:
    """Runs a command on the whole home's instance, or on the one in another folder."""
    own: Path = whole.app.extensions["gcp"].settings.instance

    def run(*words: object, instance: Path | None = None) -> int:
        monkeypatch.setenv("GCP_INSTANCE", str(instance or own))
        monkeypatch.delenv("GCP_DEMONSTRATION", raising=False)
        return main([str(each) for each in words])

    return run


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The folder of a second instance."""
    return tmp_path / "elsewhere"


@pytest.fixture
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is taken out."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture
def store_at(elsewhere: Path) -> Iterator[Callable[[], Store]]:
    """Opens the second instance's database."""
    engines: list[Engine] = []

    def opened() -> Store:
        engines.append(Engine(elsewhere / "gcp.sqlite"))
        return engines[-1].store()

    yield opened
    for each in engines:
        each.close()


__all__ = ["FOUND", "JAY", "HOME"]
