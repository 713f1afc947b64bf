"""Whatever is wrong with a file, it is refused whole, in one line, and nothing is put in."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gcp import home_file
from gcp.core.home_record import digest_of
from gcp.home_file import NotTaken, opened
from gcp.store.engine import Store
from tests.conftest import HOME, World, an_id
from tests.data_out.conftest import EVENT, Gcp

pytestmark = pytest.mark.slow

RECORD = "home-export/data/home.json"
Doc = dict[str, Any]


@pytest.fixture
def export(gcp: Gcp, out: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert gcp("export", HOME, "--out", out / "a.zip") == 0
    capsys.readouterr()
    return out / "a.zip"


@pytest.fixture
def refused(
    gcp: Gcp, elsewhere: Path, capsys: pytest.CaptureFixture[str], store_at: Callable[[], Store]
) -> Callable[[Path], str]:
    """Imports a file, sees that it was refused whole, and gives the one line that was said."""

    def run(file: Path) -> str:
        assert gcp("import", file, instance=elsewhere) == 1
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "Traceback" not in said, said
        for table in ("homes", "people", "visits", "photos", "accounts", "audit", "rules"):
            assert store_at().all(f"SELECT * FROM {table}") == []
        photos = elsewhere / "photos"
        assert not [each for each in photos.rglob("*") if each.is_file()]
        return said

    return run


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as made:
        return {name: made.read(name) for name in made.namelist()}


def write(file: Path, held: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in held.items():
            made.writestr(name, data)
    return file


def forged(export: Path, change: Callable[[Doc], object], photos: dict[str, bytes] | None = None) -> Path:
    """The file with a change in its content, by somebody who works out every digest anew."""
    held = members(export)
    document = json.loads(held[RECORD])
    change(document["content"])
    document["sha256"] = digest_of(document["content"])
    held[RECORD] = json.dumps(document, ensure_ascii=False).encode()
    held.update(photos or {})
    root = "home-export/"
    listed = {name.removeprefix(root): data for name, data in held.items()}
    for manifest, of in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        lines = "".join(
            f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in listed.items()
            if name.startswith("data/") == of and not name.startswith("tagmanifest")
        )
        held[root + manifest] = listed[manifest] = lines.encode()
    return write(export.with_name("forged.zip"), held)


def test_a_forger_could_do_this_much(
    export: Path, gcp: Gcp, elsewhere: Path
) -> None:
    """Digests show accidents, no forger: what only a witness could deny is taken."""
    file = forged(export, lambda content: content["homes"][0].update(name="Another name"))
    assert gcp("import", file, instance=elsewhere) == 0


@pytest.mark.parametrize(("data", "said"), [
    (b"", "no export"), (b"{}", "no export"), (b"[1]", "no export"), (b"PK", "damaged"),
    (b"PK\x03\x04" + b"x" * 200, "damaged"), (b"\x89PNG\r\n\x1a\n", "no export"),
    (b'{"format": "something else"}', "no export"), (b"[" * 200_000, "no export"),
    (b'{"a":' * 200_000, "no export"),
    (b'{"format": "gcp-home-export", "version": 1', "damaged"),
    (b'{"format": "gcp-home-export", "version": 2}', "version 2"),
    (b'{"format": "gcp-home-export", "version": "1.0"}', "version 1.0"),
    (b'{"format": "gcp-home-export", "version": 1}', "changed after it was made"),
    (b'{"format": "gcp-home-export", "version": 1, "sha256": null, "content": null}', "changed"),
    (b'{"format": "gcp-home-export", "version": 1, "format": "gcp-home-export"}', "damaged"),
    (b'{"format": "gcp-home-export", "version": 1, "content": "\\u0000"}', "damaged"),
    (b'{"format": "gcp-home-export", "version": 1, "content": "\\ud800"}', "damaged"),
    (b'{"format": "gcp-home-export", "version": NaN}', "damaged"),
    (b"\xff\xfe{}", "no export"),
])  # fmt: skip
def test_what_is_no_export(
    refused: Callable[[Path], str], tmp_path: Path, data: bytes, said: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    assert said in refused(file)


def test_a_file_that_is_not_there_or_is_a_folder(
    refused: Callable[[Path], str], tmp_path: Path
) -> None:
    assert "cannot be read" in refused(tmp_path / "nothing.zip")
    assert "cannot be read" in refused(tmp_path)


def test_a_file_cut_short_anywhere(export: Path, refused: Callable[[Path], str]) -> None:
    data = export.read_bytes()
    for part in (3, 30, len(data) // 3, len(data) // 2, len(data) - 100, len(data) - 1):
        file = export.with_name("cut.zip")
        file.write_bytes(data[:part])
        refused(file)


def test_one_bit_changed_anywhere_is_seen_or_changes_nothing(export: Path) -> None:
    data, chance = export.read_bytes(), random.Random(7)
    with opened(export) as found:
        content, photos = found.content, list(found.photos())
    file, taken = export.with_name("bit.zip"), 0
    for _ in range(250):
        changed = bytearray(data)
        changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(changed)
        try:
            with opened(file) as found:
                assert (found.content, list(found.photos())) == (content, photos)
            taken += 1
        except NotTaken:
            pass
    assert taken < 100  # dates and rights of the zip's own lists


def test_bombs_are_not_blown_up(
    export: Path, refused: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_file, "LARGEST_RECORD", 2_000_000)
    held = members(export)
    bomb = write(export.with_name("bomb.zip"), {**held, RECORD: b" " * 50_000_000})
    assert bomb.stat().st_size < 500_000 and "larger than any" in refused(bomb)
    photo = next(name for name in held if "/originals/" in name)
    monkeypatch.setattr(home_file, "PHOTO_BYTES", 1_000_000)
    assert "larger than any" in refused(
        write(export.with_name("b.zip"), {**held, photo: b"\0" * 50_000_000})
    )
    large = export.with_name("large.json")
    large.write_bytes(b'{"format": "gcp-home-export"' + b" " * 3_000_000)
    assert "larger than any" in refused(large)
    monkeypatch.setattr(home_file, "MOST_MEMBERS", 100)
    many = {**held, **{f"home-export/{n}": b"" for n in range(200)}}
    assert "larger than any" in refused(write(export.with_name("many.zip"), many))


@pytest.mark.parametrize("name", [
    "../../evil", "/etc/evil", "home-export/../evil", "home-export\\data\\evil",
    "home-export/data/originals/evil.jpg", "evil\0name",
])  # fmt: skip
def test_other_names_are_refused_and_never_made(
    export: Path, refused: Callable[[Path], str], name: str, tmp_path: Path
) -> None:
    assert "holds other files" in refused(
        write(export.with_name("x.zip"), {**members(export), name: b"evil"})
    )
    assert not list(tmp_path.rglob("*evil*"))


def test_what_is_missing_twice_or_behind_a_password_is_refused(
    export: Path, refused: Callable[[Path], str]
) -> None:
    held = members(export)
    for name in held:
        fewer = write(export.with_name("f.zip"), {k: v for k, v in held.items() if k != name})
        refused(fewer)
    twice = write(export.with_name("t.zip"), held)
    with pytest.warns(UserWarning), zipfile.ZipFile(twice, "a") as made:
        made.writestr(RECORD, held[RECORD])
    assert "holds other files" in refused(twice)
    locked = bytearray(export.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + offset] |= 1
    export.with_name("l.zip").write_bytes(locked)
    refused(export.with_name("l.zip"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in entries:
        yield (*path, key)
        if isinstance(each, (dict, list)) and key not in ("body", "result", "facts"):
            yield from leaves(each, (*path, key))


def test_wrong_types_anywhere_are_refused(
    export: Path, refused: Callable[[Path], str]
) -> None:
    """Every field once as something else: never an error of ours, never a home half put in."""
    content = json.loads(members(export)[RECORD])["content"]
    chance, seen = random.Random(11), set()
    for path in leaves(content):
        kind = tuple(each if isinstance(each, str) else "*" for each in path)
        if kind in seen:
            continue
        seen.add(kind)
        for other in chance.sample([{}, [[]], 3.5, -1, True, 10**30, {"a": None}], 2):

            def change(doc: Doc, path: tuple[Any, ...] = path, other: object = other) -> None:
                place: Any = doc
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = "9" * 20 if place[path[-1]] == other else copy.deepcopy(other)

            assert (path, other) and refused(forged(export, change))
    assert len(seen) > 100


def first_visit(content: Doc) -> Doc:
    found: Doc = max(content["visits"], key=lambda each: len(each["revisions"]))
    return found


def referral(content: Doc) -> Doc:
    return next(each for each in content["events"] if each["event_id"] == EVENT)


def sharing(content: Doc) -> Doc:
    return next(each for each in content["events"] if each["sharing"])


def rewrite(row: Doc, change: Callable[[Doc], object]) -> None:
    """Another body under its own right digest."""
    body = json.loads(row["body"])
    change(body)
    row["body"] = json.dumps(body)
    row["sha256"] = hashlib.sha256(row["body"].encode()).hexdigest()


FORGERIES: dict[str, Callable[[Doc], object]] = {
    "a body without its digest": lambda c: first_visit(c)["revisions"][0].update(body="{}"),
    "a grade without its score": lambda c: rewrite(
        first_visit(c)["revisions"][1], lambda b: b["grades"][0].update(grade=1)),
    "a body that is no visit": lambda c: rewrite(
        first_visit(c)["revisions"][1], lambda b: b.update(children="nobody")),
    "a body of another home": lambda c: rewrite(
        first_visit(c)["revisions"][1], lambda b: b.update(home=an_id("other"))),
    "a revision left out": lambda c: first_visit(c)["revisions"].pop(0),
    "a photo that no visit names": lambda c: first_visit(c)["photos"].pop(0),
    "an author who is not told of": lambda c: c["accounts"].pop(0),
    "an account too many": lambda c: c["accounts"].append(
        {"id": an_id("spy"), "name": "Spy", "role": "supervisor", "agency": "other"}),
    "a team too many": lambda c: c["teams"].append(
        {"id": "spies", "name": "Spies", "agency": "other"}),
    "a team that is not told of": lambda c: c["homes"][0].update(team_id="nowhere"),
    "an event of nobody's": lambda c: referral(c)["revisions"][0].update(
        children=[an_id("nobody")]),
    "an event that ends before it begins": lambda c: referral(c)["revisions"][0].update(
        until="2020-01-01"),
    "an event without its first revision": lambda c: referral(c)["revisions"].pop(0),
    "a sharing on no basis": lambda c: sharing(c)["sharing"][0].update(basis="a feeling"),
    "a decision to share without its fields": lambda c: sharing(c)["sharing"].clear(),
    "the fields of no decision": lambda c: sharing(c)["revisions"][0].update(kind="plan"),
    "a sharing of no revision": lambda c: sharing(c)["sharing"][0].update(number=7),
    "a step of no kind": lambda c: referral(c)["steps"][0].update(how=None),
    "a step that came to nothing": lambda c: referral(c)["steps"][0].update(outcome="done"),
    "a check asked for about nobody": lambda c: c["asked_checks"][0].update(
        person_id=an_id("nobody")),
    "an end of what nobody asked for": lambda c: c["asked_checks"].pop(0),
    "a report of another home": lambda c: c["reports"][0].update(home_id=an_id("other")),
    "a report of no visit": lambda c: c["reports"][0].update(visit_id=an_id("other")),
    "a box inside out": lambda c: first_visit(c)["redactions"][0].update(boxes=[[9, 9, 1, 1]]),
    "black boxes on no photo": lambda c: first_visit(c)["redactions"][0].update(sha256="0" * 64),
    "a review of another text": lambda c: first_visit(c)["review"][0].update(sha256="0" * 64),
    "a line of no revision": lambda c: first_visit(c)["lines"][0].update(revision=9),
    "a choice without its time": lambda c: first_visit(c)["conflicts"][0].update(settled_at=None),
    "a conflict without its digest": lambda c: first_visit(c)["conflicts"][0].update(body="{}"),
    "rules under another digest": lambda c: c["rules"][0]["body"].update(title="Other rules"),
    "rules that are none": lambda c: c["rules"][0].update(body={}),
    "no rules": lambda c: c["rules"].clear(),
    "a join with nothing": lambda c: c["joins"].clear(),
    "a ring of joins": lambda c: c["joins"][0].update(
        home_id=c["joins"][0]["into_home"], into_home=c["joins"][0]["home_id"]),
    "somebody of no home": lambda c: c["joins"][0]["same_people"][0].update(
        same_as=an_id("nobody")),
    "somebody who works with no child": lambda c: c["child_allocations"][0].update(
        person_id=an_id("nobody")),
    "an end that nobody wrote": lambda c: c["child_allocations"][0].update(ended_by=None),
    "a found home without its digest": lambda c: c["found_homes"][0].update(body="{}"),
    "another home's name elsewhere": lambda c: c["external_ids"].append(
        {"kind": "home", "external_id": "1", "id": an_id("other"), "added_at":
         "2026-03-01T12:00:00.000Z"}),
    "somebody twice": lambda c: c["people"].append(c["people"][0]),
    "the same visit twice": lambda c: c["visits"].append(c["visits"][0]),
    "drafts left out": lambda c: c.update(left_out=1),
    "another photo's size": lambda c: c["photos"][0].update(width=65),
    "a photo of another type": lambda c: c["photos"][0].update(type="image/png"),
    "a way out of the folder": lambda c: c["photos"][0].update(type="image/../../evil"),
    "a photo that no visit has": lambda c: c["photos"].append(
        {**c["photos"][0], "sha256": "1" * 64}),
    "a home that is not in it": lambda c: c.update(home=an_id("other")),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_what_this_program_cannot_have_written_is_refused(
    export: Path, refused: Callable[[Path], str], name: str
) -> None:
    assert "Nothing was put in" in refused(forged(export, FORGERIES[name]))


def test_a_photo_that_is_no_picture_is_refused(
    export: Path, refused: Callable[[Path], str]
) -> None:
    data = b"no picture at all"
    sha256 = hashlib.sha256(data).hexdigest()

    def change(content: Doc) -> None:
        content["photos"][0].update(sha256=sha256, bytes=len(data))
        visit = first_visit(content)
        visit["photos"].append({"sha256": sha256, "signed": True})

    held = next(name for name in members(export) if "/originals/" in name)
    file = forged(export, change, {f"home-export/data/originals/{sha256}.jpg": data})
    rest = {name: each for name, each in members(file).items() if name != held}
    refused(write(file.with_name("g.zip"), rest))


def test_what_is_here_as_part_of_another_home_is_refused(
    whole: World, export: Path, gcp: Gcp, capsys: pytest.CaptureFixture[str]
) -> None:
    """The home's id is another, its visits' are not."""

    def rename(content: Doc) -> None:
        text = json.dumps(content["events"]).replace(HOME, an_id("renamed"))
        for name in ("visits", "photos", "joins", "found_homes", "allocations", "people", "rules",
                     "asked_checks", "reports", "child_allocations"):  # fmt: skip
            content[name] = []
        content["homes"] = [each for each in content["homes"] if each["id"] == HOME]
        content["homes"][0]["id"] = content["home"] = an_id("renamed")
        content["events"] = json.loads(text)
        for event in content["events"]:
            event["steps"] = event["sharing"] = []
            for row in event["revisions"]:
                row.update(children=[], kind="referral")
        named = {an_id("owner")}
        content["accounts"] = [each for each in content["accounts"] if each["id"] in named]

    held = members(forged(export, rename))
    kept = {name: data for name, data in held.items() if "/originals/" not in name}
    file = write(export.with_name("r.zip"), kept)
    before = whole.store.one("SELECT count(*) AS n FROM events")
    assert gcp("import", file) == 1
    assert "part of another home" in capsys.readouterr().err
    assert whole.store.one("SELECT count(*) AS n FROM events") == before
    assert whole.store.all("SELECT event_id FROM events WHERE event_id = :e", e=EVENT)
    assert not whole.store.all("SELECT id FROM homes WHERE id = :id", id=an_id("renamed"))
