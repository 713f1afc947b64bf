"""Accounts and homes, put straight into a fresh instance's database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gcp.core.access import Account, Role
from gcp.core.rules import Rules, read_rules
from gcp.demo.cast import an_id
from gcp.demo.families import Family
from gcp.settings import default_rules_file
from gcp.sign_in import hasher
from gcp.store import accounts, homes
from gcp.store.engine import Engine, Store

TEAM = an_id("bench/team")
STARTED = "2022-01-03T08:00:00.000Z"
PASSWORD = "a bench password"
DATABASE = "gcp.sqlite"


def open_store(instance: Path) -> Store:
    """The store of an instance, its folder made and its schema up to date."""
    instance.mkdir(parents=True, exist_ok=True)
    store = Engine(instance / DATABASE).store()
    store.migrate()
    return store


def shipped_rules() -> Rules:
    """The rules that the product comes with."""
    return read_rules(default_rules_file().read_text("utf-8"))


def practitioner(number: int) -> Account:
    """One of the team's practitioners."""
    return Account(
        an_id(f"bench/account/{number}"), f"Practitioner {number}", f"p{number}@bench.example",
        Role.PRACTITIONER, "social_care", frozenset({TEAM}),
    )  # fmt: skip


def add_practitioners(store: Store, count: int) -> list[Account]:
    """A team of so many; the hash costs little, so that signing in is no part of the figures."""
    password = hasher("cheap").hash(PASSWORD)
    found = [practitioner(number) for number in range(count)]
    with store.writing():
        accounts.add_team(store, TEAM, "Bench team", "social_care", True)
        for each in found:
            accounts.add_account(store, each, password, STARTED)
    return found


def add_homes(store: Store, families: Iterable[Family], team: Sequence[Account]) -> None:
    """Homes with their people, each allocated to one of the team."""
    with store.writing():
        for each in families:
            _add_home(store, each, team[each.number % len(team)].id)


def _add_home(store: Store, family: Family, account: str) -> None:
    home = family.id
    row = {**family.place, "id": home, "team_id": TEAM, "created_at": STARTED}
    homes.add(store, {**row, "created_by": account})
    homes.allocate(store, home, account, STARTED)
    for person in (*family.children, *family.adults):
        row = {"born": None, "relation": "", "about_years": None, **person}
        row["kind"] = row.pop("role", "child")
        homes.add_person(
            store, {**row, "home_id": home, "added_at": STARTED, "added_by": account}
        )
