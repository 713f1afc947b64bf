"""Every mistake in a rules file is named with its line and column, and none breaks the reading."""

from __future__ import annotations

import json
import time

import pytest

from gcp.core.problems import Problem, Refused
from gcp.core.rules import read_rules
from gcp.core.yaml_places import LARGEST, MOST_PROBLEMS, decode

SOUND = """\
version: "1.10"
title: Small
roll_up: {rule: graded_care, decisive_above: 3}
grades:
  "1": {name: A, meaning: a}
  "2": {name: B, meaning: b}
  "3": {name: C, meaning: c}
  "4": {name: D, meaning: d}
  "5": {name: E, meaning: e}
areas:
  - id: sleeping
    title: Sleeping
    items:
      - id: bedding
        title: Bedding
        about: child
        ages: {from_months: 0, to_months: 12}
        quick: true
        question: How is it?
        look_for: [Sheet, Cover]
        grades: {"1": a, "2": b, "3": c, "4": d, "5": e}
signs:
  - {id: smoke, title: Smoke, group: substances}
clocks:
  police_protection_hours: 72
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as refused:
        read_rules(text)
    return refused.value.problems


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


def found(text: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(each.code, each.path, each.line, each.column) for each in problems(text)]


def test_the_file_that_these_mistakes_are_made_in_is_sound() -> None:
    assert read_rules(SOUND).version == "1.10"


ITEM = "areas[0].items[0]"


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "line", "column"),
    [
        ('version: "1.10"', "version: 1.10", "wants_quotes", "version", 1, 10),
        ('version: "1.10"', "version: 2026-01-01", "wants_quotes", "version", 1, 10),
        ("title: Small", "title: no", "wants_quotes", "title", 2, 8),
        ("title: Small", 'title: " "', "wants_some_text", "title", 2, 8),
        ("title: Small", "title:", "wants_some_text", "title", 2, 7),
        ("title: Small", "title: [Small]", "wants_text", "title", 2, 8),
        ("title: Small", "titel: Small", "key_unknown_near", "titel", 2, 1),
        ("title: Small", "title: Small\nzebra: 1", "key_unknown", "zebra", 3, 1),
        ("title: Small", "title: Small\ntitle: Big", "key_twice", "title", 3, 1),
        ("title: Small", "title: Small\n? [a]\n: b", "key_no_text", "", 3, 3),
        ("title: Small", "title: &a Small", "yaml_anchor", "title", 2, 8),
        ("title: Small", "title: !!str Small", "yaml_tag", "title", 2, 8),
        ("title: Small", "title: !!python/name:os.system x", "yaml_tag", "title", 2, 8),
        ("rule: graded_care", "rule: mean", "choice_unknown", "roll_up.rule", 3, 17),
        ("decisive_above: 3", "decisive_above: 0", "whole_range", "roll_up.decisive_above", 3, 46),
        ("decisive_above: 3", "decisive_above: 6", "whole_range", "roll_up.decisive_above", 3, 46),
        ("decisive_above: 3", "decisive_above: 3.0",
         "wants_whole", "roll_up.decisive_above", 3, 46),
        ("decisive_above: 3", 'decisive_above: "3"',
         "wants_whole", "roll_up.decisive_above", 3, 46),
        ("decisive_above: 3", "decisive_above: 03", "wants_whole", "roll_up.decisive_above", 3, 46),
        ("decisive_above: 3", "decisive_above: 0x3",
         "wants_whole", "roll_up.decisive_above", 3, 46),
        (", decisive_above: 3", "", "key_missing", "roll_up", 3, 10),
        ("{rule: graded_care, decisive_above: 3}", "worst", "wants_map", "roll_up", 3, 10),
        ('  "4": {name: D, meaning: d}\n', "", "grade_missing", "grades", 5, 3),
        ('meaning: e}', 'meaning: e}\n  "6": {name: F, meaning: f}',
         "grade_unknown", "grades.6", 10, 3),
        ('"4": {name', "4: {name", "grade_quotes", "grades.4", 8, 3),
        ('"4": d,', "4: d,", "grade_quotes", f"{ITEM}.grades.4", 21, 42),
        (', "5": e}', "}", "grade_missing", f"{ITEM}.grades", 21, 17),
        ('"5": e}', '"5": ""}', "wants_some_text", f"{ITEM}.grades.5", 21, 55),
        ("id: bedding", "id: Bedding", "id_bad", f"{ITEM}.id", 14, 13),
        ("id: bedding", "id: bed-ding", "id_bad", f"{ITEM}.id", 14, 13),
        ("id: bedding", "id: bed.ding", "id_bad", f"{ITEM}.id", 14, 13),
        ("id: bedding", "id: _bedding", "id_bad", f"{ITEM}.id", 14, 13),
        ("id: bedding", "id: bétt", "id_bad", f"{ITEM}.id", 14, 13),
        ("id: bedding", f"id: {'b' * 61}", "id_bad", f"{ITEM}.id", 14, 13),
        ("id: bedding", "id: on", "wants_quotes", f"{ITEM}.id", 14, 13),
        ("about: child", "about: carer", "choice_unknown", f"{ITEM}.about", 16, 16),
        ("to_months: 12", "to_months: 0", "ages_reversed", f"{ITEM}.ages.to_months", 17, 43),
        ("from_months: 0", "from_months: -1", "whole_range", f"{ITEM}.ages.from_months", 17, 29),
        (", to_months: 12", "", "key_missing", f"{ITEM}.ages", 17, 15),
        ("quick: true", 'quick: "true"', "wants_flag", f"{ITEM}.quick", 18, 16),
        ("quick: true", "quick: 1", "wants_flag", f"{ITEM}.quick", 18, 16),
        ("[Sheet, Cover]", "Sheet", "wants_list", f"{ITEM}.look_for", 20, 19),
        ("[Sheet, Cover]", "[Sheet, no]", "wants_quotes", f"{ITEM}.look_for[1]", 20, 27),
        ("        question: How is it?\n", "", "key_missing", ITEM, 14, 9),
        ("group: substances", "group: smells", "choice_unknown", "signs[0].group", 23, 38),
        ("police_protection_hours: 72", "police_hours: 72",
         "key_unknown_near", "clocks.police_hours", 25, 3),
        ("police_protection_hours: 72", "police_protection_hours: 72.5",
         "wants_whole", "clocks.police_protection_hours", 25, 28),
        ("police_protection_hours: 72", f"police_protection_hours: {'9' * 5000}",
         "whole_range", "clocks.police_protection_hours", 25, 28),
    ],
)  # fmt: skip
def test_one_mistake_is_named_with_its_place(
    old: str, new: str, code: str, path: str, line: int, column: int
) -> None:
    assert found(changed(old, new)) == [(code, path, line, column)]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "file_empty", 1, 1),
        ("# only a comment\n", "file_empty", 1, 1),
        ("---\n", "file_empty", 1, 1),
        ("null", "file_empty", 1, 1),
        ("- a\n- b\n", "wants_map", 1, 1),
        ("just words", "wants_map", 1, 1),
        ("version: a\n\ttitle: b\n", "yaml_tab", 2, 1),
        ("version: a\ntitle: b: c\n", "yaml_colon", 2, 9),
        ('version: "a\ntitle: b\n', "yaml_quote", 1, 10),
        ("version: @a\n", "yaml_start", 1, 10),
        ("version: [a\ntitle: b\n", "yaml_broken", 2, 6),
        ("version: a\n  - b\n c: d\n", "yaml_colon", 3, 3),
        (f"{SOUND}---\n{SOUND}", "yaml_documents", 27, 1),
        ("a: " + "[" * 10_000, "yaml_deep", 1, 22),
        ("{a: " * 10_000, "yaml_deep", 1, 77),
        ("- " * 10_000, "yaml_deep", 1, 39),
        ("x" * (LARGEST + 1), "file_too_large", 1, 1),
    ],
)
def test_what_cannot_be_read_on_is_one_problem(
    text: str, code: str, line: int, column: int
) -> None:
    (problem,) = problems(text)
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_every_mistake_is_found_in_the_order_of_the_file() -> None:
    text = SOUND.replace('"1.10"', "1.10").replace("about: child", "about: carer")
    text = text.replace("quick: true", "quick: maybe").replace("group: substances", "grup: x")
    assert found(text) == [
        ("wants_quotes", "version", 1, 10),
        ("choice_unknown", f"{ITEM}.about", 16, 16),
        ("wants_flag", f"{ITEM}.quick", 18, 16),
        ("key_unknown_near", "signs[0].grup", 23, 31),
    ]


def test_the_nearest_known_name_is_suggested() -> None:
    (problem,) = problems(changed("look_for:", "lok_for:"))
    assert problem.values == {"key": "lok_for", "near": "look_for"}


def test_an_area_has_items_or_sub_areas() -> None:
    both = changed("    items:\n", "    sub_areas: [{id: a, title: A, items: []}]\n    items:\n")
    assert [each[:2] for each in found(both)] == [
        ("area_both", "areas[0].sub_areas"), ("list_empty", "areas[0].sub_areas[0].items"),
    ]  # fmt: skip
    head, _, tail = SOUND.partition("    items:\n")
    neither = head + tail[tail.index("signs:") :]
    assert found(neither) == [("area_neither", "areas[0]", 11, 5)]


def test_an_id_used_twice_is_named_with_its_first_line() -> None:
    lines = SOUND.splitlines(keepends=True)
    text = "".join(lines[:21] + lines[13:21] + lines[10:21] + lines[21:23] + lines[22:])
    assert [(each.code, each.values, each.line) for each in problems(text)] == [
        ("id_twice", {"id": "bedding", "first": 14}, 22),
        ("id_twice", {"id": "sleeping", "first": 11}, 30),
        ("id_twice", {"id": "smoke", "first": 42}, 43),
    ]


def test_aliases_are_refused_and_never_followed() -> None:
    lol = "a: &a [x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi")
    )
    started = time.perf_counter()
    codes = {each.code for each in problems(lol)}
    assert "yaml_anchor" in codes
    assert time.perf_counter() - started < 5


def test_an_alias_in_place_of_a_value_is_one_problem() -> None:
    text = changed("title: Small", "title: *nothing")
    assert found(text) == [("yaml_anchor", "title", 2, 8)]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e",
                                 "\u2066", "\ufeff", "\ud800", "\uffff"])  # fmt: skip
def test_a_character_that_cannot_be_seen_is_named_where_it_is(bad: str) -> None:
    code = f"U+{ord(bad):04X}"
    (problem,) = problems(changed("title: Bedding", f"title: Bed{bad}ding"))
    assert (problem.code, problem.values) == ("character_unwanted", {"character": code})
    assert (problem.line, problem.column) == (15, 19)
    if not 0xD800 <= ord(bad) < 0xE000:
        (problem,) = problems(changed("title: Bedding", f"title: {json.dumps(bad)}"))
        assert (problem.code, problem.line) in {("character_unwanted", 15), ("wants_some_text", 15)}


def test_ordinary_text_of_any_language_is_kept() -> None:
    title = "Schlafplatz – सोने की जगह 👩‍👧 مكان النوم"
    assert read_rules(changed("title: Bedding", f"title: {title}")).items()[0].title == title


@pytest.mark.parametrize(
    "text",
    ["[" * 900_000, "- " * 450_000, "{a: " * 220_000, "? " * 450_000, '"' * 900_000,
     "\x01" * 900_000, "#\n" * 450_000, "[]\n---\n" * 140_000, "x" * 900_000,
     "k: v\n" * 20_000, "- *a\n" * 20_000, "".join(f"key{n}: 1\n" for n in range(10_000))],
    ids=range(12),
)  # fmt: skip
def test_a_hostile_file_is_answered_soon(text: str) -> None:
    started = time.perf_counter()
    assert 1 <= len(problems(text)) <= MOST_PROBLEMS
    assert time.perf_counter() - started < 10


def test_bytes_that_are_no_text_are_refused_with_their_place() -> None:
    with pytest.raises(Refused) as refused:
        decode(b"version: a\ntitle: \xc3\xa9\xff\n")
    (problem,) = refused.value.problems
    assert (problem.code, problem.line, problem.column) == ("not_utf8", 2, 9)
    with pytest.raises(Refused) as refused:
        decode(b"\xff" * (LARGEST + 1))
    assert refused.value.problems[0].code == "file_too_large"
