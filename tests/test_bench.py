"""Each benchmark runs, on tiny numbers, and gives its figures; how fast it is, is not tested."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import fill, imaging, intake, photo
from bench.report import Bar, Figure, Report, percentile
from gcp.core.rules import read_rules
from gcp.core.visit import check_visit, parse_visit
from gcp.demo.families import UNTIL, Family
from gcp.settings import default_rules_file
from tests.browser.machine import NEEDED, find_browser

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parent.parent


def alone(code: str) -> None:
    """Run checks in a process of their own: a benchmark brings its own browser and sockets."""
    subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, timeout=200)


@pytest.fixture
def needs_browser() -> None:
    if find_browser() is None:
        pytest.fail(NEEDED) if os.environ.get("GCP_BROWSER_REQUIRED") else pytest.skip(NEEDED)


def test_a_figure_is_printed_with_its_bar_beside_it() -> None:
    figures = [Figure("fast", 12.34, "ms", Bar("at most", 50)), Figure("visits", 5000)]
    lines = Report("what", "how", figures).text().splitlines()
    assert lines[:2] == ["what", "  (how)"]
    assert [line.split() for line in lines[2:]] == [
        ["fast", "12.3", "ms", "bar:", "at", "most", "50,", "reached"], ["visits", "5,000"],
    ]  # fmt: skip
    assert "NOT reached" in Figure("few", 3, "/s", Bar("at least", 4)).line()


def test_percentiles_are_values_that_were_measured() -> None:
    assert [percentile(range(1, 101), each) for each in (50, 95, 99)] == [51, 96, 100]
    assert percentile([], 50) == 0


def test_the_visits_sent_are_large_sound_and_always_the_same() -> None:
    rules = read_rules(default_rules_file().read_text("utf-8"))
    made = [
        intake.body_of(rules, Family(number, children_wanted=3), 3) for number in (1, 2, 1)
    ]
    assert made[0] == made[2] != made[1]
    for body in made:
        assert 10_000 < len(body) < 25_000
        check_visit(parse_visit(body), rules, UNTIL)


@pytest.mark.slow
@pytest.mark.parametrize("photos", [0, 1])
def test_intake_takes_in_every_visit(photos: int) -> None:
    alone(
        "from bench import intake\n"
        f"load = intake.Load(devices=2, photos={photos}, seconds=0.5, warm_up=0.1, variants=2)\n"
        "found = intake.measure(load)\n"
        "assert found.tally.failures == [], found.tally.failures\n"
        "assert found.kept == found.tally.taken_in > 0\n"
        "assert found.a_second > 0\n"
    )


@pytest.mark.slow
def test_a_filled_database_is_kept_and_its_homes_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fill.CACHE, str(tmp_path))
    alone(
        "from bench import home_page\n"
        "found = home_page.measure(400, asked=2).outcome\n"
        "assert len(found.pages) == 3 * len(found.questions) == 6\n"
        "assert 0 < min(found.questions) < min(found.pages)\n"
    )
    kept = next(tmp_path.iterdir())
    made_at = (kept / "gcp.sqlite").stat().st_ino
    alone(
        "from bench import search\n"
        "found = search.measure(400)\n"
        "assert len(found) == 3 and all(min(each.pages) > 0 for each in found.values())\n"
    )
    with fill.filled(400) as again:
        assert (again.instance / "gcp.sqlite").stat().st_ino == made_at


@pytest.mark.slow
def test_reports_are_timed_and_weighed() -> None:
    alone(
        "from bench.report_pdf import Load, measure\n"
        "found = measure(Load(2, 3, 'home_full'))\n"
        "assert found.pages > 5 and 0 < found.writing < found.seconds\n"
        "assert found.megabytes > found.photos > 0 and found.peak >= found.start > 0\n"
    )


@pytest.mark.slow
def test_pictures_are_timed_in_a_process_of_their_own() -> None:
    taken, megabytes = imaging.measure("copies", photo.jpeg((640, 480), 60_000, imaging.TAKEN), 2)
    assert len(taken) == 2 and min(taken) > 0 and megabytes >= 0


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "from bench import start\n(found,), (offline,) = start.measure(1)\n"
        "assert {'the page itself', 'scripts', 'style'} <= set(found.kilobytes)\n"
        "assert found.requests >= 3 and found.whole > 0 and found.control > 0\n"
        "assert offline.lock > 0 and offline.opened > 0\n",
        "from bench import tap\nfound = tap.measure(3)\n"
        "assert len(found.taps) == len(found.bare) == 3 and found.draft_bytes > 15_000\n",
        "from bench import photo\n(found,) = photo.measure(1)\n"
        "assert found.took > 0 and found.blocked >= 0\n",
    ],
    ids=["start", "tap", "photo"],
)
def test_a_real_browser_gives_its_figures(needs_browser: None, code: str) -> None:
    alone(code)


def test_help_names_every_benchmark_and_an_unknown_name_is_refused() -> None:
    def bench(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bench", *words]
        return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)

    told = bench("--help")
    assert told.returncode == 0
    assert all(name in told.stdout for name in ("intake", "home_page", "search", "start", "tap"))
    assert "no benchmark is called nothing" in bench("nothing").stderr
