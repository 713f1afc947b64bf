"""Whether a home's record, taken out somewhere, is one that this product could have written."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from gcp.core import events, reviewing
from gcp.core.asked_checks import ASKED, ENDED
from gcp.core.following import FOLLOWED, RESOLUTIONS
from gcp.core.found_home import LARGEST_HOME, check_found_home
from gcp.core.json_body import read_object
from gcp.core.problems import Refused
from gcp.core.proof import UNREADABLE, VisitCheck, has_digest
from gcp.core.reviewing import Kind, Signed
from gcp.core.rules import Rules, read_rules
from gcp.core.sharing import KIND as SHARING
from gcp.core.sharing import Sharing, problems_of
from gcp.core.visit import check_visit, parse_visit

Doc = Mapping[str, Any]


def read_foreign_rules(digest: str, body: Doc) -> Rules | None:
    """Rules that came from elsewhere, checked as a rules file is; None if they are not these."""
    try:
        rules = read_rules(json.dumps(_as_file(body), ensure_ascii=False))
    except (Refused, *UNREADABLE):
        return None
    return rules if rules.digest == digest == body.get("digest") else None


def wrong(content: Doc, rules: Mapping[str, Rules | None]) -> Iterator[str]:
    """The place of everything that cannot be; `rules` are those of the content, once read."""
    yield from (f"rules {digest}" for digest, found in rules.items() if found is None)
    homes = [each["id"] for each in content["homes"]]
    if content["home"] not in homes:
        yield "home"
    yield from _joins(content, homes)
    yield from _found_homes(content)
    for number, visit in enumerate(content["visits"]):
        yield from _visit(f"visits[{number}]", visit, rules)
    yield from _accounts(content)
    children = {each["id"] for each in content["people"] if each["kind"] == "child"}
    known = children | _children_of(content)
    for number, event in enumerate(content["events"]):
        yield from _event(f"events[{number}]", event, known)


def _visit(place: str, visit: Doc, rules: Mapping[str, Rules | None]) -> Iterator[str]:
    check = VisitCheck(visit["id"])
    for row in visit["revisions"]:
        told = {
            **row, "body": row["body"].encode(), "result": json.dumps(row["result"]),
            "signed": int(row["signed"]), "differs": int(row["differs"]),
        }  # fmt: skip
        for finding in check.revision(told, rules):
            yield f"{place} {finding.code}"
        found = rules.get(row["rules_digest"])
        if found is not None and not _is_a_visit(row, found):
            yield f"{place} revision {row['number']}"
    named = {each["sha256"]: int(each["signed"]) for each in visit["photos"]}
    for finding in check.end(visit, named):
        yield f"{place} {finding.code}"
    for each in visit["conflicts"]:
        if not has_digest(each["body"].encode(), each["sha256"]):
            yield f"{place} conflict"
        if (each["choice"] is None) != (each["settled_at"] is None):
            yield f"{place} conflict"
    yield from _beside(place, visit, named)


def _is_a_visit(row: Doc, rules: Rules) -> bool:
    """Whether the server would have taken it."""
    try:
        body = parse_visit(row["body"].encode())
        check_visit(body, rules, datetime.fromisoformat(row["received_at"]))
    except (Refused, *UNREADABLE):
        return False
    return True


def _beside(place: str, visit: Doc, named: Collection[str]) -> Iterator[str]:
    """What people added to a visit: about revisions and photos that it has."""
    bodies = {each["number"]: each for each in visit["revisions"]}
    for each in visit["redactions"]:
        boxes_fit = all(box[0] < box[2] and box[1] < box[3] for box in each["boxes"])
        if each["sha256"] not in named or not boxes_fit:
            yield f"{place} redaction"
    lines: list[reviewing.Line] = []
    for each in visit["review"]:
        read = bodies.get(each["revision"])
        if not read or not read["signed"] or read["sha256"] != each["sha256"]:
            yield f"{place} review"
            return
        values = {key: each[key] for key in ("number", "revision", "sha256", "words", "made_at",
                                             "made_by")}  # fmt: skip
        lines.append(reviewing.Line(**values, kind=Kind(each["kind"]), name=""))
    signed = visit["signed_revision"] and bodies.get(visit["signed_revision"])
    if lines and signed:
        reviewing.review_of(lines, Signed(signed["number"], signed["sha256"]))
    if any(each["revision"] not in bodies for each in visit["lines"]):
        yield f"{place} line"


def _event(place: str, event: Doc, children: Collection[str]) -> Iterator[str]:
    numbers = [each["number"] for each in event["revisions"]]
    if numbers != [*range(1, len(numbers) + 1)]:
        yield place
    if event["steps"] and not any(each["kind"] in FOLLOWED for each in event["revisions"]):
        yield place
    for each in event["steps"]:
        if any(each[name] is None for name in _OF_STEP.get(each["kind"], ())):
            yield f"{place} step {each['number']}"
        if each["outcome"] not in _OUTCOMES.get(each["kind"], (None,)):
            yield f"{place} step {each['number']}"
    kinds = {each["number"]: each["kind"] for each in event["revisions"]}
    told = min((each["number"] for each in event["sharing"]), default=len(numbers) + 1)
    if any(kind == SHARING and number < told for number, kind in kinds.items()):
        yield f"{place} sharing"
    for each in event["sharing"]:
        if kinds.get(each["number"]) != SHARING:
            yield f"{place} sharing"
        fields = {name: value for name, value in each.items() if name != "number"}
        if each["number"] not in numbers or next(problems_of(Sharing(**fields)), None):
            yield f"{place} sharing"
    for each in event["revisions"]:
        made = events.Event(
            id=event["event_id"], home=event["home_id"], kind=each["kind"], agency=each["agency"],
            day=date.fromisoformat(each["day"]), source=each["source"], words=each["words"],
            significance=each["significance"],
            until=date.fromisoformat(each["until"]) if each["until"] else None,
            children=tuple(each["children"]), area=each["area"], outcome=each["outcome"],
            outcome_why=each["outcome_why"], made_up_by=tuple(each["made_up_by"]),
        )  # fmt: skip
        try:
            # Which areas there were is not known any more, nor at what hour the day began there.
            events.check(made, date.fromisoformat(each["recorded_at"][:10]), children,
                         [each["area"]])  # fmt: skip
        except Refused as refused:
            if any(problem.code not in _OF_ITS_DAY for problem in refused.problems):
                yield place


# What a step of a kind cannot be without, and what it may come to.
_OF_STEP = {"told": ("how",), "stage": ("stage",), "stopped": ("clock",), "started": ("clock",)}
_OUTCOMES: Mapping[str, tuple[str | None, ...]] = {
    "decided": events.OUTCOMES, "resolved": RESOLUTIONS
}  # fmt: skip
_OF_ITS_DAY = {"event_day_ahead", "event_day_too_far", "event_why_missing"}


def _children_of(content: Doc) -> set[str]:
    """Children that only visits name, a person of no home any more among them."""
    found: set[str] = set()
    for visit in content["visits"]:
        for row in visit["revisions"]:
            try:
                found |= {each["id"] for each in json.loads(row["body"])["children"]}
            except UNREADABLE:
                continue
    return found


def _joins(content: Doc, homes: Collection[str]) -> Iterator[str]:
    """Each home but the one asked for counts as that now; nobody is anybody of no home."""
    standing = [each for each in content["joins"] if each["undone_at"] is None]
    if any((each["undone_at"] is None) != (each["undone_by"] is None) for each in content["joins"]):
        yield "joins"
    joined = sorted(each["home_id"] for each in standing)
    if joined != sorted(each for each in homes if each != content["home"]):
        yield "joins"
    if any(each["into_home"] != content["home"] for each in standing):
        yield "joins"
    people = {each["id"] for each in content["people"]}
    for each in content["joins"]:
        who = [same[key] for same in each["same_people"] for key in ("person_id", "same_as")]
        if not people.issuperset(who):
            yield "joins"


def _found_homes(content: Doc) -> Iterator[str]:
    for each in content["found_homes"]:
        place = "found_homes"
        try:
            body = read_object(each["body"].encode(), LARGEST_HOME)
            check_found_home(body, datetime.fromisoformat(each["received_at"]))
        except (Refused, *UNREADABLE):
            yield place
            continue
        if not has_digest(each["body"].encode(), each["sha256"]) or body["id"] != each["home_id"]:
            yield place
        if any(not has_digest(one["body"].encode(), one["sha256"]) for one in each["conflicts"]):
            yield place


def _accounts(content: Doc) -> Iterator[str]:
    homes = {each["id"] for each in content["homes"]}
    for name in ("people", "allocations", "visits", "events", "asked_checks", "reports"):
        if any(each["home_id"] not in homes for each in content[name]):
            yield name
    people = {each["id"]: each["home_id"] for each in content["people"]}
    if any(people.get(each["person_id"]) != each["home_id"] for each in content["asked_checks"]):
        yield "asked_checks"
    if not _take_turns(content["asked_checks"]):
        yield "asked_checks"
    children = {each["id"] for each in content["people"] if each["kind"] == "child"}
    for each in content.get("child_allocations", ()):
        if each["person_id"] not in children or (each["until"] is None) != (
            each["ended_by"] is None
        ):
            yield "child_allocations"
    ids = {*homes, *people}
    if any(each["id"] not in ids for each in content["external_ids"]):
        yield "external_ids"
    if {each["team_id"] for each in content["homes"]} != {each["id"] for each in content["teams"]}:
        yield "teams"
    named = {each["sha256"] for visit in content["visits"] for each in visit["photos"]}
    if any(each["sha256"] not in named for each in content["photos"]):
        yield "photos"


def _take_turns(rows: Iterable[Doc]) -> bool:
    """Whether each request for a check is ended before the next one, and none without one."""
    states: dict[str, list[tuple[int, str]]] = {}
    for each in rows:
        states.setdefault(each["person_id"], []).append((each["number"], each["state"]))
    return all(
        [state for _, state in sorted(found)] == [(ASKED, ENDED)[n % 2] for n in range(len(found))]
        for found in states.values()
    )


def _as_file(body: Doc) -> dict[str, Any]:
    """Rules as `as_json` gives them, written as their author would have."""
    return {
        **{key: value for key, value in body.items() if key != "digest"},
        "areas": [_group(each) for each in body["areas"]],
    }


def _group(group: Doc) -> dict[str, Any]:
    found: dict[str, Any] = {"id": _last(group["id"]), "title": group["title"]}
    if group["items"]:
        found["items"] = [
            {key: value for key, value in {**each, "id": _last(each["id"])}.items()
             if value not in (None, [])}
            for each in group["items"]
        ]  # fmt: skip
    if group.get("sub_areas"):
        found["sub_areas"] = [_group(each) for each in group["sub_areas"]]
    return found


def _last(id: str) -> str:
    return id.rpartition(".")[2]
