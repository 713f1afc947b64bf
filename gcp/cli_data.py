"""`gcp export` and `gcp import`: data out of the building and into it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gcp.access_request import NoSuchPerson, answer_about, review_bytes, write_copy
from gcp.cli_open import DONE, CannotDo, open_store
from gcp.cli_service import Add
from gcp.core.kept import utc_text
from gcp.evidence import NoRoom, full_disk_told
from gcp.export_home import NoSuchHome, PhotosLost, export_of, pack_of, write_zip
from gcp.home_file import NotTaken, opened
from gcp.home_tables import TABLES, write_tables
from gcp.import_home import Outcome, import_home
from gcp.import_tables import Changed, Plan, Wrong
from gcp.out_files import CannotWrite, must_be_new, new_file
from gcp.progress import Progress
from gcp.research import BadKey, make_extract, metadata, read_key
from gcp.settings import Settings
from gcp.store import accounts, audit, whole_homes
from gcp.store.engine import Store
from gcp.text import read_text

words = read_text("en").data


def add_commands(commands: Any, add: Add) -> None:
    """Join these commands to the parser."""
    out = add(commands, "export", export, words.export.about)
    out.add_argument("home", nargs="?", metavar="HOME", help=words.export.home)
    out.add_argument("--out", required=True, type=Path, metavar="FILE", help=words.export.out)
    out.add_argument("--csv", action="store_true", help=words.export.csv)
    out.add_argument("--team", metavar="NAME", help=words.export.team)
    out.add_argument("--research", action="store_true", help=words.export.research)
    out.add_argument("--reason", metavar="WORDS", help=words.export.reason)
    out.add_argument("--key-file", type=Path, metavar="FILE", help=words.export.key_file)
    out.add_argument("--person", metavar="PERSON_ID", help=words.export.person)
    into = add(commands, "import", import_, words["import"].about)
    into.add_argument("file", nargs="?", type=Path, metavar="FILE", help=words["import"].file)
    into.add_argument(
        "--csv", nargs=2, type=Path, metavar=("homes.csv", "people.csv"), help=words["import"].csv
    )
    into.add_argument("--team", metavar="NAME", help=words["import"].team)
    into.add_argument("--dry-run", action="store_true", help=words["import"].dry_run)


def export(options: argparse.Namespace) -> int:
    """Take out what was asked for."""
    _must_fit_together(options)
    with _plain_reasons():
        if options.research:
            return _research(options)
        if options.person:
            return _person(options)
        return _tables(options) if options.csv else _home(options)


def _must_fit_together(options: argparse.Namespace) -> None:
    csv = options.csv and bool(options.home) != bool(options.team)
    asked = [options.home and not options.csv, csv, options.research, options.person]
    if sum(map(bool, asked)) != 1 or (options.csv and not csv):
        raise CannotDo(words.export.one)
    if options.team and not options.csv:
        raise CannotDo(words.export.only_csv)
    if (options.reason or options.key_file) and not options.research:
        raise CannotDo(words.export.only_research)


def _home(options: argparse.Namespace) -> int:
    ending = _ending(options.out, ".zip", ".json")
    settings, store, at = *_ready(), datetime.now(UTC)
    made = export_of(store, options.home, at, words["import"].by)
    if ending == ".zip":
        progress = Progress(words.export.photos, len(made.photos))
        pack = pack_of(made, settings.pictures, progress.step)
        progress.end()
        write_zip(options.out, settings.instance / "packs", pack)
    else:
        with new_file(options.out) as place:
            place.write_bytes(made.bytes)
    audit.record(
        store, utc_text(at), None, "home_exported", home=options.home,
        detail={"sha256": made.sha256, "as": ending[1:], **made.counts},
    )  # fmt: skip
    print(words.export.done_home.format(file=options.out, **made.counts))
    if ending == ".json" and made.photos:
        print(words.export.no_photos)
    print(words.export.digest.format(sha256=made.sha256))
    print(words.export.keep_safe)
    return DONE


def _tables(options: argparse.Namespace) -> int:
    _ending(options.out, ".zip")
    store, at = _ready()[1], datetime.now(UTC)
    team = options.team and team_id(store, options.team)
    asked = whole_homes.of_team(store, team) if team else [options.home]
    if options.home and not whole_homes.there(store, asked):
        raise NoSuchHome(options.home)
    progress = Progress(words.export.tables, len(asked) * len(TABLES))
    with new_file(options.out) as place:
        write_tables(place, store, asked, progress.step)
    progress.end()
    audit.record(
        store, utc_text(at), None, "tables_exported" if team else "home_exported",
        home=options.home, detail={"as": "tables", "homes": len(asked), "team": team},
    )  # fmt: skip
    print(words.export.done_tables.format(file=options.out, n=f"{len(asked):,}"))
    print(words.export.keep_safe)
    return DONE


def _research(options: argparse.Namespace) -> int:
    reason = " ".join((options.reason or "").split())
    if not reason:
        raise CannotDo(words.export.reason_missing)
    _ending(options.out, ".sqlite")
    about = options.out.with_suffix(".metadata.json")
    must_be_new(about)
    store, at = _ready()[1], datetime.now(UTC)
    try:
        key = read_key(options.key_file)
    except BadKey as why:
        raise CannotDo(words.export[f"key_{why.code}"].format(file=why.file)) from why
    progress: list[Progress] = []

    def begun(homes: int) -> Callable[[int], None]:
        progress.append(Progress(words.export.homes, homes))
        return progress[0].step

    with new_file(about) as place, new_file(options.out) as database:
        place.write_bytes(metadata(options.out.stem))
        counts = make_extract(store, database, key, options.key_file is not None, at, begun)
        progress[0].end()
        # Noted before anything is there to be taken away.
        audit.record(
            store, utc_text(at), None, "research_exported",
            detail={"reason": reason, "key_kept": options.key_file is not None,
                    **{name: counts[name] for name in ("homes", "people", "visits", "events")}},
        )  # fmt: skip
    told = {name: f"{n:,}" for name, n in counts.items()}
    print(words.export.done_research.format(file=options.out, beside=about, **told))
    print(words.export.key_kept.format(file=options.key_file) if options.key_file
          else words.export.key_gone)  # fmt: skip
    print(words.export.personal)
    return DONE


def _person(options: argparse.Namespace) -> int:
    _ending(options.out, ".zip")
    review = options.out.with_name(f"{options.out.stem}-for-review.csv")
    must_be_new(review)
    store, at = _ready()[1], datetime.now(UTC)
    try:
        answer = answer_about(store, options.person, at)
    except NoSuchPerson as why:
        raise CannotDo(words.export.no_person.format(person=why)) from why
    with new_file(review) as place, new_file(options.out) as copy:
        write_copy(copy, answer, review.name)
        place.write_bytes(review_bytes(answer))
        for home in answer.homes:
            audit.record(
                store, utc_text(at), None, "person_exported", home=home,
                detail={"person": answer.person, "held": len(answer.held)},
            )  # fmt: skip
    print(words.export.done_person.format(
        file=options.out, facts=f"{len(answer.facts):,}", held=f"{len(answer.held):,}",
        review=review,
    ))  # fmt: skip
    print(words.export.human)
    return DONE


def import_(options: argparse.Namespace) -> int:
    """Put in what was taken out elsewhere."""
    if bool(options.file) == bool(options.csv):
        raise CannotDo(words["import"].one)
    if options.csv:
        return _import_tables(options)
    if options.dry_run:
        raise CannotDo(words["import"].dry_home)
    settings, store = _ready()
    try:
        with opened(options.file) as found:
            progress = Progress(words["import"].photos, len(found.content["photos"]))
            outcome = import_home(
                store, settings.pictures, found, options.team and team_id(store, options.team),
                datetime.now(UTC), progress.step,
            )  # fmt: skip
            progress.end()
    except NotTaken as why:
        told = {"file": options.file, **why.values}
        raise CannotDo(words.refused[why.code].format(**told)) from why
    _tell(outcome)
    return DONE


def _import_tables(options: argparse.Namespace) -> int:
    told = words["import"]
    if not options.team:
        raise CannotDo(told.team_missing)
    store, at = _ready()[1], datetime.now(UTC)
    plan = Plan(team_id(store, options.team), *options.csv)
    size = sum(each.stat().st_size for each in options.csv if each.is_file())
    progress, found = Progress(told.looking, size), 0
    for wrong in plan.look(store, at, progress.step):
        found += 1
        print(_wrong(wrong), file=sys.stderr)
    progress.end()
    if found:
        raise CannotDo(told["wrong" if found > 1 else "wrong_one"].format(n=f"{found:,}"))
    if not options.dry_run and any(plan.new.values()):
        progress = Progress(told.writing, size)
        try:
            plan.write(store, at, progress.step)
        except Changed as why:
            raise CannotDo(told.changed) from why
        progress.end()
    code = "dry" if options.dry_run else "tables" if any(plan.new.values()) else "all_there"
    numbers = {f"{kind}_{name}": f"{n:,}" for kind, counts in (("new", plan.new), ("old", plan.there))
               for name, n in counts.items()}  # fmt: skip
    print(told[code].format(**numbers))
    return DONE


def _wrong(wrong: Wrong) -> str:
    """What is wrong with a row, where, and what to do."""
    said = words.rows[wrong.problem.code].format(**wrong.problem.values)
    column = words["import"].column.format(column=wrong.problem.path) if wrong.problem.path else ""
    code = "row" if wrong.row else "table"
    return str(words["import"][code].format(
        file=wrong.file, row=wrong.row, column=column, said=said
    ))  # fmt: skip


def _tell(outcome: Outcome) -> None:
    told = words["import"]
    print(told[outcome.code].format(home=outcome.home, at=outcome.at, **outcome.counts))
    if outcome.closed:
        print(told.closed.format(n=outcome.closed))


def team_id(store: Store, name: str) -> str:
    """The id of the team with this name."""
    found = [row["id"] for row in accounts.teams(store) if row["name"] == name]
    if not found:
        raise CannotDo(words.export.no_team.format(name=name))
    return str(found[0])


def _ending(file: Path, *endings: str) -> str:
    must_be_new(file)
    if file.suffix not in endings:
        told = " or ".join(endings)
        raise CannotDo(words.export.ending.format(file=file, endings=told))
    return file.suffix


def _ready() -> tuple[Settings, Store]:
    settings, store = open_store()
    store.migrate()
    return settings, store


@contextmanager
def _plain_reasons() -> Iterator[None]:
    """Whatever can stand against an export is told in one line."""
    try:
        with full_disk_told():
            yield
    except CannotWrite as why:
        told = words.export[why.code].format(file=why.file, why=why.why)
        raise CannotDo(told) from why
    except NoRoom as why:
        raise CannotDo(words.export.no_room) from why
    except NoSuchHome as why:
        raise CannotDo(words.export.no_home.format(home=why)) from why
    except PhotosLost as why:
        lost = words.export.photos_lost.format(n=len(why.digests), first=why.digests[0])
        raise CannotDo(lost) from why
