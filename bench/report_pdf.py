"""PDF reports as people ask for them: how long, how much memory, how large beside their photos."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.authority import (
    PASSWORD,
    add_homes,
    add_practitioners,
    open_store,
    practitioner,
    shipped_rules,
)
from bench.intake import PHOTO_BYTES, visit_of
from bench.pictures import SHARED, Many, jpeg
from bench.report import Bar, Figure, Report
from bench.served import PROJECT
from gcp.demo.families import Family
from gcp.demo.papers import as_bytes

BAR = Bar("at most", 0.5)
TIMES = 5
FEW = 24  # photos: a report with more is made beside the server


@dataclass(frozen=True)
class Load:
    """A home with so many visits, and photos spread over them; which report is asked for."""

    visits: int
    photos: int
    kind: str


@dataclass(frozen=True)
class Outcome:
    """What came of asking for the report several times over, after once."""

    seconds: float
    processor: float
    writing: float
    pages: int
    megabytes: float
    photos: float
    peak: float
    start: float
    first: float


def run(quick: bool = False) -> Iterator[Report]:
    """One visit with 24 photos, then a home with a long history."""
    yield report(Load(1, 24, "visit_full"), BAR)
    yield report(Load(20, 50, "home_full") if quick else Load(200, 500, "home_full"))


def report(load: Load, bar: Bar | None = None) -> Report:
    """The figures of one load."""
    found = measure(load)
    return Report(
        f"report_pdf: {load.kind}, {load.visits} visits, {load.photos} photos of 300 kB,"
        f" {found.pages} pages",
        "the page's form to the last byte where it is made at once, else as the process beside"
        f" the server makes it; median of {TIMES}, copies of photos made before",
        [
            Figure("the report", found.seconds, "s", bar),
            Figure("processor time of it", found.processor, "s"),
            Figure("of that, setting and writing the pages", found.writing, "s"),
            Figure("processor time of the first, with its copies", found.first, "s"),
            Figure("the file", found.megabytes, "MB"),
            Figure("its photos alone", found.photos, "MB"),
            Figure("peak of memory", found.peak, "MB"),
            Figure("of that, before the first report", found.start, "MB"),
        ],
    )


def measure(load: Load) -> Outcome:
    """Put a home in, and ask for its report in another process."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        family = Family(0)
        store = open_store(instance)
        add_homes(store, [family], add_practitioners(store, 1))
        store.close()
        command = [sys.executable, "-m", "bench.report_pdf", folder]
        wanted = [str(load.visits), str(load.photos), load.kind]
        subprocess.run([*command, "fill", *wanted], check=True, cwd=PROJECT)
        asked = subprocess.run(
            [*command, "ask", *wanted], check=True, cwd=PROJECT, capture_output=True
        )
    return Outcome(**json.loads(asked.stdout))


def _client(folder: str) -> tuple[Any, Any]:
    from gcp import create_app
    from gcp.settings import Settings, default_rules_file

    app = create_app(
        Settings(Path(folder), default_rules_file(), "for the bench only", password_effort="cheap")
    )
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    sent = {"email": practitioner(0).email, "password": PASSWORD}
    assert client.post("/api/session", json=sent).status_code == 201
    return app, client


def _fill(folder: str, load: Load) -> None:
    """The visits and photos by the API, as a tablet sends them."""
    _, client = _client(folder)
    rules, family = shipped_rules(), Family(0)
    many = Many.of(jpeg(SHARED, PHOTO_BYTES, datetime.now(UTC)))
    copies = ((digest, parts, many.size) for digest, parts in many.copies())
    share, left = divmod(load.photos, load.visits)
    each = [share + (number < left) for number in range(load.visits)]
    for number, count in enumerate(each):
        photos = list(islice(copies, count))
        at = family.until - timedelta(days=number)
        body = as_bytes(visit_of(rules, family, number, at, photos))
        visit = json.loads(body)["id"]
        answer = client.put(f"/api/visits/{visit}/revisions/1", data=body,
                            content_type="application/json")  # fmt: skip
        assert answer.status_code == 201, answer.text
        for digest, parts, _ in photos:
            answer = client.put(f"/api/photos/{digest}", data=b"".join(parts),
                                content_type="image/jpeg")  # fmt: skip
            assert answer.status_code == 201, answer.text


def _ask(folder: str, load: Load) -> Outcome:
    from gcp.web import report_made
    from gcp.web.report_photos import MANY_PHOTOS

    app, client = _client(folder)
    store = app.extensions["gcp"].engine.store()
    row = store.one("SELECT id FROM visits LIMIT 1")
    place = f"/visits/{row['id']}" if load.kind.startswith("visit") else f"/homes/{Family(0).id}"
    written: list[float] = []
    pages, make = 0, report_made.make

    def timed(*arguments: Any) -> int:
        nonlocal pages
        began = time.process_time()
        pages = make(*arguments)
        written.append(time.process_time() - began)
        return pages

    report_made.make = timed  # type: ignore[assignment]
    start, took, spent, size = _peak(), [], [], 0
    for number in range(TIMES + 1):
        began, processor = time.perf_counter(), time.process_time()
        at_once = number and load.photos <= FEW
        size = _made_at_once(client, place, load) if at_once else _made(app, load)
        took.append(time.perf_counter() - began)
        spent.append(time.process_time() - processor)
    shown = "display" if load.photos <= MANY_PHOTOS else "carried"
    kept = sum(each.stat().st_size for each in Path(folder).glob(f"photos/copies/*/*.{shown}.jpg"))
    return Outcome(
        median(took[1:]), median(spent[1:]), median(written[1:]), pages, size / 1e6, kept / 1e6,
        _peak(), start, spent[0],
    )  # fmt: skip


def _made_at_once(client: Any, place: str, load: Load) -> int:
    """The bytes of the answer to the form."""
    form = {"kind": load.kind, "for_whom": "the bench", "why": "to measure", "protect": "no"}
    answer = client.post(f"{place}/report", data=form, buffered=False)
    assert answer.status_code == 200, answer.text
    size = sum(len(part) for part in answer.iter_encoded())
    answer.close()
    return size


def _made(app: Any, load: Load) -> int:
    """The bytes of a report made as the process beside the server makes it."""
    from gcp.store import accounts
    from gcp.web.making import fulfil
    from gcp.web.orders import Order, acting

    store = app.extensions["gcp"].engine.store()
    row = accounts.by_email(store, practitioner(0).email)
    account = row and accounts.account(store, row["id"])
    assert account
    visit = store.one("SELECT id FROM visits")["id"] if load.kind.startswith("visit") else None
    with acting(app, account):
        made = fulfil(Order(load.kind, Family(0).id, visit, "the bench", "to measure"), None)
        with made.file:
            return made.bytes


def _peak() -> float:
    """The most memory that this process held so far, in megabytes; 0 where /proc does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def main(words: Sequence[str]) -> None:
    """The other process: fill an instance, or ask for its report and print what came of it."""
    folder, what, visits, photos, kind = words
    load = Load(int(visits), int(photos), kind)
    if what == "fill":
        _fill(folder, load)
    else:
        print(json.dumps(_ask(folder, load).__dict__))


if __name__ == "__main__":
    main(sys.argv[1:])
