"""Whether what a visit points at is there: its people, and the items and signs of its rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from gcp.core.fields import as_date, as_time, check_once, joined, note, objects, shown
from gcp.core.problems import Problem
from gcp.core.rules import Rules
from gcp.core.visit_fields import NOBODY

Entry = Mapping[str, Any]
Slot = tuple[str | None, ...]
EARLIEST_BIRTH = "1900"


class Links:
    """One visit's references; each method notes those that lead nowhere or are there twice.

    The fields themselves are checked elsewhere, so what has not the right type is passed over here.
    """

    def __init__(self, doc: Entry, rules: Rules, problems: list[Problem]) -> None:
        self.doc = doc
        self.rules = rules
        self.problems = problems
        self.children = _ids(doc, "children")
        self.people = self.children | _ids(doc, "adults")

    def check(self) -> None:
        """Everything that a whole visit links."""
        self.check_people()
        self.check_answers()
        self.check_next_steps()
        self.check_own_grades()
        self.check_present()
        self.check_signs()
        self.check_powers()
        self.check_care()
        self.check_voices()
        self.check_photos()

    def check_people(self) -> None:
        """Children and adults: each id once, no child born after the visit."""
        seen: set[str] = set()
        for name in ("children", "adults"):
            for path, person in objects(self.doc, name):
                self._once(person, "id", path, seen, "id_twice_here")
                self._check_born(person.get("born"), joined(path, "born"))

    def check_answers(self) -> None:
        """Grades and states: of items that there are, of one child or the home, each once."""
        first: dict[Slot, str] = {}
        for path, entry in objects(self.doc, "grades"):
            self._check_about(entry, path)
            self._known(entry, "same_as", path, self.children, "child_unknown")
            self._check_same_as(entry, path)
            self._check_one_answer(entry, path)
            self._one_of(_slot(entry), path, first, "answer_twice")

    def check_next_steps(self) -> None:
        """Next steps: one an item and child, each to a better grade than this visit gave."""
        given = {_slot(entry): entry.get("grade") for _, entry in objects(self.doc, "grades")}
        first: dict[Slot, str] = {}
        for path, entry in objects(self.doc, "next_steps"):
            self._check_about(entry, path)
            grade, target = given.get(_slot(entry)), entry.get("target")
            if type(grade) is int and type(target) is int and target >= grade:
                note(self.problems, joined(path, "target"), "target_not_better", grade=grade)
            self._one_of(_slot(entry), path, first, "step_twice")

    def check_own_grades(self) -> None:
        """The family's own grades: by people of this visit, each of them once an item and child."""
        first: dict[Slot, str] = {}
        for path, entry in objects(self.doc, "own_grades"):
            self._check_about(entry, path)
            self._known(entry, "person", path, self.people, "person_unknown")
            self._check_one_answer(entry, path)
            self._one_of((*_slot(entry), _text(entry, "person")), path, first, "answer_twice")

    def check_present(self) -> None:
        """Who is there and who is in charge: people of this visit."""
        self._listed(self.doc, "present", "", self.people, "person_unknown")
        self._known(self.doc, "in_charge", "", self.people | {NOBODY}, "person_unknown")

    def check_signs(self) -> None:
        """Signs: listed by the rules, each once."""
        seen: set[str] = set()
        for path, entry in objects(self.doc, "signs"):
            self._known(entry, "sign", path, self.rules.sign_ids(), "sign_unknown")
            self._once(entry, "sign", path, seen, "sign_twice")

    def check_powers(self) -> None:
        """Powers: each use once, for children of this visit."""
        first: dict[Slot, str] = {}
        for path, entry in objects(self.doc, "powers"):
            slot = (_text(entry, "power"), _text(entry, "began_at"))
            self._one_of(slot, path, first, "power_twice")
            self._listed(entry, "children", path, self.children, "child_unknown")

    def check_care(self) -> None:
        """Who takes over: one person of this visit, or somebody else by name."""
        care = self.doc.get("care")
        over = care.get("takes_over") if type(care) is dict else None
        if type(over) is dict:
            path = "care.takes_over"
            self._known(over, "person", path, self.people, "person_unknown")
            if (over.get("person") is None) == (over.get("name") is None):
                note(self.problems, path, "takes_over_who")

    def check_voices(self) -> None:
        """Voices: one a child."""
        seen: set[str] = set()
        for path, entry in objects(self.doc, "voices"):
            self._known(entry, "child", path, self.children, "child_unknown")
            self._once(entry, "child", path, seen, "voice_twice")

    def check_photos(self) -> None:
        """Photos: each picture once, of items and children that there are."""
        ids: set[str] = set()
        digests: set[str] = set()
        for path, photo in objects(self.doc, "photos"):
            self._once(photo, "id", path, ids, "id_twice_here")
            self._once(photo, "sha256", path, digests, "photo_twice")
            self._known(photo, "child", path, self.children, "child_unknown")
            self._known(photo, "item", path, self.rules.item_ids(), "item_unknown")
        # A picture may be taken back, added again and taken back again: only its id is its own.
        for path, photo in objects(self.doc, "withdrawn_photos"):
            self._once(photo, "id", path, ids, "id_twice_here")

    def _check_born(self, born: Any, path: str) -> None:
        if as_date(born) is None:
            return
        if born < EARLIEST_BIRTH:
            note(self.problems, path, "born_before", earliest=EARLIEST_BIRTH)
        observed_at = self.doc.get("observed_at")
        if as_time(observed_at) and born > observed_at[:10]:
            note(self.problems, path, "born_after_visit", day=observed_at[:10])

    def _check_about(self, entry: Entry, path: str) -> None:
        self._known(entry, "item", path, self.rules.item_ids(), "item_unknown")
        self._known(entry, "child", path, self.children, "child_unknown")
        self._check_child(entry, path)

    def _check_child(self, entry: Entry, path: str) -> None:
        item = self.rules.item(_text(entry, "item") or "")
        has_child = entry.get("child") is not None
        if item and has_child != (item.about == "child"):
            code = "child_unwanted" if has_child else "child_missing"
            note(self.problems, joined(path, "child"), code, item=item.id)

    def _check_same_as(self, entry: Entry, path: str) -> None:
        child, other = entry.get("child"), entry.get("same_as")
        if other is not None and child is None:
            note(self.problems, joined(path, "same_as"), "same_as_home")
        elif other is not None and child == other:
            note(self.problems, joined(path, "same_as"), "same_as_itself")

    def _check_one_answer(self, entry: Entry, path: str) -> None:
        has_grade, has_state = entry.get("grade") is not None, entry.get("state") is not None
        if has_grade == has_state:
            note(self.problems, path, "answer_both" if has_grade else "answer_missing")

    def _known(
        self, entry: Entry, name: str, path: str, known: Collection[str], code: str
    ) -> None:
        value = entry.get(name)
        if type(value) is str and value not in known:
            note(self.problems, joined(path, name), code, id=shown(value))

    def _listed(
        self, entry: Entry, name: str, path: str, known: Collection[str], code: str
    ) -> None:
        """A list of ids: each known, and there once."""
        seen: set[str] = set()
        people = entry.get(name)
        for at, person in enumerate(people if type(people) is list else ()):
            place = f"{joined(path, name)}[{at}]"
            if type(person) is not str or person not in known:
                note(self.problems, place, code, id=shown(person))
            elif person in seen:
                note(self.problems, place, "person_twice")
            else:
                seen.add(person)

    def _one_of(self, slot: Slot, path: str, first: dict[Slot, str], code: str) -> None:
        if slot[0] and first.setdefault(slot, path) != path:
            note(self.problems, path, code, first=first[slot])

    def _once(self, entry: Entry, name: str, path: str, seen: set[str], code: str) -> None:
        check_once(entry, name, path, seen, code, self.problems)


def _ids(doc: Entry, name: str) -> set[str]:
    return {id for _, entry in objects(doc, name) if (id := _text(entry, "id")) is not None}


def _slot(entry: Entry) -> Slot:
    return _text(entry, "item"), _text(entry, "child")


def _text(entry: Entry, name: str) -> str | None:
    value = entry.get(name)
    return value if type(value) is str else None
