"""A stage to draw rooms on: metres in, a lit picture in perspective out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float, float]
Colour = str
# Drawn at twice the size and halved, which is how polygons get smooth edges.
_FINE = 2
_COARSE = 8
_EYE, _FAR = 1.55, 5.2
_BAR = 44


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
        self.image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), "#888")
        self.pen = ImageDraw.Draw(self.image)
        self.light = Image.new("L", (size[0] // _COARSE, size[1] // _COARSE), 255)
        self.shades = ImageDraw.Draw(self.light)
        self.scale = 0.8125 * max(size) * zoom
        self.horizon = size[1] * (0.32 if size[0] > size[1] else 0.42)

    def rgb(self, colour: Colour) -> tuple[int, ...]:
        """The colour of a name of this home's palette, or of a `#hex`."""
        return ImageColor.getrgb(self.colours.get(colour, colour))

    def spot(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Where a place in the room is on the canvas."""
        near = self.scale * _FINE / (_FAR - z)
        return self.size[0] * _FINE / 2 + x * near, self.horizon * _FINE - (y - _EYE) * near

    def face(self, points: Sequence[Point], colour: Colour, part: float = 1.0) -> None:
        """A flat shape with a thin edge."""
        fill = tone(self.rgb(colour), part)
        flat = [self.spot(*point) for point in points]
        self.pen.polygon(flat, fill=fill, outline=tone(fill, 0.8), width=2)

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
        """A solid block, from its lower far left corner, with its shadow on the floor."""
        if y < 0.1:
            self.shadow(x, z, w, d)
        top, front = y + h, z + d
        if x > 0 or x + w < 0:
            side = x if x > 0 else x + w
            self.face(
                [(side, y, z), (side, y, front), (side, top, front), (side, top, z)], colour, 0.76
            )
        if top < _EYE:
            self.face(
                [(x, top, z), (x + w, top, z), (x + w, top, front), (x, top, front)], colour, 1.06
            )
        self.face(
            [(x, y, front), (x + w, y, front), (x + w, top, front), (x, top, front)], colour, 0.9
        )

    def shadow(self, x: float, z: float, w: float, d: float, dark: int = 120) -> None:
        """What stands on a floor darkens it all round."""
        edge = 0.12
        corners = [(x - edge, z), (x + w + edge, z), (x + w + edge, z + d + edge),
                   (x - edge, z + d + edge)]  # fmt: skip
        points = [self.spot(a, 0, b) for a, b in corners]
        part = _FINE * _COARSE
        self.shades.polygon([(a / part, b / part) for a, b in points], fill=dark)

    def disc(
        self, x: float, y: float, z: float, rx: float, ry: float, colour: Colour
    ) -> None:
        """An upright oval about its middle."""
        (left, top), (right, low) = self.spot(x - rx, y + ry, z), self.spot(x + rx, y - ry, z)
        fill = self.rgb(colour)
        self.pen.ellipse((left, top, right, low), fill=fill, outline=tone(fill, 0.8), width=2)

    def patch(
        self, x: float, y: float, z: float, r: float, s: float, colour: Colour, level: bool = True
    ) -> None:
        """An uneven stain about its middle, on a level surface or on a wall."""
        for part, strength in ((1.0, 0.75), (0.6, 1.0)):
            ring = []
            for step in range(18):
                turn = math.tau * step / 18
                wide = part * self.rng.uniform(0.7, 1.15)
                a, b = r * wide * math.cos(turn), s * wide * math.sin(turn)
                ring.append(self.spot(x + a, y, z + b) if level else self.spot(x + a, y + b, z))
            self._tint(ring, colour, strength * 0.55)

    def _tint(self, ring: list[tuple[float, float]], colour: Colour, part: float) -> None:
        xs, ys = [int(a) for a, _ in ring], [int(b) for _, b in ring]
        left, top = max(0, min(xs)), max(0, min(ys))
        right, low = min(self.image.width, max(xs) + 1), min(self.image.height, max(ys) + 1)
        if left >= right or top >= low:
            return
        mask = Image.new("L", (right - left, low - top), 0)
        inner = [(a - left, b - top) for a, b in ring]
        ImageDraw.Draw(mask).polygon(inner, fill=round(255 * part))
        self.image.paste(self.rgb(colour), (left, top), mask)

    def lines(self, points: Sequence[tuple[Point, Point]], colour: Colour, width: int = 3) -> None:
        """Straight lines from place to place."""
        for one, other in points:
            self.pen.line([self.spot(*one), self.spot(*other)], fill=self.rgb(colour), width=width)

    def finished(self, dusk: float, glow: tuple[float, float], mark: str) -> Image.Image:
        """The picture, lit from `glow` (parts of the canvas), darker with `dusk`, marked."""
        image = self.image.reduce(_FINE)
        image = ImageChops.multiply(image, self._lighting(dusk, glow))
        grain = Image.frombytes("L", self.size, self.rng.randbytes(self.size[0] * self.size[1]))
        image = Image.blend(image, Image.merge("RGB", (grain, grain, grain)), 0.025)
        _write_bar(image, mark)
        return image

    def _lighting(self, dusk: float, glow: tuple[float, float]) -> Image.Image:
        shade = self.light.filter(ImageFilter.GaussianBlur(4))
        width, height = shade.size
        reach = max(width, height)
        ring = Image.radial_gradient("L").resize((reach * 3, reach * 3))
        left, top = round(reach * 1.5 - glow[0] * width), round(reach * 1.5 - glow[1] * height)
        far = ring.crop((left, top, left + width, top + height))
        fall = far.point(lambda value: round(255 - value * (0.45 + 0.4 * dusk)))
        lit = ImageChops.multiply(shade, fall)
        warm = (1 - 0.16 * dusk, 0.985 - 0.2 * dusk, 0.95 - 0.26 * dusk)
        bands = [lit.point(lambda value, part=part: round(value * part)) for part in warm]
        return Image.merge("RGB", bands).resize(self.size, Image.Resampling.BILINEAR)


def _write_bar(image: Image.Image, mark: str) -> None:
    """The caption that keeps a drawing from passing for a photo."""
    width, height = image.size
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height - _BAR, width, height), fill="#1d2329")
    pen.text((20, height - _BAR / 2), mark, "#f3f1ea", ImageFont.load_default(24), "lm")
