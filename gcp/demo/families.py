"""Invented families by their number: names, sizes, streets. The same number gives the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from gcp.demo.cast import an_id

# Made up by sound; postcodes begin with ZZ, which no place in the country has.
GIVEN = (
    "Ada", "Abel", "Bea", "Bo", "Cal", "Cora", "Dee", "Dev", "Eli", "Esme", "Fay", "Finn", "Gus",
    "Gwen", "Hal", "Hana", "Ida", "Ivo", "Jem", "Jude", "Kit", "Kezia", "Lou", "Leo", "Max", "Mina",
    "Ned", "Nell", "Omar", "Orla", "Pip", "Posy", "Quin", "Rafi", "Rosa", "Sami", "Skye", "Tess",
    "Theo", "Uma", "Vera", "Wes", "Willa", "Xan", "Yara", "Yusuf", "Zack", "Zena",
)  # fmt: skip
# Women and men in turn.
GROWN = (
    "Alison", "Bogdan", "Carla", "Darren", "Elaine", "Farid", "Gina", "Hassan", "Ines", "Karl",
    "Jodie", "Marek", "Leanne", "Oliver", "Nadia", "Rashid", "Paula", "Tomas", "Sharon", "Victor",
)  # fmt: skip
SURNAMES = (
    "Arkwell", "Birchley", "Calloway", "Dunsford", "Eastry", "Fenwray", "Garrow", "Hollin",
    "Inskip", "Jessard", "Kestle", "Lowmoor", "Marden", "Northey", "Ockley", "Penrow", "Quarles",
    "Rudge", "Selwick", "Tarrow", "Ulley", "Vennor", "Wyke", "Yelland",
)  # fmt: skip
STREETS = (
    "Alder", "Beacon", "Canal", "Drover", "Elm", "Foundry", "Glebe", "Harbour", "Ironside",
    "Jubilee", "Kiln", "Larkfield", "Mill", "Nettle", "Orchard", "Pear Tree", "Quarry", "Ropewalk",
    "Station", "Tannery", "Union", "Vicarage", "Weaver", "Yew Tree",
)  # fmt: skip
WAYS = ("Street", "Road", "Close", "Row", "Terrace", "Lane", "Gardens", "Court")
TOWNS = (
    "Millbrook", "Netherby", "Saltholme", "Ashcombe", "Thornley", "Wexford Green", "Barrow End",
    "Coldharbour", "Easterfield", "Marshgate",
)  # fmt: skip
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
SIZES = (1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 5)
OLDEST = 15 * 365
# The last day of every history; fixed, so that a database is the same whenever it is made.
UNTIL = datetime.fromisoformat("2026-11-20T10:00:00+00:00")


@dataclass(frozen=True)
class Family:
    """One invented home; with so many children if that is said, else with some of its own."""

    number: int
    seed: int = 1
    until: datetime = UNTIL
    children_wanted: int = 0

    @cached_property
    def key(self) -> int:
        """A number of its own to draw from."""
        return self.seed * 1_000_003 + self.number

    @cached_property
    def id(self) -> str:
        """The home's id."""
        return self.an_id("home")

    def an_id(self, *parts: object) -> str:
        """The id of something of this family: the same at every making."""
        return an_id("/".join(map(str, ("many", self.seed, self.number, *parts))))

    @cached_property
    def place(self) -> dict[str, str]:
        """Name, address and postcode."""
        chance = Random(self.key)
        town = chance.randrange(len(TOWNS))
        house = f"{chance.randrange(1, 180)}{chance.choice(('', '', '', '', 'a', 'b'))}"
        flat = f"Flat {chance.randrange(1, 24)}, " if chance.random() < 0.2 else ""
        street = f"{chance.choice(STREETS)} {chance.choice(WAYS)}"
        ends = f"{chance.randrange(1, 10)}{chance.choice(LETTERS)}{chance.choice(LETTERS)}"
        return {
            "name": f"The {self.surname}s" if chance.random() < 0.1 else "",
            "address": f"{flat}{house} {street}, {TOWNS[town]}",
            "postcode": f"ZZ{10 + town} {ends}",
        }

    @cached_property
    def surname(self) -> str:
        """The family's name."""
        return SURNAMES[self.key * 7 % len(SURNAMES)]

    @cached_property
    def children(self) -> list[dict[str, Any]]:
        """The children as a visit names them, the oldest first."""
        chance = Random(self.key + 1)
        count = self.children_wanted or chance.choice(SIZES)
        names = chance.sample(GIVEN, count)
        ages = sorted((chance.randrange(60, OLDEST) for _ in range(count)), reverse=True)
        return [
            {"id": self.an_id("child", n), "name": f"{name} {self.surname}", "born": self._day(age)}
            for n, (name, age) in enumerate(zip(names, ages, strict=True))
        ]

    @cached_property
    def adults(self) -> list[dict[str, Any]]:
        """The adults as a visit names them, a carer first."""
        chance = Random(self.key + 2)
        first, second, third = chance.sample(GROWN, 3)
        parent = ("mother", "father")[GROWN.index(first) % 2]
        found = [(f"{first} {self.surname}", "carer", parent)]
        if chance.random() < 0.55:
            found.append((f"{second} {chance.choice(SURNAMES)}", "other", "parent's partner"))
        if chance.random() < 0.2:
            found.append((f"{third} {self.surname}", "carer", "grandparent"))
        return [
            {"id": self.an_id("adult", n), "name": name, "role": role, "relation": relation}
            for n, (name, role, relation) in enumerate(found)
        ]

    def children_on(self, day: str) -> list[dict[str, Any]]:
        """The children who were born by a day."""
        return [each for each in self.children if each["born"] <= day]

    def _day(self, days: int) -> str:
        return (self.until - timedelta(days=days)).date().isoformat()
