"""Photos as a camera makes them: noisy, of a wanted size in bytes, with EXIF."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageDraw

MEGA = 1_000_000
TWELVE_MEGAPIXELS = (4000, 3000)
SHARED = (2048, 1536)  # a 300 kB picture of a phone is about this large
_QUALITIES = range(94, 20, -2)


def jpeg(size: tuple[int, int], most: int, taken: datetime, seed: int = 1) -> bytes:
    """A room-like picture as a JPEG of at most so many bytes, as near as the quality allows."""
    picture = _room(size, seed)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Bench", "Bench 12", 1
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, exif=exif)
        if out.tell() <= most:
            break
    return out.getvalue()


@dataclass(frozen=True)
class Many:
    """As many different photos as wanted from one: only a comment in them differs."""

    start: bytes
    rest: bytes

    @classmethod
    def of(cls, picture: bytes) -> Many:
        """Copies of this JPEG."""
        return cls(picture[:2] + b"\xff\xfe\x00\x12", picture[2:])

    def copies(self) -> Iterator[tuple[str, list[bytes]]]:
        """Digest and parts of one photo after another, the same ones at each run."""
        for number in range(10**16):
            own = b"%016d" % number
            digest = hashlib.sha256(self.start + own)
            digest.update(self.rest)
            yield digest.hexdigest(), [self.start, own, self.rest]

    @property
    def size(self) -> int:
        """Bytes of each."""
        return len(self.start) + 16 + len(self.rest)


def _room(size: tuple[int, int], seed: int) -> Image.Image:
    """Walls, furniture and a sensor's noise: what costs a JPEG its bytes."""
    chance = random.Random(seed)
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        wide, high = chance.randrange(40, size[0] // 3), chance.randrange(40, size[1] // 3)
        colour = tuple(chance.randrange(30, 226) for _ in range(3))
        draw.rectangle((x, y, x + wide, y + high), fill=colour)
    # Pillow's own noise has no seed; this one is the same each time.
    patch = Image.frombytes("L", (512, 512), chance.randbytes(512 * 512))
    noise = Image.new("L", size)
    for x in range(0, size[0], 512):
        for y in range(0, size[1], 512):
            noise.paste(patch.rotate(chance.choice((0, 90, 180, 270))), (x, y))
    return Image.blend(picture, Image.merge("RGB", (noise, noise, noise)), 0.12)
