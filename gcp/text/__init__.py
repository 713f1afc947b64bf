"""Every sentence that a person reads, one folder a language and one file a subject."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


class Words:
    """Sentences under their names, read as attributes: `text.home.title`."""

    def __init__(self, name: str, entries: Mapping[str, Any]) -> None:
        self._name = name
        self._entries = {
            key: Words(f"{name}.{key}", value) if isinstance(value, Mapping) else value
            for key, value in entries.items()
        }
        # A page asks for thousands: as attributes of its own they are found at once.
        self.__dict__.update(
            (key, value) for key, value in self._entries.items() if not hasattr(Words, key)
        )

    def __getattr__(self, key: str) -> Any:
        raise AttributeError(f"no text {self.__dict__.get('_name')}.{key}")

    def __getitem__(self, key: str) -> Any:
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def as_json(self) -> dict[str, Any]:
        """The same sentences as plain nested dictionaries, for the device."""
        return {
            key: value.as_json() if isinstance(value, Words) else value
            for key, value in self._entries.items()
        }


@cache
def read_text(language: str = "en") -> Words:
    """All sentences of one language, a namespace for each file of its folder."""
    files = sorted((FOLDER / language).glob("*.yaml"))
    return Words(
        language,
        {path.stem: yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or {} for path in files},
    )
