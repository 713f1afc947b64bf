"""Boxes to black out: read strictly from percentages, and never a pixel too small."""

from __future__ import annotations

import pytest

from gcp.core.problems import Refused
from gcp.core.redaction import mark_of, pixels, read_boxes, together


def test_rows_of_percentages_become_boxes_and_empty_rows_nothing() -> None:
    rows = [("0", "10.5", "33,33", "100"), ("", " ", "", ""), ("1", "2", "3", "4")]
    assert read_boxes(rows) == [(0, 1050, 3333, 10000), (100, 200, 300, 400)]


@pytest.mark.parametrize(
    "row",
    [
        ("50", "0", "50", "10"), ("0", "10", "10", "5"), ("0", "0", "101", "10"), ("1", "2", "3"),
        ("-1", "0", "5", "5"), ("1e1", "0", "50", "50"), ("nan", "0", "1", "1"), ("", "0", "1", "1"),
        ("1.234", "0", "5", "5"), ("٣", "0", "5", "5"), ("<script>", "0", "5", "5"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_number_of_its_row(row: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        read_boxes([("1", "1", "2", "2"), row])
    (problem,) = refused.value.problems
    assert (problem.code, problem.values) == ("box_wrong", {"n": 2})


def test_more_than_fifty_boxes_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_boxes([("1", "1", "2", "2")] * 51)
    assert [each.code for each in refused.value.problems] == ["boxes_many"]


def test_pixels_are_rounded_outward_one_wider_and_stay_inside() -> None:
    assert pixels((1, 1, 9999, 9999), (100, 50)) == (0, 0, 99, 49)
    assert pixels((5000, 5000, 5001, 5001), (1000, 1000)) == (499, 499, 501, 501)
    assert pixels((3333, 0, 3334, 10000), (7, 3)) == (1, 0, 3, 2)


def test_other_boxes_have_another_mark_and_none_has_none() -> None:
    one, two = [(0, 0, 1, 1)], [(0, 0, 1, 2)]
    assert mark_of(one) == mark_of(tuple(one)) != mark_of(two) and mark_of([]) == ""
    assert together([two, one, two]) == ((0, 0, 1, 1), (0, 0, 1, 2))
