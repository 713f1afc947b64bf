"""A file that takes long is made beside the server: left, come back to, and never lost silently."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import queue
import re
import signal
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pikepdf
import pytest

from gcp import create_app
from gcp.photo_files import original
from gcp.settings import Settings
from gcp.store import accounts, jobs
from gcp.web.job_care import look_after
from gcp.web.making import MANY_PHOTOS
from tests.conftest import HOME, World, an_id
from tests.web.pages import see
from tests.web.test_photos_arrive import digest, entry, send
from tests.web.test_reports import OWN_WORDS, check, read, token

pytestmark = pytest.mark.slow

VISIT, PHOTOS = an_id("visit"), MANY_PHOTOS + 1
FORM = {"kind": "visit_full", "for_whom": "Conference", "why": "Asked for", "protect": "no"}
PASSWORD = "abcd-efgh-jkmn"


class Case:
    """A visit with so many new photos that its report takes long; the real time of day."""

    def __init__(self, world: World, pictures: list[bytes]) -> None:
        world.clock.now = datetime.now(UTC)
        self.world, self.settings = world, world.app.extensions["gcp"].settings
        photos = [entry(world, each, room="bedroom") for each in pictures]
        assert world.send("owner", world.visit(photos=photos)).status_code == 201
        assert all(send(world, "owner", each).status_code == 201 for each in pictures)
        self.last = original(self.settings.pictures, digest(pictures[-1]))

    def ask(self, status: int = 303, path: str = f"/visits/{VISIT}/report", **more: str) -> str:
        """Ask for the report; the address of its job."""
        data = {**FORM, "csrf_token": token(self.world, "owner"), **more}
        answer = self.world.client("owner").post(path, data=data)
        assert answer.status_code == status, answer.data[:2000]
        answer.close()
        return str(answer.headers.get("Location", ""))

    def page(self, address: str, who: str = "owner", status: int = 200) -> str:
        """The words of a page."""
        return " ".join(see(self.world.client(who), address, status).text.split())

    def fetch(self, address: str, who: str = "owner") -> Any:
        answer = self.world.client(who).get(f"{address}/file")
        answer.get_data()
        answer.close()
        return answer

    def row(self, address: str) -> Any:
        return jobs.find(self.world.store, address.rpartition("/")[2])

    def lock(self, address: str) -> Path:
        return self.settings.instance / "made" / f"{address.rpartition('/')[2]}.lock"

    def ended(self, address: str) -> None:
        """Wait until no process works on it."""
        with self.lock(address).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

    def kill(self, address: str) -> None:
        os.kill(int(self.lock(address).read_text()), signal.SIGKILL)
        self.ended(address)

    @contextmanager
    def turn_taken(self) -> Iterator[None]:
        """Another file is being made meanwhile."""
        (self.settings.instance / "made").mkdir(mode=0o700, exist_ok=True)
        with (self.settings.instance / "made" / "turn").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    @contextmanager
    def stopping(self) -> Iterator[Callable[[], IO[bytes]]]:
        """The last photo is a pipe: whoever reads it waits for what the test writes into it."""
        aside = self.last.rename(self.last.with_suffix(".aside"))
        os.mkfifo(self.last)
        opened: queue.Queue[IO[bytes]] = queue.Queue()

        def reached() -> IO[bytes]:
            """Wait until the process has come to it."""
            threading.Thread(
                target=lambda: opened.put(self.last.open("wb")), daemon=True
            ).start()
            return opened.get(timeout=120)

        yield reached
        aside.replace(self.last)


@pytest.fixture
def case(world: World, jpeg: Callable[..., bytes]) -> Case:
    return Case(world, [jpeg(size=(64, 48 + n)) for n in range(PHOTOS)])


def test_a_long_report_can_be_left_and_come_back_to(case: Case) -> None:
    with case.turn_taken():
        address = case.ask()
        assert address.startswith("/reports/being-made/")
        assert case.ask() == address, "asked for twice, it is made once"
        found = case.page(address)
        assert "It is being made" in found
        assert "You can leave this page" in found
        assert case.fetch(address).status_code == 404
        found = case.page(f"/homes/{HOME}/report")
        assert "Report of the visit, full Waiting for its turn, asked for on" in found
    case.ended(address)
    found = case.page(address)
    assert "It is ready" in found
    assert "The record has changed" not in found
    assert "full Ready, asked for on" in case.page(f"/homes/{HOME}/report")
    answer = case.fetch(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert OWN_WORDS in read(answer.data)
    assert case.row(address)["sha256"] == hashlib.sha256(answer.data).hexdigest()
    assert "This is the very file" in check(case.world, "owner", answer.data)
    assert case.world.audit().count(("owner", "report_made")) == 1
    assert ("owner", "made_file_fetched") in case.world.audit()
    assert case.world.send("owner", case.world.visit(reason="A word."), 2).status_code == 201
    assert "was corrected: it is revision 2 now" in case.page(address)


def test_only_who_asked_and_still_may_has_it(case: Case) -> None:
    address = case.ask()
    case.ended(address)
    for who in ("supervisor", "colleague", "stranger", "administrator"):
        case.page(address, who, 404)
        assert case.fetch(address, who).status_code == 404
        assert case.world.client(who).get(f"/homes/{HOME}/report").status_code in (200, 404)
    assert "asked for on" not in case.page(f"/homes/{HOME}/report", "supervisor")
    with case.world.store.writing():
        case.world.store.run("UPDATE visits SET author_id = :other", other=an_id("stranger"))
        case.world.store.run("UPDATE allocations SET until = since")
        case.world.store.run("UPDATE homes SET team_id = 'south'")
    case.page(address, status=404)
    assert case.fetch(address).status_code == 404
    assert case.world.client("owner").get("/reports/being-made/nonsense").status_code == 404
    case.page(f"/reports/being-made/{an_id('nothing')}", status=404)


def test_a_report_whose_process_is_killed_is_taken_up_again_once(case: Case) -> None:
    with case.stopping() as reached:
        address = case.ask()
        with reached():
            assert re.search(rf"Photo \d+ of {PHOTOS}", case.page(address))
            case.kill(address)
        assert "It is being made" in case.page(address)
        assert case.row(address)["state"] in ("waiting", "working")
        with reached():
            case.kill(address)
    found = case.page(address)
    assert "It was not made" in found
    assert "stopped twice" in found
    again = case.ask()
    case.ended(again)
    assert "It is ready" in case.page(again)
    assert case.world.audit().count(("owner", "report_made")) == 1


def test_a_password_dies_with_its_process(case: Case) -> None:
    with case.stopping() as reached:
        address = case.ask(protect="yes", password=PASSWORD)
        with reached():
            for file in case.settings.instance.rglob("*"):
                assert not file.is_file() or PASSWORD.encode() not in file.read_bytes()
            case.kill(address)
    found = case.page(address)
    assert "It was not made" in found
    assert "Ask for it again." in found
    again = case.ask(protect="yes", password=PASSWORD)
    assert again != address
    case.ended(again)
    answer = case.fetch(again)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(answer.data))
    pikepdf.open(io.BytesIO(answer.data), password=PASSWORD).close()


def test_a_server_that_starts_again_takes_up_what_was_left(
    case: Case, settings: Settings
) -> None:
    with case.stopping() as reached:
        left, locked = case.ask(), case.ask(protect="yes", password=PASSWORD)
        with reached():
            case.kill(locked)
            case.kill(left)
    restarted = create_app(settings)
    with restarted.app_context():
        look_after()
    restarted.extensions["gcp"].engine.close()
    case.ended(left)
    assert case.row(left)["state"] == "done"
    assert (case.row(locked)["state"], case.row(locked)["problem"]) == ("failed", "died_locked")


def test_a_finished_file_is_deleted_after_three_days(case: Case) -> None:
    address = case.ask()
    case.ended(address)
    file = case.lock(address).with_suffix(".file")
    assert file.stat().st_mode & 0o077 == 0
    case.world.days_later(2)
    assert case.fetch(address).status_code == 200
    case.world.days_later(2)
    assert case.fetch(address).status_code == 404
    assert not file.exists()
    assert not case.lock(address).exists()
    assert "asked for on" not in case.page(f"/homes/{HOME}/report")
    assert case.world.audit().count((None, "made_file_removed")) == 1


def test_nothing_is_made_for_an_account_that_was_closed_meanwhile(case: Case) -> None:
    with case.turn_taken():
        address = case.ask()
        accounts.set_disabled(case.world.store, an_id("owner"), "2026-01-01T00:00:00.000Z", True)
    case.ended(address)
    assert (case.row(address)["state"], case.row(address)["problem"]) == ("failed", "hidden")
    assert not case.lock(address).with_suffix(".file").exists()


def test_nobody_has_more_than_three_made_at_a_time(case: Case) -> None:
    with case.turn_taken():
        asked = [case.ask(why=f"Reason {n}") for n in range(3)]
        case.ask(409, why="One more")
        case.ask(200, kind="visit_short")
        for address in asked:
            case.kill(address)


def test_evidence_and_data_of_many_photos_are_made_beside_the_server(case: Case) -> None:
    evidence = case.ask(path=f"/homes/{HOME}/evidence", content="originals")
    case.ended(evidence)
    assert "Evidence pack with the originals" in case.page(f"/homes/{HOME}/evidence")
    answer = case.fetch(evidence)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert sum("/originals/" in each for each in names) == PHOTOS
    assert ("owner", "evidence_pack_made") in case.world.audit()
