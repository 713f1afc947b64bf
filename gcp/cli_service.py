"""The `gcp` commands that run the service: migrate, demo, serve, teams and people."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from re import fullmatch
from typing import Any

from gcp.cli_demo import demo, how_many
from gcp.cli_open import DONE, CannotDo, open_store, rules_in_force, settings_here
from gcp.core.access import Account, Role
from gcp.intake import utc_text
from gcp.settings import Settings
from gcp.sign_in import SHORTEST_PASSWORD, hasher
from gcp.store import accounts, audit
from gcp.store.engine import Engine, Store, Unusable
from gcp.text import read_text
from gcp.verify import WAITING, Walk, verify

words = read_text("en").service
AGENCIES = ("social_care", "police", "school", "health", "other")


Add = Callable[..., argparse.ArgumentParser]


def add_commands(commands: Any, add: Add) -> None:
    """Join these commands to the parser."""
    add(commands, "migrate", migrate, words.migrate.about)
    making = add(commands, "demo", demo, words.demo.about)
    making.add_argument("--visits", metavar="N", type=how_many, help=words.demo.visits)
    serving = add(commands, "serve", serve, words.serve.about)
    serving.add_argument("--host", default="127.0.0.1", help=words.serve.host)
    serving.add_argument("--port", type=int, default=8000, help=words.serve.port)
    serving.add_argument("--processes", type=int, default=1, help=words.serve.processes)
    serving.add_argument("--threads", type=int, default=2, help=words.serve.threads)
    team = add(commands, "add-team", add_team, words.team.about)
    team.add_argument("name")
    team.add_argument("--agency", choices=AGENCIES, default="social_care")
    team.add_argument("--takes-new-homes", action="store_true", help=words.team.takes)
    team.add_argument("--telephone", default="", help=words.team.telephone)
    ringing = add(commands, "team-telephone", team_telephone, words.telephone.about)
    ringing.add_argument("name")
    ringing.add_argument("telephone")
    person = add(commands, "add-person", add_person, words.person.about)
    person.add_argument("email")
    person.add_argument("name")
    person.add_argument("role", choices=[role.value for role in Role])
    person.add_argument("--agency", choices=AGENCIES, default="social_care")
    person.add_argument("--team", action="append", default=[], help=words.person.team)
    add(commands, "set-password", set_password, words.password.about).add_argument("email")
    add(commands, "check-audit", check_audit, words.audit.about)
    verifying = add(commands, "verify", verify_all, words.verify.about)
    verifying.add_argument("--head", metavar="LINE:DIGEST", help=words.verify.head_help)


def migrate(options: argparse.Namespace) -> int:
    """Bring the database's schema up to date."""
    settings, store = open_store()
    for step in store.migrate():
        print(words.migrate.step.format(step=step))
    print(words.migrate.done.format(database=settings.database))
    return DONE


def serve(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    settings = settings_here()
    rules_in_force(settings)
    print(words.serve.address.format(host=options.host, port=options.port), flush=True)
    # One process if not told otherwise: SQLite has one writer, and threads of one process wait for
    # it without polling.
    Server(
        "gcp.wsgi:app", address=options.host, port=options.port, interface=Interfaces.WSGI,
        workers=options.processes, blocking_threads=options.threads, websockets=False,
        log_level=LogLevels.warning,
    ).serve()  # fmt: skip
    return DONE


def add_team(options: argparse.Namespace) -> int:
    """Add a team."""
    _, store = _ready()
    team = str(uuid.uuid4())
    if any(row["name"] == options.name for row in accounts.teams(store)):
        raise CannotDo(words.team.there.format(name=options.name))
    accounts.add_team(
        store, team, options.name, options.agency, options.takes_new_homes, options.telephone
    )
    print(words.team.done.format(name=options.name))
    return DONE


def team_telephone(options: argparse.Namespace) -> int:
    """Say where a team is rung."""
    _, store = _ready()
    if not accounts.set_telephone(store, options.name, options.telephone):
        raise CannotDo(words.telephone.none.format(name=options.name))
    print(words.telephone.done.format(name=options.name, telephone=options.telephone))
    return DONE


def add_person(options: argparse.Namespace) -> int:
    """Add someone who signs in; the password is asked for, or read from standard input."""
    settings, store = _ready()
    email = options.email.strip().lower()
    if accounts.by_email(store, email):
        raise CannotDo(words.person.there.format(email=email))
    teams = {row["name"]: row["id"] for row in accounts.teams(store)}
    unknown = [name for name in options.team if name not in teams]
    if unknown:
        raise CannotDo(words.person.no_team.format(name=unknown[0]))
    account = Account(
        str(uuid.uuid4()), options.name, email, Role(options.role), options.agency,
        frozenset(teams[name] for name in options.team),
    )  # fmt: skip
    password = hasher(settings.password_effort).hash(_password())
    at = utc_text(datetime.now(UTC))
    with store.writing():
        accounts.add_account(store, account, password, at)
        audit.record(store, at, None, "account_added", detail={"account": account.id})
    print(words.person.done.format(email=email))
    return DONE


def set_password(options: argparse.Namespace) -> int:
    """Give someone a new password; every session of theirs ends."""
    settings, store = _ready()
    row = accounts.by_email(store, options.email)
    if row is None or row["demonstration"]:
        raise CannotDo(words.password.nobody.format(email=options.email))
    password = hasher(settings.password_effort).hash(_password())
    at = utc_text(datetime.now(UTC))
    with store.writing():
        accounts.set_password(store, row["id"], password, at)
        audit.record(store, at, None, "password_set", detail={"account": row["id"]})
    print(words.password.done.format(email=row["email"]))
    return DONE


def check_audit(options: argparse.Namespace) -> int:
    """Follow the audit log's chain from its first line to its last."""
    _, store = _ready()
    broken = audit.first_broken_line(store)
    if broken is not None:
        raise CannotDo(words.audit.broken.format(line=broken))
    print(words.audit.sound)
    return DONE


def verify_all(options: argparse.Namespace) -> int:
    """Walk through photos, visits and the audit log; every finding is a line."""
    head = _head(options.head) if options.head else None
    settings, walk, found = settings_here(), Walk(), 0
    try:
        for each in verify(_only_read(settings), settings.pictures, walk, head):
            found += each.kind != WAITING
            print(words.verify[each.kind][each.code].format(**each.values), flush=True)
    except Unusable as error:
        raise CannotDo(words.verify.unusable.format(why=error)) from error
    print(words.verify.walked.format(
        visits=f"{walk.visits:,}", revisions=f"{walk.revisions:,}", photos=f"{walk.photos:,}",
        megabytes=f"{walk.bytes / 1e6:,.1f}", lines=f"{walk.line:,}", waiting=f"{walk.waiting:,}",
    ))  # fmt: skip
    print(words.verify.head.format(line=walk.line, digest=walk.head))
    if found:
        raise CannotDo(words.verify.bad.format(n=f"{found:,}"))
    print(words.verify.sound)
    return DONE


def _only_read(settings: Settings) -> Store:
    """The database as it is: to look whether all is well must make or change nothing."""
    if not settings.database.is_file():
        raise CannotDo(words.verify.no_database.format(folder=settings.instance))
    store = Engine(settings.database).store()
    store.only_read()
    if not store.is_up_to_date():
        raise CannotDo(words.verify.older)
    return store


def _head(written: str) -> tuple[int, str]:
    found = fullmatch("([0-9]{1,18}):([0-9a-f]{64})", written)
    if not found:
        raise CannotDo(words.verify.bad_head)
    return int(found[1]), found[2]


def _ready() -> tuple[Settings, Store]:
    """The settings, and the database with its schema up to date."""
    settings, store = open_store()
    store.migrate()
    return settings, store


def _password() -> str:
    from gcp.demo.cast import PASSWORD as DEMONSTRATION

    if sys.stdin.isatty():
        password = getpass.getpass(words.person.ask)
    else:
        password = sys.stdin.readline().rstrip(os.linesep)
    if len(password) < SHORTEST_PASSWORD:
        raise CannotDo(words.person.short.format(least=SHORTEST_PASSWORD))
    if password == DEMONSTRATION:
        raise CannotDo(words.person.demonstration)
    return password
