"""Databases full of visits, made by `gcp demo --visits`."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.authority import shipped_rules
from bench.served import gcp
from gcp.demo.courses import homes_with
from gcp.demo.families import Family
from gcp.demo.staff import HOMES_A_TEAM, supervisor

VISITS_A_HOME = 50
# Raised when what is put in changes, so that no older database is taken for it.
VERSION = 6
CACHE = "GCP_BENCH_CACHE"


@dataclass(frozen=True)
class Filled:
    """An instance with so many visits, and what is known of them without looking."""

    instance: Path
    visits: int

    @property
    def teams(self) -> int:
        """How many teams the homes are divided among."""
        return -(-len(self._counts()) // HOMES_A_TEAM)

    def long_histories(self, most: int) -> list[tuple[str, str]]:
        """Homes with 50 visits, taken at random, each with the e-mail of a supervisor of its."""
        counts = self._counts()
        found = [number for number, count in enumerate(counts) if count == VISITS_A_HOME]
        chosen = random.Random(7).sample(found, min(len(found), most))
        return [(Family(each).id, supervisor(each % self.teams).email) for each in chosen]

    def _counts(self) -> list[int]:
        return list(homes_with(self.visits))


@contextmanager
def filled(visits: int) -> Iterator[Filled]:
    """An instance with so many visits: the kept one, else one made now."""
    kept = _kept(visits)
    if kept:
        yield Filled(kept, visits)
        return
    with tempfile.TemporaryDirectory(prefix="gcp-bench-") as folder:
        fill(Path(folder), visits)
        yield Filled(Path(folder), visits)


def fill(instance: Path, visits: int) -> None:
    """Make such an instance."""
    gcp(instance, "demo", "--visits", str(visits))


def _kept(visits: int) -> Path | None:
    """The kept instance of this size, made if it is not there; None where none are kept."""
    folder = os.environ.get(CACHE)
    if not folder:
        return None
    kept = Path(folder) / f"{shipped_rules().digest[:12]}-{VERSION}-{visits}"
    if not kept.is_dir():
        making = kept.with_name(f"{kept.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        fill(making, visits)
        making.rename(kept)
    return kept
