"""How a review stands follows from its lines and the signed revision, and from nothing else."""

from __future__ import annotations

import random

import pytest

from gcp.core.reviewing import Kind, Line, Review, Signed, State, against, review_of

FIRST, SECOND, THIRD = (Signed(n, f"{n}" * 64) for n in (1, 2, 3))


def lines(*made: tuple[Kind, Signed]) -> list[Line]:
    return [
        Line(at, read.number, read.sha256, kind, "Words.", "2026-03-01T12:00:00.000Z", "s", "Sam")
        for at, (kind, read) in enumerate(made, 1)
    ]


C, B, A, R = Kind.COMMENT, Kind.SENT_BACK, Kind.AGREED, Kind.REOPENED


@pytest.mark.parametrize(
    ("made", "signed", "state", "changed_from"),
    [
        ([], FIRST, State.NOT_LOOKED_AT, None),
        ([(C, FIRST)], FIRST, State.COMMENTED, None),
        ([(C, FIRST)], SECOND, State.COMMENTED, 1),
        ([(C, FIRST), (C, SECOND)], SECOND, State.COMMENTED, None),
        ([(B, FIRST)], FIRST, State.SENT_BACK, None),
        ([(B, FIRST), (C, FIRST)], FIRST, State.SENT_BACK, None),
        ([(B, FIRST)], SECOND, State.CHANGED, 1),
        ([(B, FIRST), (C, SECOND)], THIRD, State.CHANGED, 1),
        ([(B, FIRST), (B, SECOND)], SECOND, State.SENT_BACK, None),
        ([(A, FIRST)], FIRST, State.AGREED, None),
        ([(B, FIRST), (A, SECOND)], SECOND, State.AGREED, None),
        ([(A, FIRST), (C, FIRST)], FIRST, State.AGREED, None),
        ([(A, FIRST), (R, FIRST)], FIRST, State.REOPENED, None),
        ([(A, FIRST), (R, FIRST)], SECOND, State.CHANGED, 1),
        ([(A, FIRST), (R, FIRST), (A, SECOND)], SECOND, State.AGREED, None),
        # Never so through the intake: agreement to one revision is none to another.
        ([(A, FIRST)], SECOND, State.CHANGED, 1),
        ([(A, Signed(1, "f" * 64))], FIRST, State.CHANGED, None),
    ],
)  # fmt: skip
def test_the_state_is_that_of_the_last_decision_about_this_revision(
    made: list[tuple[Kind, Signed]], signed: Signed, state: State, changed_from: int | None
) -> None:
    review = review_of(lines(*made), signed)
    assert (review.state, review.changed_from) == (state, changed_from)
    assert review.is_locked == (state is State.AGREED)


def codes(review: Review, kind: Kind, read: Signed, since: int, words: str = "W.") -> list[str]:
    return [each.code for each in against(review, kind, read, since, words)]


def test_what_may_be_done_next() -> None:
    fresh, agreed = review_of([], FIRST), review_of(lines((A, FIRST)), FIRST)
    assert [kind for kind in Kind if not codes(fresh, kind, FIRST, 0)] == [C, B, A]
    assert [kind for kind in Kind if not codes(agreed, kind, FIRST, 1)] == [C, R]
    assert list(fresh.open_kinds) == [C, B, A] and list(agreed.open_kinds) == [C, R]


def test_words_are_needed_for_all_but_agreement() -> None:
    fresh, agreed = review_of([], FIRST), review_of(lines((A, FIRST)), FIRST)
    assert codes(fresh, A, FIRST, 0, " ") == []
    assert codes(fresh, C, FIRST, 0, " \n") == ["review_words_comment"]
    assert codes(fresh, B, FIRST, 0, "") == ["review_words_sent_back"]
    assert codes(agreed, R, FIRST, 1, "") == ["review_words_reopened"]


@pytest.mark.parametrize("kind", [B, A, R])
def test_a_decision_passes_over_nothing_that_its_maker_has_not_seen(kind: Kind) -> None:
    review = review_of(lines((C, FIRST), (C, FIRST)), SECOND)
    assert codes(review, kind, FIRST, 2) == [f"review_newer_{kind}"]
    assert codes(review, kind, Signed(2, "f" * 64), 2) == [f"review_newer_{kind}"]
    assert codes(review, kind, SECOND, 1) == [f"review_others_{kind}"]


def test_a_comment_is_about_what_was_read_and_always_kept() -> None:
    review = review_of(lines((C, FIRST), (B, FIRST)), SECOND)
    assert codes(review, C, FIRST, 0) == []


def test_random_histories_are_locked_only_by_an_agreement_to_the_signed_revision() -> None:
    dice = random.Random(11)
    for _ in range(2_000):
        signed, made = FIRST, []
        for _ in range(dice.randrange(12)):
            review = review_of(lines(*made), signed)
            kind = dice.choice(list(Kind))
            if dice.random() < 0.3:
                if not review.is_locked:  # as the intake does
                    signed = Signed(signed.number + 1, f"{signed.number + 1}".zfill(64))
            elif not against(review, kind, signed, review.last_number, "W."):
                made.append((kind, signed))
        review = review_of(lines(*made), signed)
        decisions = [each for each in made if each[0] is not C]
        assert review.is_locked == (decisions[-1:] == [(A, signed)])
        assert (review.state is State.NOT_LOOKED_AT) == (not made)
        assert len(review.lines) == len(made), "nothing that was written is left out"
