"""The JSON Schema of a home's export: read once, and made into a check."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

from gcp.core.fields import as_date, as_time

FILE = Path(__file__).parent / "schemas" / "home-export-1.schema.json"
Misshapen = fastjsonschema.JsonSchemaValueException


def schema_bytes() -> bytes:
    """The schema as it lies in the repository."""
    return FILE.read_bytes()


def check_shape(document: Any) -> str | None:
    """Where a document is not what the schema asks for; None where all of it is."""
    try:
        _check()(document)
    except Misshapen as error:
        return ".".join(map(str, error.path[1:])) or "."
    return None


@cache
def _check() -> Callable[[Any], Any]:
    # The forms that no pattern can tell: a time has to be one, a day too.
    formats = {"gcp-time": lambda value: as_time(value) is not None,
               "gcp-day": lambda value: as_date(value) is not None}  # fmt: skip
    made: Callable[[Any], Any] = fastjsonschema.compile(
        json.loads(schema_bytes()), formats=formats, use_default=False
    )
    return made
