"""A device's wrong clock holds up no visit, and its error stands on the visit's page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup

from gcp.web import dates
from tests.conftest import HOME, World, an_id
from tests.web.test_photos_arrive import Jpeg, entry

pytestmark = pytest.mark.slow

DEVICE = {"id": an_id("tablet"), "app": "0.2.0"}
WRONG = " Times that the device wrote may be wrong by as much."


def sent_at(world: World, ahead: timedelta, **changes: Any) -> dict[str, Any]:
    """A visit whose device's clock is ahead by so much; its author has set right when it was."""
    at = (world.clock.now + ahead).isoformat()
    return world.visit(
        **{"observed_at": world.clock.now.isoformat(), "written_at": at, "signed_at": at, **changes}
    )


def said(world: World, who: str = "supervisor") -> list[str]:
    """What the visit's page says of the clock."""
    page = world.client(who).get(f"/visits/{an_id('visit')}")
    assert page.status_code == 200
    found = BeautifulSoup(page.text, "html.parser").select(".govuk-inset-text")
    return [each.text.strip() for each in found if "clock" in each.text]


@pytest.mark.parametrize("days", [-20_000, -7, -1, 1, 7, 36_500, 2_900_000])
def test_a_visit_arrives_whatever_the_device_s_clock_says(
    world: World, jpeg: Jpeg, days: int
) -> None:
    at = (world.clock.now + timedelta(days=days)).isoformat()
    photo = entry(world, jpeg(), observed_at=at)
    taken_back = [{"id": an_id("back"), "sha256": "b" * 64, "at": at, "why": "Face"}]
    document = sent_at(world, timedelta(days=days), photos=[photo], withdrawn_photos=taken_back)
    assert world.send("owner", document).status_code == 201
    assert len(said(world)) == (days > 0)
    assert world.client("supervisor").get(f"/homes/{HOME}").status_code == 200


def test_the_time_of_the_visit_is_judged_since_its_author_can_mend_it(world: World) -> None:
    ahead = timedelta(days=7)
    at = (world.clock.now + ahead).isoformat()
    refused = world.send("owner", sent_at(world, ahead, observed_at=at, left_at=at))
    assert refused.status_code == 422
    message = (
        "This is more than a day ahead of now. Change it to the day and time of the visit."
        " If this device's clock is wrong, set it right too."
    )
    assert refused.json["error"]["fields"] == [
        {"path": "observed_at", "message": message}, {"path": "left_at", "message": message},
    ]  # fmt: skip
    assert world.send("owner", sent_at(world, ahead)).status_code == 201


@pytest.mark.parametrize(
    ("ahead", "clock_ahead_s", "sentences"),
    [
        (timedelta(), None, []),
        (timedelta(minutes=5), None, []),
        (timedelta(minutes=-90), None, []),
        (timedelta(hours=2, minutes=7, seconds=40), None,
         ["This device's clock was at least 2 hours 7 minutes ahead when this arrived."]),
        (timedelta(hours=-3), 300, []),
        (timedelta(hours=-3), 7_260, ["This device's clock was 2 hours 1 minute ahead."]),
        (timedelta(hours=1), 3_600, ["This device's clock was 1 hour ahead."]),
        (timedelta(), -86_400 * 20_500 - 3_600,
         ["This device's clock was 20,500 days 1 hour behind."]),
        (timedelta(days=9), -600,
         ["This device's clock was 10 minutes behind.",
          "This device's clock was at least 9 days ahead when this arrived."]),
        (timedelta(), 10_000_000_000_000,
         ["This device's clock was 115,740,740 days 17 hours ahead."]),
    ],
)  # fmt: skip
def test_the_visit_s_page_says_how_wrong_the_clock_was(
    world: World, ahead: timedelta, clock_ahead_s: int | None, sentences: list[str]
) -> None:
    device = {**DEVICE, "clock_ahead_s": clock_ahead_s}
    assert world.send("owner", sent_at(world, ahead, device=device)).status_code == 201
    world.clock.turn(days=1)  # each revision is held against the moment it came itself
    assert said(world) == [each + WRONG for each in sentences]


def test_a_wrong_clock_changes_nothing_in_the_order_of_visits(world: World) -> None:
    early = world.clock.now - timedelta(days=3)
    first = sent_at(world, timedelta(days=400), id=an_id("first"), observed_at=early.isoformat())
    for document in (world.visit(), first):
        assert world.send("owner", document).status_code == 201
    page = BeautifulSoup(world.client("owner").get(f"/homes/{HOME}").text, "html.parser")
    links = [each["href"] for each in page.select(".app-visits__visit a")]
    assert [link for link in links if "/visits/" in str(link)] == [
        f"/visits/{an_id('visit')}", f"/visits/{an_id('first')}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=1, seconds=59), "1 hour"),
        (timedelta(days=1, minutes=3), "1 day 3 minutes"),
        (timedelta(days=1_000, hours=5, minutes=3), "1,000 days 5 hours"),
    ],
)
def test_a_length_of_time_is_told_by_its_two_greatest_units(length: timedelta, words: str) -> None:
    assert dates.span(length) == words
