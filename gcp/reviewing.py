"""Writing a line into the review of a visit: one transaction decides what it is about."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from gcp.core.access import Account
from gcp.core.problems import Problem, Refused
from gcp.core.reviewing import Kind, Signed, against
from gcp.intake import utc_text
from gcp.store import audit, reviews, visits
from gcp.store.engine import Row, Store


def add_line(
    store: Store, account: Account, visit: Row, kind: Kind, read: Signed, since: int, words: str,
    at: datetime,
) -> None:  # fmt: skip
    """Keep what somebody who may review this visit says of the revision that was read.

    `since` is the number of the last line that was seen. Raises Refused with what stands against
    it, and then keeps nothing.
    """
    with store.writing():
        review = reviews.of_visit(store, visit["id"])
        kept = visits.revision(store, visit["id"], read.number)
        if review is None or kept is None or not kept["signed"] or kept["sha256"] != read.sha256:
            raise Refused([Problem("revision", "review_unknown_revision")])
        problems = against(review, kind, read, since, words)
        if problems:
            raise Refused(problems)
        line = {
            "id": str(uuid.uuid4()), "visit_id": visit["id"], "number": review.last_number + 1,
            "revision": read.number, "sha256": read.sha256, "kind": kind.value,
            "words": words.strip(), "made_at": utc_text(at), "made_by": account.id,
        }  # fmt: skip
        reviews.add(store, line)
        audit.record(
            store, line["made_at"], account.id, "visit_reviewed", home=visit["home_id"],
            visit=visit["id"], detail=told_of(line),
        )  # fmt: skip


def told_of(line: Row) -> dict[str, object]:
    """What the audit log tells of a line: its words by their digest alone."""
    words = hashlib.sha256(line["words"].encode()).hexdigest()
    return {
        "review": line["id"], "number": line["number"], "revision": line["revision"],
        "sha256": line["sha256"], "kind": line["kind"], "words_sha256": words,
    }  # fmt: skip
