"""What the screen has called saved, and whether what is found afterwards keeps that promise.

One visit is a flat {key: text}, as tests/browser/screens.js reads it; what is not there is "".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

State = dict[str, str]
ALL_SENT = "All sent"
OF_PHOTOS = ("caption", "room", "item", "about", "consent", "consentwords")


class Lost(Exception):
    """Something that the screen had called saved is not there, or is not what it was."""


@dataclass
class Action:
    """One thing done to a visit: the states it leads through, and how far the screen says it is."""

    what: str
    base: State
    stages: list[State]
    reached: int = 0

    @property
    def is_told(self) -> bool:
        return self.reached == len(self.stages) - 1

    @property
    def possible(self) -> list[State]:
        """What may be on the disk: no state before the last that was called saved."""
        return self.stages[self.reached :]

    def hear(self, seen: State) -> None:
        """The screen says that what it shows is saved; raises Lost if it can show no such thing."""
        for at in range(self.reached, len(self.stages)):
            if not differences(self.stages[at], seen, only_seen=True):
                self.reached = at
                return
        raise Lost(f"after {self.what}, the screen shows {_nearest(self.possible, seen, True)}")


@dataclass
class Visit:
    """One visit: what it holds, what is being done to it, and how far it has been sent.

    `left` is how many things are still to be done before it is signed.
    """

    id: str
    state: State = field(default_factory=dict)
    left: int = 0
    action: Action | None = None
    sent: Mapping[str, Any] = field(default_factory=dict)
    received: dict[str, str] = field(default_factory=dict)
    is_all_sent: bool = False

    @property
    def is_signed(self) -> bool:
        return self.state.get("signed") == "yes"

    @property
    def needs_push(self) -> bool:
        """Whether something of it waits for the next try, or for a sign-in."""
        lines = self.sent.get("lines", {}).values()
        waits = any(each["said"].startswith("Next try") for each in lines)
        return waits or bool(self.sent.get("isSignedOut"))

    def begin(self, what: str, changes: Sequence[Mapping[str, str]]) -> Action:
        """An action that leads through these changes, each on top of the one before."""
        stages = [dict(self.state)]
        for each in changes:
            stages.append(changed(stages[-1], each))
        self.action = Action(what, self.state, stages)
        return self.action

    def finish(self) -> None:
        """The screen has called all of the action saved."""
        assert self.action is not None
        self.state, self.action = self.action.stages[-1], None

    def hear(self, seen: State) -> None:
        """Take in what a screen shows while it says that all is saved."""
        action = self.action or Action("nothing", self.state, [self.state])
        action.hear(seen)

    def hear_sent(self, sent: Mapping[str, Any]) -> None:
        """Take in what the screen says has been received; raises Lost if a receipt is gone."""
        self.sent, lines = sent, sent["lines"]
        if not lines:  # not drawn yet
            return
        gone = {key: said for key, said in self.received.items() if not _is_still(said, lines[key])}
        if gone:
            raise Lost(f"visit {self.id}: {gone} had been shown, and now {lines} is")
        receipts = {key: each["said"] for key, each in lines.items() if _is_receipt(each)}
        self.received |= receipts
        if self.is_all_sent and sent["title"] != ALL_SENT:
            raise Lost(f"visit {self.id} was all sent, and now it is {sent['title']!r}")
        self.is_all_sent = sent["title"] == ALL_SENT

    def compare(self, found: State) -> None:
        """What is on the disk after a kill; raises Lost unless it keeps every promise."""
        possible = self.action.possible if self.action else [self.state]
        fits = [each for each in possible if _fits(each, found)]
        if not fits:
            what = f" after {self.action.what}" if self.action else ""
            raise Lost(f"visit {self.id}{what}: {_nearest(possible, found, False)}")
        self.state, self.action = fits[0], None


def _is_receipt(line: Mapping[str, str]) -> bool:
    return line["status"] == "received" and line["said"].startswith("Received")


def _is_still(said: str, line: Mapping[str, str]) -> bool:
    """A line may say for a moment that it is being sent when its receipt is there already."""
    return line["said"] == said if _is_receipt(line) else line["status"] == "received"


def _fits(possible: State, found: State) -> bool:
    """A signed visit's steps are only to read: that it is signed is all that was looked at."""
    if found.get("signed") == "yes":
        return possible.get("signed") == "yes"
    return not differences(possible, found)


def changed(state: State, changes: Mapping[str, str]) -> State:
    """The state with these changes; what is empty is left out."""
    return {key: value for key, value in {**state, **changes}.items() if value != ""}


def differences(expected: State, found: State, only_seen: bool = False) -> list[str]:
    """Where the two differ; with `only_seen`, found is one screen and says nothing of the rest."""
    shown = _with_item_photos(expected, found)
    keys = set(found) if only_seen else set(found) | {each for each in shown if _is_shown(each)}
    said = ((key, shown.get(key, ""), found.get(key, "")) for key in sorted(keys))
    return [
        f"{key}: {now!r}, not {then!r}"
        for key, then, now in said
        if then != now and not (only_seen and _is_being_drawn(key, then, now))
    ]


def _is_being_drawn(key: str, then: str, now: str) -> bool:
    """Pictures beside an item come one after the other; the photos' own screen has them all."""
    codes = now.split()
    return key.startswith("itemphotos:") and then.split()[: len(codes)] == codes


def _nearest(possible: Sequence[State], found: State, only_seen: bool) -> str:
    lists = [differences(each, found, only_seen) for each in possible]
    return "; ".join(min(lists, key=len)) or "(nothing)"


def _is_shown(key: str) -> bool:
    """What a draft keeps aside is on no screen."""
    return not key.startswith("aside")


def _with_item_photos(state: State, found: State) -> State:
    """The pictures beside each item follow from what each photo is about."""
    wanted = [key for key in found if key.startswith("itemphotos:")]
    own = {key: _about(state, key.removeprefix("itemphotos:")) for key in wanted}
    return {**state, **own}


def _about(state: State, item: str) -> str:
    codes = state.get("photos", "").split()
    return " ".join(code for code in codes if state.get(f"item:{code}") == item)


def without_photo(state: State, code: str, why: str) -> State:
    """The changes that taking a photo back makes."""
    left = [each for each in state["photos"].split() if each != code]
    told = [each for each in (state.get("withdrawn", ""), why) if each]
    gone = {f"{name}:{code}": "" for name in OF_PHOTOS}
    return {"photos": " ".join(left), "withdrawn": " | ".join(told), **gone}


def state_of_body(
    body: Mapping[str, Any], titles: Sequence[str], codes: Mapping[str, str]
) -> State:
    """The document that the server holds, as the screens would show it."""
    people = [each["id"] for each in (*body["children"], *body["adults"])]
    title = {**dict(zip(people, titles, strict=True)), "nobody": "Nobody"}
    names = {each["id"]: each["name"] for each in body["children"]}
    state = {name: body.get(name) or "" for name in ("kind", "access", "arrival", "notes")}
    state["in_charge"] = title.get(body.get("in_charge"), "")
    state["people"] = " | ".join(titles)
    state["nophotos"] = body.get("no_photos", "")
    state |= {f"present:{title[each]}": "yes" for each in body["present"]}
    for each in body["grades"]:
        state |= _answer(each, names)
    for each in body["signs"]:
        name, words = each["sign"], each.get("words", "")
        state |= {f"sign:{name}": "yes", f"signwords:{name}": words}
    for each in body["voices"]:
        said = {key: value for key, value in each.items() if key != "child"}
        state |= {f"voice:{each['child']}/{name}": value for name, value in said.items()}
    state |= _photos(body, codes)
    return changed({}, {**state, "signed": "yes"})


def _answer(grade: Mapping[str, Any], names: Mapping[str, str]) -> State:
    key = f"{grade['item']}/{grade.get('child') or ''}"
    return {
        f"answer:{key}": str(grade.get("grade") or grade["state"]),
        f"words:{key}": grade.get("words", ""),
        f"made:{key}": " ".join(grade.get("made_up_by", ())),
        f"how:{key}": grade.get("made_up_words", ""),
        f"same:{key}": names.get(grade.get("same_as", ""), ""),
    }


def _photos(body: Mapping[str, Any], codes: Mapping[str, str]) -> State:
    state = {"photos": " ".join(codes.get(each["sha256"], "unknown") for each in body["photos"])}
    for each in body["photos"]:
        fields = {"about": "child", "consentwords": "consent_words"}
        own = {name: each.get(fields.get(name, name), "") for name in OF_PHOTOS}
        state |= {f"{name}:{codes.get(each['sha256'])}": value for name, value in own.items()}
    state["withdrawn"] = " | ".join(each["why"] for each in body.get("withdrawn_photos", ()))
    return state
