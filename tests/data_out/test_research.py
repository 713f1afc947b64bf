"""The research extract holds numbers and choices, and of no family a name, a date or a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from gcp.cli import main
from gcp.core.research import LEAST_HOMES
from gcp.demo import cast
from gcp.research import COLUMNS
from gcp.settings import PROJECT
from gcp.store.engine import Engine
from tests.conftest import World
from tests.data_out.conftest import Gcp

pytestmark = pytest.mark.slow

REASON = ("--reason", "Which homes were seen unannounced? For the board.")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demonstration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GCP_INSTANCE", str(folder))
        patch.setenv("GCP_DEMONSTRATION", "1")
        assert main(["demo"]) == 0
    yield folder


@pytest.fixture
def extract(demonstration: Path, gcp: Gcp, out: Path) -> Path:
    assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite",
               instance=demonstration) == 0  # fmt: skip
    return out / "r.sqlite"


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document, with the field that it stands in."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, key)
    elif isinstance(value, str):
        yield key, value


WORDS = PROJECT / "gcp" / "text" / "en" / "research.yaml"
# Fields that hold a choice from a list, an item or sign of the rules, or the rules' own digest.
CHOSEN = {"kind", "access", "item", "state", "made_up_by", "sign", "seen", "room", "consent",
          "source", "role", "type", "because", "worst", "rules", "in_charge", "app"}  # fmt: skip


def forbidden(instance: Path) -> set[str]:
    """Every id, name, address, date, digest and word of the demonstration."""
    store = Engine(instance / "gcp.sqlite").store()
    found: set[str] = set()
    for row in store.all("SELECT body FROM revisions"):
        for key, text in texts(json.loads(row["body"])):
            if key not in CHOSEN:
                found.add(text)
    for row in store.all("SELECT event_id, day, source, words, outcome_why FROM events"):
        found |= {text for text in row.values() if text}
    for table in ("homes", "people", "accounts"):
        for row in store.all(f"SELECT * FROM {table}"):
            kept = {"kind", "agency", "role", "relation"} if table != "people" else {"kind"}
            found |= {str(text) for key, text in row.items()
                      if key not in kept and isinstance(text, str)}  # fmt: skip
    for row in store.all("SELECT words FROM reviews UNION SELECT id FROM reviews"):
        found.add(row["words"])
    found |= {each.name for each in cast.ACCOUNTS.values()}
    found |= {part for each in cast.HOUSEHOLDS for part in (each.address, each.postcode, each.name)}
    # What the rules and the dictionary say of every home is no family's: "Kitchen", "not known".
    everyday = (PROJECT / "scoring_rules.yaml").read_text("utf-8") + WORDS.read_text("utf-8")
    return {each for each in found if len(each) > 1 and each not in everyday}


def test_no_name_address_date_or_word_is_in_its_bytes(demonstration: Path, extract: Path) -> None:
    searched = forbidden(demonstration)
    assert {"Kerry", "Donna", "Wren", "14 Larch Bank, Millbrook", "2012-03-19", "Nia Farrow",
            "No sheet. The cover is thin and has old stains."} <= searched  # fmt: skip
    assert len(searched) > 500
    for file in (extract, extract.with_suffix(".metadata.json")):
        data = file.read_bytes()
        found = {each for each in searched if each.encode() in data}
        assert found == set()
        assert b"Larch" not in data and b"Millbrook" not in data and b"ZZ3" not in data


def test_it_holds_what_the_record_holds(demonstration: Path, extract: Path) -> None:
    made, store = Database(str(extract)), Engine(demonstration / "gcp.sqlite").store()
    visits = store.one("SELECT count(*) AS n FROM visits WHERE signed_revision IS NOT NULL")
    assert visits and made["visits"].count == visits["n"]
    kept = store.all("SELECT body FROM revisions r JOIN visits v ON v.id = r.visit_id"
                     " AND v.signed_revision = r.number")  # fmt: skip
    bodies = [json.loads(row["body"]) for row in kept]
    assert made["grades"].count == sum(len(each["grades"]) for each in bodies)
    assert made["voices"].count == sum(len(each["voices"]) for each in bodies)
    graded = sorted(each["grade"] for body in bodies for each in body["grades"] if each.get("grade"))
    rows = made.query("SELECT grade FROM grades WHERE grade IS NOT NULL ORDER BY grade")
    assert [row["grade"] for row in rows] == graded
    assert {row["access"] for row in made["visits"].rows} <= {"inside", "doorstep", "refused", "no_reply"}
    assert all(row["person"] for row in made.query("SELECT person FROM voices"))
    assert next(made.query("SELECT min(number) AS a, min(days_since_first) AS b FROM visits")) == {
        "a": 1, "b": 0
    }  # fmt: skip


def test_decisions_to_share_are_there_without_their_words(
    whole: World, gcp: Gcp, out: Path
) -> None:
    assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite") == 0
    made = Database(str(out / "r.sqlite"))
    assert list(made.query("SELECT decided, agency, basis, consent FROM sharing")) == [
        {"decided": "shared", "agency": "school", "basis": "child_safety", "consent": "not_safe"}
    ]
    data = (out / "r.sqlite").read_bytes()
    for words in (b"Mrs Brook", b"That Mia", b"To help her", b"Ann was drunk"):
        assert words not in data


def test_steps_of_referrals_and_escalations_are_there_without_their_words(
    demonstration: Path, extract: Path
) -> None:
    made, store = Database(str(extract)), Engine(demonstration / "gcp.sqlite").store()
    kept = store.all("SELECT kind, outcome, how, stage FROM event_steps WHERE event_id NOT IN"
                     " (SELECT event_id FROM events WHERE withdrawn = 1)")  # fmt: skip
    told = list(made.query("SELECT kind, outcome, how, stage FROM event_steps"))
    assert kept and sorted(map(str, told)) == sorted(map(str, kept))
    assert {row["kind"] for row in made.query(
        "SELECT e.kind FROM event_steps s JOIN events e ON e.id = s.event")} <= {"referral", "escalation"}


def test_no_day_that_is_public_tells_the_day_of_a_visit(extract: Path) -> None:
    kinds = {row["kind"] for row in Database(str(extract))["events"].rows}
    assert "referral" in kinds and "holiday" not in kinds


def test_every_column_is_in_the_dictionary_and_in_the_metadata(extract: Path) -> None:
    made = Database(str(extract))
    tables = {name for name in made.table_names() if not name.startswith("sqlite_")}
    assert tables == set(COLUMNS)
    told = {(row["table"], row["column"]) for row in made["dictionary"].rows if row["meaning"]}
    columns = {(table, each) for table in tables for each in made[table].columns_dict}
    assert told == columns
    about = json.loads(extract.with_suffix(".metadata.json").read_text("utf-8"))
    named = about["databases"]["r"]["tables"]
    assert {(table, each) for table in named for each in named[table]["columns"]} == columns
    assert all(each["description"] for each in named.values())
    assert not any("units" in each for each in named.values()), "Datasette trips over them"
    links = {(table, key.column, key.other_table) for table in tables
             for key in made[table].foreign_keys}  # fmt: skip
    assert ("grades", "visit", "visits") in links and ("visits", "home", "homes") in links
    assert made.execute("PRAGMA foreign_key_check").fetchall() == []
    assert made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_small_cells_are_noted(extract: Path) -> None:
    rows = list(Database(str(extract))["small_cells"].rows)
    assert rows and all(0 < row["homes"] < LEAST_HOMES for row in rows)
    assert {"table": "visits", "column": "kind", "value": "emergency"}.items() <= next(
        row for row in rows if row["value"] == "emergency"
    ).items() or "emergency" not in {row["value"] for row in rows}


def pseudonyms(file: Path) -> set[str]:
    return {row["pseudonym"] for row in Database(str(file))["visits"].rows}


def test_pseudonyms_are_others_each_time_unless_the_key_is_kept(
    demonstration: Path, gcp: Gcp, out: Path
) -> None:
    def make(name: str, *more: object) -> set[str]:
        assert gcp("export", "--research", *REASON, "--out", out / name, *more,
                   instance=demonstration) == 0  # fmt: skip
        return pseudonyms(out / name)

    assert not make("a.sqlite") & make("b.sqlite")
    key = ("--key-file", out / "key")
    assert make("c.sqlite", *key) == make("d.sqlite", *key)
    assert (out / "key").stat().st_mode & 0o777 == 0o600
    held = (out / "key").read_text().strip().encode()
    assert held not in (out / "c.sqlite").read_bytes()


def test_a_key_that_others_can_read_or_that_is_none_is_refused(
    gcp: Gcp, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text, mode in (("a" * 64, 0o644), ("short", 0o600), ("", 0o600)):
        (out / "key").write_text(text)
        (out / "key").chmod(mode)
        assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite", "--key-file",
                   out / "key") == 1  # fmt: skip
        assert capsys.readouterr().err.count("\n") == 1
    assert [each.name for each in out.iterdir()] == ["key"]


def test_it_needs_a_reason_that_goes_into_the_audit_log(
    whole: World, gcp: Gcp, out: Path
) -> None:
    assert gcp("export", "--research", "--out", out / "r.sqlite") == 1
    assert gcp("export", "--research", "--reason", "  ", "--out", out / "r.sqlite") == 1
    assert list(out.iterdir()) == []
    assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite") == 0
    (row,) = whole.store.all("SELECT detail FROM audit WHERE action = 'research_exported'")
    assert json.loads(row["detail"])["reason"] == REASON[1]
    for each in out.iterdir():
        assert each.stat().st_mode & 0o777 == 0o600
    held = (out / "r.sqlite").read_bytes()
    assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite") == 1
    assert (out / "r.sqlite").read_bytes() == held


def test_joined_homes_count_as_one_and_drafts_not_at_all(
    whole: World, gcp: Gcp, out: Path
) -> None:
    assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite") == 0
    made = Database(str(out / "r.sqlite"))
    assert made["homes"].count == 1 and made["visits"].count == 2
    (home,) = made["homes"].rows
    assert home["found_on_a_visit"] == 1
    people = {row["id"] for row in made["people"].rows}
    assert {row["person"] for row in made["grades"].rows} - {None} <= people


def test_a_disk_that_fills_up_leaves_nothing(
    gcp: Gcp, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("gcp.store.extract.PRAGMAS", ("journal_mode = OFF", "max_page_count = 30"))
    assert gcp("export", "--research", *REASON, "--out", out / "r.sqlite") == 1
    assert "too little room" in capsys.readouterr().err
    assert list(out.iterdir()) == []
