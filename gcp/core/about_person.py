"""What a home's record holds about one person, and what a human has to look at before it is told.

Two lists come out. `Fact`s are the person's own: numbers, choices from lists, dates, their own name.
Everything that somebody wrote in words may name another person or be another person's words, and no
program can tell: each such text, and each photo, is `Held` back with its place. So is what may put a
child at risk once it is known: decisions to share with their consent, and checks asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Doc = Mapping[str, Any]


class Words(NamedTuple):
    """What is said at the edge in words: a code, and what stands in its sentence."""

    code: str
    values: tuple[tuple[str, object], ...] = ()


def words(code: str, **values: object) -> Words:
    """A code with its values."""
    return Words(code, tuple(values.items()))


@dataclass(frozen=True)
class Fact:
    """One thing that is told to the person."""

    where: Words  # which part of the record
    day: str
    what: Words
    value: str


@dataclass(frozen=True)
class Held:
    """One text or photo that is not told until somebody has looked at it."""

    where: Words
    day: str
    what: Words
    text: str  # a photo's digest


@dataclass(frozen=True)
class Person:
    """Who is asked about: every id and name that they have in a record, and the others' names."""

    ids: frozenset[str]
    names: frozenset[str]
    others: frozenset[str]

    def is_named(self, text: str | None) -> bool:
        """Whether words of somebody else's speak of this person."""
        return bool(text) and any(name in str(text).casefold() for name in self.names)


Found = Fact | Held

_VOICE_WORDS = ("why", "appearance", "own_words", "activity", "relationships", "surroundings")
_VISIT_WORDS = ("arrival", "notes", "no_photos", "reason", "done_now")


def told_of(home: Doc, who: Person, record: Doc) -> Iterator[Found]:
    """Everything about a person in the content of a home's export; `home` is their home's row."""
    here, day = words("home"), home["created_at"][:10]
    yield Fact(here, day, words("address"), home["address"])
    yield Fact(here, day, words("postcode"), home["postcode"])
    yield from _text(here, day, words("home_name"), home["name"])
    for row in record["people"]:
        if row["id"] in who.ids:
            yield from _person(words("household"), row["added_at"][:10], row, who)
    for found in record["found_homes"]:
        for body in (found["parsed"], *(each["parsed"] for each in found["conflicts"])):
            yield from _people(words("found_home"), body["found_at"][:10], body, who)
    for visit in record["visits"]:
        yield from _visit(visit, who)
    for event in record["events"]:
        for each in event["revisions"]:
            yield from _event(event, each, who)
        if any(_is_about(each, who) for each in event["revisions"]):
            yield from _steps(event)
            yield from _sharing(event)
    for each in record["asked_checks"]:
        if each["person_id"] in who.ids:
            where, day = words("asked_check", number=each["number"]), each["day"]
            yield Held(where, day, words("asked_check_state"), each["state"])
            for name in ("what", "why", "source"):
                yield from _text(where, day, words(f"asked_check_{name}"), each[name])
    for report in record["reports"]:
        where, day = words("report", report=report["id"]), report["made_at"][:10]
        yield Fact(where, day, words("report_kind"), report["kind"])
        for name in ("for_whom", "why"):
            yield from _text(where, day, words(f"report_{name}"), report[name])


def _visit(visit: Doc, who: Person) -> Iterator[Found]:
    """Every saved version; a person that a visit does not name still lives where it was made."""
    id, day, photos = visit["id"], visit["observed_at"][:10], set[str]()
    for code, rows in (("visit", visit["revisions"]), ("visit_other", visit["conflicts"])):
        for row in rows:
            draft = code == "visit" and not row["signed"]
            where = words("visit_draft" if draft else code, visit=id, number=row["number"])
            yield from _of_visit(where, row["parsed"], row.get("result") or {}, who)
            photos |= {each["sha256"] for each in row["parsed"]["photos"]}
    for sha256 in sorted(photos):
        yield Held(words("visit_itself", visit=id), day, words("photo"), sha256)
    for name, key in (("redactions", "why"), ("review", "words"), ("lines", "words")):
        for each in visit[name]:
            where = words(f"visit_{name}", visit=id, number=each["number"])
            yield from _text(where, each["made_at"][:10], words("text"), each[key])


def _of_visit(where: Words, body: Doc, result: Doc, who: Person) -> Iterator[Found]:
    day = body["observed_at"][:10]
    yield Fact(where, day, words("visit_kind"), body["kind"])
    yield Fact(where, day, words("visit_access"), body["access"])
    yield from _people(where, day, body, who)
    for code, there in (("present", body["present"]), ("in_charge", [body.get("in_charge")])):
        if who.ids & set(there):
            yield Fact(where, day, words(code), "1")
    for each in body["grades"]:
        yield from _grade(where, day, each, who)
    yield from _plans(where, day, body, who)
    yield from _powers(where, day, body, who)
    yield from _areas(where, day, result, who)
    for each in body["voices"]:
        is_own = each["child"] in who.ids
        if is_own:
            yield Fact(where, day, words("seen"), each["seen"])
        for name in _VOICE_WORDS:
            if is_own or who.is_named(each.get(name)):
                yield from _text(where, day, words(f"voice_{name}"), each.get(name))
    for each in body["signs"]:
        yield Fact(where, day, words("sign"), each["sign"])
        yield from _text(where, day, words("sign_words", sign=each["sign"]), each.get("words"))
    for each in body["photos"]:
        for name in ("caption", "consent_words"):
            yield from _text(where, day, words(name, sha256=each["sha256"]), each.get(name))
    for each in body.get("withdrawn_photos") or ():
        yield from _text(where, day, words("taken_back", sha256=each["sha256"]), each.get("why"))
    for name in _VISIT_WORDS:
        yield from _text(where, day, words(f"visit_{name}"), body.get(name))


def _plans(where: Words, day: str, body: Doc, who: Person) -> Iterator[Found]:
    """Next steps, and what people of the home graded themselves: each their own view."""
    for each in body.get("next_steps") or ():
        is_told = each.get("child") is None or each["child"] in who.ids
        if is_told:
            by = each.get("by") or ""
            yield Fact(where, day, words("next_step", item=each["item"], by=by), str(each["target"]))
        for name in ("words", "helps"):
            if is_told or who.is_named(each.get(name)):
                yield from _text(where, day, words(f"next_step_{name}", item=each["item"]),
                                 each.get(name))  # fmt: skip
    for each in body.get("own_grades") or ():
        is_own, answer = each["person"] in who.ids, str(each.get("grade") or each.get("state"))
        if is_own:
            yield Fact(where, day, words("own_grade", item=each["item"]), answer)
        elif each.get("child") in who.ids:
            yield Held(where, day, words("others_grade", item=each["item"]), answer)
        if is_own or each.get("child") in who.ids or who.is_named(each.get("words")):
            yield from _text(where, day, words("own_grade_words", item=each["item"]),
                             each.get("words"))  # fmt: skip


def _areas(where: Words, day: str, result: Doc, who: Person) -> Iterator[Found]:
    """The person's own areas; the home's is the worst of its children's, so maybe another's."""
    for child, areas in result.get("children", {}).items():
        for area, each in areas.items():
            if child in who.ids and each["grade"] is not None:
                yield Fact(where, day, words("area", area=area), str(each["grade"]))
    for area, each in result.get("home", {}).items():
        if each["grade"] is not None:
            yield Held(where, day, words("area_of_home", area=area), str(each["grade"]))


def _grade(where: Words, day: str, grade: Doc, who: Person) -> Iterator[Found]:
    """Of the home and of the person; of another child only words that speak of the person."""
    child, item = grade.get("child"), grade["item"]
    is_told = child is None or child in who.ids
    if is_told:
        answer = grade.get("grade") or grade.get("state")
        yield Fact(where, day, words("item" if child else "item_of_home", item=item), str(answer))
        if grade.get("made_up_by"):
            by = ", ".join(grade["made_up_by"])
            yield Fact(where, day, words("item_made_up_by", item=item), by)
    for name in ("words", "made_up_words"):
        if is_told or who.is_named(grade.get(name)):
            yield from _text(where, day, words(f"item_{name}", item=item), grade.get(name))


def _event(event: Doc, row: Doc, who: Person) -> Iterator[Found]:
    """About the person or the whole home; of other children only words that speak of the person."""
    code = "event_withdrawn" if row["withdrawn"] else "event"
    where = words(code, event=event["event_id"], number=row["number"])
    is_told = _is_about(row, who)
    if is_told:
        for name in ("kind", "agency", "until", "significance", "area", "outcome"):
            if row[name]:
                yield Fact(where, row["day"], words(f"event_{name}"), row[name])
        if row["made_up_by"]:
            yield Fact(where, row["day"], words("event_made_up_by"), ", ".join(row["made_up_by"]))
    for name in ("source", "words", "outcome_why", "reason"):
        if is_told or who.is_named(row[name]):
            yield from _text(where, row["day"], words(f"event_{name}"), row[name])


def _is_about(row: Doc, who: Person) -> bool:
    return not row["children"] or bool(who.ids & set(row["children"]))


def _steps(event: Doc) -> Iterator[Found]:
    """What was done about a referral or an escalation."""
    for each in event["steps"]:
        where = words("event_step", event=event["event_id"], number=each["number"])
        for name in ("kind", "outcome", "how"):
            if each[name]:
                yield Fact(where, each["at"][:10], words(f"step_{name}"), each[name])
        for name in ("words", "whom"):
            yield from _text(where, each["at"][:10], words(f"step_{name}"), each[name])


def _sharing(event: Doc) -> Iterator[Found]:
    """What was decided to share, or not to; to know of it may put a child at risk."""
    for each in event["sharing"]:
        where = words("event", event=event["event_id"], number=each["number"])
        day = event["revisions"][0]["day"]
        for name in ("decided", "agency", "basis", "consent"):
            if each[name]:
                yield Held(where, day, words(f"sharing_{name}"), each[name])
        for name in ("what", "whom", "why", "consent_why"):
            yield from _text(where, day, words(f"sharing_{name}"), each[name])


def _powers(where: Words, day: str, body: Doc, who: Person) -> Iterator[Found]:
    """Powers that were used, and who has care: of other people no more than that there is a text."""
    for each in body.get("powers") or ():
        children = each.get("children") or ()
        if not children or who.ids & set(children):
            yield Fact(where, day, words("power", began=each["began_at"]), each["power"])
            yield from _text(where, day, words("power_words"), each.get("words"))
    care = body.get("care") or {}
    if body.get("in_charge") in who.ids and care.get("in_charge_age") is not None:
        yield Fact(where, day, words("in_charge_age"), str(care["in_charge_age"]))
    yield from _text(where, day, words("care_check"), care.get("check"))
    takes_over = care.get("takes_over") or {}
    if takes_over.get("person") in who.ids:
        yield Fact(where, day, words("takes_over_checked"), takes_over["checked"])
    for name in ("name", "relation", "age", "words"):
        told = takes_over.get(name)
        yield from _text(where, day, words(f"takes_over_{name}"), None if told is None else str(told))


def _people(where: Words, day: str, body: Doc, who: Person) -> Iterator[Found]:
    for each in (*body["children"], *body["adults"]):
        if each["id"] in who.ids:
            yield from _person(where, day, each, who)


def _person(where: Words, day: str, row: Doc, who: Person) -> Iterator[Found]:
    names_other = any(other.casefold() in row["name"].casefold() for other in who.others)
    # What was written for a name may tell of somebody else: "Boy of Ann Lee".
    found: type[Fact] | type[Held] = Held if names_other else Fact
    yield found(where, day, words("name"), row["name"])
    for name in ("kind", "role", "born", "about_years"):
        if row.get(name) is not None:
            yield Fact(where, day, words(name), str(row[name]))
    yield from _text(where, day, words("relation"), row.get("relation"))


def _text(where: Words, day: str, what: Words, text: str | None) -> Iterator[Held]:
    if text and text.strip():
        yield Held(where, day, what, text)
