"""A stage to draw rooms on: metres in, a lit picture in perspective out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont

Place = tuple[float, float, float]
Spot = tuple[float, float]
Colour = str
Light = tuple[float, float]

# Drawn at twice the size and halved, which is how polygons get smooth edges.
_FINE = 2
_COARSE = 8
_EYE, _FAR = 1.55, 5.2
_BAR = 52
_WARMTH = ((1.0, 0.16), (0.985, 0.19), (0.955, 0.25))


def tone(colour: tuple[int, ...], part: float) -> tuple[int, ...]:
    """A colour darker (part below 1) or lighter."""
    return tuple(min(255, round(channel * part)) for channel in colour[:3])


class Stage:
    """A room seen from its door: x to the right, y up, z from the back wall to the viewer."""

    def __init__(
        self, size: tuple[int, int], colours: Mapping[str, Colour], rng: Random, zoom: float
    ) -> None:
        self.size = size
        self.colours = colours
        self.rng = rng
        self.image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE))
        self.pen = ImageDraw.Draw(self.image)
        self.scale = 0.8125 * max(size) * zoom * _FINE
        self.middle = size[0] * _FINE / 2
        self.horizon = size[1] * _FINE * (0.28 if size[0] > size[1] else 0.42)

    def rgb(self, colour: Colour) -> tuple[int, ...]:
        """The colour of a name of this home's palette, or of a `#hex`."""
        return ImageColor.getrgb(self.colours.get(colour, colour))

    def spot(self, x: float, y: float, z: float) -> Spot:
        """Where a place in the room is on the canvas."""
        near = self.scale / (_FAR - z)
        return self.middle + x * near, self.horizon - (y - _EYE) * near

    def face(self, places: Sequence[Place], colour: Colour, part: float = 1.0) -> None:
        """A flat shape with a thin edge."""
        fill = tone(self.rgb(colour), part)
        spots = [self.spot(*place) for place in places]
        self.pen.polygon(spots, fill=fill, outline=tone(fill, 0.8), width=2)

    def board(
        self, x: float, y: float, w: float, h: float, colour: Colour, z: float = 0.0
    ) -> None:
        """An upright rectangle that faces the viewer, from its lower left corner."""
        self.face([(x, y, z), (x + w, y, z), (x + w, y + h, z), (x, y + h, z)], colour)

    def flat(
        self, x: float, z: float, w: float, d: float, colour: Colour, y: float = 0.0
    ) -> None:
        """A level rectangle, from its far left corner."""
        self.face([(x, y, z), (x + w, y, z), (x + w, y, z + d), (x, y, z + d)], colour)

    def box(
        self, x: float, y: float, z: float, w: float, h: float, d: float, colour: Colour
    ) -> None:
        """A solid block, from its lower far left corner, with its shadow if it stands low."""
        if y < 0.1:
            self.shadow(x, z, w, d)
        top, front = y + h, z + d
        if x > 0 or x + w < 0:
            side = x if x > 0 else x + w
            ring = [(side, y, z), (side, y, front), (side, top, front), (side, top, z)]
            self.face(ring, colour, 0.76)
        if top < _EYE:
            self.face([(x, top, z), (x + w, top, z), (x + w, top, front), (x, top, front)],
                      colour, 1.06)  # fmt: skip
        ring = [(x, y, front), (x + w, y, front), (x + w, top, front), (x, top, front)]
        self.face(ring, colour, 0.9)

    def disc(self, x: float, y: float, z: float, rx: float, ry: float, colour: Colour) -> None:
        """An upright oval about its middle."""
        (left, top), (right, low) = self.spot(x - rx, y + ry, z), self.spot(x + rx, y - ry, z)
        fill = self.rgb(colour)
        self.pen.ellipse((left, top, right, low), fill=fill, outline=tone(fill, 0.8), width=2)

    def oval(self, x: float, z: float, rx: float, rz: float, colour: Colour, y: float) -> None:
        """A level oval."""
        turns = [math.tau * step / 20 for step in range(20)]
        self.face([(x + rx * math.cos(t), y, z + rz * math.sin(t)) for t in turns], colour)

    def lines(self, pairs: Sequence[tuple[Place, Place]], colour: Colour, width: int = 3) -> None:
        """Straight lines from place to place."""
        for one, other in pairs:
            self.pen.line([self.spot(*one), self.spot(*other)], fill=self.rgb(colour), width=width)

    def shadow(self, x: float, z: float, w: float, d: float) -> None:
        """What stands on a floor darkens it all round."""
        for edge in (0.16, 0.11, 0.06, 0.02):
            corners = [(x - edge, z), (x + w + edge, z), (x + w + edge, z + d + edge),
                       (x - edge, z + d + edge)]  # fmt: skip
            self.tint([self.spot(a, 0, b) for a, b in corners], "#1d1712", 0.13)

    def patch(
        self, x: float, y: float, z: float, r: float, s: float, colour: Colour, level: bool = True
    ) -> None:
        """A stain with uneven edges about its middle, on a level surface or on a wall."""
        lobes = [(self.rng.uniform(0.04, 0.16), self.rng.random() * math.tau) for _ in range(3)]
        for part in (1.0, 0.86, 0.55):
            ring = []
            for turn in (math.tau * step / 36 for step in range(36)):
                wide = part * (1 + sum(a * math.sin((n + 2) * turn + b)
                                       for n, (a, b) in enumerate(lobes)))  # fmt: skip
                a, b = r * wide * math.cos(turn), s * wide * math.sin(turn)
                ring.append(self.spot(x + a, y, z + b) if level else self.spot(x + a, y + b, z))
            self.tint(ring, colour, 0.34)

    def tint(self, ring: Sequence[Spot], colour: Colour, part: float) -> None:
        """A see-through shape over what is drawn."""
        xs, ys = [round(a) for a, _ in ring], [round(b) for _, b in ring]
        left, top = max(0, min(xs)), max(0, min(ys))
        right, low = min(self.image.width, max(xs) + 1), min(self.image.height, max(ys) + 1)
        if left >= right or top >= low:
            return
        mask = Image.new("L", (right - left, low - top))
        inner = [(a - left, b - top) for a, b in ring]
        ImageDraw.Draw(mask).polygon(inner, fill=round(255 * part))
        self.image.paste(self.rgb(colour), (left, top), mask)

    def finished(self, dusk: float, glow: Light, mark: str) -> Image.Image:
        """The picture, lit from `glow` (parts of the canvas), dimmer with `dusk`, marked."""
        image = self.image.reduce(_FINE)
        image = ImageChops.multiply(image, self._lighting(dusk, glow))
        grain = Image.frombytes("L", self.size, self.rng.randbytes(self.size[0] * self.size[1]))
        image = Image.blend(image, Image.merge("RGB", (grain, grain, grain)), 0.022)
        _write_bar(image, mark)
        return image

    def _lighting(self, dusk: float, glow: Light) -> Image.Image:
        width, height = self.size[0] // _COARSE, self.size[1] // _COARSE
        reach = 3 * max(width, height)
        ring = Image.radial_gradient("L").resize((reach, reach))
        left, top = round(reach / 2 - glow[0] * width), round(reach / 2 - glow[1] * height)
        far = ring.crop((left, top, left + width, top + height))
        bands = [
            far.point([round((255 - v * (0.3 + 0.45 * dusk)) * (most - less * dusk))
                       for v in range(256)])
            for most, less in _WARMTH
        ]  # fmt: skip
        return Image.merge("RGB", bands).resize(self.size, Image.Resampling.BILINEAR)


def _write_bar(image: Image.Image, mark: str) -> None:
    """The caption that keeps a drawing from passing for a photo."""
    width, height = image.size
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height - _BAR, width, height), fill="#1d2329")
    pen.text((20, height - _BAR / 2), mark, "#f3f1ea", ImageFont.load_default(30), "lm")
