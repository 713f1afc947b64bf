"""What is kept of devices stays right when several calls come at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gcp.core.access import Account, Role
from gcp.store import accounts, devices
from gcp.store.engine import Engine

AT = "2026-03-01T12:00:00.000Z"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path / "test.sqlite")
    made.store().migrate()
    for name in ("owner", "colleague"):
        account = Account(name, name, f"{name}@example.test", Role.PRACTITIONER, "social_care")
        accounts.add_account(made.store(), account, "", AT)
    yield made
    made.close()


def at_once(engine: Engine, call: Callable[[], bool]) -> list[bool]:
    """What eight threads are answered that make the same call together."""
    start, answers = threading.Barrier(8), []

    def make() -> None:
        start.wait()
        answers.append(call())
        engine.close()

    threads = [threading.Thread(target=make) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(answers)


ONCE = [False] * 7 + [True]


def test_each_thing_happens_once_however_many_ask_at_one_moment(engine: Engine) -> None:
    assert at_once(engine, lambda: devices.see(engine.store(), "tablet", "owner", AT)) == ONCE
    assert at_once(
        engine, lambda: devices.remove_work(engine.store(), "tablet", "owner", "work", AT)
    ) == ONCE  # fmt: skip
    assert at_once(engine, lambda: devices.revoke(engine.store(), "tablet", "owner", AT)) == ONCE
    assert at_once(engine, lambda: devices.note_emptied(engine.store(), "tablet", AT)) == ONCE


def test_the_first_user_stays_the_first(engine: Engine) -> None:
    store = engine.store()
    for who in ("owner", "colleague", "owner"):
        devices.see(store, "tablet", who, AT)
    firsts = {row["account_id"]: row["use"].is_first for row in devices.everyones(store)}
    assert firsts == {"owner": True, "colleague": False}


def test_a_device_that_is_revoked_gives_no_key_even_if_one_came_late(engine: Engine) -> None:
    store = engine.store()
    devices.see(store, "tablet", "owner", AT)
    devices.keep_key(store, "tablet", "owner", "key")
    assert devices.key(store, "tablet", "owner") == "key"
    devices.revoke(store, "tablet", "owner", AT)
    devices.keep_key(store, "tablet", "owner", "late")
    assert devices.key(store, "tablet", "owner") is None


def test_a_device_that_was_never_seen_is_not_revoked(engine: Engine) -> None:
    assert not devices.revoke(engine.store(), "tablet", "owner", AT)
    assert not devices.note_emptied(engine.store(), "tablet", AT)
    assert not devices.is_revoked(engine.store(), "tablet")
