"""Every version of the rules that was ever used, by its digest."""

from __future__ import annotations

import json

from gcp.core.rules import Rules, as_json, rules_from_json
from gcp.store.engine import Store


def keep(store: Store, rules: Rules, at: str) -> None:
    """Keep a version; nothing if it is kept already."""
    if store.one("SELECT 1 AS kept FROM rules WHERE digest = :digest", digest=rules.digest):
        return
    with store.writing():
        store.run(
            "INSERT INTO rules (digest, version, body, first_used_at)"
            " VALUES (:digest, :version, :body, :at) ON CONFLICT (digest) DO NOTHING",
            digest=rules.digest, version=rules.version, at=at,
            body=json.dumps(as_json(rules), ensure_ascii=False),
        )  # fmt: skip


def find(store: Store, digest: str) -> Rules | None:
    """The version with this digest."""
    row = store.one("SELECT body FROM rules WHERE digest = :digest", digest=digest)
    return rules_from_json(json.loads(row["body"])) if row else None
