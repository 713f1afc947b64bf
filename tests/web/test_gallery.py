"""A home's photos: by room and day, two dates side by side, for those who may see the visits."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import HOME, MIA, World, an_id
from tests.web.pages import see
from tests.web.test_photos_arrive import entry, send

pytestmark = pytest.mark.slow

Jpeg = Callable[..., bytes]
GALLERY, BEDROOM = f"/homes/{HOME}/photos", f"/homes/{HOME}/photos/bedroom"


def a_visit_with_photos(
    world: World, name: str, *photos: dict[str, Any], grade: int = 4, who: str = "owner"
) -> None:
    grades = [{"item": "sleeping.bedding", "child": MIA, "grade": grade, "words": "As seen."}]
    answer = world.send(who, world.visit(name, photos=list(photos), grades=grades))
    assert answer.status_code == 201, answer.text


def two_days_of_one_bed(world: World, jpeg: Jpeg) -> list[str]:
    """The ids of photos of one bed on two days, with another thing of the room on the second."""
    bed = {"room": "bedroom", "item": "sleeping.bedding", "child": MIA}
    ids = []
    for day, colour in enumerate(("red", "blue")):
        photos = [entry(world, jpeg(colour=colour), caption=f"Bed on day {day + 1}", **bed)]
        if day:
            photos.append(entry(world, jpeg(colour="lime"), room="bedroom", caption="Window"))
        a_visit_with_photos(world, f"visit {day}", *photos, grade=2 + 2 * day)
        for each in (("red",), ("blue", "lime"))[day]:
            send(world, "owner", jpeg(colour=each))
        ids += [each["id"] for each in photos]
        world.days_later(30)
    return ids


def shown(page: Any) -> list[str]:
    """What the two pictures show, left first."""
    return [each["alt"] for each in page.select(".app-compare__picture")]


def test_each_room_is_a_strip_from_the_oldest_photo_to_the_newest(
    world: World, jpeg: Jpeg
) -> None:
    two_days_of_one_bed(world, jpeg)
    page = see(world.client("supervisor"), GALLERY)
    (strip,) = page.select(".app-strip")
    assert [each.text for each in strip.select(".app-strip__day")] == [
        "1 March 2026", "31 March 2026", "31 March 2026",
    ]  # fmt: skip
    assert strip.select_one("img")["alt"] == "Bed on day 1, Bedding, Mia, Bedroom, 1 March 2026"
    days = see(world.client("supervisor"), f"{GALLERY}?by=day").select("section h2")
    assert [each.text for each in days] == ["31 March 2026", "1 March 2026"]


def test_the_grade_of_its_item_on_that_visit_stands_under_a_photo(
    world: World, jpeg: Jpeg
) -> None:
    two_days_of_one_bed(world, jpeg)
    grades = {}
    for each in see(world.client("supervisor"), GALLERY).select(".app-strip__said"):
        grade = each.select_one(".app-grade__number")
        grades[each.select_one(".app-photo__words").text] = grade and grade.text
    assert grades == {"Bed on day 1": "2", "Bed on day 2": "4", "Window": None}


def test_a_photo_from_a_file_is_marked_wherever_it_is_shown(world: World, jpeg: Jpeg) -> None:
    photo = entry(world, jpeg(), room="bedroom", source="file", caption="An old one")
    a_visit_with_photos(world, "visit", photo)
    send(world, "owner", jpeg())
    visit = f"/visits/{an_id('visit')}"
    for path in (GALLERY, BEDROOM, f"/homes/{HOME}", visit, f"{visit}/photos/{photo['sha256']}"):
        assert "From a file" in see(world.client("owner"), path).text, path


def test_the_last_two_days_of_one_thing_are_laid_side_by_side(world: World, jpeg: Jpeg) -> None:
    first, second, window = two_days_of_one_bed(world, jpeg)
    client = world.client("supervisor")
    left, right = shown(see(client, f"{BEDROOM}?right={second}"))
    assert left.startswith("Left: Bed on day 1") and right.startswith("Right: Bed on day 2")
    left, right = shown(see(client, f"{BEDROOM}?left={window}&right={first}"))
    assert left.startswith("Left: Window") and right.startswith("Right: Bed on day 1")


@pytest.mark.parametrize("query", ["left=x&right=y", "left=%00", "left=<script>", "by=nothing"])
def test_an_odd_choice_is_answered_with_the_usual_pair(
    world: World, jpeg: Jpeg, query: str
) -> None:
    two_days_of_one_bed(world, jpeg)
    assert len(shown(see(world.client("supervisor"), f"{BEDROOM}?{query}"))) == 2


def test_one_photo_has_nothing_beside_it(world: World, jpeg: Jpeg) -> None:
    a_visit_with_photos(world, "visit", entry(world, jpeg(), room="bedroom"))
    assert "has not come from the device yet" in see(world.client("owner"), GALLERY).text
    send(world, "owner", jpeg())
    page = see(world.client("owner"), BEDROOM)
    assert not shown(page) and "only one photo" in page.text


def test_a_home_without_photos_says_so(world: World) -> None:
    assert "No photos have been recorded" in see(world.client("owner"), GALLERY).text
    see(world.client("owner"), BEDROOM, status=404)
    see(world.client("owner"), f"{GALLERY}/nowhere", status=404)


def test_who_may_not_see_the_visits_sees_no_photo(world: World, jpeg: Jpeg) -> None:
    two_days_of_one_bed(world, jpeg)
    digest = hashlib.sha256(jpeg(colour="red")).hexdigest()
    for who in ("stranger", "far_supervisor", "administrator"):
        for path in (GALLERY, BEDROOM):
            see(world.client(who), path, status=404)
    for who in ("police", "partner"):
        answer = world.client(who).get(GALLERY)
        assert digest not in answer.text and "Bed on day" not in answer.text
        see(world.client(who), BEDROOM, status=404)
    see(world.client("owner"), f"/homes/{an_id('no home')}/photos", status=404)


def test_looking_at_photos_is_in_the_audit_log(world: World, jpeg: Jpeg) -> None:
    two_days_of_one_bed(world, jpeg)
    see(world.client("colleague"), GALLERY)
    see(world.client("colleague"), BEDROOM)
    assert world.audit().count(("colleague", "photos_listed")) == 2
