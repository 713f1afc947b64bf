"""A small authority for tests: two teams, people of every role, one home with two children."""

from __future__ import annotations

import atexit
import io
import json
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from PIL import Image

from gcp import create_app
from gcp.core.access import Account, Role
from gcp.settings import Settings
from gcp.sign_in import hasher
from gcp.store import accounts, homes
from gcp.store.engine import Engine, Store

TESTS = Path(__file__).parent
CORPUS = TESTS.parent.parent / "shared" / "corpus"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
ROLES = {
    "owner": (Role.PRACTITIONER, "social_care", {"north"}),
    "colleague": (Role.PRACTITIONER, "social_care", {"north"}),
    "stranger": (Role.PRACTITIONER, "social_care", {"south"}),
    "supervisor": (Role.SUPERVISOR, "social_care", {"north"}),
    "far_supervisor": (Role.SUPERVISOR, "social_care", {"south"}),
    "police": (Role.POLICE, "police", set()),
    "partner": (Role.PARTNER, "school", set()),
    "administrator": (Role.ADMINISTRATOR, "social_care", set()),
}


def an_id(name: str) -> str:
    """The same UUID for the same name, always."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"test:{name}"))


HOME = an_id("home")
MIA, JAY = an_id("mia"), an_id("jay")
CARER = an_id("carer")


@dataclass
class Clock:
    """The server's clock, turned by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class World:
    """The application and everything a test needs to talk to it."""

    app: Flask
    clock: Clock
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.app.extensions["gcp"].engine.store()

    @property
    def rules(self) -> str:
        return self.app.extensions["gcp"].rules.digest

    def client(self, who: str) -> FlaskClient:
        """A signed-in client of this person."""
        if who not in self.clients:
            client = self.app.test_client()
            answer = client.post(
                "/api/session", json={"email": f"{who}@example.test", "password": PASSWORD}
            )
            assert answer.status_code == 201, answer.text
            self.clients[who] = client
        return self.clients[who]

    def days_later(self, days: int) -> None:
        """Turn the clock far enough that everyone has to sign in again."""
        self.clock.turn(days=days)
        self.clients.clear()

    def visit(self, name: str = "visit", **changes: Any) -> dict[str, Any]:
        """A whole signed visit, with the changes asked for."""
        at = self.clock.now.isoformat()
        return {
            "id": an_id(name), "home": HOME, "rules": self.rules,
            "kind": "unannounced", "access": "inside",
            "observed_at": at, "written_at": at, "signed_at": at,
            "children": [
                {"id": MIA, "name": "Mia", "born": "2021-05-01"},
                {"id": JAY, "name": "Jay", "about_years": 9},
            ],
            "adults": [{"id": CARER, "name": "Ann", "role": "carer", "relation": "mother"}],
            "present": [MIA, CARER], "in_charge": CARER,
            "grades": [
                {"item": "sleeping.bedding", "child": MIA, "grade": 4, "words": "No sheet."},
                {"item": "sleeping.bedding", "child": JAY, "grade": 3},
                {"item": "hygiene.kitchen", "grade": 2},
                {"item": "hygiene.clothes", "child": MIA, "grade": 2},
                {"item": "nutrition.food", "state": "not_seen"},
            ],
            "signs": [{"sign": "cannabis"}],
            "voices": [{"child": MIA, "seen": "seen_alone", "own_words": "I am cold at night."}],
            "photos": [],
            **changes,
        }  # fmt: skip

    def send(self, who: str, document: Any, number: int = 1, visit: str | None = None) -> Any:
        """Send one revision as this person."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        target = visit or (document["id"] if isinstance(document, dict) else an_id("visit"))
        return self.client(who).put(
            f"/api/visits/{target}/revisions/{number}", data=body,
            content_type="application/json",
        )  # fmt: skip

    def audit(self) -> list[tuple[str | None, str]]:
        """Who did what, oldest first, by short name."""
        rows = self.store.all(
            "SELECT a.action, c.email FROM audit a LEFT JOIN accounts c ON c.id = a.account_id"
            " ORDER BY a.id"
        )
        return [((row["email"] or "").partition("@")[0] or None, row["action"]) for row in rows]


def settings_in(folder: Path) -> Settings:
    """Settings for an instance of its own."""
    return Settings(
        instance=folder, rules_file=TESTS / "data" / "small_rules.yaml",
        secret_key="for tests only", password_effort="cheap",
    )  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    yield from make_world(settings)


def make_world(settings: Settings) -> Iterator[World]:
    """A small authority of its own; closed when the test is over.

    Its database is a copy of one that the real migrations made, once for all tests.
    """
    if not settings.database.exists():
        shutil.copy(_peopled(), settings.database)
    clock = Clock()
    app = create_app(settings, clock)
    app.jinja_env.bytecode_cache = _COMPILED
    yield World(app, clock)
    app.extensions["gcp"].engine.close()


class _InMemory(BytecodeCache):
    """Templates are compiled once for all the applications of a test run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _InMemory()


@cache
def _peopled() -> Path:
    """A database with the authority's people and its home."""
    folder = Path(tempfile.mkdtemp(prefix="gcp-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engine = Engine(settings_in(folder).database)
    engine.store().migrate()
    _people(engine.store())
    _home(engine.store())
    engine.close()
    return engine.database


def _people(store: Store) -> None:
    accounts.add_team(store, "north", "North team", "social_care", True)
    accounts.add_team(store, "south", "South team", "social_care", False)
    password = hasher("cheap").hash(PASSWORD)
    for name, (role, agency, teams) in ROLES.items():
        account = Account(
            an_id(name), name.replace("_", " ").title(), f"{name}@example.test", role, agency,
            frozenset(teams),
        )  # fmt: skip
        accounts.add_account(store, account, password, "2026-01-01T00:00:00.000Z")


def _home(store: Store) -> None:
    at = "2026-01-01T00:00:00.000Z"
    homes.add(
        store,
        {
            "id": HOME, "team_id": "north", "name": "", "address": "12 Example Row",
            "postcode": "ZZ1 1ZZ", "created_at": at, "created_by": an_id("owner"),
        },
    )  # fmt: skip
    homes.allocate(store, HOME, an_id("owner"), at)
    for person in (
        {"id": MIA, "kind": "child", "name": "Mia", "born": "2021-05-01", "about_years": None},
        {"id": JAY, "kind": "child", "name": "Jay", "born": None, "about_years": 9},
        {"id": CARER, "kind": "carer", "name": "Ann", "born": None, "about_years": None},
    ):
        homes.add_person(
            store,
            {**person, "home_id": HOME, "relation": "", "added_at": at, "added_by": an_id("owner")},
        )


@pytest.fixture
def jpeg() -> Callable[..., bytes]:
    """Makes a small real JPEG of one colour."""

    def make(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, "JPEG")
        return out.getvalue()

    return make
