"""Why two homes may be one, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gcp.core.matching import Fact
from gcp.text import read_text
from gcp.web import dates

words = read_text("en").matching


def reason(fact: Fact, on: date) -> str:
    """One thing that speaks for or against it, as a sentence without its stop."""
    if fact.kind not in ("child", "adult", "child_age", "child_age_differs"):
        return str(words.reasons[fact.kind])
    said = _of_people(fact, on)
    if fact.kind == "child" and fact.surname in ("differs", "missing"):
        said = str(words.reasons[f"surname_{fact.surname}"]).format(said=said)
    return said


def _of_people(fact: Fact, on: date) -> str:
    person, other = fact.person or {}, fact.other or {}
    values = {
        "name": person["name"], "other_name": other["name"],
        "person": _with_age(person, on), "other": _with_age(other, on),
        "how": words.how[fact.how] if fact.how else "",
    }  # fmt: skip
    alike = "same" if person["name"].casefold() == other["name"].casefold() else "other"
    key = fact.kind
    if fact.kind == "adult":
        key, values["person"] = f"adult_{alike}", person["name"]
        values["other"] = other["name"]
    elif fact.kind == "child":
        key = f"child_{alike}" if fact.age else f"child_{alike}_no_age"
        values["age"] = words.ages[fact.age] if fact.age else ""
    elif fact.kind == "child_age_differs":
        key = f"child_age_differs_{alike}"
        values["age"] = dates.person_age(dict(person), on)
        values["other_age"] = dates.person_age(dict(other), on)
    return str(words.reasons[key]).format(**values)


def _with_age(person: Mapping[str, Any], on: date) -> str:
    age = dates.person_age(dict(person), on)
    return f"{person['name']}, {age}" if age else str(person["name"])
