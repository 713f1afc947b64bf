"""The device's pages and their worker: public, the same bytes for everybody, nothing of a case."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest

from tests.conftest import World


def shell_of(world: World) -> dict[str, Any]:
    script = world.app.test_client().get("/sw.js").text
    listed = re.match(r"self\.SHELL = (\{.*?\n\});\n", script, re.DOTALL)
    assert listed
    return json.loads(listed[1])


def test_everybody_gets_the_same_page(world: World) -> None:
    stranger = world.app.test_client().get("/visit")
    assert stranger.status_code == 200
    for who in ("owner", "police", "partner", "administrator"):
        assert world.client(who).get("/visit").data == stranger.data


def test_the_page_holds_no_name_no_token_and_no_case(world: World) -> None:
    page = world.client("owner").get("/visit").text
    for word in ("Owner", "owner@", "csrf", "Mia", "Example Row", world.rules):
        assert word not in page


def test_the_page_is_asked_for_again_and_sent_only_when_it_changed(world: World) -> None:
    client = world.app.test_client()
    for path in ("/visit", "/sw.js"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert client.head(path).status_code == 200


def test_the_worker_lists_every_file_with_the_digest_of_what_is_served(world: World) -> None:
    client = world.app.test_client()
    files = shell_of(world)["files"]
    assert files[0]["url"] == "/visit"
    assert len(files) == len({each["url"] for each in files}) > 8
    for each in files:
        with client.get(each["url"]) as answer:
            assert answer.status_code == 200, each["url"]
            assert hashlib.sha256(answer.data).hexdigest() == each["sha256"], each["url"]


def test_the_page_names_no_file_that_is_not_kept_for_it(world: World) -> None:
    page = world.app.test_client().get("/visit").text
    kept = {each["url"] for each in shell_of(world)["files"]}
    named = set(re.findall(r'(?:src|href|data-picture-worker|data-draft-worker)="(/static/[^"]+)"', page))
    assert named <= kept


def test_the_worker_is_a_classic_script_from_the_root(world: World) -> None:
    answer = world.app.test_client().get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert not re.search(r"^\s*(import|export)\b", answer.text, re.MULTILINE)


def test_the_version_changes_with_the_page(settings: Any, world: World) -> None:
    from dataclasses import replace

    from gcp import create_app

    other = create_app(replace(settings, idle_lock_minutes=3))
    changed = World(other, world.clock)
    assert shell_of(changed)["version"] != shell_of(world)["version"]
    other.extensions["gcp"].engine.close()


def test_the_manifest_can_be_installed(world: World) -> None:
    client = world.app.test_client()
    with client.get("/static/manifest.webmanifest") as answer:
        assert answer.mimetype == "application/manifest+json"
        manifest = json.loads(answer.data)
    assert (manifest["start_url"], manifest["display"], manifest["scope"]) == ("/visit", "standalone", "/")
    sizes = {(each["sizes"], each.get("purpose", "any")) for each in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    for each in [*manifest["icons"], *manifest["shortcuts"]]:
        path = each.get("src") or each["url"]
        with client.get(path.partition("#")[0]) as found:
            assert found.status_code == 200


@pytest.mark.parametrize("value", ["0", "121", "soon", "-5", "99999"])
def test_an_idle_lock_that_cannot_be_is_named(value: str, tmp_path: Any) -> None:
    from gcp.settings import SettingsError, read_settings

    with pytest.raises(SettingsError, match="GCP_IDLE_LOCK_MINUTES.*from 1 to 120"):
        read_settings({"GCP_IDLE_LOCK_MINUTES": value, "GCP_INSTANCE": str(tmp_path)})
