"""A tag for each home's pack: another whenever the pack is, and told by nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from gcp.core.access import HomeTies, Right, may
from gcp.store import asked_checks, caseloads, joins, redactions
from gcp.store.engine import Row
from gcp.version import VERSION
from gcp.web.context import account, parts, store

SHOWN = ("id", "name", "address", "postcode")


def tags(homes: Sequence[tuple[Row, Sequence[HomeTies]]]) -> dict[str, str]:
    """The tags of these homes, each with the ties that open it, by home.

    They rest on what this account may see and on nothing else: that others recorded something
    that it may not see changes no tag. As many questions to the store for a thousand as for one.
    """
    asked = [row["id"] for row, _ in homes]
    joined = joins.into_homes(store(), asked)
    same = joins.same_people(store(), asked)
    every = asked + [each["home_id"] for rows in joined.values() for each in rows]
    people = caseloads.people(store(), every)
    work = caseloads.signed_work(store(), every)
    redacted, asked_for = redactions.of_homes(store(), every), asked_checks.of_homes(store(), every)
    found = {}
    for row, ties in homes:
        home, is_whom = row["id"], same.get(row["id"], {})
        others = [each["home_id"] for each in joined.get(home, ())]
        theirs = _visible(others, work, ties)
        found[home] = _digest(
            [row[key] for key in SHOWN],
            [one for each in (home, *others) for one in people.get(each, ())
             if one["id"] not in is_whom],
            _visible([home], work, ties),
            [theirs, is_whom] if theirs else None,
            _visible([home, *others], redacted, ties),
            _asked([one for each in (home, *others) for one in asked_for.get(each, ())], ties),
        )  # fmt: skip
    return found


def _visible(
    homes: Iterable[str], work: Mapping[str, Sequence[Row]], ties: Sequence[HomeTies]
) -> list[tuple[str, Row]]:
    return [
        (home, each)
        for home in homes
        for each in work.get(home, ())
        if any(may(account(), Right.SEE_VISIT, one, each["author_id"]) for one in ties)
    ]


def _asked(rows: Sequence[Row], ties: Sequence[HomeTies]) -> list[object] | None:
    """What a device is told of checks that are asked for rests on: the rows, and how much it is told."""
    rights = [
        any(may(account(), right, one) for one in ties)
        for right in (Right.SEE_CHECK, Right.SEE_CHECK_WHY)
    ]
    if not rows or not any(rights):
        return None
    return [rows, rights, parts().settings.police_sees.value]


def _digest(*facts: object) -> str:
    # The history is drawn here, so another version of the program may draw another one.
    whole = [VERSION, parts().rules.digest, account().id, *facts]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:32]
