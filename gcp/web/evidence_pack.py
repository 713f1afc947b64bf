"""What goes into an evidence pack: records byte for byte, photos, tables and a page to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from gcp.core.access import Right
from gcp.core.history import VisitRecord
from gcp.core.reviewing import Review
from gcp.evidence import Pack
from gcp.intake import utc_text
from gcp.making import Tell, untold
from gcp.store import audit, homes, photos, reviews, visits
from gcp.store.engine import Row
from gcp.version import VERSION
from gcp.web.context import Hidden, account, find_rules, may_read, parts, store
from gcp.web.evidence_events import audit_lines, chronology_files, chronology_of
from gcp.web.evidence_photos import (
    KeptPhoto,
    NamedPhoto,
    files,
    kept_photos,
    named_photos,
    original_name,
)
from gcp.web.following_view import at as at_clock
from gcp.web.review_part import review_json, words_of
from gcp.web.tables import csv_bytes
from gcp.web.visit_page import VisitPage, visit_page

# What happened to the records themselves; who only looked at them is left out.
ACTIONS = (
    "visit_received", "visit_conflict", "conflict_settled", "visit_reviewed", "photo_redacted",
    "evidence_pack_made",
)  # fmt: skip
_COLUMNS = (
    "sha256", "file", "visit", "revision", "observed_at_by_the_device", "taken_at_by_the_camera",
    "received_at_by_the_server", "source", "room", "item", "child", "caption", "consent",
    "consent_words", "recorded_by", "blacked_out",
)  # fmt: skip
# All that a line's digest is worked out from, so that the reader can do so too.
_LINE = (
    "id", "at", "who", "account_id", "action", "home_id", "visit_id", "detail", "previous",
    "digest",
)  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """One visit of a pack: its signed revisions, its page, and every photo that these name."""

    record: VisitRecord
    signed: Sequence[Row]
    page: VisitPage
    named: Sequence[NamedPhoto]
    arrived: Mapping[str, Row]
    review: Review

    @property
    def review_state(self) -> str:
        """How the review of the visit stands, in words."""
        return words_of(self.review)

    @property
    def earlier(self) -> list[NamedPhoto]:
        """The photos that the visit named before it was corrected, and names no more."""
        return [each for each in self.named if not each.is_newest]


def evidence_pack(
    home: Row, visit: str | None, records: Sequence[VisitRecord], with_originals: bool,
    at: datetime, tell: Tell = untold,
) -> Pack:  # fmt: skip
    """The pack of these visits to a home, or of one alone, made now for the account."""
    visit_parts, kept = [_part(each, home) for each in records], kept_photos(records, tell)
    people, head = _people(home["id"], visit, visit_parts), audit.last(store())
    written: dict[str, bytes] = {}
    for part in visit_parts:
        written |= _revisions(part)
    written["photos.csv"] = csv_bytes(_COLUMNS, _photo_rows(visit_parts, kept, with_originals))
    lines = audit.about(store(), [each.id for each in records], ACTIONS)
    # With one visit alone: the chronology is of more than that visit.
    found = None if visit else chronology_of(home["id"], records)
    if found:
        written |= chronology_files(found)
        lines = sorted([*lines, *audit_lines(found.told)], key=lambda line: line["id"])
    written["audit.csv"] = csv_bytes(_LINE, ([line[name] for name in _LINE] for line in lines))
    written["home.json"] = _json({"home": home, "people": people})
    written["index.html"] = render_template(
        "evidence/index.html", home=home, parts=visit_parts, kept=kept, at=utc_text(at),
        people=people, with_originals=with_originals, head=head, version=VERSION,
        chronology=found, at_clock=at_clock,
    ).encode()  # fmt: skip
    written["README.txt"] = _readme(with_originals, found is not None)
    return Pack(dict(files(kept, with_originals)), written, _info(home, records, head, at))


def _part(record: VisitRecord, home: Row) -> _Part:
    rules = find_rules(record.rules)
    lines = [each["number"] for each in visits.revisions(store(), record.id) if each["signed"]]
    signed = [each for n in lines if (each := visits.revision(store(), record.id, n))]
    review = reviews.of_visit(store(), record.id)
    if rules is None or review is None or signed[-1]["number"] != record.revision:
        raise Hidden
    arrived = photos.arrived(store(), [record.id], signed_only=True)
    named = named_photos(record, ((each["number"], json.loads(each["body"])) for each in signed))
    return _Part(
        record, signed, visit_page(record, rules, home, signed[-1], arrived), named, arrived,
        review,
    )  # fmt: skip


def _people(home: str, visit: str | None, visit_parts: Sequence[_Part]) -> list[Row]:
    """The people of the home; with one visit alone those it names: others added the rest."""
    if visit is None and may_read(Right.SEE_HOME, home):
        return homes.people(store(), home)
    return [
        {"kind": each.get("role", "child"), "relation": None, **each}
        for part in visit_parts
        for each in (*part.page.body["children"], *part.page.body["adults"])
    ]


def _info(
    home: Row, records: Sequence[VisitRecord], head: tuple[int, str], at: datetime
) -> dict[str, str]:
    text = parts().text
    return {
        "Source-Organization": text.common.product, "Contact-Name": account().name,
        "External-Description": text.evidence.description.format(n=len(records)),
        "External-Identifier": home["id"], "Bagging-Date": at.date().isoformat(),
        "Made-At": utc_text(at), "Made-By-Account": account().id,
        "Audit-Head": f"{head[0]}:{head[1]}", "Bag-Software-Agent": f"gcp {VERSION}, bagit",
    }  # fmt: skip


def _readme(with_originals: bool, with_chronology: bool) -> bytes:
    """What each file of the pack is."""
    words = parts().text.evidence.readme
    told = [
        words.intro, words.visits, words.originals if with_originals else words.copies,
        words.chronology if with_chronology else words.no_chronology, words.check,
    ]  # fmt: skip
    return "\n".join(each.rstrip() + "\n" for each in told).encode()


def _revisions(part: _Part) -> dict[str, bytes]:
    """Each signed revision as it was sent, the receipts given for them, and the review."""
    folder = f"visits/{part.record.day.isoformat()}-{part.record.id}"
    found = {
        f"{folder}/revision-{each['number']}.json": each["body"].encode() for each in part.signed
    }
    receipts = [
        {key: each[key] for key in ("number", "sha256", "received_at", "written_at", "reason")}
        for each in part.signed
    ]
    return found | {
        f"{folder}/receipts.json": _json(receipts),
        f"{folder}/review.json": _json(review_json(part.review)),
    }


def _photo_rows(
    visit_parts: Iterable[_Part], kept: Mapping[str, KeptPhoto], with_originals: bool
) -> Iterator[list[object]]:
    for part in visit_parts:
        names = {each["id"]: each["name"] for each in part.record.body.get("children") or ()}
        for photo in part.named:
            entry, row = photo.entry, part.arrived.get(photo.sha256)
            here = kept[photo.sha256] if row else None
            yield [
                photo.sha256, _place(here, with_originals), part.record.id, photo.revision,
                entry["observed_at"], row and row["taken_at"], row and row["received_at"],
                entry["source"], entry.get("room"), entry.get("item"),
                names.get(entry.get("child") or ""), entry.get("caption"), entry.get("consent"),
                entry.get("consent_words"), part.record.author_name,
                "yes" if here and here.boxes else "no",
            ]  # fmt: skip


def _place(here: KeptPhoto | None, with_originals: bool) -> str:
    """Where a photo is in the pack, or why it is not."""
    words = parts().text.evidence.places
    if here is None:
        return str(words.not_come)
    if here.original is None:
        return str(words.lost)
    if with_originals:
        return f"originals/{original_name(here.row)}"
    return f"pictures/{here.row['sha256']}.jpg" if here.picture else str(words.no_picture)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
