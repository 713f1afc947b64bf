"""The review of one visit as its page, an evidence pack and the device are told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtforms.fields.choices import SelectChoice

from gcp.core.access import Right
from gcp.core.reviewing import Kind, Review, State
from gcp.store import reviews
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.context import account, may_read, parts, store
from gcp.web.forms import ReviewForm


@dataclass(frozen=True)
class ReviewPart:
    """What is shown of a review; `form` is None for whoever may not add to it here."""

    review: Review
    state: str
    form: ReviewForm | None = None
    problems: Sequence[str] = field(default_factory=tuple)
    is_author: bool = False
    is_own: bool = False


def state_words(state: State, kind: Kind | None) -> str:
    """How a review stands, in words; `kind` is that of the line that decides it."""
    words = parts().text.reviews.states
    key = "changed_reopened" if state is State.CHANGED and kind is Kind.REOPENED else state.value
    return str(words[key])


def words_of(review: Review) -> str:
    """How a review stands and since when, in words."""
    decided = review.deciding
    state = state_words(review.state, decided and decided.kind)
    if decided is None:
        return state
    line = parts().text.reviews.state_line
    return str(line).format(state=state, day=dates.day(decided.made_at))


def review_part(
    visit: Row, shown: int, form: ReviewForm | None = None, problems: Sequence[str] = ()
) -> ReviewPart | None:
    """The review of a visit, with its form on the newest signed revision; None for a draft.

    `form`: one that was sent and could not be kept, with what stands against it.
    """
    review = reviews.of_visit(store(), visit["id"])
    if review is None:
        return None
    home, author = visit["home_id"], visit["author_id"]
    may_review = may_read(Right.REVIEW_VISIT, home, author)
    here = shown == review.signed.number
    return ReviewPart(
        review, words_of(review),
        review_form(review, form) if may_review and here else None, problems,
        is_author=author == account().id,
        # A supervisor looks for the form: why it is not there is told.
        is_own=not may_review and may_read(Right.REVIEW_VISIT, home, "somebody else"),
    )  # fmt: skip


def review_form(review: Review, sent: ReviewForm | None = None) -> ReviewForm:
    """The form with what may be done now, about the revision and the lines that are shown."""
    form = sent or ReviewForm()
    words = parts().text.reviews.form.choices
    form.kind.choices = [SelectChoice(each.value, words[each]) for each in review.open_kinds]
    form.revision.data = str(review.signed.number)
    form.sha256.data = review.signed.sha256
    form.since.data = str(review.last_number)
    return form


def sent_back() -> list[Row]:
    """The account's own visits that were sent back and are not changed since."""
    return [
        each
        for each in reviews.sent_back_to(store(), account().id)
        if may_read(Right.SEE_VISIT, each["home_id"], each["author_id"])
    ]


def sent_back_json() -> list[Mapping[str, Any]]:
    """The same as the device is told it, from the index of what it carries."""
    keys = {"id": "visit", "home_id": "home", "revision": "revision", "words": "words",
            "made_at": "made_at", "name": "made_by"}  # fmt: skip
    return [{name: row[key] for key, name in keys.items()} for row in sent_back()]


def review_json(review: Review) -> Mapping[str, Any]:
    """A review as the device and an evidence pack carry it."""
    return {
        "state": review.state.value,
        "revision": review.signed.number,
        "lines": [
            {
                "number": each.number, "revision": each.revision, "sha256": each.sha256,
                "kind": each.kind.value, "words": each.words, "made_at": each.made_at,
                "made_by": each.name,
            }
            for each in review.lines
        ],
    }  # fmt: skip
