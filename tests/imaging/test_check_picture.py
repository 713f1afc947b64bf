"""Only whole pictures of four kinds are kept, and everything else gets one plain reason."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from gcp.core.problems import Refused
from gcp.imaging import BYTES, Picture, check_picture, copies
from gcp.text import read_text
from tests.imaging.samples import drawing, encoded, mpo, refusal, with_segment

KINDS = ("JPEG", "PNG", "WEBP", "HEIF")
CODES = {
    "picture_empty", "picture_unknown", "picture_too_large", "picture_too_many_pixels",
    "picture_truncated", "picture_broken",
}  # fmt: skip


def png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [head, b"IDAT" + zlib.compress(b"\0" * 1000), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(chunk) - 4) + chunk + struct.pack(">L", zlib.crc32(chunk))
        for chunk in chunks
    )


def webp_header(width: int, height: int) -> bytes:
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<L", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<L", len(body)) + body


def jpeg_of(width: int, height: int) -> bytes:
    data = encoded(drawing(), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def scans(data: bytes, times: int) -> bytes:
    """A progressive JPEG with its last scan repeated."""
    last, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    return data[:end] + data[last:end] * times + data[end:]


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("HEIF", "heic")],
)
def test_four_kinds_are_kept(kind: str, mime: str) -> None:
    expected = Picture(kind, f"image/{mime}", 96, 64, None, 1)
    assert check_picture(encoded(drawing(), kind)) == expected


def test_a_file_is_read_from_its_path_as_well(tmp_path: Path) -> None:
    path = tmp_path / "photo.txt"
    path.write_bytes(encoded(drawing(), "PNG"))
    assert check_picture(path).format == "PNG"


def test_of_several_frames_the_first_counts() -> None:
    more = {"save_all": True, "append_images": [drawing(), drawing()]}
    assert check_picture(encoded(drawing(), "PNG", **more)).frames == 3
    assert check_picture(encoded(drawing(), "WEBP", **more)).frames == 3
    assert check_picture(mpo()) == Picture("JPEG", "image/jpeg", 96, 64, None, 1)


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "PDF", "ICO", "PPM", "JPEG2000", "AVIF"])
def test_other_pictures_are_not_photos(kind: str) -> None:
    assert refusal(encoded(drawing(), kind)) == "picture_unknown"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_empty"),
        (b"A text that calls itself photo.jpg", "picture_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_unknown"),
        (b"%PDF-1.7", "picture_unknown"),
        (b"\0" * 5_000, "picture_unknown"),
        (b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02", "picture_unknown"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  mif1", "picture_unknown"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1", "picture_unknown"),
        (b"\xff\xd8\xff", "picture_truncated"),
        (b"\xff\xd8\xff\xd9", "picture_broken"),
        (b"\xff\xd8\xff\xe0\0\0\xff\xd9", "picture_broken"),
        (b"\xff\xd8\xff\xfe\0\2" + b"\xff\xfe\0\2" * 200_000, "picture_broken"),
        (b"\x89PNG\r\n\x1a\n", "picture_truncated"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IEND\xaeB`\x82", "picture_broken"),
        (b"RIFF\4\0\0\0WEBP", "picture_broken"),
        (png_header(0, 10), "picture_broken"),
        (png_header(40, 40), "picture_truncated"),
        (png_header(30_000, 30_000), "picture_too_many_pixels"),
        (png_header(0x7FFFFFFF, 0x7FFFFFFF), "picture_too_many_pixels"),
        (webp_header(16_000, 16_000), "picture_too_many_pixels"),
        (jpeg_of(65_500, 65_500), "picture_too_many_pixels"),
        (jpeg_of(0, 0), "picture_broken"),
        (b"\xff\xd8\xff" + bytes(BYTES), "picture_too_large"),
    ],
    ids=range(23),
)  # fmt: skip
def test_what_is_no_picture_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refusal(data) == code
    with pytest.raises(Refused):
        copies(data)


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.jpg"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert refusal(path) == "picture_too_large"


def test_a_jpeg_of_few_bytes_and_many_scans_is_refused() -> None:
    data = encoded(Image.new("RGB", (4_000, 3_000), "red"), "JPEG", progressive=True)
    assert refusal(data) is None
    assert refusal(scans(data, 200)) == "picture_broken"


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_picture_is_refused(kind: str) -> None:
    data = encoded(drawing((64, 48)), kind)
    step = max(1, len(data) // 200)
    cuts = {*range(1, len(data), step), *range(len(data) - 40, len(data))}
    codes = {cut: refusal(data[:cut]) for cut in cuts}
    assert set(codes.values()) <= {"picture_truncated", "picture_broken", "picture_unknown"}
    assert all(code != "picture_unknown" for cut, code in codes.items() if cut >= 32)


def test_a_cut_progressive_jpeg_is_refused() -> None:
    data = encoded(drawing(), "JPEG", progressive=True)
    assert {refusal(data[:cut]) for cut in range(3, len(data), 29)} == {"picture_truncated"}


def test_what_follows_a_picture_is_no_reason_to_refuse_it() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        assert refusal(encoded(drawing(), kind) + b"PK\3\4<script>alert(1)</script>") is None


def test_hostile_metadata_of_other_kinds_is_passed_over() -> None:
    data = encoded(drawing(), "JPEG")
    for marker in (0xE1, 0xE2, 0xE3, 0xED, 0xEE, 0xEF, 0xFE):
        for body in (b"", b"MPF\0\xff" * 9, b"Photoshop 3.0\08BIM\xff\xff", b"Adobe", b"\xff" * 99):
            assert refusal(with_segment(data, marker, body)) is None


def test_a_jpeg_that_ends_too_soon_for_its_size_is_refused() -> None:
    data = encoded(Image.new("L", (8, 8)), "JPEG")
    assert refusal(data) is None
    data = encoded(drawing((640, 480)), "JPEG")
    assert refusal(data[:1_400] + b"\xff\xd9") == "picture_truncated"


def test_what_follows_the_scan_of_a_jpeg_is_passed_over() -> None:
    data = encoded(drawing(), "JPEG")
    assert refusal(data[:-2] + b"\xff\xc4\x00\x04\xff\xff" + data[-2:]) is None


@pytest.mark.slow
def test_a_jpeg_that_is_kept_can_be_drawn() -> None:
    """Only its first rows are decoded when it is taken in; nothing worse may come later."""
    rng = random.Random(5)
    more = ({}, {"optimize": True}, {"subsampling": 0}, {"restart_marker_rows": 1})
    pictures = [encoded(drawing((200, 150)), "JPEG", quality=90, **each) for each in more]
    kept = 0
    for _ in range(1_500):
        data = bytearray(rng.choice(pictures))
        for _ in range(rng.choice((1, 2, 8))):
            data[rng.randrange(len(data))] = rng.choice((0, 1, 0x7F, 0xFF, rng.randrange(256)))
        if refusal(bytes(data)) is None:
            kept += bool(copies(bytes(data)).thumbnail)
    assert kept > 500


@pytest.mark.parametrize("kind", KINDS)
def test_changed_bytes_give_a_picture_or_a_reason(kind: str) -> None:
    rng = random.Random(kind)
    data = encoded(drawing((48, 32)), kind)
    for _ in range(60 if kind == "HEIF" else 150):
        mutated = bytearray(data)
        for _ in range(rng.choice((1, 2, 8))):
            value = rng.choice((0, 1, 0x7F, 0xFF, rng.randrange(256)))
            mutated[rng.randrange(len(mutated))] = value
        code = refusal(bytes(mutated))
        assert code is None or code in CODES
        try:
            copies(bytes(mutated))
        except Refused as refused:
            assert {each.code for each in refused.problems} <= CODES


def test_every_reason_has_its_sentence() -> None:
    sentences = read_text("en").problems
    values = {"megabytes": 1, "megapixels": 1, "limit": 1}
    assert all(sentences[code].format(**values) for code in CODES)
