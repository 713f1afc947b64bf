"""`gcp rules` and `gcp score`: a line for each problem, the right exit code, never a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gcp.cli import main
from gcp.core.rules import read_rules

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parent.parent
SMALL = PROJECT / "tests" / "data" / "small_rules.yaml"
DIGEST = read_rules(SMALL.read_text("utf-8")).digest
VISIT = {
    "observed_at": "2026-01-10T10:00:00Z",
    "children": [{"id": "a", "born": "2020-05-01"}],
    "grades": [{"item": "sleeping.bedding", "child": "a", "grade": 4},
               {"item": "hygiene.kitchen", "state": "not_seen"}],
}  # fmt: skip
NOT_GRADED = {"grade": None, "because": [], "worst": None, "graded": 0}
BEDDING = ["sleeping.bedding"]
RESULT = {
    "sleeping": {"grade": 4, "because": BEDDING, "worst": BEDDING[0], "graded": 1, "applicable": 1},
    "hygiene": {**NOT_GRADED, "applicable": 2},
    "nutrition": {**NOT_GRADED, "applicable": 1},
}

Capture = pytest.CaptureFixture[str]


def run(capture: Capture, *arguments: object) -> tuple[int, str, str]:
    code = main([str(each) for each in arguments])
    out, err = capture.readouterr()
    return code, out, err


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    path = tmp_path / "visit.json"
    path.write_text(json.dumps(VISIT), "utf-8")
    return path


def test_a_sound_rules_file_is_named_with_its_digest(capsys: Capture) -> None:
    line = f"{SMALL}: rules version test.1, 3 areas, 5 items, digest {DIGEST}\n"
    assert run(capsys, "rules", "check", SMALL) == (0, line, "")


def test_every_mistake_is_a_line_with_its_place(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    text = SMALL.read_text("utf-8").replace('"test.1"', "1.10").replace("quick:", "quik:")
    path.write_text(text, "utf-8")
    assert run(capsys, "rules", "check", path) == (
        1,
        f"{path}:1:10: YAML does not read 1.10 as text. Put it in quotes.\n"
        f"{path}:17:9: quik is not known here. Write quick, or take it out.\n",
        "",
    )
    code, out, err = run(capsys, "rules", "show", path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:1:10: ")


def test_rules_are_shown_to_read(capsys: Capture) -> None:
    code, out, err = run(capsys, "rules", "show", SMALL)
    assert (code, err) == (0, "")
    assert "Bedding (sleeping.bedding): about each child, in the quick record" in out
    assert "Safer sleep (sleeping.cot): about each child, from 0 to under 12 months old" in out
    assert "  4  One part left\n" in out


@pytest.mark.parametrize("command", [("rules", "check"), ("rules", "show"), ("score",)])
@pytest.mark.parametrize("name", ["nowhere.json", "", ".", "no\0where", "visit.json/x"])
def test_a_file_that_cannot_be_read_is_one_line(
    capsys: Capture, visit: Path, command: tuple[str, ...], name: str
) -> None:
    code, out, err = run(capsys, *command, f"{visit.parent}/{name}")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert ": " in err


@pytest.mark.parametrize(
    "data", [b"", b"\x89PNG\r\n\x1a\n\xff", b"\0" * 100, b"x" * 2_000_000, b"\xff" * 2_000_000,
             b"[" * 10_000, b"\xff\xfea\0", b"\x1b[31m: : :"],
    ids=range(8),
)  # fmt: skip
def test_a_file_of_anything_else_is_refused_in_lines(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    code, out, err = run(capsys, "rules", "check", path)
    assert (code, err) == (1, "")
    assert all(line.startswith(f"{path}:") for line in out.splitlines())
    code, out, err = run(capsys, "score", "--rules", SMALL, path)
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}: ")
    give(monkeypatch, data)
    code, out, err = run(capsys, "score", "--rules", SMALL, "-")
    assert (code, out) == (1, "")
    assert err.startswith("standard input: ")
    assert "\x1b" not in err


def test_a_score_is_json(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, visit: Path
) -> None:
    code, out, err = run(capsys, "score", "--rules", SMALL, visit)
    assert (code, err) == (0, "")
    assert json.loads(out) == {"rules": DIGEST, "children": {"a": RESULT}, "home": RESULT}
    give(monkeypatch, visit.read_bytes())
    assert run(capsys, "score", "--rules", SMALL, "-") == (0, out, "")


def test_the_shipped_rules_are_used_if_none_are_named(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, visit: Path
) -> None:
    monkeypatch.chdir(visit.parent)
    shipped = read_rules((PROJECT / "scoring_rules.yaml").read_text("utf-8"))
    assert json.loads(run(capsys, "score", visit)[1])["rules"] == shipped.digest
    (visit.parent / "scoring_rules.yaml").write_bytes(SMALL.read_bytes())
    assert json.loads(run(capsys, "score", visit)[1])["rules"] == DIGEST


def test_every_problem_of_a_visit_is_a_line(capsys: Capture, visit: Path) -> None:
    grades: list[dict[str, Any]] = [{"item": "hygiene.kitchen", "grade": 6}, {"item": "a\nb"}]
    visit.write_text(json.dumps({**VISIT, "grades": grades, "co\x1blour": 1}), "utf-8")
    code, out, err = run(capsys, "score", "--rules", SMALL, visit)
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        f"{visit}: co\N{REPLACEMENT CHARACTER}lour: There is no field called"
        " co\N{REPLACEMENT CHARACTER}lour here. Take it out.",
        f"{visit}: grades[0].grade: Write a whole number from 1 to 5.",
        f"{visit}: grades[1].item: a\N{REPLACEMENT CHARACTER}b is not an item of these rules."
        " Choose one that is.",
        f"{visit}: grades[1]: There is no answer here. Give a grade from 1 to 5, or say not_seen,"
        " refused or not_applicable.",
    ]


@pytest.mark.parametrize(
    "arguments", [(), ("rules",), ("score",), ("dance",), ("rules", "check"), ("score", "a", "b")]
)
def test_misuse_says_how_to_use_it(capsys: Capture, arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: gcp")


@pytest.mark.parametrize("arguments", [(), ("rules",), ("rules", "check"), ("score",)])
def test_help_is_there_for_every_command(capsys: Capture, arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage: gcp")


COMMAND = (sys.executable, "-c", "from gcp.cli import main; raise SystemExit(main())")


@pytest.mark.parametrize("command", ["check", "show"])
def test_a_reader_that_stops_early_gets_no_traceback(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [*COMMAND, "rules", command, "scoring_rules.yaml"], cwd=PROJECT, stdout=writing,
        stderr=subprocess.PIPE, timeout=60, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_a_terminal_that_knows_few_characters_gets_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(SMALL.read_text("utf-8").replace("A small profile", "Ein Maß – 家"), "utf-8")
    ended = subprocess.run(
        [*COMMAND, "rules", "show", path], cwd=PROJECT, capture_output=True, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"Ein Ma\\xdf \\u2013 \\u5bb6, test.1")
