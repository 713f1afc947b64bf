"""How a supervisor's review of a visit stands, from the lines that were written and the visit.

Lines are only ever added. What was said counts for the revision that was read: agreement to one
revision is none to the next, and a change after a visit was sent back is told as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gcp.core.problems import Problem


class Kind(StrEnum):
    """What a line does."""

    COMMENT = "comment"
    SENT_BACK = "sent_back"
    AGREED = "agreed"
    REOPENED = "reopened"


class State(StrEnum):
    """How the review of a signed visit stands."""

    NOT_LOOKED_AT = "not_looked_at"
    COMMENTED = "commented"
    SENT_BACK = "sent_back"
    CHANGED = "changed"  # a newer revision has come since it was sent back or opened again
    AGREED = "agreed"  # and so locked
    REOPENED = "reopened"


NEEDS_WORDS = frozenset({Kind.COMMENT, Kind.SENT_BACK, Kind.REOPENED})
_AFTER_AGREEMENT = (Kind.COMMENT, Kind.REOPENED)
_BEFORE_AGREEMENT = (Kind.COMMENT, Kind.SENT_BACK, Kind.AGREED)


@dataclass(frozen=True)
class Signed:
    """A signed revision: its number and the digest of its very text."""

    number: int
    sha256: str


@dataclass(frozen=True)
class Line:
    """One line of a review, about the revision that was read."""

    number: int
    revision: int
    sha256: str
    kind: Kind
    words: str
    made_at: str
    made_by: str
    name: str

    @property
    def read(self) -> Signed:
        """The revision that it is about."""
        return Signed(self.revision, self.sha256)


@dataclass(frozen=True)
class Review:
    """How a visit's review stands; `deciding` is the line that says so.

    It is the last one that is more than a comment, else the last comment.
    """

    state: State
    signed: Signed
    lines: Sequence[Line] = ()
    deciding: Line | None = None

    @property
    def is_locked(self) -> bool:
        """Whether no new revision is taken."""
        return self.state is State.AGREED

    @property
    def last_number(self) -> int:
        """The number of the newest line, 0 where there is none."""
        return self.lines[-1].number if self.lines else 0

    @property
    def changed_from(self) -> int | None:
        """The revision that the deciding line is about, where a newer one has come since."""
        if self.deciding is None or self.deciding.revision >= self.signed.number:
            return None
        return self.deciding.revision

    @property
    def open_kinds(self) -> tuple[Kind, ...]:
        """What a supervisor may do next."""
        return _AFTER_AGREEMENT if self.is_locked else _BEFORE_AGREEMENT


def review_of(lines: Sequence[Line], signed: Signed) -> Review:
    """The state of a review, from its lines in order and the visit's newest signed revision."""
    decisions = [each for each in lines if each.kind is not Kind.COMMENT] or lines
    if not decisions:
        return Review(State.NOT_LOOKED_AT, signed)
    last = decisions[-1]
    return Review(state_after(last.kind, last.read, signed), signed, lines, last)


def state_after(kind: Kind, read: Signed, signed: Signed) -> State:
    """How a review stands after its deciding line, which was about the revision that was read."""
    if kind is Kind.COMMENT:
        return State.COMMENTED
    if read != signed:
        return State.CHANGED
    return {
        Kind.SENT_BACK: State.SENT_BACK, Kind.AGREED: State.AGREED, Kind.REOPENED: State.REOPENED,
    }[kind]  # fmt: skip


def against(review: Review, kind: Kind, read: Signed, since: int, words: str) -> list[Problem]:
    """What stands against adding a line by somebody who read this revision and the lines up to
    `since`; nothing if it may be added.

    A comment is about what was read, and is added whatever others wrote meanwhile; a decision
    must not pass over what its maker has not seen.
    """
    problems = []
    if kind in NEEDS_WORDS and not words.strip():
        problems.append(Problem("words", f"review_words_{kind}"))
    if kind is Kind.COMMENT:
        return problems
    if read != review.signed:
        problems.append(Problem("revision", f"review_newer_{kind}"))
    elif since != review.last_number:
        problems.append(Problem("since", f"review_others_{kind}"))
    elif kind not in review.open_kinds:
        problems.append(Problem("kind", f"review_not_open_{kind}"))
    return problems
