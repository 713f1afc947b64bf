"""Asks the statistics program for kappa, once for the same tables."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache

from gcp.core.agreement import Table

_SECONDS = 60
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Kappa:
    """Kappa and the ends of its 95 % interval."""

    kappa: float
    low: float
    high: float


class NoFigure(Exception):
    """The statistics program did not answer."""


def kappas(tables: tuple[Table, ...]) -> tuple[Kappa, ...]:
    """Linearly weighted kappa of each of these tables.

    Raises NoFigure.
    """
    if not tables:
        return ()
    with _one_at_a_time:
        return _asked(tables)


@lru_cache(maxsize=64)
def _asked(tables: tuple[Table, ...]) -> tuple[Kappa, ...]:
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "gcp.kappa"], input=json.dumps(tables), text=True, check=True,
            capture_output=True, timeout=_SECONDS,
        )  # fmt: skip
        found = tuple(Kappa(**each) for each in json.loads(ran.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError) as error:
        raise NoFigure from error
    if not all(math.isfinite(end) for each in found for end in (each.low, each.kappa, each.high)):
        raise NoFigure
    return found
