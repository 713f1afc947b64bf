"""Names the tests that cost the most processor time, their browser's and server's too (Linux only).

`python -m pytest -p tests.costs -n 2 tests/browser`. The clock says little on a machine that does
other things as well; processor time is nearly the same each time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DEAREST = 10
BEFORE = pytest.StashKey[float]()
TICKS = os.sysconf("SC_CLK_TCK")


def spent() -> float:
    """The processor seconds of this process and all below it, those that are over too."""
    found = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                found[int(each.name)] = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended meanwhile
                continue
    ours = {os.getpid()}
    while more := {pid for pid, each in found.items() if int(each[1]) in ours} - ours:
        ours |= more
    return sum(int(ticks) for pid in ours & found.keys() for ticks in found[pid][11:15]) / TICKS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    item.stash[BEFORE] = spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    if nextitem is None:  # the browser ends with the last test, and is none of its cost
        _note(item)
        return (yield)
    result = yield
    _note(item)
    return result


def _note(item: pytest.Item) -> None:
    item.user_properties.append(("processor", spent() - item.stash[BEFORE]))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    costs: dict[str, float] = {}
    for each in terminalreporter.stats.get("", []):  # setups and teardowns that passed
        costs |= {each.nodeid: cost for name, cost in each.user_properties if name == "processor"}
    terminalreporter.section(f"{sum(costs.values()):.0f} processor seconds, the dearest first")
    for test in sorted(costs, key=costs.__getitem__, reverse=True)[:DEAREST]:
        terminalreporter.write_line(f"{costs[test]:6.1f} s  {test}")
