"""Every problem that the rules and the visit can have is told in a sentence that fits it."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import pytest

from gcp.text import read_text

CORE = Path(__file__).parent.parent.parent / "gcp" / "core"
MODULES = (
    "fields", "json_body", "visit", "visit_fields", "visit_links", "found_home", "device_report",
    "yaml_places", "rules_reader",
)  # fmt: skip
# What notes a problem, and which of its arguments is the code.
NOTING = {
    "wrong": 0, "note": 2, "_note": 2, "_refuse": 0, "wrong_at": 2, "_is": 1, "matching": 0,
    "_known": 4, "_once": 4, "check_once": 4, "_listed": 4,
}  # fmt: skip
# Codes that are passed on by a variable, with the values they are given there.
PASSED_ON = {
    "yaml_anchor": set(), "yaml_tag": set(), "yaml_broken": set(), "yaml_tab": set(),
    "yaml_colon": set(), "yaml_quote": set(), "yaml_start": set(),
    "child_missing": {"item"}, "child_unwanted": {"item"}, "answer_missing": set(),
    "answer_twice": {"first"}, "step_twice": {"first"}, "power_twice": {"first"},
    "answer_both": set(),
}  # fmt: skip
GIVEN_INSIDE = {"_known": {"id"}, "_listed": {"id"}}

SENTENCES = read_text("en").problems


def noted() -> dict[str, set[str]]:
    """Every code in the modules' source, with the names of the values that go with it."""
    found = dict(PASSED_ON)
    for module in MODULES:
        for node in ast.walk(ast.parse((CORE / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                code = node.args[NOTING[name]] if len(node.args) > NOTING.get(name, 99) else None
                if isinstance(code, ast.Constant):
                    values = {each.arg or "**" for each in node.keywords}
                    found[str(code.value)] = values | GIVEN_INSIDE.get(name, set())
    return found


def words_of(module: str) -> set[str]:
    tree = ast.parse((CORE / f"{module}.py").read_text("utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize(("code", "values"), sorted(noted().items()))
def test_a_problem_has_a_sentence_that_needs_only_its_values(code: str, values: set[str]) -> None:
    sentence = str(SENTENCES[code])
    wanted = {name for _, name, _, _ in Formatter().parse(sentence) if name}
    assert wanted <= values or "**" in values
    assert sentence[0].isupper() or sentence[0] == "{"
    assert sentence.endswith(".")


def test_no_code_is_missed_by_the_search() -> None:
    known = set(SENTENCES.as_json())
    used = set().union(*(words_of(module) for module in MODULES))
    assert used & known == set(noted()) & known
