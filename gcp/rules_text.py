"""A version of the rules as plain text to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill

from gcp.core.rules import Area, Item, Rules
from gcp.text import read_text

WIDTH = 88
INDENT = "  "

words = read_text("en").cli.show
groups = read_text("en").visit.signs.groups


def show(rules: Rules) -> str:
    """The whole rules: grades, areas with their items, signs and numbers."""
    parts = [
        _head(rules),
        _grades(rules),
        *(_area(area) for area in rules.areas),
        _signs(rules),
        _numbers(words.patterns, rules.patterns),
        _numbers(words.clocks, rules.clocks),
        *([_stages(rules)] if rules.escalation_stages else []),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(rules: Rules) -> Iterator[str]:
    yield from _title(f"{rules.title}, {rules.version}", "=")
    rule = words.graded_care if rules.rule == "graded_care" else words.worst
    yield _wrapped(rule.format(above=rules.decisive_above))
    yield words.digest.format(digest=rules.digest)


def _grades(rules: Rules) -> Iterator[str]:
    yield from _title(words.grades, "=")
    for grade, each in rules.grades.items():
        yield _wrapped(f"{grade}  {each.name}: {each.meaning}", "   ")


def _area(area: Area) -> Iterator[str]:
    yield from _title(f"{area.title} ({area.id})", "=")
    for sub_area in area.sub_areas:
        yield ""
        yield from _title(f"{sub_area.title} ({sub_area.id})", "-")
        yield from _items(sub_area.items)
    yield from _items(area.items)


def _stages(rules: Rules) -> Iterator[str]:
    yield from _title(words.stages, "=")
    for number, name in enumerate(rules.escalation_stages, 1):
        yield _wrapped(f"{number}  {name}", "   ")


def _items(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield ""
        yield _wrapped(f"{item.title} ({item.id}): {_facts(item)}", INDENT)
        yield _wrapped(item.question, indent=INDENT)
        for line in item.look_for:
            yield _wrapped(f"- {line}", INDENT * 2, INDENT)
        for grade, line in item.grades.items():
            yield _wrapped(f"{grade}  {line}", INDENT + "   ", INDENT)


def _facts(item: Item) -> str:
    facts = [words.about_child if item.about == "child" else words.about_home]
    if item.ages:
        facts.append(words.ages.format(start=item.ages[0], end=item.ages[1]))
    if item.quick:
        facts.append(words.quick)
    return ", ".join(facts)


def _signs(rules: Rules) -> Iterator[str]:
    yield from _title(words.signs, "=")
    for group in dict.fromkeys(sign.group for sign in rules.signs):
        yield f"{groups[group]} ({group}):"
        for sign in rules.signs:
            if sign.group == group:
                yield _wrapped(f"- {sign.title} ({sign.id})", INDENT * 2, INDENT)


def _numbers(title: str, numbers: Mapping[str, int]) -> Iterator[str]:
    yield from _title(title, "=")
    for name, number in numbers.items():
        yield f"{name}: {number}"


def _title(title: str, line: str) -> Iterator[str]:
    yield title
    yield line * min(len(title), WIDTH)


def _wrapped(text: str, hanging: str = "", indent: str = "") -> str:
    return fill(text, WIDTH, initial_indent=indent, subsequent_indent=hanging or indent)
