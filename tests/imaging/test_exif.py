"""EXIF gives the orientation and the time as written, and never stops a good picture."""

from __future__ import annotations

import struct

import pytest

from gcp.imaging import check_picture, copies
from gcp.imaging_exif import Exif, read_exif
from tests.imaging.samples import (
    ASCII,
    LONG,
    SHORT,
    drawing,
    encoded,
    exif,
    opened,
    tiff,
    with_exif,
)

POINTER = 0x8769
TEXT = b"2025:12:25 10:00:00\0"


@pytest.mark.parametrize(
    ("taken", "offset", "expected"),
    [
        ("2025:12:25 10:05:09", None, "2025-12-25T10:05:09"),
        ("2025:12:25 10:05:09", "+01:00", "2025-12-25T10:05:09+01:00"),
        ("2025:12:25 10:05:09", "Z", "2025-12-25T10:05:09+00:00"),
        ("2025:12:25 10:05:09", "+99:00", "2025-12-25T10:05:09"),
        ("2025:12:25 10:05:09", "nonsense", "2025-12-25T10:05:09"),
        ("2025-12-25T10:05:09", None, "2025-12-25T10:05:09"),
        ("0000:00:00 00:00:00", None, None),
        ("2025:02:30 10:00:00", None, None),
        ("    :  :     :  :  ", None, None),
        ("2025:12:25", None, None),
        ("", None, None),
        (None, "+01:00", None),
    ],
)
def test_the_time_is_as_the_camera_wrote_it(
    taken: str | None, offset: str | None, expected: str | None
) -> None:
    block = exif(taken=taken, offset=offset)
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        assert check_picture(encoded(drawing(), kind, exif=block)).taken_at == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_width_and_height_are_those_of_the_upright_picture(orientation: int) -> None:
    data = encoded(drawing((96, 64)), "JPEG", exif=exif(orientation=orientation))
    picture = check_picture(data)
    upright = (96, 64) if orientation < 5 else (64, 96)
    assert (picture.width, picture.height) == upright
    assert opened(copies(data).display).size == upright


@pytest.mark.parametrize(
    "block",
    [
        b"Exif\0\0",
        b"Exif\0\0MM\0*",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff",
        b"Exif\0\0" + b"\xff" * 60_000,
        b"Exif\0\0" + b"MM\0*\0\0\0\x08" * 8_000,
        tiff([(0x0112, SHORT, 1, b"\0\0\0\0")]),
        tiff([(0x0112, SHORT, 1, b"\0\x09\0\0")]),
        tiff([(0x0112, SHORT, 1, b"\xff\xff\0\0")]),
        tiff([(0x0112, ASCII, 2, b"6\0\0\0")]),
        tiff([(0x0112, 9, 1, struct.pack(">l", -6))]),
        tiff([(0x0112, 0xFFFF, 0xFFFFFFFF, b"\xff\xff\xff\xff")]),
        tiff([(POINTER, LONG, 1, struct.pack(">L", 8))]),
        tiff([(POINTER, LONG, 1, struct.pack(">L", 0xFFFFFFFF))]),
        tiff([(POINTER, ASCII, 40, b"\0\0\0\x08")]),
        tiff([(0x011A, 5, 1, b"\0\0\0\0"), (0x0128, ASCII, 0xFFFFFFFF, b"\0\0\0\0")]),
        tiff([(tag, 7, 0xFFFF, b"\0\0\0\0") for tag in range(5_000)]),
    ],
    ids=range(17),
)
def test_broken_exif_leaves_an_upright_picture_without_a_time(block: bytes) -> None:
    assert read_exif(block) == Exif()
    picture = check_picture(with_exif(block))
    assert (picture.width, picture.height, picture.taken_at) == (96, 64, None)
    assert opened(copies(with_exif(block)).display).size == (96, 64)


@pytest.mark.parametrize("count", [0, 5, 0xFFFF, 0xFFFFFFFF])
def test_a_time_of_a_wrong_length_is_no_time(count: int) -> None:
    inner = struct.pack(">HHHLLL", 1, 0x9003, ASCII, count, 44, 0)
    block = tiff([(POINTER, LONG, 1, struct.pack(">L", 26))], inner + TEXT)
    assert read_exif(block).taken_at is None


def test_many_segments_of_exif_are_no_trouble() -> None:
    data = encoded(drawing(), "JPEG", exif=exif(taken="2025:12:25 10:00:00"))
    more = b"\xff\xe1" + struct.pack(">H", 60_002) + b"Exif\0\0" + b"\xff" * 59_994
    end = data.index(b"\xff\xdb")
    picture = check_picture(data[:end] + more * 400 + data[end:])
    assert picture.taken_at == "2025-12-25T10:00:00"
