"""Small pictures and EXIF blocks made for the tests."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image

from gcp.core.problems import Refused
from gcp.imaging import check_picture

ASCII, SHORT, LONG = 2, 3, 4


def drawing(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Four different corners, so that every turn is seen, and enough detail to take some bytes."""
    image = Image.effect_noise(size, 20).convert("RGB")
    corner = size[0] // 3, size[1] // 3
    image.paste("red", (0, 0, *corner))
    image.paste("blue", (size[0] - corner[0], 0, size[0], corner[1]))
    image.paste("lime", (0, size[1] - corner[1], corner[0], size[1]))
    return image


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, **options)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def mpo() -> bytes:
    return encoded(drawing(), "MPO", save_all=True, append_images=[drawing((48, 32))])


def exif(*, orientation: int = 1, taken: str | None = None, offset: str | None = None) -> bytes:
    """An EXIF block as a camera writes it, GPS position included."""
    made = Image.Exif()
    made[0x0112] = orientation
    inner = made.get_ifd(0x8769)
    if taken is not None:
        inner[0x9003] = taken
    if offset is not None:
        inner[0x9011] = offset
    made.get_ifd(0x8825)[2] = (51.0, 30.0, 26.0)
    return made.tobytes()


def tiff(entries: list[tuple[int, int, int, bytes]], rest: bytes = b"") -> bytes:
    """A TIFF block with one directory of exactly these (tag, type, count, value) entries."""
    packed = b"".join(struct.pack(">HHL", *entry[:3]) + entry[3] for entry in entries)
    head = b"MM\0*" + struct.pack(">LH", 8, len(entries))
    return b"Exif\0\0" + head + packed + struct.pack(">L", 0) + rest


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """A JPEG with one more segment right after its start."""
    return jpeg[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def with_exif(block: bytes) -> bytes:
    return with_segment(encoded(drawing(), "JPEG"), 0xE1, block)


def refusal(data: Any) -> str | None:
    """The code that a file is refused with, or None where it is a photo we can keep."""
    try:
        check_picture(data)
    except Refused as refused:
        (problem,) = refused.problems
        assert problem.path == "photo"
        return problem.code
    return None
