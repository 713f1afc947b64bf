"""`gcp report` makes the page's report, for whom the page makes it, and writes over no file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from gcp.cli import main
from gcp.store import accounts
from tests.conftest import HOME, World, an_id
from tests.web.test_reports import FORM, OWN_WORDS, check, read
from tests.web.test_reports import report as from_page

pytestmark = pytest.mark.slow

PASSWORD = "abcd-efgh-jkmn"
Report = Callable[..., int]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


@pytest.fixture
def report(world: World, out: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The command with all that it needs, a signed visit, and the real time of day."""
    settings = world.app.extensions["gcp"].settings
    monkeypatch.setenv("GCP_INSTANCE", str(settings.instance))
    monkeypatch.setenv("GCP_RULES", str(settings.rules_file))
    world.clock.now = datetime.now(UTC)
    assert world.send("owner", world.visit()).status_code == 201

    def run(home: str = HOME, *more: object, who: str = "owner") -> int:
        asked = ["report", home, "--out", str(out), "--as", f"{who}@example.test"]
        about = ["--for", FORM["for_whom"], "--why", FORM["why"]]
        return main([*asked, *about, *map(str, more)])

    return run


@pytest.mark.parametrize("kind", ["home_short", "home_full", "family", "visit_full"])
def test_it_says_what_the_pages_report_says(
    world: World, report: Report, out: Path, kind: str
) -> None:
    more = ("--visit", an_id("visit")) if kind.startswith("visit") else ()
    assert report(HOME, "--kind", kind, *more) == 0

    def told(data: bytes) -> set[str]:
        """Its words, without what every copy has of its own; its number's width moves pages."""
        own = r"Report (number )?[0-9A-F]{8}|\d\d:\d\d|Page \d+ of \d+"
        return set(re.sub(own, "", read(data)).split())

    assert told(out.read_bytes()) == told(from_page(world, kind))
    assert out.stat().st_mode & 0o077 == 0


def test_it_is_written_down_and_known_again(
    world: World, report: Report, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report("12 Example") == 0
    sha256 = hashlib.sha256(out.read_bytes()).hexdigest()
    assert sha256 in capsys.readouterr().out
    assert world.audit().count(("owner", "report_made")) == 1
    row = world.store.one("SELECT * FROM reports")
    assert row
    assert (row["made_by"], row["for_whom"], row["sha256"]) == (
        an_id("owner"), FORM["for_whom"], sha256
    )  # fmt: skip
    assert "This is the very file" in check(world, "owner", out.read_bytes())


def test_it_is_locked_with_a_password_that_is_no_argument(
    report: Report, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert report(HOME, "--password") == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(out)
    pikepdf.open(out, password=PASSWORD).close()
    out.unlink()
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    assert report(HOME, "--password-file", file) == 0
    pikepdf.open(out, password=PASSWORD).close()
    out.unlink()
    file.write_text("short\n")
    assert report(HOME, "--password-file", file) == 1
    assert report(HOME, "--password-file", tmp_path / "none") == 1
    assert report(HOME, "--password", "--password-file", file) == 2
    assert not out.exists()


@pytest.mark.parametrize(
    ("home", "more", "who"),
    [
        (an_id("no home"), (), "owner"), ("Nowhere Road", (), "owner"), ("", (), "owner"),
        (HOME, (), "stranger"), ("12 Example", (), "stranger"), (HOME, (), "administrator"),
        (HOME, (), "nobody"), (HOME, ("--kind", "feedback"), "owner"),
        (HOME, ("--kind", "visit_full"), "owner"), (HOME, ("--visit", "nonsense"), "owner"),
        (HOME, ("--visit", an_id("visit"), "--kind", "home_full"), "owner"),
        (an_id("no home"), ("--visit", an_id("visit")), "owner"),
        (HOME, ("--why", " "), "owner"), (HOME, ("--for", "x" * 1_000), "owner"),
        (HOME, ("--why", "\udcff"), "owner"),
    ],
)  # fmt: skip
def test_what_may_not_be_made_is_told_in_one_line_and_makes_nothing(
    world: World, report: Report, out: Path, home: str, more: tuple[str, ...], who: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert report(home, *more, who=who) == 1
    told = capsys.readouterr()
    assert told.err.strip() and "Traceback" not in told.err
    assert OWN_WORDS not in told.out + told.err
    assert not out.exists()
    assert world.store.one("SELECT id FROM reports") is None


def test_nothing_is_written_over(report: Report, out: Path) -> None:
    out.write_text("mine")
    assert report() == 1
    assert out.read_text() == "mine"


def test_closed_accounts_make_nothing(world: World, report: Report, out: Path) -> None:
    accounts.set_disabled(world.store, an_id("owner"), "2026-01-01T00:00:00.000Z", True)
    assert report() == 1
    assert not out.exists()
