"""What the server holds of a visit, by its own files, against what was done on the device."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from gcp import photo_files
from tests.browser.coded_photos import sha256
from tests.browser.ledger import Lost, Visit, differences, state_of_body


class Held:
    """The server's database, read only, and its photos."""

    def __init__(self, instance: Path) -> None:
        self._instance = instance

    def visits(self) -> int:
        return int(self._rows("SELECT count(*) AS n FROM visits")[0]["n"])

    def check_received(self, visit: Visit) -> None:
        """Whatever the screen showed a receipt for is there; raises Lost if it is not."""
        for key, said in visit.received.items():
            kind, _, name = key.split("/")
            found = self._revisions(visit.id) if kind == "visit" else self._photos_like(said)
            if not any(said.endswith(each["sha256"][:4].upper()) for each in found):
                raise Lost(f"{key} was shown as {said!r}, and the server does not hold it")

    def check_whole(
        self, visit: Visit, codes: Mapping[str, str], photos: Mapping[str, bytes]
    ) -> int:
        """All of a visit that was all sent is there, once; the number of its photos."""
        self.check_received(visit)
        revisions = self._revisions(visit.id)
        if [each["number"] for each in revisions] != [1] or self._conflicts(visit.id):
            raise Lost(f"visit {visit.id} has {len(revisions)} revisions, not one")
        body = json.loads(revisions[0]["body"])
        titles = visit.state.get("people", "").split(" | ") if visit.state.get("people") else []
        found = state_of_body(body, titles, codes)
        if differs := differences(visit.state, found):
            raise Lost(f"visit {visit.id} at the server: {'; '.join(differs)}")
        for each in body["photos"]:
            self._check_photo(each["sha256"], photos[codes[each["sha256"]]])
        return len(body["photos"])

    def _check_photo(self, digest: str, data: bytes) -> None:
        rows = self._rows("SELECT bytes FROM photos WHERE sha256 = :digest", digest=digest)
        path = photo_files.original(self._instance / "photos", digest)
        kept = path.read_bytes() if path.is_file() else b""
        if [each["bytes"] for each in rows] != [len(data)] or sha256(kept) != sha256(data):
            raise Lost(f"photo {digest}: {len(kept)} of {len(data)} bytes at the server")

    def _revisions(self, visit: str) -> list[dict[str, Any]]:
        wanted = "SELECT number, sha256, body FROM revisions WHERE visit_id = :visit"
        return self._rows(wanted, visit=visit)

    def _conflicts(self, visit: str) -> list[dict[str, Any]]:
        return self._rows("SELECT number FROM conflicts WHERE visit_id = :visit", visit=visit)

    def _photos_like(self, said: str) -> list[dict[str, Any]]:
        start = said[-4:].lower()
        return self._rows("SELECT sha256 FROM photos WHERE sha256 LIKE :start", start=f"{start}%")

    def _rows(self, sql: str, **values: object) -> list[dict[str, Any]]:
        path = self._instance / "gcp.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(sql, values)]
