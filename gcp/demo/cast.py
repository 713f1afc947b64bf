"""Who takes part in the demonstration: teams, people who sign in, and households. All invented."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from gcp.core.access import Account, Role
from gcp.store.engine import Row

PASSWORD = "invented-homes-only"
STARTED = "2024-09-02T08:00:00.000Z"


def an_id(name: str) -> str:
    """The same id for the same name at every making of the demonstration."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://demo.example/{name}"))


@dataclass(frozen=True)
class Child:
    """An invented child."""

    key: str
    name: str
    born: str | None = None
    about_years: int | None = None

    @property
    def id(self) -> str:
        """The id by which every visit names them."""
        return an_id(f"person/{self.key}")

    def entry(self) -> Row:
        """The child as a visit names it."""
        age = {"born": self.born} if self.born else {"about_years": self.about_years}
        return {"id": self.id, "name": self.name, **age}

    def lived_on(self, day: date) -> bool:
        """Whether the child was born by then."""
        return self.born is None or date.fromisoformat(self.born) <= day


@dataclass(frozen=True)
class Adult:
    """An invented adult of a household."""

    key: str
    name: str
    role: str
    relation: str

    @property
    def id(self) -> str:
        """The id by which every visit names them."""
        return an_id(f"person/{self.key}")

    def entry(self) -> Row:
        """The adult as a visit names them."""
        return {"id": self.id, "name": self.name, "role": self.role, "relation": self.relation}


@dataclass(frozen=True)
class Household:
    """One invented home with its people and those allocated to it."""

    key: str
    name: str
    address: str
    postcode: str
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    allocated: tuple[str, ...]
    children_of: tuple[tuple[str, str], ...] = ()  # a partner, and a child that it works with

    @property
    def id(self) -> str:
        """The id by which every visit names it."""
        return an_id(f"home/{self.key}")


TEAM, OTHER_TEAM = an_id("team/family-support"), an_id("team/harbour")
TEAMS = (
    (TEAM, "Family support, Millbrook", "social_care", True),
    (OTHER_TEAM, "Family support, Harbour", "social_care", False),
)


def _account(
    key: str, name: str, role: Role, agency: str, *teams: str, email: str = ""
) -> Account:
    return Account(
        an_id(f"account/{key}"), name, email or f"{key}@demo.example", role, agency,
        frozenset(teams),
    )  # fmt: skip


ACCOUNTS = {
    "practitioner": _account(
        "practitioner", "Nia Farrow", Role.PRACTITIONER, "social_care", TEAM
    ),
    "second": _account(
        "second", "Tom Whitlock", Role.PRACTITIONER, "social_care", TEAM,
        email="practitioner2@demo.example",
    ),
    "police": _account("police", "PC Dale Osgood", Role.POLICE, "police"),
    "partner": _account("partner", "Ruth Penhale (school)", Role.PARTNER, "school"),
    "supervisor": _account(
        "supervisor", "Imogen Slate", Role.SUPERVISOR, "social_care", TEAM
    ),
    "administrator": _account(
        "administrator", "Ade Bellamy", Role.ADMINISTRATOR, "social_care"
    ),
}  # fmt: skip

LARCH = Household(
    "larch", "", "14 Larch Bank, Millbrook", "ZZ3 4LB",
    (
        Child("kerry", "Kerry", "2012-03-19"),
        Child("luke", "Luke", "2016-07-02"),
        Child("elsie", "Elsie", "2019-11-23"),
        Child("tam", "Tam", "2023-04-08"),
    ),
    (
        Adult("donna", "Donna", "carer", "mother"),
        Adult("craig", "Craig", "carer", "father of Elsie and Tam"),
        Adult("ryan", "Ryan", "other", "older half-brother, 17"),
    ),
    ("practitioner", "police"),
    # The school has two of the four.
    (("partner", "luke"), ("partner", "elsie")),
)  # fmt: skip
QUAY = Household(
    "quay", "The upstairs flat", "2b Quay Steps, Millbrook", "ZZ3 1QS",
    (Child("amina", "Amina", "2018-01-30"), Child("idris", "Idris", "2021-09-14")),
    (Adult("leila", "Leila", "carer", "mother"),),
    ("practitioner",),
)  # fmt: skip
ORCHARD = Household(
    "orchard", "", "41 Orchard Close, Millbrook", "ZZ3 7OC",
    (Child("wren", "Wren", "2026-02-11"),),
    (Adult("jo", "Jo", "carer", "mother"), Adult("sam", "Sam", "carer", "father")),
    ("second",),
)  # fmt: skip
MARINA = Household(
    "marina", "Caravan 9", "Marina Park, Millbrook", "",
    (Child("boy", "Boy in a red coat", about_years=4), Child("girl", "Girl, older", about_years=7)),
    (Adult("man", "Man who gave the name Lee", "other", "not known"),),
    ("police",),
)  # fmt: skip
HOUSEHOLDS = (LARCH, QUAY, ORCHARD, MARINA)
