"""Every leaf that differs between two revisions is named, and nothing else is."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from gcp.core.differences import Changed, Differences, Leaf, differences
from gcp.core.visit_fields import DEVICE, LISTS, VISIT
from gcp.text import read_text

MIA, JAY = "mia", "jay"


def a_visit(**changes: Any) -> dict[str, Any]:
    return {
        "id": "v", "home": "h", "rules": "r", "kind": "arranged", "access": "inside",
        "observed_at": "2026-03-01T10:00:00Z", "written_at": "2026-03-01T11:00:00Z",
        "signed_at": "2026-03-01T11:00:00Z",
        "children": [{"id": MIA, "name": "Mia", "born": "2021-05-01"}, {"id": JAY, "name": "Jay"}],
        "adults": [], "present": [MIA],
        "grades": [
            {"item": "sleeping.bedding", "child": MIA, "grade": 4, "words": "No sheet."},
            {"item": "sleeping.bedding", "child": JAY, "grade": 3},
            {"item": "hygiene.kitchen", "grade": 2},
        ],
        "signs": [{"sign": "cannabis"}], "voices": [], "photos": [],
        "device": {"id": "d", "app": "1"},
        **changes,
    }  # fmt: skip


def only(found: Differences, name: str) -> Changed:
    assert [each for each, entries in found.lists.items() if entries] == [name]
    assert not found.own and not found.device
    (one,) = found.lists[name]
    return one


def test_equal_documents_do_not_differ() -> None:
    assert not differences(a_visit(), a_visit())


def test_left_out_and_left_empty_are_the_same_and_so_is_another_order() -> None:
    other = a_visit(notes="", arrival=None, withdrawn_photos=[])
    other["grades"] = [{**each, "made_up_by": [], "state": None} for each in other["grades"][::-1]]
    other["children"].reverse()
    assert not differences(a_visit(), other) and not differences(other, a_visit())


def test_a_grade_is_named_by_its_item_and_child() -> None:
    other = a_visit()
    other["grades"][1] = {**other["grades"][1], "grade": 5, "words": "No cover."}
    one = only(differences(a_visit(), other), "grades")
    assert (one.entry["item"], one.entry["child"]) == ("sleeping.bedding", JAY)
    assert one.leaves == (Leaf("grade", 3, 5), Leaf("words", None, "No cover."))


def test_a_grade_that_became_another_answer_is_told_with_both() -> None:
    other = a_visit()
    other["grades"][2] = {"item": "hygiene.kitchen", "state": "not_seen"}
    one = only(differences(a_visit(), other), "grades")
    assert one.leaves == (Leaf("grade", 2, None), Leaf("state", None, "not_seen"))


def test_an_entry_that_came_or_went_is_told_with_all_it_holds() -> None:
    came = only(differences(a_visit(signs=[]), a_visit()), "signs")
    assert (came.before, came.after) == (None, {"sign": "cannabis"})
    went = only(differences(a_visit(), a_visit(signs=[])), "signs")
    assert (went.after, went.leaves) == (None, (Leaf("sign", "cannabis", None),))


def test_one_is_not_true_and_nought_is_not_nothing() -> None:
    about = [{"id": "c", "name": "C", "about_years": 0}]
    found = differences(a_visit(children=[{"id": "c", "name": "C"}]), a_visit(children=about))
    assert only(found, "children").leaves == (Leaf("about_years", None, 0),)
    assert differences(a_visit(kind=1), a_visit(kind=True)).own == (Leaf("kind", 1, True),)


def test_a_field_that_no_table_knows_is_compared_as_well() -> None:
    found = differences(a_visit(), a_visit(of_another_version=[1]))
    assert found.own == (Leaf("of_another_version", None, [1]),)


@pytest.mark.parametrize("field", sorted(VISIT.checks))
def test_no_field_of_a_visit_is_forgotten(field: str) -> None:
    other = a_visit()
    if field in LISTS:
        for key in LISTS[field].checks:
            other[field] = [{**dict.fromkeys(LISTS[field].key, "new"), key: "new"}]
            found = differences(a_visit(), other).lists[field]
            named = {leaf.field for each in found if each.before is None for leaf in each.leaves}
            assert key in named, key
    elif field == "device":
        for key in DEVICE.checks:
            other["device"] = {**a_visit()["device"], key: "new"}
            assert [each.field for each in differences(a_visit(), other).device] == [key]
    else:
        other[field] = "new"
        assert [each.field for each in differences(a_visit(), other).own] == [field]


def test_every_field_has_its_name_on_the_page() -> None:
    """A field that a table gains is given a name here, or this test says so."""
    words = read_text("en").reviews.fields
    assert not [each for each in VISIT.checks if each not in LISTS and each not in words.visit]
    assert not [each for each in DEVICE.checks if each not in words.device_fields]
    for name, record in LISTS.items():
        assert not [each for each in record.checks if each not in words[name]], name


def leaves(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = (
        document.items() if isinstance(document, dict)
        else enumerate(document) if isinstance(document, list) else None
    )  # fmt: skip
    if inside is None:
        yield path
    for key, value in inside or ():
        yield from leaves(value, (*path, key))


def a_random_visit(dice: random.Random) -> dict[str, Any]:
    document: dict[str, Any] = {
        field: dice.choice(["a", "b", 1, True, ["x"], {"y": [1]}])
        for field in VISIT.checks
        if field not in LISTS and dice.random() < 0.8
    }
    document["device"] = {"id": "d", "app": dice.choice("ab")}
    for name, record in LISTS.items():
        document[name] = [
            {
                each: f"{each}-{at}" if each in record.key else dice.choice([1, 2, "word"])
                for each in record.checks
                if each in record.key or dice.random() < 0.5
            }
            for at in range(dice.randrange(4))
        ]
    return document


def applied(before: dict[str, Any], found: Differences) -> dict[str, Any]:
    """The earlier document with the differences carried out."""
    after = copy.deepcopy(before)
    for leaf in found.own:
        assert after.get(leaf.field) == leaf.before
        after[leaf.field] = leaf.after
    for leaf in found.device:
        after.setdefault("device", {})[leaf.field] = leaf.after
    for name, entries in found.lists.items():
        for each in entries:
            if each.before is not None:
                after[name].remove(each.before)
            changed = {**(each.before or {}), **{leaf.field: leaf.after for leaf in each.leaves}}
            if each.after is not None:
                after.setdefault(name, []).append(changed)
    return after


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """Without what is nothing, and the entries of lists in one order."""

    def filled(entry: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in entry.items() if value not in (None, "", [], {})}

    lists = {
        name: sorted(json.dumps(filled(each), sort_keys=True) for each in document.get(name) or ())
        for name in LISTS
    }
    return {**filled(document), "device": filled(document.get("device") or {}), **lists}


def test_random_differences_carried_out_give_the_later_document() -> None:
    dice = random.Random(5)
    for _ in range(400):
        before, after = a_random_visit(dice), a_random_visit(dice)
        kept = copy.deepcopy((before, after))
        found = differences(before, after)
        assert (before, after) == kept, "nothing is written into what is compared"
        assert plain(applied(before, found)) == plain(after)
        assert not differences(before, copy.deepcopy(before))


def test_any_single_leaf_that_is_changed_is_named_and_no_other() -> None:
    dice = random.Random(7)
    for _ in range(400):
        before = a_random_visit(dice)
        keys = {key for record in LISTS.values() for key in record.key}
        paths = [p for p in leaves(before) if p[0] not in LISTS or p[2] not in keys]
        path = dice.choice(paths)
        after = copy.deepcopy(before)
        holder = after
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = "changed"
        found = differences(before, after)
        own = [each.field for each in found.own]
        device = [each.field for each in found.device]
        lists = [
            (name, leaf.field)
            for name, entries in found.lists.items() for each in entries for leaf in each.leaves
        ]  # fmt: skip
        if path[0] in LISTS:
            assert (own, device, lists) == ([], [], [(path[0], path[2])])
        elif path[0] == "device":
            assert (own, device, lists) == ([], [path[1]], [])
        else:
            assert (own, device, lists) == ([path[0]], [], [])
