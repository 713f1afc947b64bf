"""Copies are upright JPEGs of pixels alone, of no more bytes than the original."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageOps

from gcp.imaging import copies, display_copy, thumbnail
from tests.imaging.samples import drawing, encoded, exif, mpo, opened, with_segment

pytestmark = pytest.mark.slow

JFIF_ONLY = {0xE0}
FLOOR = 1_000
METADATA = {*range(0xE0, 0xF0), 0xFE}


def metadata(jpeg: bytes) -> set[int]:
    """The markers of all segments that hold something other than the picture."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
    return found & METADATA


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures' pixels, 0 to 255."""
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height * 3)


def sample(data: bytes) -> tuple[int, ...]:
    """The colour in the middle of a copy."""
    image = opened(data).convert("RGB")
    return image.getpixel((image.width // 2, image.height // 2))  # type: ignore[return-value]


def near(one: tuple[int, ...], other: tuple[int, ...], most: int = 6) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def test_sizes_are_at_most_those_asked_for() -> None:
    made = copies(encoded(drawing((2600, 1300)), "JPEG", quality=95))
    assert opened(made.display).size == (2048, 1024)
    assert opened(made.thumbnail).size == (320, 160)


def test_a_picture_of_twice_the_size_is_halved_while_decoding() -> None:
    assert opened(display_copy(encoded(drawing((4000, 3000)), "JPEG"))).size == (2000, 1500)


def test_a_small_picture_is_not_made_larger() -> None:
    data = encoded(drawing((96, 64)), "JPEG", quality=95)
    assert opened(display_copy(data)).size == opened(thumbnail(data)).size == (96, 64)


@pytest.mark.parametrize("size", [(5000, 3), (3, 5000), (1, 1), (1, 400)])
def test_odd_shapes_keep_at_least_one_pixel(size: tuple[int, int]) -> None:
    made = copies(encoded(Image.new("RGB", size, "teal"), "PNG") + bytes(2_000))
    assert max(opened(made.thumbnail).size) <= 320


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_copies_are_upright(kind: str, orientation: int) -> None:
    data = encoded(drawing((192, 128)), kind, quality=95, exif=exif(orientation=orientation))
    expected = ImageOps.exif_transpose(opened(data))
    assert difference(opened(display_copy(data)), expected) < 8


def test_heic_is_turned_once() -> None:
    data = encoded(drawing((192, 128)), "HEIF", quality=90, exif=exif(orientation=6))
    made = opened(display_copy(data))
    assert made.size == (128, 192)
    assert near(made.getpixel((110, 20)), (254, 0, 0), 40)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "MPO"])
def test_no_metadata_is_left(kind: str) -> None:
    block = exif(taken="2025:12:25 10:00:00")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": block, "icc_profile": profile, "xmp": b"<x:xmpmeta>secret</x:xmpmeta>"}
    data = mpo() if kind == "MPO" else encoded(drawing((192, 128)), kind, quality=95, **options)
    if kind in ("JPEG", "MPO"):
        data = with_segment(with_segment(data, 0xFE, b"secret"), 0xED, b"Photoshop 3.0\0secret")
    for copy in (*vars(copies(data)).values(), display_copy(data), thumbnail(data)):
        assert metadata(copy) == JFIF_ONLY
        assert b"secret" not in copy and b"Exif" not in copy
        assert copy.endswith(b"\xff\xd9")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_hidden_behind_a_picture_is_not_copied(kind: str) -> None:
    data = encoded(drawing((192, 128)), kind) + b"PK\3\4<html><script>alert(1)</script></html>"
    for copy in vars(copies(data)).values():
        assert b"script" not in copy and copy.count(b"\xff\xd9") == 1


@pytest.mark.parametrize("quality", [1, 20, 50])
@pytest.mark.parametrize("size", [(40, 30), (300, 200), (2600, 1300)])
def test_copies_have_no_more_bytes_than_the_original(size: tuple[int, int], quality: int) -> None:
    data = encoded(drawing(size), "JPEG", quality=quality)
    assert max(map(len, vars(copies(data)).values())) <= max(len(data), FLOOR)


def test_a_flat_png_of_few_bytes_still_shows() -> None:
    data = encoded(Image.new("RGB", (1200, 900), "teal"), "PNG")
    made = display_copy(data)
    assert len(made) <= len(data) and near(sample(made), (0, 128, 128))


@pytest.mark.parametrize(
    ("image", "kind", "expected"),
    [
        (Image.new("RGBA", (90, 60), (0, 0, 0, 0)), "PNG", (255, 255, 255)),
        (Image.new("RGBA", (90, 60), (255, 0, 0, 128)), "PNG", (255, 127, 127)),
        (Image.new("RGBA", (90, 60), (255, 0, 0, 128)), "WEBP", (255, 127, 127)),
        (Image.new("LA", (90, 60), (0, 128)), "PNG", (127, 127, 127)),
        (Image.new("L", (90, 60), 90), "JPEG", (90, 90, 90)),
        (Image.new("1", (90, 60), 1), "PNG", (255, 255, 255)),
        (Image.new("I;16", (90, 60), 0x8080), "PNG", (128, 128, 128)),
        (Image.new("RGB", (90, 60), (200, 100, 50)).quantize(8), "PNG", (200, 100, 50)),
        (Image.new("CMYK", (90, 60), (0, 255, 255, 0)), "JPEG", (254, 0, 0)),
    ],
    ids=["clear", "half", "half webp", "grey half", "grey", "1 bit", "16 bit", "palette", "cmyk"],
)
def test_every_kind_of_pixel_comes_out_right(
    image: Image.Image, kind: str, expected: tuple[int, int, int]
) -> None:
    data = encoded(image, kind) + bytes(2_000)
    assert near(sample(display_copy(data)), expected)


def test_a_palette_may_hold_transparency() -> None:
    image = Image.new("P", (90, 60), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    data = encoded(image, "PNG", transparency=1) + bytes(2_000)
    assert near(sample(display_copy(data)), (255, 255, 255))


def swapped_profile() -> bytes:
    """An RGB profile with red and green exchanged, so that using it can be seen."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    for encoding in ("ascii", "utf-16-be"):
        data = data.replace("sRGB".encode(encoding), "none".encode(encoding))
    return bytes(data)


def test_colours_of_another_profile_become_srgb() -> None:
    image = Image.new("RGB", (90, 60), (250, 20, 20))
    data = encoded(image, "JPEG", icc_profile=swapped_profile(), quality=95)
    red, green, _ = sample(display_copy(data))
    assert green > red


@pytest.mark.parametrize("profile", [b"", b"\xff" * 500, b"\0" * 200, swapped_profile()[:200]])
def test_a_broken_profile_leaves_the_colours(profile: bytes) -> None:
    image = Image.new("RGB", (90, 60), (250, 20, 20))
    data = encoded(image, "JPEG", icc_profile=profile)
    assert near(sample(display_copy(data + bytes(2_000))), (250, 20, 20))


def test_a_copy_opens_as_any_other_photo() -> None:
    with Image.open(BytesIO(display_copy(mpo()))) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (96, 64))


@pytest.mark.parametrize("size", [(800, 600), (2600, 1950)])
def test_what_lies_under_a_box_is_in_no_byte_of_a_copy(size: tuple[int, int]) -> None:
    one = Image.effect_noise(size, 60).convert("RGB")
    other = one.copy()
    hidden = tuple(size[n % 2] * part // 4 for n, part in enumerate((1, 1, 2, 2)))
    other.paste("red", hidden)
    boxes = [(2500, 2500, 5000, 5000)]
    # As large as each other, so that both are encoded alike.
    first, second = (
        copies(encoded(each, "PNG").ljust(20_000_000, b"\0"), boxes) for each in (one, other)
    )
    assert first == second
    middle = opened(first.thumbnail).crop((90, 70, 150, 110))
    assert middle.convert("L").getextrema()[1] < 16
