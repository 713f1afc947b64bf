"""Sends that are doubled, overtaken, cut and lied about: all arrives once, every conflict is kept.

`GCP_SENDS=10000 GCP_SEED=7 pytest tests/browser/test_sends.py -s` is the long run.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError

from gcp.demo.cast import ACCOUNTS, LARCH, PASSWORD, QUAY
from gcp.store import audit, photos
from gcp.store.engine import Engine, Store
from tests.browser.conftest import PROJECT, Server
from tests.browser.line import Line

SENDS = int(os.environ.get("GCP_SENDS", "300"))
SEED = int(os.environ.get("GCP_SEED", "1"))
STEP_MS = 120_000
PAGE = b'<!doctype html><title>Sender</title><script type="module" src="/sender.js"></script>'
BEGAN = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
AUTHOR = ACCOUNTS["practitioner"].id
DEVICES = 2

Plan = dict[str, Any]
Key = tuple[str, int]  # a visit and the number of its revision


class Planner:
    """Makes up what each device signs, batch by batch, from the seed; knows every photo's bytes."""

    def __init__(self, seed: int, packs: list[Plan]) -> None:
        self.random = Random(seed)
        self.packs = packs
        sizes = {"small": (90, 60), "large": (1000, 900)}
        self.pictures = {name: picture(self.random, *size) for name, size in sizes.items()}
        self.photos: dict[str, bytes] = {}
        self.numbers = count(1)

    def batch(self) -> list[list[Plan]]:
        """The visits of the two devices: each one's own, and some that both have."""
        plans = [[self.visit() for _ in range(n)] for n in (8, 7)]
        plans[0].append(self.visit(revisions=1, size="large"))
        plans[1].append(self.visit(found=True))
        for revisions, differ_at in ((1, 0), (1, 0), (2, 1), (2, 1), (2, None)):
            for plan, visit in zip(plans, self.twice(revisions, differ_at), strict=True):
                plan.append(visit)
        for plan in plans:
            self.random.shuffle(plan)
        return plans

    def twice(self, revisions: int, differ_at: int | None) -> tuple[Plan, Plan]:
        """One visit as it lies on two devices, which part at a revision, or not at all."""
        first = self.visit(revisions)
        other = json.loads(json.dumps(first))
        if differ_at is not None:
            other["revisions"][differ_at] = self.revision(0)
        return first, other

    def visit(self, revisions: int | None = None, found: bool = False, size: str = "small") -> Plan:
        number = next(self.numbers)
        home = self.random.choice(self.packs)
        address = {"address": f"{number} Found Row", "child": self.id()}
        return {
            "id": self.id(), "at": (BEGAN + timedelta(minutes=7 * number)).isoformat(),
            "home": home["id"], "device": self.id(), "found": address if found else None,
            "revisions": [
                self.revision(self.random.randrange(3) if at == 0 else 0, size)
                for at in range(revisions or self.random.choice((1, 1, 2, 3)))
            ],
        }  # fmt: skip

    def revision(self, more: int, size: str = "small") -> Plan:
        number = next(self.numbers)
        return {
            "words": f"“Old” stain no. {number}, 20 cm <across> & damp.",
            "grade": self.random.randint(1, 5),
            "photos": [self.photo(size, at == 0) for at in range(more + (size == "large"))],
        }

    def photo(self, size: str, first: bool) -> Plan:
        """Now and then the very picture of another visit; a visit has none twice."""
        number = next(self.numbers)
        if size == "small" and first and self.random.random() < 0.1:
            number = 0
        data = with_comment(self.pictures[size], f"photo {number}")
        self.photos[digest(data)] = data
        return {"id": self.id(), "number": number, "size": size}

    def id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))


def picture(chance: Random, width: int, height: int) -> bytes:
    """A real JPEG of noise: the larger of ours is more than a part of 512 kB."""
    made = Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))
    out = BytesIO()
    made.save(out, "JPEG", quality=95)
    return out.getvalue()


def with_comment(jpeg: bytes, comment: str) -> bytes:
    """As sender.js does it."""
    text = comment.encode()
    return b"\xff\xd8\xff\xfe\0" + bytes([len(text) + 2]) + text + jpeg[2:]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The device's modules and the sender in one file."""
    out = tmp_path_factory.mktemp("sender") / "sender.js"
    esbuild = PROJECT / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists():
        pytest.skip("needs what `make setup` installs")
    beside = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    subprocess.run(
        [esbuild, "tests/browser/sender.js", "--bundle", "--format=esm", f"--outfile={out}",
         "--log-level=error"],
        cwd=PROJECT, check=True, env={**os.environ, "PATH": beside},
    )  # fmt: skip
    return out.read_bytes()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    with Line(server.url, SEED) as made:
        yield made


@dataclass
class Outcome:
    """What the devices say in the end: of the server's copy, and of their own."""

    taken: dict[Key, str] = field(default_factory=dict)
    refused: dict[tuple[str, int, str], tuple[str, str | None]] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    photos: set[str] = field(default_factory=set)

    def learn(self, told: Iterable[Plan]) -> None:
        """Take in all that the devices of one batch say after their last send."""
        for each in told:
            key = each["visit"], each["revision"]
            if each["text"] is not None:
                assert digest(each["text"].encode()) == each["digest"]
            if each["kind"] == "photo":
                assert each["status"] == "received", each
                self.photos.add(each["digest"])
            elif each["kind"] == "home":
                assert each["status"] == "received", each
                self.homes[each["home"]] = each["text"]
            elif each["status"] == "received":
                assert self.taken.setdefault(key, each["text"]) == each["text"]
            else:
                assert (each["status"], each["code"]) in CONFLICTS, each
                self.refused[(*key, each["digest"])] = each["text"], each["choice"]


CONFLICTS = {("held", "revision_taken"), ("set_aside", "revision_taken")}


def test_everything_arrives_exactly_once_and_every_conflict_is_kept(
    browser: Browser, server: Server, line: Line, script: bytes
) -> None:
    line.files.update({"/sender": (PAGE, "text/html"), "/sender.js": (script, "text/javascript")})
    before = contents(server)
    outcome = Outcome()
    with ExitStack() as contexts:
        devices = [contexts.enter_context(device(browser, line)) for _ in range(DEVICES)]
        planner = Planner(SEED, packs(devices[0]))
        for name, data in planner.pictures.items():
            line.files[f"/{name}.jpg"] = data, "image/jpeg"
        ids = [planner.id() for _ in devices]
        while line.sends < SENDS:
            outcome.learn(run_batch(devices, line, planner, ids))
    line.settle()
    print(f"\n{line.sends} sends, seed {SEED}\n{line.told()}")
    assert outcome.photos == planner.photos.keys()
    assert_server_has_exactly(server, before, outcome, planner)


def run_batch(
    devices: list[BrowserContext], line: Line, planner: Planner, ids: list[str]
) -> list[Plan]:
    """Both devices sign and send a batch, then settle what they may; all that they tell of it."""
    pages = [open_sender(context) for context in devices]
    shared = {"homes": planner.packs, "pictures": {n: f"/{n}.jpg" for n in planner.pictures}}
    line.calm()
    for page, own, visits in zip(pages, ids, planner.batch(), strict=True):
        page.evaluate("plan => prepare(plan)", {**shared, "device": own, "visits": visits})
    do(pages, "sign")
    line.rough()
    do(pages, "send")
    assert_conflicts_lie_on_both_sides([page.evaluate("sender.told()") for page in pages])
    line.calm()
    do(pages, "settle")
    line.rough()
    do(pages, "send")
    told = [each for page in pages for each in page.evaluate("sender.told()")]
    for page in pages:
        page.evaluate("sender.forget()")
        page.close()
    return told


def do(pages: list[Page], step: str) -> None:
    """Let all devices do one step at the same time."""
    for page in pages:
        page.evaluate("step => begin(step)", step)
    for page in pages:
        try:
            page.wait_for_function("!sender.busy", timeout=STEP_MS)
        except TimeoutError:
            pytest.fail(f"{step} does not end: {page.evaluate('sender.waiting()')}")
        assert page.evaluate("sender.failed") is None


def device(browser: Browser, line: Line) -> BrowserContext:
    """A tablet on which the author is signed in."""
    context = browser.new_context(base_url=line.url, timezone_id="Europe/London")
    who = {"email": ACCOUNTS["practitioner"].email, "password": PASSWORD}
    assert context.request.post("/api/session", data=who).status == 201
    return context


def packs(context: BrowserContext) -> list[Plan]:
    """The real caseload of two homes."""
    homes = context.request.get("/api/caseload").json()["homes"]
    return [each for each in homes if each["id"] in {LARCH.id, QUAY.id}]


def open_sender(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/sender")
    page.wait_for_function("'prepare' in globalThis")
    return page


def assert_conflicts_lie_on_both_sides(told: list[list[Plan]]) -> None:
    """Each device either had its version taken, or holds it beside the server's."""
    versions: defaultdict[Key, list[Plan]] = defaultdict(list)
    for each in (each for device in told for each in device if each["kind"] == "visit"):
        versions[each["visit"], each["revision"]].append(each)
    for key, found in versions.items():
        taken = {each["text"] for each in found if each["status"] == "received"}
        assert len(taken) == 1, (key, found)
        for each in found:
            if each["status"] != "received":
                assert (each["status"], each["code"]) == ("held", "revision_taken"), each
                assert each["text"] not in taken
                assert json.loads(each["server"]) == json.loads(next(iter(taken)))
    assert sum(each["code"] == "revision_taken" for device in told for each in device) == 4
    for each in told:
        assert_originals_lie_as_long_as_they_may_be_needed(each)


def assert_originals_lie_as_long_as_they_may_be_needed(told: list[Plan]) -> None:
    open_visits = {each["visit"] for each in told if each["status"] != "received"}
    for each in told:
        if each["kind"] == "photo":
            assert each["original"] == (each["visit"] in open_visits), each


def store_of(server: Server) -> tuple[Engine, Store]:
    engine = Engine(server.instance / "gcp.sqlite")
    return engine, engine.store()


TABLES = {
    "revisions": "SELECT visit_id, number, body FROM revisions",
    "conflicts": "SELECT visit_id, number, sha256, body, choice FROM conflicts",
    "visits": "SELECT id, latest_revision, signed_revision FROM visits",
    "photos": "SELECT sha256, bytes, received_from FROM photos",
    "photo_senders": "SELECT sha256, account_id FROM photo_senders",
    "found_homes": "SELECT home_id, body FROM found_homes",
    "homes": "SELECT id FROM homes",
}


def contents(server: Server) -> dict[str, set[tuple[Any, ...]]]:
    """Every row that a send could have made."""
    engine, store = store_of(server)
    found = {name: {tuple(row.values()) for row in store.all(sql)} for name, sql in TABLES.items()}
    engine.close()
    return found


def assert_server_has_exactly(
    server: Server, before: dict[str, set[tuple[Any, ...]]], outcome: Outcome, planner: Planner
) -> None:
    """Every visit, photo, home and conflict once, byte for byte, and not a row more."""
    after = contents(server)
    new = {name: rows - before[name] for name, rows in after.items()}
    assert all(before[name] <= after[name] for name in TABLES)
    latest = Counter(visit for visit, _ in outcome.taken)
    assert new == {
        "revisions": {(*key, text) for key, text in outcome.taken.items()},
        "conflicts": {(*key, *version) for key, version in outcome.refused.items()},
        "visits": {(visit, number, number) for visit, number in latest.items()},
        "photos": {(sha256, len(data), AUTHOR) for sha256, data in planner.photos.items()},
        "photo_senders": {(sha256, AUTHOR) for sha256 in planner.photos},
        "found_homes": set(outcome.homes.items()),
        "homes": {(home,) for home in outcome.homes},
    }
    assert {number for visit, number in latest.items()} <= {1, 2, 3}
    assert_photos_lie_whole(server.instance / "photos", planner.photos)
    assert_told_once_and_in_order(server, outcome)


def assert_photos_lie_whole(folder: Path, expected: dict[str, bytes]) -> None:
    """Every original under its digest, and no part left over."""
    for sha256, data in expected.items():
        assert (folder / "originals" / sha256[:2] / sha256).read_bytes() == data
    assert not [path for path in (folder / "parts").rglob("*") if path.is_file()]


def assert_told_once_and_in_order(server: Server, outcome: Outcome) -> None:
    """The audit log names each arrival once, a visit's revisions one after the other."""
    engine, store = store_of(server)
    lines = store.all("SELECT action, visit_id, detail FROM audit ORDER BY id")
    arrived: defaultdict[str, list[int]] = defaultdict(list)
    pictures: Counter[str] = Counter()
    for each in lines:
        detail = json.loads(each["detail"])
        if each["action"] == "visit_received" and (each["visit_id"], 1) in outcome.taken:
            arrived[each["visit_id"]].append(detail["revision"])
        if each["action"] == "photo_received" and detail["sha256"] in outcome.photos:
            pictures[detail["sha256"]] += 1
    latest = Counter(visit for visit, _ in outcome.taken)
    assert arrived == {visit: list(range(1, number + 1)) for visit, number in latest.items()}
    assert pictures == dict.fromkeys(outcome.photos, 1)
    assert all(photos.missing(store, visit) == [] for visit in latest)
    assert audit.first_broken_line(store) is None
    engine.close()
