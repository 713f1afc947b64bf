"""README says what is so: its commands, files and version."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gcp.cli import main
from gcp.version import VERSION

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text("utf-8")
MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")


def test_the_version_is_the_newest_heading_of_the_changes() -> None:
    headings = re.findall(r"^## (\S+)", (PROJECT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == VERSION


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?:`|\n)make ([a-z]+)", README))))
def test_every_make_target_that_readme_names_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.M)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"gcp ([a-z][a-z-]+)\b", README))))
def test_every_command_that_readme_names_has_its_help(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:gcp|tests|static|templates)/[a-z_/.]+)`", README)))
)
def test_every_file_that_readme_names_is_there(path: str) -> None:
    assert (PROJECT / path).exists()


@pytest.mark.parametrize("picture", re.findall(r"\((docs/[^)]+)\)", README))
def test_every_picture_is_there_with_words_for_it(picture: str) -> None:
    assert (PROJECT / picture).is_file()
    assert re.search(rf"!\[[^\]]{{20,}}\]\({picture}\)", README)
