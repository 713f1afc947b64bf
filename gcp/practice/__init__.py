"""The practice set: invented rooms with a grade each, to see where one stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from gcp.core.practice import Room

_FILE = Path(__file__).parent / "rooms.yaml"


@cache
def read_rooms() -> tuple[Room, ...]:
    """Every room of the set, in its order."""
    entries = yaml.load(_FILE.read_text("utf-8"), yaml.CSafeLoader)
    return tuple(Room(**{**each, "seen": tuple(each["seen"])}) for each in entries)
