"""The people of a home that this account may see, and whom it may write about."""

from __future__ import annotations

from collections.abc import Collection

from gcp.core.access import Right, may
from gcp.store import homes
from gcp.store.engine import Row
from gcp.web.context import account, may_read, store, ties_to_read


def visible_people(home: str) -> list[Row]:
    """Everyone of a home; to who is allocated to some of its children, these and nobody else."""
    people, ties = homes.people(store(), home), ties_to_read(home)
    if any(may(account(), Right.SEE_HOME, each) for each in ties):
        return people
    return [
        row
        for row in people
        if row["kind"] == "child"
        and any(may(account(), Right.SEE_CHILD, each, about=(row["id"],)) for each in ties)
    ]


def visible_children(home: str) -> list[Row]:
    """The children among them."""
    return [each for each in visible_people(home) if each["kind"] == "child"]


def must_name_children(right: Right, home: str) -> bool:
    """Whether what is written with this right has to name children: it is for no whole home."""
    return not may_read(right, home, about=())


def may_write(right: Right, home: str, children: Collection[str]) -> bool:
    """Whether this may be written about these children; about none of them: the whole home."""
    return may_read(right, home, about=children)
