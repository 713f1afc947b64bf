"""Untrusted bytes to a checked picture, an upright display copy and a thumbnail.

What is kept is always the original's bytes, untouched; the copies hold pixels and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, ImageDraw
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from gcp.core.problems import Refused
from gcp.core.redaction import Box, pixels
from gcp.imaging_containers import (
    MEGA,
    Container,
    check_size,
    read_container,
    refused,
)
from gcp.imaging_exif import UPRIGHT, Exif, read_exif

BYTES = 32 * MEGA
DISPLAY, CARRIED, THUMBNAIL = 2048, 1024, 320

_OPENERS = {"JPEG": JpegImageFile, "PNG": PngImageFile, "WEBP": WebPImageFile}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = 5
# A JPEG decodes to a half, a quarter or an eighth at little cost: a copy may come out a tenth
# smaller than asked, where the next size up would cost four times the work.
_NEAR_ENOUGH = 0.9
_LARGE_PIXELS = 8 * MEGA
_ONE_LARGE = threading.Lock()
_QUALITIES = (80, 65, 45, 30)
# Below this a JPEG's own tables do not fit, and there is nothing left to save.
_FLOOR_BYTES = 1_000
_SMALLEST = 16
_PROFILE_BYTES = 4 * MEGA
_SRGB = ImageCms.createProfile("sRGB")
_SRGB_NAMES = (b"sRGB", "sRGB".encode("utf-16-be"))

# An embedded thumbnail or depth map is another picture than the one that counts.
pillow_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=2
)

Source = bytes | Path


@dataclass(frozen=True)
class Picture:
    """A photo that can be kept; width and height as seen upright, `taken_at` as EXIF says it.

    Where a file holds several frames only the first is ever shown.
    """

    format: str
    mime: str
    width: int
    height: int
    taken_at: str | None
    frames: int


@dataclass(frozen=True)
class Copies:
    """The JPEG files that people see: on a screen, on a device without a network, in a list."""

    display: bytes
    carried: bytes
    thumbnail: bytes


def check_picture(source: Source) -> Picture:
    """What a file is; raises Refused if it is no photo we can keep.

    All of it is decoded, but of a JPEG in one scan only the first rows: its decoder fails by the
    tables that come before them, or by an end that comes too soon, which is seen without it.
    """
    container = read_container(_limited(source))
    with _room_for(container):
        tried = replace(container, bare=container.sample or container.bare)
        image, exif = _decoded(tried, 1)
    width, height = container.size if container.format == "JPEG" else image.size
    if exif.orientation >= _ON_ITS_SIDE:
        width, height = height, width
    return Picture(
        container.format, container.mime, width, height, exif.taken_at, container.frames
    )


def kind_and_time(source: Source) -> tuple[str, str | None]:
    """A photo's type, and when its camera says that it was taken; raises Refused.

    Nothing of it is decoded.
    """
    container = read_container(_limited(source))
    exif = container.exif
    if container.format == "HEIF":
        with _pillow_errors():
            exif = pillow_heif.open_heif(container.bare).info.get("exif") or b""
    return container.mime, read_exif(exif).taken_at


def copies(source: Source, boxes: Sequence[Box] = ()) -> Copies:
    """All copies from one decoding, with these boxes blacked out of each; raises Refused."""
    data = _limited(source)
    image = upright_pixels(data, DISPLAY)
    for box in boxes:
        ImageDraw.Draw(image).rectangle(pixels(box, image.size), fill=0)
    made, carried = as_jpeg(image, len(data)), _no_longer_than(image, CARRIED)
    small = as_jpeg(_no_longer_than(carried, THUMBNAIL), len(data))
    return Copies(made, as_jpeg(carried, len(data)), small)


def display_copy(source: Source, longest: int = DISPLAY) -> bytes:
    """The picture as a JPEG, upright, without metadata, no more bytes than the original."""
    data = _limited(source)
    return as_jpeg(upright_pixels(data, longest), len(data))


def thumbnail(source: Source, longest: int = THUMBNAIL) -> bytes:
    """The same as the display copy, small enough for a list."""
    return display_copy(source, longest)


def upright_pixels(source: Source, longest: int) -> Image.Image:
    """The picture in sRGB or grey, turned upright, its longer side at most `longest`."""
    container = read_container(_limited(source))
    with _room_for(container), _pillow_errors():
        image, exif = _decoded(container, longest)
        image = _plain(_no_longer_than(_resizable(image), longest))
    turn = _TURNS.get(exif.orientation)
    return image if turn is None else image.transpose(turn)


def as_jpeg(image: Image.Image, most: int) -> bytes:
    """Pixels as a JPEG of at most `most` bytes (or 1,000), giving up quality first, then size."""
    while True:
        for quality in _QUALITIES:
            data = _encoded(image, quality)
            if len(data) <= max(most, _FLOOR_BYTES):
                return data
        if max(image.size) <= _SMALLEST:
            return data
        image = _no_longer_than(image, max(image.size) // 2)


def _limited(source: Source) -> bytes:
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if not size:
        raise refused("picture_empty")
    if size > BYTES:
        raise refused("picture_too_large", megabytes=-(-size // MEGA), limit=BYTES // MEGA)
    return source.read_bytes() if isinstance(source, Path) else source


@contextmanager
def _room_for(container: Container) -> Iterator[None]:
    """Large pictures that are held whole go one at a time, so that memory stays bounded."""
    pixels = container.size[0] * container.size[1]
    if container.in_one_scan or 0 < pixels <= _LARGE_PIXELS:
        yield
        return
    with _ONE_LARGE:
        yield


@contextmanager
def _pillow_errors() -> Iterator[None]:
    """Whatever a hostile file makes a decoder raise, it is the file that is refused."""
    try:
        yield
    except Refused:
        raise
    except Exception as error:
        text = str(error).lower()
        is_cut = isinstance(error, EOFError) or "truncated" in text or "end of file" in text
        raise refused("picture_truncated" if is_cut else "picture_broken") from error


def _decoded(container: Container, longest: int) -> tuple[Image.Image, Exif]:
    """The first frame; of a JPEG at no less than about `longest`."""
    with _pillow_errors():
        if container.format == "HEIF":
            return _decoded_heif(container)
        image = _OPENERS[container.format](BytesIO(container.bare))
        check_size(image.size, container.most_pixels)
        if isinstance(image, JpegImageFile):
            image.draft(None, _at_least(image.size, longest))
        image.load()
        return image, read_exif(container.exif)


def _decoded_heif(container: Container) -> tuple[Image.Image, Exif]:
    """HEIF turns its pixels itself, and its EXIF may still tell of it."""
    heif = pillow_heif.open_heif(container.bare)
    check_size(heif.size, container.most_pixels)
    exif = read_exif(heif.info.get("exif") or b"")
    return heif.to_pillow(), replace(exif, orientation=UPRIGHT)


def _at_least(size: tuple[int, int], longest: int) -> tuple[int, int]:
    part = min(1.0, longest * _NEAR_ENOUGH / max(size))
    return max(1, int(size[0] * part)), max(1, int(size[1] * part))


def _no_longer_than(image: Image.Image, longest: int) -> Image.Image:
    part = longest / max(image.size)
    if part >= 1:
        return image
    size = max(1, round(image.width * part)), max(1, round(image.height * part))
    return image.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def _resizable(image: Image.Image) -> Image.Image:
    """Modes whose numbers cannot be averaged, or hold transparency apart, as ones that can."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I")
    if image.mode in ("P", "1") or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits, grey or sRGB, on white where there was nothing."""
    profile = image.info.get("icc_profile")
    if image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        image = _on_white(image.convert("RGBA"))
    if profile and not any(name in profile[:_PROFILE_BYTES] for name in _SRGB_NAMES):
        image = _in_srgb(image, profile)
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that cannot be used leaves the pixels as they are."""
    if len(profile) > _PROFILE_BYTES:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        in_place = image.mode == "RGB"
        made = ImageCms.profileToProfile(
            image, source, _SRGB, outputMode=None if in_place else "RGB", inPlace=in_place
        )
        return made or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _encoded(image: Image.Image, quality: int) -> bytes:
    # Pillow writes a comment and a profile that it finds in `info`.
    image.info = {}
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
