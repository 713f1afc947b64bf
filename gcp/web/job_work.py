"""A job's work, in its own process: the file that was asked for, or why there is none."""

from __future__ import annotations

import os
import shutil
import time
import traceback

from gcp import create_app
from gcp.core.kept import utc_text
from gcp.evidence import NoRoom, full_disk_told
from gcp.export_home import PhotosLost
from gcp.making import file_of
from gcp.settings import Settings
from gcp.store import accounts, jobs
from gcp.store.engine import Row, Store
from gcp.web.context import Hidden, now, parts, store
from gcp.web.job_care import KEPT_FOR
from gcp.web.making import fulfil, order_of
from gcp.web.orders import Made, acting

TOLD_EVERY = 0.5  # seconds


class Teller:
    """Writes down how far the job is, not more often than somebody looks."""

    def __init__(self, store: Store, job: str) -> None:
        self._store, self._job, self._doing, self._told = store, job, "", 0.0

    def __call__(self, doing: str, done: int, total: int) -> None:
        at = time.monotonic()
        if doing != self._doing or at - self._told >= TOLD_EVERY:
            self._doing, self._told = doing, at
            jobs.tell(self._store, self._job, doing, done, total)


def work(settings: Settings, job: str, password: str | None) -> None:
    """Make a job's file; however it ends, the job says how."""
    app = create_app(settings)
    with app.app_context():
        row = jobs.begin(store(), job)
        if row is None:
            return
        account = accounts.open_account(store(), row["asked_by"], settings.demonstration)
        if account is None:
            jobs.give_up(store(), job, "hidden")
            return
    with acting(app, account):
        try:
            _keep(row, fulfil(order_of(row), password, Teller(store(), job)))
        except Exception as error:
            jobs.give_up(store(), job, _problem(error))


def _problem(error: Exception) -> str:
    match error:
        case Hidden():
            return "hidden"
        case NoRoom():
            return "no_room"
        case PhotosLost():
            return "photos_lost"
    traceback.print_exception(error)
    return "broken"


def _keep(job: Row, made: Made) -> None:
    """Let the file lie where whoever asked for it can fetch it."""
    place = file_of(parts().settings, job["id"])
    with full_disk_told(), made.file, open(place, "wb", opener=_private) as target:
        shutil.copyfileobj(made.file, target, 1_000_000)
    jobs.finish(
        store(), job["id"], made.name, made.sha256, made.bytes, utc_text(now() + KEPT_FOR)
    )


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
