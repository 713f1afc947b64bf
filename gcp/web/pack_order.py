"""Packs as files: the evidence of a home or a visit, and a home's whole record as data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gcp.core.access import Right
from gcp.core.history import VisitRecord
from gcp.evidence import full_disk_told, make_zip
from gcp.export_home import Export, export_of, make_export, pack_of
from gcp.making import Tell, untold
from gcp.store import homes, visits
from gcp.store.engine import Row
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.evidence_pack import evidence_pack
from gcp.web.homes import visible_visits
from gcp.web.orders import ORIGINALS, Made, Order, must_take_out


def records_for(home: str, line: Row | None) -> Sequence[VisitRecord]:
    """The signed visits that the account may take out: one, or all of a home."""
    if line is not None:
        record = visits.record(store(), line["id"], line["signed_revision"])
        return [record] if record else []
    seen = [
        visits.record(store(), each.id, each.revision)
        for each in visible_visits(home)
        if may_read(Right.EXPORT_EVIDENCE, each.home, each.author_id)
    ]
    return [each for each in seen if each]


def made_pack(order: Order, _: str | None = None, tell: Tell = untold) -> Made:
    """Make an evidence pack.

    Raises Hidden where the account may not or there is nothing, and gcp.evidence.NoRoom.
    """
    at, with_originals = now(), order.kind == ORIGINALS
    records = records_for(order.home, must_take_out(order))
    home = homes.find(store(), order.home)
    if home is None or not records:
        raise Hidden
    with full_disk_told():
        pack = evidence_pack(home, order.visit, records, with_originals, at, tell)
        tell("file", 0, 0)
        made = make_zip(parts().settings.instance / "packs", pack)
    note(
        "evidence_pack_made", order.home, order.visit, sha256=made.sha256, visits=len(records),
        photos=len({Path(each).stem for each in pack.kept}), originals=with_originals,
        events=sum(each.startswith("chronology/events/") for each in pack.written),
    )  # fmt: skip
    name = f"evidence-{(order.visit or order.home)[:8]}-{at.date().isoformat()}.zip"
    return Made(made.file, made.bytes, made.sha256, name)


def made_data(order: Order, _: str | None = None, tell: Tell = untold) -> Made:
    """Make a home's whole record with its photos.

    Raises Hidden where the account may not, PhotosLost and gcp.evidence.NoRoom.
    """
    must_take_out(order)
    at, done = now(), 0
    export = export_of(store(), order.home, at, account().name, signed_only=True)

    def step() -> None:
        nonlocal done
        done += 1
        tell("photos", done, len(export.photos))

    with full_disk_told():
        pack = pack_of(export, parts().settings.pictures, step)
        tell("file", 0, 0)
        made = make_export(parts().settings.instance / "packs", pack)
    note_export(order.home, export, "zip")
    name = f"home-{order.home[:8]}-{at.date().isoformat()}.zip"
    return Made(made.file, made.bytes, made.sha256, name)


def note_export(home: str, export: Export, kind: str) -> None:
    """Write down that a home's record was taken out."""
    note("home_exported", home, sha256=export.sha256, **{"as": kind}, **export.counts)
