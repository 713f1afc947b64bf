"""What a file is by its own bytes, and the picture in it without all that is not picture.

Pillow gets only what `read_container` leaves: it parses metadata while it opens a file, and warns
about it, and neither may decide whether a good picture is kept.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from gcp.core.problems import Problem, Refused

MEGA = 1_000_000
# A JPEG in one scan is decoded in strips and costs no memory; a JPEG in several and a HEIC are
# held whole at 6 bytes a pixel, a PNG or WebP with its transparency at up to 20.
STRIP_PIXELS, WHOLE_PIXELS, BITMAP_PIXELS = 100 * MEGA, 50 * MEGA, 25 * MEGA
# A progressive JPEG costs a pass over all pixels for each scan, however short the scan is.
SCANNED_PIXELS = 1_500 * MEGA
_MOST_PARTS = 100_000
_SAMPLE_ROWS, _SAMPLE_BYTES = 16, 4_000
# Eight by eight pixels of a layer are a block: two codes of one bit each, at the very least.
_BLOCK_PIXELS, _BLOCKS_IN_A_BYTE = 64, 4

_SOI, _EOI, _SOS, _COM, _TEM = 0xD8, 0xD9, 0xDA, 0xFE, 0x01
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
# What the segments that matter for colour begin with, and how short they may be.
_COLOURS = {
    _APP0: (b"JFIF\0", 14),
    _APP2: (b"ICC_PROFILE\0", 15),
    _APP14: (b"Adobe", 12),
}
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_IN_ONE_PASS = {0xC0, 0xC1}
# Ends at a marker; FF00 and the restart markers D0 to D7 belong to the data of a scan.
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"IDAT", b"IEND"}
_HEVC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_HEIF = {b"mif1", b"msf1"}


@dataclass(frozen=True)
class Container:
    """A picture's file: `bare` decodes to the same pixels, without metadata or trailing bytes.

    The size is as stored, before turning; it is (0, 0) for HEIF, whose size only its decoder
    knows. `most_pixels` is what may be decoded of such a file. `sample` is a picture of the same
    kind and tables, but for its first rows only; a JPEG in one scan has one.
    """

    format: str
    mime: str
    bare: bytes
    exif: bytes = b""
    size: tuple[int, int] = (0, 0)
    frames: int = 1
    most_pixels: int = WHOLE_PIXELS
    sample: bytes = b""

    @property
    def in_one_scan(self) -> bool:
        """A JPEG that is decoded from top to bottom in one pass, as cameras write them."""
        return self.most_pixels == STRIP_PIXELS


def refused(code: str, **values: object) -> Refused:
    """The one reason why a file is not taken as a photo."""
    return Refused([Problem("photo", code, values)])


def read_container(data: bytes) -> Container:
    """The file's kind and parts, found without decoding; raises Refused."""
    if data.startswith(b"\xff\xd8\xff"):
        return _read_jpeg(data)
    if data.startswith(_PNG):
        return _read_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _read_webp(data)
    if data[4:8] == b"ftyp":
        return _read_heif(data)
    raise refused("picture_unknown")


def check_size(size: tuple[int, int], most: int) -> None:
    """Refuses what would take too much memory to decode."""
    pixels = size[0] * size[1]
    if not pixels:
        raise refused("picture_broken")
    if pixels > most:
        values = {"megapixels": -(-pixels // MEGA), "limit": most // MEGA}
        raise refused("picture_too_many_pixels", **values)


def _read_jpeg(data: bytes) -> Container:
    kept, exif, size, scans, whole, layers, drawn = [data[:2]], b"", (0, 0), 0, False, 0, 0
    for marker, start, end in _jpeg_segments(data):
        body = start + 4
        if marker in _FRAMES:
            size = (_big(data, body + 3, 2), _big(data, body + 1, 2))
            layers = data[body + 5]
            whole = marker not in _IN_ONE_PASS
        elif marker == _SOS:
            scans += 1
            whole = whole or scans > 1 or data[body] < layers
            drawn = end - (start + 2 + _big(data, start + 2, 2))
        elif marker == _APP1 and not exif and data.startswith(b"Exif\0\0", body):
            exif = data[body:end]
        if _decodes(marker, data[body : min(end, body + 16)]):
            kept.append(data[start:end])
    most = WHOLE_PIXELS if whole else STRIP_PIXELS
    check_size(size, most)
    if scans * size[0] * size[1] > SCANNED_PIXELS:
        raise refused("picture_broken")
    if not whole and drawn * _BLOCKS_IN_A_BYTE * _BLOCK_PIXELS < size[0] * size[1]:
        raise refused("picture_truncated")
    if whole:
        return Container("JPEG", "image/jpeg", b"".join(kept), exif, size, 1, most)
    bare = _one_scan(kept)
    sample = b"".join(_of_few_rows(bare))
    return Container("JPEG", "image/jpeg", b"".join(bare), exif, size, 1, most, sample)


def _one_scan(segments: list[bytes]) -> list[bytes]:
    """Without what stands behind the scan: it has no pixels, and a decoder may fail at it."""
    scan = next(n for n, each in enumerate(segments) if each[1] == _SOS)
    return [*segments[: scan + 1], bytes((0xFF, _EOI))]


def _of_few_rows(segments: list[bytes]) -> Iterator[bytes]:
    """The same picture's first rows, as few as make blocks of any kind whole."""
    for each in segments:
        if each[1] in _FRAMES:
            yield each[:5] + min(_big(each, 5, 2), _SAMPLE_ROWS).to_bytes(2) + each[7:]
        else:
            yield each[:_SAMPLE_BYTES] if each[1] == _SOS else each


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment up to the end of the first picture."""
    at = 2
    for _ in range(_MOST_PARTS):
        found = _MARKER.search(data, at)
        if found is None:
            raise refused("picture_truncated")
        marker, start, at = found[1][0], found.start(), found.end()
        if marker in (_SOI, _TEM):
            continue
        if marker != _EOI:
            at = _segment_end(data, marker, at)
        yield marker, start, at
        if marker == _EOI:
            return
    raise refused("picture_broken")


def _segment_end(data: bytes, marker: int, at: int) -> int:
    length = _big(data, at, 2)
    if at + max(length, 2) > len(data):
        raise refused("picture_truncated")
    if length < 2 or (marker in _FRAMES and length < 8) or (marker == _SOS and length < 3):
        raise refused("picture_broken")
    if marker != _SOS:
        return at + length
    found = _MARKER.search(data, at + length)
    if found is None:
        raise refused("picture_truncated")
    return found.start()


def _decodes(marker: int, body: bytes) -> bool:
    """Whether pixels hang on a segment: of the metadata, only what tells the colours does."""
    if marker in _COLOURS:
        name, least = _COLOURS[marker]
        return body.startswith(name) and len(body) >= least
    return marker != _COM and not _APP0 <= marker <= _APP15


def _read_png(data: bytes) -> Container:
    kept, exif, frames = [_PNG], b"", 1
    for name, body, end in _png_chunks(data):
        if name == b"eXIf":
            exif = exif or data[body:end]
        elif name == b"acTL":
            frames = max(1, _big(data, body, 4))
        elif name in _PNG_KEPT:
            if zlib.crc32(data[body - 4 : end]) != _big(data, end, 4):
                raise refused("picture_broken")
            kept.append(data[body - 8 : end + 4])
    if data[12:16] != b"IHDR":
        raise refused("picture_broken")
    size = (_big(data, 16, 4), _big(data, 20, 4))
    check_size(size, BITMAP_PIXELS)
    return Container("PNG", "image/png", b"".join(kept), exif, size, frames, BITMAP_PIXELS)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk's content, up to and with IEND."""
    at = len(_PNG)
    for _ in range(_MOST_PARTS):
        name, body = data[at + 4 : at + 8], at + 8
        end = body + _big(data, at, 4)
        if end + 4 > len(data):
            raise refused("picture_truncated")
        yield name, body, end
        if name == b"IEND":
            return
        at = end + 4
    raise refused("picture_broken")


def _read_webp(data: bytes) -> Container:
    length = 8 + _little(data, 4, 4)
    if length > len(data):
        raise refused("picture_truncated")
    bare, exif, frames = data[:length], b"", 0
    for name, body, end in _riff_chunks(bare):
        if name == b"EXIF":
            exif = exif or bare[body:end]
        frames += name == b"ANMF"
    size = _webp_size(bare)
    check_size(size, BITMAP_PIXELS)
    return Container("WEBP", "image/webp", bare, exif, size, max(1, frames), BITMAP_PIXELS)


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    for _ in range(_MOST_PARTS):
        if at >= len(data):
            return
        end = at + 8 + _little(data, at + 4, 4)
        if end > len(data):
            raise refused("picture_truncated")
        yield data[at : at + 4], at + 8, end
        at = end + end % 2
    raise refused("picture_broken")


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read here because libwebp makes room for the canvas before anyone can ask its size."""
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + _little(data, 24, 3), 1 + _little(data, 27, 3)
    if kind == b"VP8L":
        bits = _little(data, 21, 4)
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    raise refused("picture_broken")


def _read_heif(data: bytes) -> Container:
    brands = {data[at : at + 4] for at in range(16, min(_big(data, 0, 4), 128), 4)}
    major = data[8:12]
    if major not in _HEVC and not (major in _HEIF and brands & _HEVC):
        raise refused("picture_unknown")
    _check_boxes(data)
    mime = "image/heic" if major in _HEVC else "image/heif"
    return Container("HEIF", mime, data)


def _check_boxes(data: bytes) -> None:
    at = 0
    for _ in range(_MOST_PARTS):
        if at >= len(data):
            return
        length = _big(data, at, 4)
        if length == 1:
            length = _big(data, at + 8, 8)
        if length == 0:
            return
        at += max(length, 8)
        if at > len(data):
            raise refused("picture_truncated")
    raise refused("picture_broken")


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")
