"""Puts an export of a home in: the whole of it in one transaction, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from gcp import imaging, photo_files
from gcp.core.home_checks import read_foreign_rules, wrong
from gcp.core.home_record import named, tables_of
from gcp.core.kept import utc_text
from gcp.core.problems import Refused
from gcp.core.proof import IMPORTED, Came, came, imported
from gcp.core.rules import Rules
from gcp.export_home import export_of
from gcp.home_file import HomeFile, NotTaken
from gcp.reviewing import told_of
from gcp.store import accounts, audit, whole_homes
from gcp.store import rules as kept_rules
from gcp.store.engine import Row, Store

Step = Callable[[], None]


@dataclass(frozen=True)
class Outcome:
    """What an import did: `new`, or the `same` as is here, or put in `before` at that time."""

    code: str
    home: str
    counts: Mapping[str, int]
    at: str | None = None
    closed: int = 0  # accounts that were made, closed


def import_home(
    store: Store, pictures: Path, file: HomeFile, team: str | None, at: datetime,
    step: Step = lambda: None,
) -> Outcome:  # fmt: skip
    """Put the home of a file in, with the team of its export or this one; raises NotTaken.

    A file that was put in before changes nothing.
    """
    content = file.content
    if content["left_out"]:
        raise NotTaken("left_out", n=content["left_out"])
    found = next(wrong(content, _rules(store, content)), None)
    if found is None and sorted(each["id"] for each in content["accounts"]) != sorted(named(content)):
        found = "accounts"
    if found:
        raise NotTaken("untrue", place=found)
    again = _again(store, file, at)
    if again:
        return again
    made: list[Path] = []
    try:
        _photos(pictures, file, made, step)
        with store.writing():
            again = _again(store, file, at)
            return again or _put_in(store, file, team, utc_text(at))
    except (NotTaken, sqlite3.IntegrityError) as error:
        _take_away(made)
        if isinstance(error, NotTaken):
            raise
        raise NotTaken("clash") from error
    except BaseException:
        _take_away(made)
        raise


def _rules(store: Store, content: Mapping[str, Any]) -> dict[str, Rules | None]:
    """The rules that revisions were made under: our own where we have them."""
    return {
        each["digest"]: kept_rules.find(store, each["digest"])
        or read_foreign_rules(each["digest"], each["body"])
        for each in content["rules"]
    }


def _again(store: Store, file: HomeFile, at: datetime) -> Outcome | None:
    """What is to say of a home that is here: nothing of it is ever put over another."""
    content = file.content
    homes = [each["id"] for each in content["homes"]]
    if not whole_homes.there(store, homes):
        return None
    counts = _counts(content)
    if content["home"] in whole_homes.there(store, [content["home"]]):
        here = export_of(store, content["home"], at, "")
        if here.sha256 == file.sha256:
            return Outcome("same", content["home"], counts)
    before = whole_homes.imported_at(store, homes, file.sha256)
    if before:
        return Outcome("before", content["home"], counts, before)
    raise NotTaken("here_other", home=content["home"])


def _photos(pictures: Path, file: HomeFile, made: list[Path], step: Step) -> None:
    """Keep every original that is not kept yet, each a picture as the record tells of it."""
    for photo, data in file.photos():
        try:
            picture = imaging.check_picture(data)
        except Refused as refused:
            raise NotTaken("no_picture", sha256=photo["sha256"]) from refused
        facts = (picture.mime, picture.width, picture.height, picture.taken_at)
        if facts != tuple(photo[key] for key in ("type", "width", "height", "taken_at")):
            raise NotTaken("untrue", place=f"photos {photo['sha256']}")
        place = photo_files.original(pictures, photo["sha256"])
        if not place.is_file():
            made.append(place)
            photo_files.keep_original(pictures, photo["sha256"], data)
        step()


def _take_away(made: list[Path]) -> None:
    for each in made:
        each.unlink(missing_ok=True)


def _put_in(store: Store, file: HomeFile, team: str | None, at: str) -> Outcome:
    content, tables = file.content, tables_of(file.content)
    if team is not None:
        tables["homes"] = [{**each, "team_id": team} for each in tables["homes"]]
    else:
        for each in content["teams"]:
            accounts.add_team(store, each["id"], each["name"], each["agency"], False)
    closed = 0
    for each in content["accounts"]:
        if accounts.account(store, each["id"]) is None:
            whole_homes.add_closed_account(store, each, f"{each['id']}@imported.invalid", at)
            audit.record(store, at, None, "account_imported", detail={"account": each["id"]})
            closed += 1
    tables["rules"] = [{**each, "first_used_at": at} for each in tables["rules"]]
    whole_homes.add(store, tables)
    for what, came_at in _came(content):
        audit.record(
            store, at, None, IMPORTED, home=what.values["home"], visit=what.values["visit"],  # type: ignore[arg-type]
            detail=imported(what, came_at),
        )  # fmt: skip
    counts = _counts(content)
    audit.record(
        store, at, None, "home_imported", home=content["home"],
        detail={"sha256": file.sha256, "accounts": closed, **counts},
    )  # fmt: skip
    return Outcome("new", content["home"], counts, closed=closed)


def _came(content: Mapping[str, Any]) -> Iterator[tuple[Came, str | None]]:
    """All that the audit log of a record's first home tells of: this one's is to tell of it too."""
    for found in content["found_homes"]:
        who = found["found_by"], found["home_id"]
        yield came("home_received", *who, sha256=found["sha256"]), found["received_at"]
        for each in found["conflicts"]:
            yield came("home_conflict", *who, sha256=each["sha256"]), each["received_at"]
    for visit in content["visits"]:
        yield from _came_of(visit)
    for photo in content["photos"]:
        for each in photo["senders"]:
            yield came("photo_received", each["account_id"], sha256=photo["sha256"]), each["at"]


def _came_of(visit: Row) -> Iterator[tuple[Came, str | None]]:
    who, about = (visit["author_id"],), (visit["home_id"], visit["id"])
    for each in visit["revisions"]:
        detail = {"revision": each["number"], "sha256": each["sha256"]}
        yield came("visit_received", *who, *about, **detail), each["received_at"]
    for each in visit["conflicts"]:
        detail = {"revision": each["number"], "sha256": each["sha256"]}
        yield came("visit_conflict", *who, *about, **detail), each["received_at"]
        if each["choice"]:
            choice = came("conflict_settled", *who, *about, **detail, choice=each["choice"])
            yield choice, each["settled_at"]
    for each in visit["redactions"]:
        detail = {"redaction": each["id"]} | {k: each[k] for k in ("sha256", "why", "boxes")}
        yield came("photo_redacted", each["made_by"], *about, **detail), each["made_at"]
    for each in visit["review"]:
        yield came("visit_reviewed", each["made_by"], *about, **told_of(each)), each["made_at"]


def _counts(content: Mapping[str, Any]) -> dict[str, int]:
    names = ("homes", "people", "visits", "photos", "events")
    return {name: len(content[name]) for name in names}
