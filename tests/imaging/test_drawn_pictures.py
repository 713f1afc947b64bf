"""The demonstration's drawn photos go the way of real ones, and are always the same."""

from __future__ import annotations

from datetime import datetime

import pytest
from PIL import ImageStat
from PIL.ExifTags import IFD, Base

from gcp.demo.pictures import draw
from gcp.demo.rooms import SCENES
from gcp.imaging import check_picture, copies
from tests.imaging.samples import opened
from tests.imaging.test_copies import difference

pytestmark = pytest.mark.slow

TAKEN = datetime.fromisoformat("2025-12-25T14:05:09+01:00")
SMALL = (480, 360)


@pytest.mark.parametrize("scene", SCENES)
def test_a_drawn_photo_is_kept_like_a_real_one(scene: str) -> None:
    upright = SMALL[::-1] if SCENES[scene].upright else SMALL
    for state in range(1, 6):
        data = draw(scene, state, TAKEN, 7, SMALL)
        picture = check_picture(data)
        assert (picture.width, picture.height) == upright
        assert picture.taken_at == "2025-12-25T14:05:09+01:00"
        assert opened(copies(data).display).size == upright


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_the_same_each_time_and_changes_with_its_state(scene: str) -> None:
    best, worst = draw(scene, 1, TAKEN, 7, SMALL), draw(scene, 5, TAKEN, 7, SMALL)
    assert best == draw(scene, 1, TAKEN, 7, SMALL)
    assert difference(opened(best), opened(worst)) > 25
    brightness = [ImageStat.Stat(opened(data).convert("L")).mean[0] for data in (best, worst)]
    assert brightness[0] > brightness[1] + 20


def test_a_drawn_photo_says_that_it_is_drawn() -> None:
    image = opened(draw("living_room", 2, TAKEN, 7, SMALL))
    exif = image.getexif()
    assert (exif[Base.Make], exif[Base.Model]) == ("Drawn", "Demonstration")
    assert exif.get_ifd(IFD.GPSInfo)
    unmarked = opened(draw("living_room", 2, TAKEN, 7, SMALL, mark=""))
    assert difference(image, unmarked) > 0


def test_a_photo_of_full_size_has_the_bytes_of_a_phone_s() -> None:
    data = draw("bedroom", 5, TAKEN, 7)
    assert opened(data).size == (1600, 1200) and 80_000 < len(data) < 250_000


def test_it_is_dark_outside_at_night() -> None:
    night = TAKEN.replace(hour=23)
    assert difference(
        opened(draw("bedroom", 1, TAKEN, 7, SMALL)), opened(draw("bedroom", 1, night, 7, SMALL))
    ) > 1
