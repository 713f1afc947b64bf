"""Lists and searches ask only the homes within reach, through indexes."""

from __future__ import annotations

import json

import pytest

from gcp.store import homes
from gcp.store.stored_json import read
from tests.conftest import HOME, World, an_id


@pytest.mark.parametrize("query", ["", "example", "mia", "nowhere"])
def test_no_table_is_read_from_end_to_end(world: World, query: str) -> None:
    asked: list[str] = []
    connection = world.store.db.conn
    connection.set_trace_callback(asked.append)
    homes.reachable(world.store, an_id("supervisor"), True, query)
    connection.set_trace_callback(None)
    (own, sql) = asked
    for each in (own, sql):
        plan = [row["detail"] for row in world.store.all(f"EXPLAIN QUERY PLAN {each}")]
        assert plan and not [line for line in plan if line.startswith("SCAN")], plan
    assert any("COVERING INDEX people_by_home_and_name" in each for each in plan)


def test_the_children_of_many_homes_are_those_of_each(world: World) -> None:
    of_each = [each for each in homes.people(world.store, HOME) if each["kind"] == "child"]
    found = homes.children_of(world.store, [HOME, "another"])
    assert [each["id"] for each in found[HOME]] == [each["id"] for each in of_each] != []
    assert found["another"] == []


@pytest.mark.parametrize(
    "value", [{"a": [1, 2.5, None, True, "é"]}, 2**63, -(2**63), "\u2028", {"result": {}}]
)
def test_what_was_kept_is_read_as_it_was_written(value: object) -> None:
    assert read(json.dumps(value)) == read(json.dumps(value, ensure_ascii=False)) == value


def test_what_only_python_reads_is_read_too() -> None:
    assert read("1e999") == float("inf")
