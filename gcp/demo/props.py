"""Things that stand in the demonstration's rooms, drawn on a stage."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gcp.demo.drawing import Colour, Stage

_CANS = ("#b03a2e", "#c9ccd1", "#2f5d9b")


class Props(Stage):
    """A stage that knows rooms and what is in them."""

    def room(self, half: float) -> None:
        """Walls, ceiling and a floor of boards."""
        self.board(-half, 0, 2 * half, 2.4, "wall")
        for x in (-half, half):
            self.face([(x, 0, 0), (x, 0, 4.9), (x, 2.4, 4.9), (x, 2.4, 0)], "side")
        self.face([(-half, 2.4, 0), (half, 2.4, 0), (half, 2.4, 4.9), (-half, 2.4, 4.9)], "#f4efe4")
        self.flat(-half, 0, 2 * half, 4.9, "floor")
        boards = [-half + 0.2 * step for step in range(1, round(half * 10))]
        self.lines([((x, 0, 0), (x, 0, 4.9)) for x in boards], "gap", 2)
        self.board(-half, 0, 2 * half, 0.1, "#f7f3e8")

    def yard(self, half: float) -> None:
        """Sky, grass and nothing else."""
        self.board(-half * 3, 0, half * 6, 4, "sky", -1)
        self.flat(-half * 3, -1, half * 6, 5.9, "#8fa873")

    def plain(self, half: float) -> None:
        """One colour, for what fills the view."""
        self.board(-half, -1, 2 * half, 5, "side", -0.5)

    def tiles(self, colour: Colour) -> None:
        """A tiled back wall above the skirting."""
        self.board(-2, 0.1, 4, 1.9, colour)
        rows = [((-2.0, 0.1 + 0.2 * row, 0.0), (2.0, 0.1 + 0.2 * row, 0.0)) for row in range(10)]
        columns = [((-2.0 + 0.2 * n, 0.1, 0.0), (-2.0 + 0.2 * n, 2.0, 0.0)) for n in range(21)]
        self.lines([*rows, *columns], "#cfd2cc", 2)

    def bricks(self) -> None:
        """The front of a brick house."""
        self.board(-2.6, 0, 5.2, 3.4, "#b5705a")
        for row in range(28):
            y = 0.12 * row
            self.lines([((-2.6, y, 0.0), (2.6, y, 0.0))], "#9c5c48", 2)
            starts = [-2.6 + 0.3 * n + 0.15 * (row % 2) for n in range(18)]
            self.lines([((x, y, 0.0), (x, y + 0.12, 0.0)) for x in starts], "#9c5c48", 2)

    def dots(
        self, x: float, z: float, w: float, d: float, y: float, colour: Colour
    ) -> None:
        """A pattern on bedding."""
        for row in range(4):
            for column in range(5):
                across = x + w * (column + 0.5 * (row % 2) + 0.25) / 5.5
                self.oval(across, z + d * (row + 0.4) / 4, 0.045, 0.05, colour, y)

    def slats(
        self, x: float, y: float, z: float, w: float, h: float, colour: Colour, gap: int = 0
    ) -> None:
        """One side of a cot; with `gap`, every gap-th bar is missing."""
        count = 11
        for bar in range(count):
            if not gap or bar % gap != 1:
                self.board(x + (w - 0.05) * bar / (count - 1), 0.0, 0.045, h, colour, z)
        self.board(x, h, w, 0.07, colour, z)
        self.board(x, y - 0.06, w, 0.07, colour, z)

    def plates(self, x: float, y: float, z: float, count: int) -> None:
        """A stack of plates, the less tidy the higher."""
        for plate in range(count):
            lean = self.rng.uniform(-0.012, 0.012) * count
            self.disc(x + lean, y + 0.02 + 0.03 * plate, z, 0.13, 0.025, "#f4f1e8")
        if count > 4:
            self.disc(x, y + 0.03 * count, z, 0.08, 0.015, "#8a6a34")

    def pan(self, x: float, y: float, z: float) -> None:
        """A pan with something burnt in it."""
        self.board(x - 0.14, y, 0.28, 0.14, "#4d5257", z)
        self.disc(x, y + 0.14, z, 0.14, 0.035, "#3a2f22")
        self.board(x + 0.14, y + 0.09, 0.22, 0.03, "#2b2d33", z)

    def eggs(self, x: float, y: float, z: float, count: int) -> None:
        """Eggs in a row."""
        for egg in range(count):
            self.disc(x + 0.065 * egg, y + 0.05, z, 0.033, 0.045, "#e3bd94")

    def drawer(self, y: float, z: float, colour: Colour) -> None:
        """A fridge's vegetable drawer, see-through."""
        corners = [(-0.6, y), (0.6, y), (0.6, y + 0.42), (-0.6, y + 0.42)]
        self.tint([self.spot(a, b, z) for a, b in corners], colour, 0.35)
        self.board(-0.6, y + 0.4, 1.2, 0.05, "#a9c3ca", z)

    def heap(
        self, x: float, z: float, w: float, h: float, colours: Sequence[Colour], y: float = 0.0
    ) -> None:
        """A soft pile of cloth or rubbish about a middle, `w` wide and `h` high."""
        if y < 0.1:
            self.shadow(x - w * 0.4, z - w / 8, w * 0.8, w / 6)
        for row, (up, reach) in enumerate(((0.78, 0.3), (0.55, 0.62), (0.3, 0.85), (0.12, 1.0))):
            for piece in range(row + 2):
                across = x + w / 2 * reach * (2 * (piece + self.rng.random()) / (row + 2) - 1) * 0.8
                self._crumple(across, y + h * up, z + 0.01 * row, w * 0.24, h * 0.3,
                              self.rng.choice(colours), y)  # fmt: skip

    def _crumple(
        self, x: float, y: float, z: float, r: float, s: float, colour: Colour, floor: float
    ) -> None:
        """One lump with soft corners, never below its floor."""
        lean, shade = self.rng.uniform(-0.7, 0.7), self.rng.uniform(0.82, 1.1)
        bumps = [self.rng.uniform(0.8, 1.2) for _ in range(12)]
        ring = []
        for step, bump in enumerate(bumps):
            a = r * bump * math.cos(math.tau * step / 12)
            b = s * bump * math.sin(math.tau * step / 12)
            ring.append((x + a - b * lean * 0.4, max(floor, y + b + a * lean * 0.4), z))
        self.face(ring, colour, shade)
        self.lines([(ring[2], ring[7])], "fold", 2)

    def mould(self, x: float, y: float, r: float, s: float, z: float = 0.0) -> None:
        """Dark speckles, thick in the middle, on the back wall."""
        self.patch(x, y, z, r, s, "#7d7a55", level=False)
        for _ in range(46):
            a, b = self.rng.gauss(0, 0.42), self.rng.gauss(0, 0.42)
            size = self.rng.uniform(0.02, 0.11) * max(r, s)
            self.patch(x + a * r, y + b * s, z, size, size, "#2e3027", level=False)

    def bottles(
        self, count: int, x: float, z: float, w: float, d: float, kinds: str, y: float = 0.0
    ) -> None:
        """So many green bottles (b), clear ones (g) or cans (c), strewn over an area."""
        places = sorted(
            (z + d * self.rng.random(), x + w * self.rng.random(), self.rng.choice(kinds))
            for _ in range(count)
        )
        for deep, across, kind in places:
            if kind == "c":
                self.can(across, y, deep, self.rng.choice(_CANS))
            else:
                self.bottle(across, y, deep, "#3f6b3a" if kind == "b" else "#cfdfe6")

    def bottle(self, x: float, y: float, z: float, colour: Colour, h: float = 0.3) -> None:
        """An upright bottle with a label."""
        self.board(x - 0.04, y, 0.08, h * 0.62, colour, z)
        self.board(x - 0.015, y + h * 0.6, 0.03, h * 0.4, colour, z)
        self.board(x - 0.04, y + h * 0.2, 0.08, h * 0.2, "#efe6cf", z)

    def can(self, x: float, y: float, z: float, colour: Colour) -> None:
        """A drinks can."""
        self.board(x - 0.035, y, 0.07, 0.13, colour, z)
        self.disc(x, y + 0.13, z, 0.035, 0.012, "#dfe2e5")

    def bag(self, x: float, z: float, r: float, colour: Colour = "#2b2d33") -> None:
        """A tied bin bag."""
        self.shadow(x - r * 0.8, z - r * 0.3, r * 1.6, r * 0.4)
        ring = [(-0.12, 1.62), (-0.3, 1.35), (-0.8, 1.0), (-1.05, 0.5), (-0.9, 0.1), (-0.6, 0.0),
                (0.65, 0.0), (0.95, 0.12), (1.0, 0.55), (0.75, 1.05), (0.28, 1.36),
                (0.14, 1.62)]  # fmt: skip
        lean = self.rng.uniform(-0.15, 0.15)
        self.face([(x + r * (a + lean * b), r * b, z) for a, b in ring], colour)
        self.tint([self.spot(x + r * (a * 0.3 - 0.45), r * (b * 0.45 + 0.45), z)
                   for a, b in ring], "#a9b0bd", 0.3)  # fmt: skip

    def bear(self, x: float, y: float, z: float, s: float, colour: Colour = "#b98249") -> None:
        """A toy bear."""
        for across, up, size in (
            (0, 0.35, 0.36), (-0.22, 1.05, 0.12), (0.22, 1.05, 0.12), (0, 0.85, 0.27),
            (-0.32, 0.15, 0.15), (0.32, 0.15, 0.15), (0, 0.78, 0.1),
        ):  # fmt: skip
            self.disc(x + across * s, y + up * s, z, size * s, size * s, colour)
