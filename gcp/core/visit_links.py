"""Whether what a visit points at is there: its people, and the items and signs of its rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from gcp.core.fields import as_date, as_time, joined, note, objects, shown
from gcp.core.problems import Problem
from gcp.core.rules import Item, Rules
from gcp.core.visit_fields import NOBODY

Doc = Mapping[str, Any]
EARLIEST_BIRTH = "1900"


def check_links(doc: Doc, rules: Rules, problems: list[Problem]) -> None:
    """Note every reference of a whole visit that leads nowhere, and everything there twice."""
    check_answers(doc, rules, problems)
    _check_present(doc, problems)
    _check_signs(doc, rules, problems)
    _check_voices(doc, problems)
    _check_photos(doc, rules, problems)


def check_answers(doc: Doc, rules: Rules, problems: list[Problem]) -> None:
    """Note what is wrong between the answers, the children and the rules."""
    _check_people(doc, problems)
    children = _ids(doc, "children")
    first: dict[tuple[str, str | None], str] = {}
    for path, entry in objects(doc, "grades"):
        item_id, child = _text(entry, "item"), _text(entry, "child")
        _check_child(entry, rules.item(item_id or ""), path, problems)
        _check_known(entry, "item", path, rules.item_ids(), "item_unknown", problems)
        _check_known(entry, "child", path, children, "child_unknown", problems)
        _check_same_as(entry, path, children, problems)
        _check_one_answer(entry, path, problems)
        if item_id and first.setdefault((item_id, child), path) != path:
            note(problems, path, "answer_twice", first=first[item_id, child])


def _check_child(entry: Doc, item: Item | None, path: str, problems: list[Problem]) -> None:
    if item is None:
        return
    has_child = entry.get("child") is not None
    if item.about == "child" and not has_child:
        note(problems, f"{path}.child", "child_missing", item=item.id)
    if item.about == "home" and has_child:
        note(problems, f"{path}.child", "child_unwanted", item=item.id)


def _check_same_as(
    entry: Doc, path: str, children: Collection[str], problems: list[Problem]
) -> None:
    _check_known(entry, "same_as", path, children, "child_unknown", problems)
    if entry.get("same_as") is None:
        return
    if entry.get("child") is None:
        note(problems, f"{path}.same_as", "same_as_home")
    elif entry["same_as"] == entry["child"]:
        note(problems, f"{path}.same_as", "same_as_itself")


def _check_one_answer(entry: Doc, path: str, problems: list[Problem]) -> None:
    given = [each for each in ("grade", "state") if entry.get(each) is not None]
    if len(given) != 1:
        note(problems, path, "answer_both" if given else "answer_missing")


def _check_people(doc: Doc, problems: list[Problem]) -> None:
    seen: set[str] = set()
    observed_at = doc.get("observed_at")
    on = observed_at[:10] if as_time(observed_at) else None
    for name in ("children", "adults"):
        for path, person in objects(doc, name):
            _check_new(_text(person, "id"), f"{path}.id", seen, "id_twice_here", problems)
            born = person.get("born")
            if name == "children" and as_date(born):
                _check_born(born, on, f"{path}.born", problems)


def _check_born(born: str, on: str | None, path: str, problems: list[Problem]) -> None:
    if born < EARLIEST_BIRTH:
        note(problems, path, "born_before", earliest=EARLIEST_BIRTH)
    if on and born > on:
        note(problems, path, "born_after_visit", day=on)


def _check_present(doc: Doc, problems: list[Problem]) -> None:
    people = _ids(doc, "children") | _ids(doc, "adults")
    seen: set[str] = set()
    present = doc.get("present")
    for at, person in enumerate(present if type(present) is list else ()):
        path = f"present[{at}]"
        if type(person) is not str or person not in people:
            note(problems, path, "person_unknown", id=shown(person))
        else:
            _check_new(person, path, seen, "person_twice", problems)
    _check_known(doc, "in_charge", "", people | {NOBODY}, "person_unknown", problems)


def _check_signs(doc: Doc, rules: Rules, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for path, entry in objects(doc, "signs"):
        _check_known(entry, "sign", path, rules.sign_ids(), "sign_unknown", problems)
        _check_new(_text(entry, "sign"), f"{path}.sign", seen, "sign_twice", problems)


def _check_voices(doc: Doc, problems: list[Problem]) -> None:
    children = _ids(doc, "children")
    seen: set[str] = set()
    for path, entry in objects(doc, "voices"):
        _check_known(entry, "child", path, children, "child_unknown", problems)
        _check_new(_text(entry, "child"), f"{path}.child", seen, "voice_twice", problems)


def _check_photos(doc: Doc, rules: Rules, problems: list[Problem]) -> None:
    children = _ids(doc, "children")
    items = rules.item_ids()
    ids: set[str] = set()
    digests: set[str] = set()
    for path, photo in objects(doc, "photos"):
        _check_new(_text(photo, "id"), f"{path}.id", ids, "id_twice_here", problems)
        _check_new(_text(photo, "sha256"), f"{path}.sha256", digests, "photo_twice", problems)
        _check_known(photo, "child", path, children, "child_unknown", problems)
        _check_known(photo, "item", path, items, "item_unknown", problems)
    # The same picture may be taken back, added again and taken back again: only its id is its own.
    for path, photo in objects(doc, "withdrawn_photos"):
        _check_new(_text(photo, "id"), f"{path}.id", ids, "id_twice_here", problems)


def _ids(doc: Doc, name: str) -> set[str]:
    return {id for _, entry in objects(doc, name) if (id := _text(entry, "id")) is not None}


def _text(entry: Doc, name: str) -> str | None:
    value = entry.get(name)
    return value if type(value) is str else None


def _check_known(
    entry: Doc, name: str, path: str, known: Collection[str], code: str, problems: list[Problem]
) -> None:
    value = _text(entry, name)
    if value is not None and value not in known:
        note(problems, joined(path, name), code, id=shown(value))


def _check_new(
    value: str | None, path: str, seen: set[str], code: str, problems: list[Problem]
) -> None:
    if value is not None and value in seen:
        note(problems, path, code)
    elif value is not None:
        seen.add(value)
