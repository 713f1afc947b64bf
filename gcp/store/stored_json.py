"""Reading JSON that the store itself has kept: a home's page reads a hundred documents."""

from __future__ import annotations

import json
from typing import Any

import orjson


def read(text: str) -> Any:
    """The value of a kept text, at twice the standard library's speed."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:  # a number beyond what a double holds, which Python reads
        return json.loads(text)
