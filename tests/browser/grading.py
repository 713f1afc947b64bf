"""What somebody does with the grades of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator

from gcp.core.visit_fields import MADE_UP_BY, STATES
from tests.browser.doing import listed
from tests.browser.ledger import State, Visit
from tests.browser.photographing import Photographing

AREAS = ("area-sleeping", "area-hygiene", "area-nutrition")
GRADES = ("1", "2", "3", "4", "5")
ABOUT_ANSWERS = ("words", "made", "how")


class Grading(Photographing):
    """Grades, and what belongs to them: words, who makes up for it, photos beside an item."""

    def _grade(self, visit: Visit) -> None:
        if visit.state.get("access") in ("refused", "no_reply"):
            return
        self._step(visit, self._rng.choice(AREAS))
        offers = self.screen.offers()
        if not offers:
            return
        offer = self._rng.choice(offers)
        about = f'[data-child="{offer["child"]}"]' if offer["child"] else ""
        place = self.screen.find(f'[data-answer="{offer["item"]}"]{about}')
        if self._rng.random() < 0.12:
            return self._add_item_photo(visit, offer["item"])
        if offer["same"] and self._rng.random() < 0.7:
            return self._give_same(visit, offer, place)
        if offer["isClosed"]:
            place.locator('[data-action="open"]').tap()
        self._answer(visit, offer, place)

    def _answer(self, visit: Visit, offer: Mapping[str, Any], place: Locator) -> None:
        key = f"{offer['item']}/{offer['child']}"
        own = visit.state.get(f"answer:{key}", "")
        is_worse = own in ("4", "5")
        roll = self._rng.random()
        if not own or roll < 0.4:
            self._give(visit, offer, place, self._other(GRADES + STATES, own))
        elif roll < 0.45:
            self._clear(visit, offer, place)
        elif is_worse and roll < 0.6:
            self._tick_made_up(visit, key, place)
        elif is_worse and roll < 0.7:
            self._write(visit, f"how:{key}", place.locator('[data-slot="made_up"] textarea'))
        else:
            if not is_worse and not visit.state.get(f"words:{key}"):
                add = place.locator('[data-action="add-words"]')
                if add.is_visible():
                    add.tap()
            self._write(visit, f"words:{key}", place.locator('[data-slot="words"] textarea'))

    def _give(self, visit: Visit, offer: Mapping[str, Any], place: Locator, answer: str) -> None:
        changes = _given(visit.state, offer, answer)
        row = place.locator(f'label:has(input[type="radio"][value="{answer}"])')
        self._do(visit, f"giving {offer['item']} {answer}", [changes], row.tap)

    def _give_same(self, visit: Visit, offer: Mapping[str, Any], place: Locator) -> None:
        same = offer["same"]
        key = f"same:{offer['item']}/{offer['child']}"
        changes = {**_given(visit.state, offer, same["answer"]), key: same["name"]}
        tap = place.locator('[data-action="same"]').tap
        self._do(visit, f"giving {offer['item']} the same as {same['name']}", [changes], tap)

    def _clear(self, visit: Visit, offer: Mapping[str, Any], place: Locator) -> None:
        tap = place.locator('[data-action="clear"]').tap
        self._do(visit, f"clearing {offer['item']}", [_cleared(visit.state, offer)], tap)

    def _tick_made_up(self, visit: Visit, key: str, place: Locator) -> None:
        given = set(listed(visit.state, f"made:{key}", " "))
        value = self._rng.choice(MADE_UP_BY)
        kept = [each for each in MADE_UP_BY if each in given ^ {value}]
        row = place.locator(f'[data-slot="made_up"] label:has(input[value="{value}"])')
        changes = {f"made:{key}": " ".join(kept)}
        self._do(visit, f"ticking {value} for {key}", [changes], row.tap)


def _given(state: State, offer: Mapping[str, Any], answer: str) -> State:
    """What giving an answer changes: words kept aside come back, a false "same as" goes."""
    key = f"{offer['item']}/{offer['child']}"
    changes = {f"answer:{key}": answer, f"same:{key}": ""}
    if not state.get(f"answer:{key}"):
        for name in ABOUT_ANSWERS:
            changes[f"{name}:{key}"] = state.get(f"aside:{name}:{key}", "")
            changes[f"aside:{name}:{key}"] = ""
    return {**changes, **_no_longer_same(state, offer, answer)}


def _cleared(state: State, offer: Mapping[str, Any]) -> State:
    """What taking an answer back changes: its words wait aside."""
    key = f"{offer['item']}/{offer['child']}"
    changes = {f"answer:{key}": "", f"same:{key}": ""}
    for name in ABOUT_ANSWERS:
        changes[f"{name}:{key}"] = ""
        changes[f"aside:{name}:{key}"] = state.get(f"{name}:{key}", "")
    return {**changes, **_no_longer_same(state, offer, "")}


def _no_longer_same(state: State, offer: Mapping[str, Any], answer: str) -> State:
    start = f"same:{offer['item']}/"
    others = [key for key, name in state.items() if key.startswith(start) and name == offer["name"]]
    differ = [key for key in others if state[key.replace("same:", "answer:", 1)] != answer]
    return dict.fromkeys(differ, "")
