"""Sees that no file stays in the making for ever, and that none lies about for long."""

from __future__ import annotations

import threading
from datetime import timedelta

from flask import Flask

from gcp import making
from gcp.core.kept import utc_text
from gcp.store import audit, jobs
from gcp.store.engine import Row
from gcp.web.context import now, parts, store

KEPT_FOR = timedelta(days=3)
TRIES = 2
EVERY = 3_600  # seconds


def look_after() -> None:
    """Take up again what a dead process left, or say that it has to be asked for; tidy up."""
    for each in jobs.unfinished(store()):
        lock = making.claim(parts().settings, each["id"])
        if lock is not None:
            _take_up(each["id"], lock)
    at = utc_text(now())
    for each in jobs.run_out(store(), at):
        _remove(each, at)


def _take_up(job: str, lock: int) -> None:
    """What nobody works on: its process may also have ended well a moment ago."""
    row = jobs.find(store(), job)
    problem = None
    if row and row["protected"]:
        problem = "died_locked"  # its password was nowhere but in the process
    elif row and row["tries"] >= TRIES:
        problem = "died"
    if row and row["state"] in ("waiting", "working") and problem is None:
        making.start(parts().settings, job, None, lock)
        return
    if problem:
        jobs.give_up(store(), job, problem)
    making.let_go(lock)


def _remove(job: Row, at: str) -> None:
    """Its time is over."""
    was_there = making.remove(parts().settings, job["id"])
    with store().writing():
        jobs.remove(store(), job["id"])
        if was_there:
            audit.record(
                store(), at, None, "made_file_removed", home=job["home_id"],
                visit=job["visit_id"], detail={"job": job["id"], "sha256": job["sha256"]},
            )  # fmt: skip


def begin(app: Flask) -> None:
    """Look after jobs from now on, in a thread of this process."""
    threading.Thread(target=_again_and_again, args=(app,), daemon=True).start()


def _again_and_again(app: Flask) -> None:
    pause = threading.Event()
    while True:
        try:
            with app.app_context():
                look_after()
        except Exception:  # the next time may go better, and nothing else depends on it
            app.logger.exception("looking after files that are being made")
        pause.wait(EVERY)
