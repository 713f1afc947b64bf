"""Real photos from many cameras all go through, and the eight orientations come out alike."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from gcp.core.problems import Refused
from gcp.imaging import check_picture, copies, thumbnail
from tests.conftest import CORPUS
from tests.imaging.samples import opened, refusal
from tests.imaging.test_copies import JFIF_ONLY, difference, metadata

pytestmark = pytest.mark.slow

PHOTOS = sorted((CORPUS / "images").glob("*.*"))
LANDSCAPES = [path for path in PHOTOS if path.name.startswith("Landscape_")]
# Any folder, such as the source of Pillow with its thousand broken and hostile pictures.
MORE = Path(os.environ.get("GCP_PICTURES") or CORPUS / "images")
needs_corpus = pytest.mark.skipif(not PHOTOS, reason="the corpus is not here")


@needs_corpus
@pytest.mark.parametrize("path", PHOTOS, ids=lambda path: path.name)
def test_a_real_photo_is_kept_and_copied(path: Path) -> None:
    picture, made = check_picture(path), copies(path)
    for copy in (made.display, made.thumbnail):
        assert len(copy) <= path.stat().st_size
        assert metadata(copy) == JFIF_ONLY
        width, height = opened(copy).size
        assert abs(width / height - picture.width / picture.height) < 0.02 * width / height
    assert max(opened(made.display).size) <= 2048 and max(opened(made.thumbnail).size) <= 320


@needs_corpus
def test_the_times_are_those_that_the_cameras_wrote() -> None:
    taken = {path.name: check_picture(path).taken_at for path in PHOTOS}
    assert taken["DSCN0012.jpg"] == "2008-10-22T16:29:49"
    assert taken["iphone_hdr_YES.jpg"] == "2015-04-10T20:12:23"
    assert taken["Landscape_1.jpg"] is None


@needs_corpus
def test_all_eight_orientations_come_out_upright_and_alike() -> None:
    first, *others = [opened(thumbnail(path)) for path in LANDSCAPES]
    assert len(others) == 7
    assert first.size == (320, 213) and is_sky_above(first)
    for other in others:
        assert other.size == first.size
        assert difference(first, other) < 4


@needs_corpus
def test_any_file_is_kept_and_can_be_drawn_or_is_refused_with_a_reason() -> None:
    files = [each for each in sorted(MORE.rglob("*")) if each.is_file()]
    told = {path: refusal(path) for path in files}
    for path, code in told.items():
        try:
            copies(path)
        except Refused as refused:
            assert refused.problems[0].code == code, path
        else:
            assert code is None, path
    print(f"{len(files)} files, {list(told.values()).count(None)} of them kept")


def is_sky_above(image: Image.Image) -> bool:
    sky = image.resize((1, 8)).convert("RGB")
    top, bottom = sky.getpixel((0, 0)), sky.getpixel((0, 7))
    return sum(top) > sum(bottom)  # type: ignore[arg-type]
