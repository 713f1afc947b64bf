"""How the random-kill run does one thing: it says beforehand what will then be called saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from playwright.sync_api import Locator

from tests.browser.ledger import State, Visit
from tests.browser.screen import Screen

SEEN_THERE = (
    "One thin blanket, a wet patch.", "Rien à manger, frigo vide.", "“I sleep on the sofa.”",
    "Smell of damp & smoke.", "Łóżko bez pościeli 🛏", "Three full meals, table laid.",
    "Line one.\nLine two.",
)  # fmt: skip


class Doing:
    """Changes to visits on a screen, with a Random; `changes` counts those that were saved."""

    def __init__(self, screen: Screen, rng: Random, note: Callable[[str], None]) -> None:
        self.screen = screen
        self.changes = 0
        self._rng = rng
        self._note = note
        self._number = 0

    def _do(
        self, visit: Visit, what: str, changes: list[Mapping[str, str]], work: Callable[[], None]
    ) -> None:
        """Do it, and wait until the screen says that all of it is saved."""
        self._note(f"{visit.id[:4]}: {what}")
        action = visit.begin(what, changes)
        work()
        self.screen.until(lambda: action.is_told, what)
        visit.finish()
        self.changes += len(changes)

    def _step(self, visit: Visit, name: str) -> None:
        self.screen.go(f"#{visit.id}/{name}")

    def _write(
        self, visit: Visit, key: str, field: Locator, also: Mapping[str, str] | None = None
    ) -> None:
        """Put words into a field: at once, key by key, or at once and away before it is saved."""
        way = self._rng.choices(("whole", "keys", "hurried", "locked"), (6, 3, 2, 1))[0]
        old = visit.state.get(key, "")
        text = f"{self._rng.choice(SEEN_THERE)} {self._next()}"
        if way == "keys":
            added = f" {self._next()}, x"
            texts = [old + added[: at + 1] for at in range(len(added))]
        else:
            texts = [self._one_line(key, text)]
        changes = [{key: each, **(also or {})} for each in texts]
        where = self.screen.page.evaluate("() => location.hash")

        def write() -> None:
            if way == "keys":
                _type(field, texts[-1].removeprefix(old), self._rng.choice((0, 20, 60)))
            else:
                field.fill(texts[0])
            if way == "hurried":
                self.screen.go("#")
            if way == "locked":
                self.screen.lock()
            if way in ("hurried", "locked"):
                self._come_back(where)

        self._do(visit, f"writing {key} ({way}): {texts[-1]!r}", changes, write)

    def _come_back(self, where: str) -> None:
        """Where it was written, the step is read from the disk again, and says what it read."""
        self.screen.go(where)
        self.screen.look()

    def _one_line(self, key: str, text: str) -> str:
        return text.replace("\n", " ") if key.startswith("caption") else text

    def _other(self, values: tuple[str, ...], now: str | None) -> str:
        """Any of them but the one it has."""
        left = [each for each in values if each != now]
        return self._rng.choice(left) if left else ""

    def _next(self) -> int:
        self._number += 1
        return self._number


def listed(state: State, key: str, between: str) -> list[str]:
    return [each for each in state.get(key, "").split(between) if each]


def flipped(state: State, key: str) -> str:
    return "" if state.get(key) else "yes"


def _type(field: Locator, text: str, delay: int) -> None:
    """Key by key at the end of what is there."""
    field.focus()
    field.press("Control+End")
    field.press_sequentially(text, delay=delay)
