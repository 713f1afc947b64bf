"""What a visit's document says of the lines that are kept beside it: made from it, checked by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Facts = dict[str, Any]


def utc_text(moment: datetime) -> str:
    """A moment as the text that is stored: UTC to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def visit_facts(document: Mapping[str, Any]) -> Facts:
    """What a visit's line takes over from its newest revision."""
    return {
        "id": document["id"], "home_id": document["home"], "kind": document["kind"],
        "access": document["access"],
        "observed_at": utc_text(datetime.fromisoformat(document["observed_at"])),
    }  # fmt: skip


def revision_facts(document: Mapping[str, Any], result: Mapping[str, Any]) -> Facts:
    """What a revision's line takes over from its document; `result` is the server's own score."""
    sent = document.get("result")
    return {
        "differs": int(sent is not None and sent != result),
        "signed": int(bool(document.get("signed_at"))), "reason": document.get("reason") or "",
        "rules_digest": document["rules"],
        "written_at": utc_text(datetime.fromisoformat(document["written_at"])),
    }  # fmt: skip


def photo_digests(document: Mapping[str, Any]) -> list[str]:
    """The digests of the photos that a visit names."""
    return [photo["sha256"] for photo in document.get("photos") or ()]
