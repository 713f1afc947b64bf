"""The many invented visits are as devices send them, always the same, and for no real database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from gcp.core.access import Account, Role
from gcp.core.rules import Rules, read_rules
from gcp.core.scoring import score
from gcp.core.visit import check_visit, parse_visit
from gcp.demo import many
from gcp.demo.courses import homes_with, visits_of
from gcp.settings import PROJECT
from gcp.store import accounts
from gcp.store.engine import Engine, Row, Store
from gcp.text import read_text

pytestmark = pytest.mark.slow
VISITS = 300
said = read_text("en").service.demo


def gcp(instance: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gcp.cli", *words]
    environment = {**os.environ, "GCP_INSTANCE": str(instance), "GCP_DEMONSTRATION": "1"}
    return subprocess.run(
        command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )


def join(store: Store) -> None:
    """Let somebody in who is not of the demonstration."""
    real = Account("real", "Real Person", "real@example.org", Role.PRACTITIONER, "social_care")
    accounts.add_account(store, real, "a hash", "2026-01-01T00:00:00.000Z")


def store_of(instance: Path) -> Store:
    return Engine(instance / "gcp.sqlite").store()


def rows(store: Store) -> list[Row]:
    return store.all("SELECT * FROM revisions ORDER BY visit_id")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules((PROJECT / "scoring_rules.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    done = gcp(folder, "demo", "--visits", str(VISITS))
    assert done.returncode == 0, done.stderr
    return folder


def test_every_visit_is_whole_and_scored_as_the_product_scores(
    instance: Path, rules: Rules
) -> None:
    store = store_of(instance)
    found = [each for each in rows(store) if '"app":"demonstration"' in each["body"]]
    assert len(found) >= VISITS
    for each in found:
        document = parse_visit(each["body"].encode())
        check_visit(document, rules, datetime.fromisoformat(each["received_at"]))
        assert json.loads(each["result"]) == score(rules, document) and not each["differs"]


def test_they_differ_honestly(instance: Path) -> None:
    documents = [json.loads(each["body"]) for each in rows(store_of(instance))]
    assert {each["access"] for each in documents} == {"inside", "doorstep", "refused", "no_reply"}
    assert len({each["kind"] for each in documents}) == 5
    assert {len(each["children"]) for each in documents} >= {1, 2, 3}
    grades = Counter(
        answer.get("grade") or answer["state"] for each in documents for answer in each["grades"]
    )
    assert {*grades} == {1, 2, 3, 4, 5, "not_seen", "refused", "not_applicable"}
    assert min(grades.values()) > 10
    told = [voice for each in documents for voice in each["voices"]]
    assert {each["seen"] for each in told} == {"seen", "seen_alone", "not_seen"}
    answers = [answer for each in documents for answer in each["grades"]]
    assert any(each.get("made_up_by") for each in answers)
    assert all(each["words"] for each in answers if (each.get("grade") or 0) > 3)


def test_nothing_of_it_is_unexplained(instance: Path) -> None:
    looked = gcp(instance, "verify")
    assert looked.returncode == 0, looked.stdout


def test_they_are_the_same_at_every_making_and_other_ones_for_another_seed(
    instance: Path, rules: Rules, tmp_path: Path
) -> None:
    made = {}
    for seed in (1, 2):
        store = Engine(tmp_path / f"{seed}.sqlite").store()
        store.migrate()
        many.fill(store, rules, tmp_path / f"photos{seed}", VISITS, "cheap", seed)
        made[seed] = {each["visit_id"]: each["body"] for each in rows(store)}
        store.close()
    kept = {each["visit_id"]: each["body"] for each in rows(store_of(instance))}
    assert len(made[1]) == VISITS and made[1].items() <= kept.items()
    assert not made[1].keys() & made[2].keys()


def test_ten_visits_to_a_home_some_with_fifty_a_few_with_more() -> None:
    counts = list(homes_with(20_000))
    assert len(counts) == 2_000 and sum(counts) == 20_000
    assert counts[:500] == [visits_of(number) for number in range(500)]
    many_visits = Counter(count for count in counts if count >= 50)
    assert many_visits[50] == 80 and sum(many_visits.values()) == 100
    assert sum(homes_with(17)) == 17


def test_a_real_database_gets_none(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    store.migrate()
    join(store)
    before = rows(store)
    refused = gcp(tmp_path, "demo", "--visits", "5")
    assert refused.returncode == 1 and refused.stderr.strip() == said.real_people
    assert rows(store) == before and len(accounts.everyone(store)) == 1


def test_a_demonstration_that_real_people_have_joined_gets_none(
    instance: Path, tmp_path: Path
) -> None:
    assert gcp(tmp_path, "demo").returncode == 0
    store = store_of(tmp_path)
    join(store)
    before = len(rows(store))
    refused = gcp(tmp_path, "demo", "--visits", "5")
    assert refused.returncode == 1 and refused.stderr.strip() == said.real_people
    assert len(rows(store)) == before


def test_a_second_time_and_a_number_that_is_none_are_refused(instance: Path) -> None:
    again = gcp(instance, "demo", "--visits", "5")
    assert again.returncode == 1 and again.stderr.strip() == said.full_already
    for written in ("0", "-1", "many", "1e6", "99999999999"):
        refused = gcp(instance, "demo", f"--visits={written}")
        assert refused.returncode == 2 and "Traceback" not in refused.stderr
