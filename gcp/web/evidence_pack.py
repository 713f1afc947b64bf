"""What goes into an evidence pack: records byte for byte, photos, tables and a page to read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import render_template

from gcp import photo_files
from gcp.core.history import VisitRecord
from gcp.core.redaction import mark_of
from gcp.evidence import Pack
from gcp.intake import utc_text
from gcp.store import audit, homes, photos, visits
from gcp.store.engine import Row
from gcp.version import VERSION
from gcp.web.context import Hidden, account, find_rules, parts, store
from gcp.web.photos import redacted
from gcp.web.visit_page import VisitPage, visit_page

# What happened to the records themselves; who only looked at them is left out.
ACTIONS = (
    "visit_received", "visit_conflict", "conflict_settled", "photo_redacted", "evidence_pack_made",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "sha256", "file", "visit", "observed_at_by_the_device", "taken_at_by_the_camera",
    "received_at_by_the_server", "source", "room", "item", "child", "caption", "consent",
    "consent_words", "recorded_by", "blacked_out",
)  # fmt: skip


def evidence_pack(
    home: Row, records: Sequence[VisitRecord], with_originals: bool, at: datetime
) -> Pack:
    """The pack of these visits to a home, made now for the account."""
    ids = [each.id for each in records]
    pages = [_page(each, home) for each in records]
    arrived, boxes = photos.arrived(store(), ids), redacted(records)
    folder = parts().settings.pictures
    kept = {
        f"pictures/{sha256}.jpg": photo_files.copy(folder, sha256, "display", boxes.get(sha256, ()))
        for sha256 in arrived
    }
    for sha256, row in arrived.items() if with_originals else ():
        kept[f"originals/{sha256}.{_ending(row)}"] = photo_files.original(folder, sha256)
    files: dict[str, bytes] = {}
    for record in records:
        files |= _revisions(record)
    lines = audit.about(store(), ids, ACTIONS)
    files["photos.csv"] = _table(_COLUMNS, _photo_rows(records, arrived, boxes))
    files["audit.csv"] = _table(tuple(lines[0]) if lines else ("id",), map(dict.values, lines))
    files["home.json"] = _json({"home": home, "people": homes.people(store(), home["id"])})
    files["index.html"] = render_template(
        "evidence/index.html", home=home, pages=pages, boxes=boxes, at=utc_text(at),
        people=homes.people(store(), home["id"]), with_originals=with_originals,
        head=audit.last(store()), version=VERSION,
    ).encode()  # fmt: skip
    return Pack(kept, files, _info(home, records, at))


def _info(home: Row, records: Sequence[VisitRecord], at: datetime) -> dict[str, str]:
    text = parts().text
    line, digest = audit.last(store())
    return {
        "Source-Organization": text.common.product, "Contact-Name": account().name,
        "External-Description": text.evidence.description.format(n=len(records)),
        "External-Identifier": home["id"], "Bagging-Date": at.date().isoformat(),
        "Made-At": utc_text(at), "Made-By-Account": account().id,
        "Audit-Head": f"{line}:{digest}", "Bag-Software-Agent": f"gcp {VERSION}, bagit",
    }  # fmt: skip


def _page(record: VisitRecord, home: Row) -> VisitPage:
    rules, kept = find_rules(record.rules), visits.revision(store(), record.id, record.revision)
    if rules is None or kept is None:
        raise Hidden
    return visit_page(record, rules, home, kept, photos.arrived(store(), [record.id]))


def _revisions(record: VisitRecord) -> dict[str, bytes]:
    """Each signed revision as it was sent, and the receipts that were given for them."""
    folder = f"visits/{record.day.isoformat()}-{record.id}"
    files, receipts = {}, []
    for line in visits.revisions(store(), record.id):
        kept = visits.revision(store(), record.id, line["number"])
        if line["signed"] and kept:
            files[f"{folder}/revision-{line['number']}.json"] = kept["body"].encode()
            receipts.append(line)
    return files | {f"{folder}/receipts.json": _json(receipts)}


def _photo_rows(
    records: Iterable[VisitRecord], arrived: dict[str, Row], boxes: dict[str, Any]
) -> Iterable[list[object]]:
    for record in records:
        names = {each["id"]: each["name"] for each in record.body.get("children") or ()}
        for entry in record.body.get("photos") or ():
            sha256 = entry["sha256"]
            row = arrived.get(sha256)
            yield [
                sha256, f"{sha256}.{_ending(row)}" if row else "not come yet", record.id,
                entry["observed_at"], row and row["taken_at"], row and row["received_at"],
                entry["source"], entry.get("room"), entry.get("item"),
                names.get(entry.get("child") or ""), entry.get("caption"), entry.get("consent"),
                entry.get("consent_words"), record.author_name,
                "yes" if mark_of(boxes.get(sha256, ())) else "no",
            ]  # fmt: skip


def _table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    """A spreadsheet must not take words for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _ending(row: Row) -> str:
    return str({"image/jpeg": "jpg"}.get(row["type"], row["type"].partition("/")[2]))
