"""The practice set fits the shipped rules, and is left out where rules have other words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gcp.core.practice import Comparison, Room, comparison, fitting
from gcp.core.rules import read_rules
from gcp.demo.rooms import SCENES
from gcp.practice import read_rooms
from gcp.settings import PROJECT
from tests.conftest import TESTS

SHIPPED = read_rules((PROJECT / "scoring_rules.yaml").read_text("utf-8"))
ROOMS = read_rooms()


def test_every_room_fits_the_shipped_rules() -> None:
    assert fitting(ROOMS, SHIPPED) == ROOMS


def test_the_set_spans_all_areas_and_grades() -> None:
    assert len({room.id for room in ROOMS}) == len(ROOMS) == 12
    assert {room.item.partition(".")[0] for room in ROOMS} == {area.id for area in SHIPPED.areas}
    assert {room.grade for room in ROOMS} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.id)
def test_a_room_is_whole(room: Room) -> None:
    assert room.scene in SCENES and 1 <= room.state <= 5
    assert len(room.seen) >= 3 and all(line.strip() for line in room.seen)
    assert room.picture.endswith(".") and room.why.endswith(".")
    # The words that decide belong to one grade alone, else they would decide nothing.
    grades = SHIPPED.item(room.item).grades  # type: ignore[union-attr]
    assert [grade for grade, words in grades.items() if room.because in words] == [room.grade]


def test_rules_without_the_item_or_with_other_words_leave_a_room_out() -> None:
    small = read_rules((TESTS / "data" / "small_rules.yaml").read_text("utf-8"))
    assert fitting(ROOMS, small) == ()
    elsewhere = replace(ROOMS[0], item="sleeping.nothing_like_it")
    reworded = replace(ROOMS[1], because="Words that the rules do not have")
    assert fitting([elsewhere, reworded, ROOMS[2]], SHIPPED) == (ROOMS[2],)


def test_a_comparison_counts_each_grade_once_and_says_which_way() -> None:
    found = comparison([(3, 3), (4, 3), (2, 3), (5, 3), (1, 5)])
    assert found == Comparison(same=1, one_off=2, further=2, better=2, worse=2)
    assert found.all == 5
    assert comparison([]).all == 0
