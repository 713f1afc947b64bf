"""What has to stand in two places, for two languages or two screens, is the same in both."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gcp import imaging, intake
from gcp.core import history, rules_reader, visit_fields
from gcp.imaging_containers import read_container
from gcp.settings import PROJECT
from gcp.text import read_text
from tests.conftest import CORPUS

CODES = (PROJECT / "static" / "js" / "core" / "codes.js").read_text("utf-8")
PICTURES = (PROJECT / "static" / "js" / "device" / "picture-kind.js").read_text("utf-8")
TEXT = read_text("en").as_json()
SCRIPTS = sorted((PROJECT / "static" / "js").rglob("*.js"))
STORED: dict[str, Any] = {
    "KINDS": set(visit_fields.KINDS),
    "ACCESS": set(visit_fields.ACCESS),
    "STATES": set(visit_fields.STATES),
    "ROLES": set(visit_fields.ROLES),
    "MADE_UP_BY": set(visit_fields.MADE_UP_BY),
    "SEEN": set(visit_fields.SEEN),
    "ROOMS": set(visit_fields.ROOMS),
    "CONSENTS": set(visit_fields.CONSENTS),
    "POWERS": set(visit_fields.POWERS),
    "CHECKED": set(visit_fields.CHECKED),
    "SIGN_GROUPS": set(rules_reader.SIGN_GROUPS),
    "CONCERN": history.CONCERN,
    "WORDS": visit_fields.WORDS,
    "OWN_WORDS": visit_fields.OWN_WORDS,
    "PHOTO_BYTES": intake.PHOTO_BYTES,
}


def on_the_device() -> dict[str, Any]:
    """Each limit as a number; codes as a set, since a page may offer them in its own order."""
    found = re.findall(r"^export const (\w+) = ([^;]+);$", CODES, re.M)
    return {name: set(json.loads(value)) if "[" in value else int(value) for name, value in found}


def sayings(words: dict[str, Any]) -> dict[str, str]:
    """What is said for each code, however its first letter is written."""
    said = {code: each["title"] if isinstance(each, dict) else each for code, each in words.items()}
    return {code: sentence.lower() for code, sentence in said.items()}


def test_the_device_has_every_code_and_limit_of_the_server() -> None:
    assert on_the_device().keys() == STORED.keys()


@pytest.mark.parametrize(("name", "value"), on_the_device().items())
def test_the_device_s_codes_and_limits_are_the_server_s(name: str, value: Any) -> None:
    assert value == STORED[name]


def test_the_largest_photo_is_the_same_wherever_it_is_said() -> None:
    assert intake.PHOTO_BYTES == imaging.BYTES
    megabytes = f"{intake.PHOTO_BYTES // 1_000_000} MB"
    assert megabytes in TEXT["visit"]["photos"]["refused"]["too_large"]


@pytest.mark.parametrize("template", ["arriving", "photos"])
def test_a_field_takes_no_more_than_the_server(template: str) -> None:
    page = (PROJECT / "templates" / "visit" / f"{template}.html").read_text("utf-8")
    limits = {int(each) for each in re.findall(r'maxlength="(\d+)"', page)}
    assert limits and limits <= {visit_fields.NAME, visit_fields.WORDS}


@pytest.mark.parametrize("brand", re.findall(r'"(\w{4})"', PICTURES.partition("];")[0]))
def test_a_heic_that_the_device_keeps_is_one_for_the_server(brand: str) -> None:
    head = b"\0\0\0\x18ftyp" + brand.encode() + b"\0\0\0\0mif1heic"
    assert read_container(head).format == "HEIF"


@pytest.mark.parametrize("name", ["kinds", "access", "states", "made_up_by", "rooms"])
def test_a_code_is_said_alike_on_the_tablet_and_on_the_pages(name: str) -> None:
    assert sayings(TEXT["visit"][name]) == sayings(TEXT["common"][name])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (TEXT["common"]["kinds"], visit_fields.KINDS),
        (TEXT["common"]["access"], visit_fields.ACCESS),
        (TEXT["common"]["states"], visit_fields.STATES),
        (TEXT["common"]["made_up_by"], visit_fields.MADE_UP_BY),
        (TEXT["common"]["rooms"], visit_fields.ROOMS),
        (TEXT["visit"]["seen"], visit_fields.SEEN),
        (TEXT["visits"]["seen"], visit_fields.SEEN),
        (TEXT["visit"]["consent"], visit_fields.CONSENTS),
        (TEXT["visits"]["consent"], (*visit_fields.CONSENTS, "none")),
        (TEXT["visits"]["source"], visit_fields.SOURCES),
        (TEXT["visit"]["powers"]["kinds"], visit_fields.POWERS),
        (TEXT["powers"]["kinds"], visit_fields.POWERS),
        (TEXT["visit"]["care"]["checked"], visit_fields.CHECKED),
        (TEXT["powers"]["checked"], visit_fields.CHECKED),
        (TEXT["visit"]["signs"]["groups"], rules_reader.SIGN_GROUPS),
    ],
)
def test_every_code_has_its_words(words: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert words.keys() == set(codes)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_sentence_that_a_script_asks_for_is_there(path: Path) -> None:
    for asked in re.findall(r'\bwords\("([\w.]+)"', path.read_text("utf-8")):
        found = {**TEXT["visit"], **TEXT["device"]}
        for key in asked.split("."):
            found = found[key]
        assert isinstance(found, str), asked


def test_the_words_of_the_device_hide_none_of_the_visit() -> None:
    assert not TEXT["visit"].keys() & TEXT["device"].keys()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("node"), reason="runs the device's reader in Node")
def test_the_device_reads_the_same_time_from_a_photo_as_the_server() -> None:
    photos = [
        each
        for each in sorted((CORPUS / "images").glob("*.*"))
        if read_container(each.read_bytes()).format in ("JPEG", "HEIF")
    ]
    script = """
        import { readFileSync } from "node:fs";
        import { takenAt } from "./static/js/core/exif.js";
        const [, ...paths] = process.argv;
        console.log(JSON.stringify(paths.map((each) => takenAt(new Uint8Array(readFileSync(each))))));
    """
    command = ["node", "--input-type=module", "-e", script, "--", *map(str, photos)]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [imaging.check_picture(each).taken_at for each in photos]
