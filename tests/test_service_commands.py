"""The commands that set the service up, as an administrator types them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from gcp.cli import main
from gcp.demo.cast import PASSWORD as DEMONSTRATION_PASSWORD
from gcp.store import accounts
from gcp.store.engine import Engine, Store

PASSWORD = "three unlike words"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GCP_DEMONSTRATION", "GCP_HTTPS", "GCP_PROXIES", "GCP_RULES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GCP_INSTANCE", str(tmp_path / "instance"))
    return tmp_path / "instance"


def store(instance: Path) -> Store:
    return Engine(instance / "gcp.sqlite").store()


def typed(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words + "\n"))


def test_migrate_makes_the_database_once(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    assert "first_schema" in capsys.readouterr().out
    assert main(["migrate"]) == 0
    assert "first_schema" not in capsys.readouterr().out
    assert (instance / "secret_key").stat().st_mode & 0o077 == 0


def test_teams_and_people_are_added(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["add-team", "North", "--takes-new-homes"]) == 0
    typed(monkeypatch, PASSWORD)
    added = main(["add-person", "Ann@Example.test", "Ann", "practitioner", "--team", "North"])
    assert added == 0
    row = accounts.everyone(store(instance))[0]
    assert (row["email"], row["role"], row["teams"]) == (
        "ann@example.test", "practitioner", ["North"],
    )  # fmt: skip


@pytest.mark.parametrize("password", ["short", "", DEMONSTRATION_PASSWORD])
def test_a_weak_or_public_password_is_refused(
    instance: Path, monkeypatch: pytest.MonkeyPatch, password: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed(monkeypatch, password)
    assert main(["add-person", "ann@example.test", "Ann", "practitioner"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert accounts.everyone(store(instance)) == []


def test_what_cannot_be_done_is_said_in_one_line(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, PASSWORD)
    for command in (
        ["set-password", "nobody@example.test"],
        ["add-person", "ann@example.test", "Ann", "police", "--team", "Nowhere"],
        ["demo"],
    ):
        assert main(command) == 1
        assert capsys.readouterr().err.count("\n") == 1


def test_the_demonstration_is_never_mixed_with_real_people(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, PASSWORD)
    main(["add-person", "ann@example.test", "Ann", "administrator"])
    monkeypatch.setenv("GCP_DEMONSTRATION", "1")
    assert main(["demo"]) == 1
    assert len(accounts.everyone(store(instance))) == 1


def test_the_audit_log_of_a_new_database_is_sound(instance: Path) -> None:
    assert main(["check-audit"]) == 0


def test_the_audit_log_is_checked(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, PASSWORD)
    main(["add-person", "ann@example.test", "Ann", "administrator"])
    assert main(["check-audit"]) == 0
    kept = store(instance)
    with kept.writing():
        kept.run("UPDATE audit SET action = 'nothing'")
    assert main(["check-audit"]) == 1


def test_a_bad_setting_or_bad_rules_stop_the_start(
    instance: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    bad = tmp_path / "rules.yaml"
    bad.write_text("version: 1.10\n")
    monkeypatch.setenv("GCP_RULES", str(bad))
    assert main(["serve"]) == 1
    assert "gcp rules check" in capsys.readouterr().err
    monkeypatch.setenv("GCP_HTTPS", "perhaps")
    assert main(["migrate"]) == 1
    assert "GCP_HTTPS" in capsys.readouterr().err
