"""The random-kill run: visits with photos, and the page, browser or server killed at any moment.

`python -m tests.browser.torture --kills 1000 --seed 1` ends non-zero, and names the step, if
anything was lost that the screen had called saved.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, deque
from pathlib import Path
from random import Random

from playwright.sync_api import Error, sync_playwright

from gcp.demo.cast import PASSWORD
from tests.browser.conftest import Server, open_app
from tests.browser.held import Held
from tests.browser.killing import BROWSER, PAGE, SERVER, Blow, Device
from tests.browser.ledger import Lost, Visit, changed
from tests.browser.line import Line
from tests.browser.screen import Cut, Screen
from tests.browser.walk import Walk

KINDS = [((PAGE,), 48), ((BROWSER,), 28), ((SERVER,), 18), ((PAGE, BROWSER, SERVER), 6)]
LONGEST_WAIT = 0.5  # seconds from when a kill is aimed until it falls
AT_WORD = 0.3  # of all kills: those that fall just when the screen has called something saved
LONGEST_IN_START = 1.5
MOST_DRAFTS = 3
ACTIONS = (6, 24)  # on one visit, before it is signed
NO_NETWORK = {"dropped": 100}
EVERY = 25
CUTS = (Error, Cut, RuntimeError)


class Torture:
    """One run; everything that is random in it comes from its seed."""

    def __init__(self, seed: int, kills: int, folder: Path) -> None:
        self._seed = seed
        self._kills = kills
        self._folder = folder
        self._rng = Random(seed)
        self._server = Server(folder / "instance")
        self._held = Held(folder / "instance")
        self._number = 0
        self._beginning = False
        self._began = time.monotonic()
        self._trail: deque[str] = deque(maxlen=12)
        self.by_kind: Counter[str] = Counter()
        self.done: list[Visit] = []
        self.photos_checked = 0

    def run(self) -> None:
        """Kill so many times; raises Lost, with what it takes to repeat it, at a loss."""
        with Line(self._server.url, prefix="/") as self._line, sync_playwright() as playwright:
            self._device = Device(playwright, self._folder / "profile", self._line.url)
            self._screen = Screen(self._device)
            self._walk = Walk(self._screen, self._rng, self._note)
            try:
                self._set_up()
                while self._number < self._kills or self._screen.blow:
                    self._go_on()
                self._finish()
            except (Lost, *CUTS, AssertionError) as problem:
                raise Lost(self._told(problem)) from problem
            finally:
                self._device.stop()
                self._server.stop()

    @property
    def summary(self) -> str:
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(self.by_kind.items()))
        return (
            f"{sum(self.by_kind.values())} kills ({kinds}); {len(self.done)} visits sent, "
            f"{self._walk.changes} changes, {self.photos_checked} photos checked"
        )

    def _told(self, problem: Exception) -> str:
        trail = "\n  ".join(self._trail)
        return f"seed {self._seed}, kill {self._number}: {problem}\nbefore that:\n  {trail}"

    def _set_up(self) -> None:
        """A device that knows its person and some homes."""
        self._server.gcp("migrate")
        self._server.gcp("demo")
        self._server.start()
        self._before = self._held.visits()
        self._device.open()
        page = self._device.page
        page.goto("/sign-in")
        page.get_by_label("Email address").fill("practitioner@demo.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        self._homes = [each["id"] for each in page.request.get("/api/caseload").json()["homes"]]
        open_app(page)

    def _go_on(self) -> None:
        """One thing done, perhaps with a kill in the middle of it; then all is looked at."""
        if not self._screen.blow and self._number < self._kills and self._rng.random() < 0.55:
            self._aim(LONGEST_WAIT)
        try:
            self._do_something()
            self._screen.raise_problem()
        except CUTS as error:
            self._must_be_cut(error)
        self._recover()

    def _aim(self, longest: float) -> None:
        self._number += 1
        kinds, weights = zip(*KINDS, strict=True)
        ends = self._rng.choices(kinds, weights)[0]
        at_word = self._rng.random() < AT_WORD
        after = 2 * longest if at_word else self._rng.uniform(0, longest)
        blow = Blow(self._number, ends, after, self._kill, at_word)
        if at_word:
            self._device.take_aim()
        self._screen.blow = blow
        self._note(str(blow))
        blow.aim()

    def _kill(self, what: str) -> None:
        device = self._device
        {PAGE: device.kill_page, BROWSER: device.kill_browser, SERVER: self._server.stop}[what]()

    # What is done

    def _do_something(self) -> None:
        visits = self._screen.visits.values()
        drafts = [each for each in visits if not each.is_signed]
        signed = [each for each in visits if each.is_signed]
        roll = self._rng.random()
        if roll < 0.04:
            self._switch_network()
        elif len(drafts) < (1 if roll < 0.9 else MOST_DRAFTS):
            self._begin()
        elif signed and not self._line.rates and roll < 0.3:
            self._send(self._rng.choice(signed))
        else:
            self._work_on(self._rng.choice(drafts))

    def _switch_network(self) -> None:
        self._note(f"network {'back' if self._line.rates else 'gone'}")
        self._line.calm() if self._line.rates else self._line.rough(NO_NETWORK)

    def _begin(self) -> None:
        home = self._rng.choice(self._homes)
        self._note(f"beginning a visit to {home}")
        self._beginning = True
        visit = self._screen.begin(home)
        if visit:
            self._take_in(visit)
        self._beginning = False

    def _take_in(self, visit: str) -> None:
        """A new draft, as it is before anything is done to it."""
        found = self._screen.whole(visit)["state"]
        if visit not in self._screen.visits:
            length = self._rng.randint(*ACTIONS)
            self._screen.visits[visit] = Visit(visit, changed({}, found), left=length)

    def _work_on(self, visit: Visit) -> None:
        visit.left -= 1
        if visit.left < 0:
            self._walk.sign_off(visit)
        else:
            self._walk.act(visit)

    def _send(self, visit: Visit) -> None:
        """See a signed visit go; once it is all sent, the server has all of it."""
        self._note(f"{visit.id[:4]}: sending")
        self._screen.send(visit)
        self._check_sent(visit)
        del self._screen.visits[visit.id]
        self.done.append(visit)

    def _check_sent(self, visit: Visit) -> None:
        self.photos_checked += self._held.check_whole(visit, self._walk.codes, self._walk.photos)

    def _finish(self) -> None:
        """Without any more kills all is signed and sent; then all that was ever sent is there."""
        self._line.calm()
        for visit in list(self._screen.visits.values()):
            if not visit.is_signed:
                self._walk.sign_off(visit)
            self._send(visit)
        for visit in self.done:
            self._check_sent(visit)
        extra = self._held.visits() - self._before - len(self.done)
        if extra:
            raise Lost(f"the server holds {extra} visits that nobody has made")

    # What follows a kill

    def _recover(self) -> None:
        """Start again what was killed, and look at everything; a kill may come in the middle."""
        while (blow := self._screen.blow) and blow.has_fallen():
            self._count(blow)
            if self._number < self._kills and self._rng.random() < 0.15:
                self._aim(LONGEST_IN_START)
            try:
                self._start_again()
                self._look()
            except CUTS as error:
                self._must_be_cut(error)

    def _count(self, blow: Blow) -> None:
        self._screen.blow = None
        self.by_kind[" and ".join(blow.ends)] += 1
        if sum(self.by_kind.values()) % EVERY == 0:
            seconds = round(time.monotonic() - self._began)
            print(f"{seconds} s: {self.summary}", flush=True)

    def _start_again(self) -> None:
        """Start what is not there; what needs no server may be looked at before it is back."""
        is_alone = self._screen.opens_alone or not self._device.is_shut
        if not self._server.is_running and not (is_alone and self._rng.random() < 0.5):
            self._server.start()
        if self._device.is_shut:
            if not self._screen.opens_alone:
                self._line.calm()
            self._device.open()
            self._screen.open(self._place())
        if not self._server.is_running:
            self._look()
            self._server.start()

    def _place(self) -> str:
        """A visit, or nowhere."""
        return self._rng.choice(["", *(f"#{each}" for each in self._screen.visits)])

    def _look(self) -> None:
        """Everything that was called saved is there; raises Lost if it is not."""
        self._screen.hear_only(None)
        listed = self._screen.list()
        gone = [each for each in self._known() if each not in listed]
        if gone:
            raise Lost(f"visits {gone} are not in the list any more")
        self._take_in_new([each for each in listed if each not in self._known()])
        for visit in self._screen.visits.values():
            found = self._screen.whole(visit.id)
            visit.compare(changed({}, found["state"]))
            if found["sent"]:
                visit.hear_sent(found["sent"])
            self._held.check_received(visit)
        self._screen.hear_only(self._device.page)

    def _known(self) -> list[str]:
        return [*self._screen.visits, *(each.id for each in self.done)]

    def _take_in_new(self, visits: list[str]) -> None:
        """Whoever was killed while beginning a visit may find one more draft."""
        if len(visits) > self._beginning:
            raise Lost(f"nobody began {visits}")
        for each in visits:
            self._take_in(each)
        self._beginning = False

    def _must_be_cut(self, error: Exception) -> None:
        """Only a kill may end what was being done."""
        if not self._screen.blow or not self._screen.blow.has_fallen(1.0):
            raise error
        self._note(f"cut: {str(error).splitlines()[0]}")

    def _note(self, what: str) -> None:
        self._trail.append(what)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        torture = Torture(options.seed, options.kills, Path(folder))
        try:
            torture.run()
        except Lost as lost:
            print(f"LOST: {lost}", file=sys.stderr)
            return 1
    print(f"{torture.summary}; nothing was lost")
    return 0


if __name__ == "__main__":
    sys.exit(main())
