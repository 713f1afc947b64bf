"""The process that makes one file: `python -m gcp.making_process JOB`, started by the server.

What it needs it is told on standard input, a password too. It reads the product's code only when
its turn has come: those that wait take no memory to speak of.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Sequence

from gcp.making import read_order, turn

LONGEST = 2 * 3_600  # seconds
MOST_MEMORY = 1_500_000_000  # bytes
BEHIND_OTHERS = 5


def main(words: Sequence[str]) -> None:
    """Wait for the turn, and make the file."""
    (job,) = words
    settings, password = read_order()
    with turn(settings):
        _keep_within()
        from gcp.web.job_work import work

        work(settings, job, password)


def _keep_within() -> None:
    """However wrong it goes, the machine goes on: it ends in time, and takes no more than this."""
    os.nice(BEHIND_OTHERS)
    signal.alarm(LONGEST)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main(sys.argv[1:])
