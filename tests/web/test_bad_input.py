"""Bad input gets one clear answer in the one shape, never a 500, and changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import CORPUS, HOME, JAY, MIA, World, an_id, make_world, settings_in

GRADE = {"item": "hygiene.kitchen", "grade": 2}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for all tests here: what is refused changes nothing, which `refused` checks."""
    yield from make_world(settings_in(tmp_path_factory.mktemp("bad-input")))


def refused(world: World, document: Any, status: int = 422) -> list[str]:
    """Sends what must be refused; the paths that the answer names."""
    before = world.store.one("SELECT count(*) AS n FROM revisions")
    answer = world.send("owner", document, visit=an_id("visit"))
    assert answer.status_code == status, answer.text
    error = answer.json["error"]
    assert set(error) == {"code", "message", "fields"}
    assert error["code"] and error["message"]
    assert all(set(field) == {"path", "message"} for field in error["fields"])
    assert world.store.one("SELECT count(*) AS n FROM revisions") == before
    return [field["path"] for field in error["fields"]]


@pytest.mark.parametrize("grade", [0, 6, -1, "4", 3.5, 4.0, True, None, [], {}, 10**30])
def test_a_grade_is_a_whole_number_from_1_to_5(world: World, grade: Any) -> None:
    paths = refused(world, world.visit(grades=[{"item": "hygiene.kitchen", "grade": grade}]))
    assert paths and all(path.startswith("grades[0]") for path in paths)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"rules": "0" * 64}, "rules"),
        ({"rules": 7}, "rules"),
        ({"id": an_id("another")}, "id"),
        ({"id": "visit"}, "id"),
        ({"home": None}, "home"),
        ({"kind": "surprise"}, "kind"),
        ({"access": "window"}, "access"),
        ({"observed_at": "yesterday"}, "observed_at"),
        ({"observed_at": "2026-03-01T12:00:00"}, "observed_at"),
        ({"observed_at": "2099-01-01T00:00:00+00:00"}, "observed_at"),
        ({"observed_at": "1999-01-01T00:00:00+00:00"}, "observed_at"),
        ({"written_at": 5}, "written_at"),
        ({"colour": "red"}, "colour"),
        ({"grades": [{**GRADE, "item": "hygiene.moon"}]}, "grades[0].item"),
        ({"grades": [GRADE, GRADE]}, "grades[1]"),
        ({"grades": [{**GRADE, "child": MIA}]}, "grades[0].child"),
        ({"grades": [{"item": "sleeping.bedding", "grade": 2}]}, "grades[0].child"),
        ({"grades": [{**GRADE, "state": "not_seen"}]}, "grades[0]"),
        ({"grades": [{"item": "hygiene.kitchen"}]}, "grades[0]"),
        ({"grades": [{**GRADE, "colour": 1}]}, "grades[0].colour"),
        ({"grades": "all 2"}, "grades"),
        ({"grades": [GRADE] * 2001}, "grades"),
        ({"present": [an_id("nobody")]}, "present[0]"),
        ({"signs": [{"sign": "ghost"}]}, "signs[0].sign"),
        ({"voices": [{"child": MIA, "seen": "perhaps"}]}, "voices[0].seen"),
        ({"notes": "x" * 12_000}, "notes"),
        ({"notes": "a\x00b"}, "notes"),
    ],
)
def test_each_mistake_is_named_with_its_place(world: World, changes: Any, path: str) -> None:
    paths = refused(world, world.visit(**changes))
    assert any(found.startswith(path) for found in paths), paths


@pytest.mark.parametrize(
    "key", ["id", "home", "rules", "kind", "access", "observed_at", "written_at"]
)
def test_what_must_be_there_is_asked_for(world: World, key: str) -> None:
    document = world.visit()
    del document[key]
    assert any(path == key for path in refused(world, document))


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"visit"', b"\xff\xfe", b'{"id": NaN}', b"[" * 50_000,
     b'{"id": 1, "id": 2}', b'{"notes": "\\ud800"}', b"{" + b'"a":{' * 40_000],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_visit_at_all_is_refused(world: World, body: bytes) -> None:
    refused(world, body)


@pytest.mark.parametrize("key", ["grades", "children", "photos"])
def test_of_a_megabyte_of_junk_no_more_is_listed_than_anyone_could_mend(
    world: World, key: str
) -> None:
    assert len(refused(world, world.visit(**{key: [{}] * 240_000}))) <= 100


def test_a_body_of_over_a_megabyte_is_too_large(world: World) -> None:
    refused(world, b'{"notes": "' + b"x" * 1_100_000 + b'"}', status=413)


@pytest.mark.slow
def test_every_naughty_string_is_kept_as_it_is_or_refused_by_name(world: World) -> None:
    file = CORPUS / "naughty-strings.json"
    if not file.is_file():
        pytest.skip("the corpus is not here")
    for number, text in enumerate(json.loads(file.read_text("utf-8"))):
        words = text[:200]
        document = world.visit(
            f"naughty {number}", notes=words, arrival=words, no_photos=words,
            grades=[{**GRADE, "words": words, "made_up_by": ["school"], "made_up_words": words}],
            signs=[{"sign": "cannabis", "words": words}],
            voices=[{"child": JAY, "seen": "not_seen", "why": words, "own_words": words}],
        )  # fmt: skip
        answer = world.send("owner", document)
        assert answer.status_code in {201, 422}, (text, answer.text)
        if answer.status_code == 201:
            path = f"/api/visits/{document['id']}/revisions/1"
            assert world.client("owner").get(path).json == document
    shown = world.client("owner").get(f"/homes/{HOME}")
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text


@pytest.mark.parametrize(
    "path",
    ["/homes/not-an-id", f"/homes/{an_id('nowhere')}", "/visits/1", f"/visits/{an_id('no')}",
     "/photos/abc/thumb", f"/photos/{'a' * 64}/thumb", f"/photos/{'a' * 64}/huge",
     "/nothing", "/api/nothing", "/api/rules/abc", f"/api/caseload?home={an_id('no')}",
     "/api/caseload?home=x", f"/visits/{an_id('no')}?revision=99999999999999999999",
     "/%00", "/homes?q=%00%ff", f"/homes/{HOME}?child=%00"],
)  # fmt: skip
def test_an_odd_address_never_breaks_the_server(world: World, path: str) -> None:
    answer = world.client("owner").get(path)
    assert answer.status_code in {200, 404}
    if path.startswith("/api/"):
        assert set(answer.json["error"]) == {"code", "message", "fields"}


@pytest.mark.parametrize("since", ["now", "2026-13-01", "9999-12-31T23:59:59-14:00", "\x00"])
def test_an_odd_time_to_start_the_caseload_from_is_refused(world: World, since: str) -> None:
    answer = world.client("owner").get("/api/caseload", query_string={"since": since})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "since_wrong")
