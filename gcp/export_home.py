"""One home's whole record, taken out: a JSON document, alone or in a bag with its photos."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gcp import photo_files
from gcp.core.home_record import FORMAT, content_of, document, named
from gcp.core.kept import utc_text
from gcp.evidence import Pack, Zip, make_zip
from gcp.home_schema import schema_bytes
from gcp.out_files import new_file
from gcp.store import whole_homes
from gcp.store.engine import Store
from gcp.version import VERSION

ROOT = "home-export"  # the folder in the zip file
SCHEMA_NAME = "home-export-1.schema.json"
RECORD = "home.json"


class NoSuchHome(Exception):
    """There is no home with this id."""


class PhotosLost(Exception):
    """Originals that came and are not there any more as they came."""

    def __init__(self, digests: list[str]) -> None:
        super().__init__(", ".join(digests))
        self.digests = digests


@dataclass(frozen=True)
class Export:
    """The record of a home as it was at one moment."""

    document: dict[str, Any]

    @property
    def sha256(self) -> str:
        """The digest of its content."""
        return str(self.document["sha256"])

    @property
    def photos(self) -> list[dict[str, Any]]:
        """Every photo that has come."""
        found: list[dict[str, Any]] = self.document["content"]["photos"]
        return found

    @property
    def bytes(self) -> bytes:
        """The document to read."""
        return json.dumps(self.document, ensure_ascii=False, indent=1).encode()

    @property
    def counts(self) -> dict[str, int]:
        """How much of each there is."""
        content = self.document["content"]
        return {
            "homes": len(content["homes"]), "people": len(content["people"]),
            "visits": len(content["visits"]), "events": len(content["events"]),
            "revisions": sum(len(each["revisions"]) for each in content["visits"]),
            "photos": len(content["photos"]), "left_out": content["left_out"],
        }  # fmt: skip


def export_of(
    store: Store, home: str, at: datetime, by: str, signed_only: bool = False
) -> Export:
    """The record of a home and of those joined into it; raises NoSuchHome.

    `signed_only` leaves out and counts what only authors may see.
    """
    with store.reading():
        together = whole_homes.together(store, home)
        if home not in together:
            raise NoSuchHome(home)
        tables = whole_homes.read(store, together)
        content = content_of(home, tables, signed_only)
        content["accounts"] = whole_homes.accounts(store, sorted(named(content)))
        teams = {each["team_id"] for each in content["homes"]}
        content["teams"] = whole_homes.teams(store, sorted(teams))
    made = {"at": utc_text(at), "by": by, "program": f"gcp {VERSION}"}
    return Export(document(content, made))


def photo_name(photo: dict[str, Any]) -> str:
    """Where a photo's original lies in the bag's payload."""
    ending = {"image/jpeg": "jpg"}.get(photo["type"], photo["type"].partition("/")[2])
    return f"originals/{photo['sha256']}.{ending}"


def pack_of(
    export: Export, pictures: Path, step: Callable[[], None] = lambda: None
) -> Pack:
    """The bag's payload, every photo read once to see that it is as it came; raises PhotosLost."""
    kept, lost = {}, []
    for photo in export.photos:
        file = photo_files.original(pictures, photo["sha256"])
        if photo_files.measured(file) != (photo["sha256"], photo["bytes"]):
            lost.append(photo["sha256"])
        kept[photo_name(photo)] = file
        step()
    if lost:
        raise PhotosLost(lost)
    info = {
        "External-Identifier": export.document["content"]["home"],
        "Internal-Sender-Identifier": export.sha256, "Bag-Group-Identifier": FORMAT,
        "Made-At": export.document["made"]["at"], "Made-By": export.document["made"]["by"],
        "Bag-Software-Agent": f"{export.document['made']['program']}, bagit",
    }  # fmt: skip
    return Pack(kept, {RECORD: export.bytes, SCHEMA_NAME: schema_bytes()}, info)


def make_export(folder: Path, pack: Pack) -> Zip:
    """The bag in a zip file; raises gcp.evidence.NoRoom."""
    return make_zip(folder, pack, ROOT)


def write_zip(out: Path, folder: Path, pack: Pack) -> str:
    """Write the bag's zip file to a place that is free; its digest."""
    with new_file(out) as place:
        made = make_export(folder, pack)
        with made.file, place.open("wb") as target:
            shutil.copyfileobj(made.file, target, 1_000_000)
    return made.sha256
