"""Homes and people of another system: every row that is wrong is named, and all go in or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gcp.store.engine import Store
from tests.conftest import World
from tests.data_out.conftest import Gcp

pytestmark = pytest.mark.slow

HOMES = "external_id,name,address,postcode\nH1,,1 New Lane,zz1 2ab\nH2,The flat,\"2, New Lane\",\n"
PEOPLE = (
    "external_id,home_external_id,kind,name,born,about_years,relation\n"
    "P1,H1,child,Zoë,2019-03-31,,\nP2,H1,carer,\"Lee \"\"Lou\"\" O'Hara\",,,mother\n"
    "P3,H2,child,محمد,,4,\n"
)
Put = Callable[..., int]


@pytest.fixture
def gcp(world: World, monkeypatch: pytest.MonkeyPatch) -> Gcp:
    from gcp.cli import main

    own: Path = world.app.extensions["gcp"].settings.instance
    monkeypatch.setenv("GCP_INSTANCE", str(own))

    def run(*words: object) -> int:
        return main([str(each) for each in words])

    return run


@pytest.fixture
def put(gcp: Gcp, tmp_path: Path) -> Put:
    """Writes two tables and puts them in for the North team."""

    def run(homes: str | bytes = HOMES, people: str | bytes = PEOPLE, *more: str) -> int:
        files = tmp_path / "homes.csv", tmp_path / "people.csv"
        for file, data in zip(files, (homes, people), strict=True):
            file.write_bytes(data.encode() if isinstance(data, str) else data)
        return gcp("import", "--csv", *files, "--team", "North team", *more)

    return run


def counts(store: Store) -> list[int]:
    return [
        store.all(f"SELECT count(*) AS n FROM {table}")[0]["n"]
        for table in ("homes", "people", "external_ids", "accounts", "audit")
    ]


def test_all_rows_go_in(world: World, put: Put) -> None:
    assert put() == 0
    rows = world.store.all(
        "SELECT h.address, h.postcode, h.name, h.team_id FROM homes h JOIN external_ids e"
        " ON e.id = h.id ORDER BY e.external_id"
    )
    assert rows == [
        {"address": "1 New Lane", "postcode": "ZZ1 2AB", "name": "", "team_id": "north"},
        {"address": "2, New Lane", "postcode": "", "name": "The flat", "team_id": "north"},
    ]
    people = world.store.all(
        "SELECT p.name, p.kind, p.born, p.about_years, p.relation FROM people p"
        " JOIN external_ids e ON e.id = p.id ORDER BY e.external_id"
    )
    assert [tuple(row.values()) for row in people] == [
        ("Zoë", "child", "2019-03-31", None, ""), ('Lee "Lou" O\'Hara', "carer", None, None, "mother"),
        ("محمد", "child", None, 4, ""),
    ]  # fmt: skip
    # Who typed them is not known: the account that stands for them is closed.
    (account,) = world.store.all("SELECT * FROM accounts WHERE email LIKE '%imported.invalid'")
    assert account["disabled_at"] and account["password_hash"] == ""


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    world: World, put: Put, capsys: pytest.CaptureFixture[str]
) -> None:
    before = counts(world.store)
    assert put(HOMES, PEOPLE, "--dry-run") == 0
    assert "2 homes and 3 people would be put in" in capsys.readouterr().out
    assert counts(world.store) == before


def test_again_changes_nothing_and_more_rows_are_added(
    world: World, put: Put, capsys: pytest.CaptureFixture[str]
) -> None:
    put()
    before = counts(world.store)
    assert put() == 0 and "Nothing was changed." in capsys.readouterr().out
    assert counts(world.store) == before
    assert put(HOMES + "H3,,3 New Lane,\n", PEOPLE + "P4,H1,child,New,,1,\n") == 0
    assert "Put in 1 homes and 1 people; 2 homes and 3 people" in capsys.readouterr().out
    # The table of people alone may name homes that are here.
    assert put("external_id,address\n", PEOPLE + "P4,H1,child,New,,1,\nP5,H3,other,Sam,,,\n") == 0


def test_columns_may_be_written_with_capitals(put: Put) -> None:
    assert put(HOMES.replace("external_id,name", "External_ID,Name"), PEOPLE) == 0


def test_a_byte_order_mark_and_crlf_are_taken(put: Put) -> None:
    assert put(b"\xef\xbb\xbf" + HOMES.replace("\n", "\r\n").encode(), "\ufeff" + PEOPLE) == 0


WRONG: Sequence[tuple[str | bytes, str | bytes, str]] = [
    (HOMES + "H1,,9 Other Lane,\n", PEOPLE, "homes.csv, row 4, column external_id: Row 2 has"),
    (HOMES + "H9,,1 new LANE,ZZ12AB\n", PEOPLE, "row 4, column address: Row 2 has the same"),
    (HOMES + "H9,,12 Example Row,zz1 1zz\n", PEOPLE, "has a home at this address already"),
    (HOMES + ",,9 Lane,\n", PEOPLE, "row 4, column external_id: It is empty"),
    (HOMES + "H9,,,\n", PEOPLE, "row 4, column address: It is empty"),
    (HOMES + "H9,," + "x" * 501 + ",\n", PEOPLE, "column address: It is longer than 500"),
    (HOMES + "H9,,a\0b,\n", PEOPLE, "column address: There is a letter in it that cannot be seen"),
    (HOMES + "H9,,\"a\nb\",\n", PEOPLE, "cannot be seen"),
    (HOMES + "H9,,\u202eback,\n", PEOPLE, "cannot be seen"),
    (HOMES + "H9,only\n", PEOPLE, "row 4: This row has 2 cells, and the first row has 4"),
    (HOMES + "H9,,\"9 Lane,\n", PEOPLE, "The quotes in this row"),
    (HOMES + "H9,,\"9\" Lane,\n", PEOPLE, "The quotes in this row"),
    (HOMES + "H9,," + "x" * 30_000 + ",\n", PEOPLE, "a cell is very long"),
    (HOMES.encode() + "H9,,Café Row,\n".encode("cp1252"), PEOPLE, "row 4: There is a letter here"),
    (HOMES.encode("utf-16-le"), PEOPLE, "homes.csv: It is in UTF-16"),
    (b"\xd0\xcf\x11\xe0" + b"workbook of old" * 9, PEOPLE, "no CSV"),
    (b"\xff\xd8\xff\xe0" + b"\xfe" * 99, PEOPLE, "no CSV"),
    ('"external_id";"address"\n"H1";"1 New Lane"\n', PEOPLE, "not parted by commas"),
    ("external_id|address\nH1|1 New Lane\n", PEOPLE, "not parted by commas"),
    (HOMES.replace("\n", ",,\n"), PEOPLE, "row 1: A column has no name"),
    (HOMES + "H9,,???,\nH9,,!!!,\n", PEOPLE, "1 thing to put right."),
    (HOMES.encode("utf-16"), PEOPLE, "UTF-16"), (b"PK\x03\x04workbook", PEOPLE, "a workbook"),
    (HOMES.replace(",", ";"), PEOPLE, "not parted by commas"), ("", PEOPLE, "no column"),
    ("external_id,name\n", PEOPLE, "There is no column address"),
    (HOMES.replace("postcode", "post code"), PEOPLE, "The column post code is not known"),
    (HOMES.replace("postcode", "name"), PEOPLE, "A column is there twice"),
    (HOMES, PEOPLE + "P9,H1,dog,Rex,,,\n", "people.csv, row 5, column kind: Write child"),
    (HOMES, PEOPLE + "P9,H1,child,,,,\n", "row 5, column name: It is empty"),
    (HOMES, PEOPLE + "P9,H1,child,A,31/03/2019,,\n", "Write it as 2019-03-31"),
    (HOMES, PEOPLE + "P9,H1,child,A,2019-02-30,,\n", "Write it as 2019-03-31"),
    (HOMES, PEOPLE + "P9,H1,child,A,2999-01-01,,\n", "in the future"),
    (HOMES, PEOPLE + "P9,H1,child,A,1066-01-01,,\n", "before 1900"),
    (HOMES, PEOPLE + "P9,H1,child,A,,99,\n", "from 0 to 17"),
    (HOMES, PEOPLE + "P9,H1,child,A,,four,\n", "from 0 to 17"),
    (HOMES, PEOPLE + "P9,H1,carer,A,,4,\n", "Only a child's age"),
    (HOMES, PEOPLE + "P9,H1,child,A,2019-01-01,4,\n", "Leave this empty"),
    (HOMES, PEOPLE + "P1,H1,child,A,,,\n", "row 5, column external_id: Row 2 has the same"),
    (HOMES, PEOPLE + "P9,H9,child,A,,,\n", "No home has this external_id"),
]  # fmt: skip


@pytest.mark.parametrize(("homes", "people", "said"), WRONG, ids=[each[2][:40] for each in WRONG])
def test_what_is_wrong_is_named_with_its_row_and_nothing_is_put_in(
    world: World, put: Put, capsys: pytest.CaptureFixture[str], homes: str | bytes,
    people: str | bytes, said: str,
) -> None:  # fmt: skip
    before = counts(world.store)
    for more in ((), ("--dry-run",)):
        assert put(homes, people, *more) == 1
        told = capsys.readouterr().err
        assert said in told and "Nothing was put in." in told, told
    assert counts(world.store) == before


def test_every_wrong_row_is_named(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"P{n},H1,dog,,2999-01-01,,\n" for n in range(10, 30))
    assert put(HOMES, PEOPLE + rows) == 1
    told = capsys.readouterr().err
    assert all(f"row {n}, column {each}:" in told for n in range(5, 25)
               for each in ("kind", "name", "born"))  # fmt: skip
    assert "60 things to put right." in told


def test_nothing_that_is_here_is_changed_by_a_table(
    world: World, put: Put, gcp: Gcp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put()
    before = counts(world.store)
    assert put(HOMES.replace("1 New Lane", "7 New Lane"), PEOPLE.replace("Zoë", "Zoe")) == 1
    told = capsys.readouterr().err
    assert "here already with “1 New Lane”" in told and "here already with “Zoë”" in told
    assert put(HOMES, PEOPLE.replace("P3,H2", "P3,H1")) == 1
    assert "Nobody is moved by a table" in capsys.readouterr().err
    files = tmp_path / "homes.csv", tmp_path / "people.csv"
    assert gcp("import", "--csv", *files, "--team", "South team") == 1
    assert "with another team" in capsys.readouterr().err
    assert counts(world.store) == before


def test_a_team_is_needed_and_a_file_that_is_not_there_is_told(
    gcp: Gcp, put: Put, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put()
    capsys.readouterr()
    files = tmp_path / "homes.csv", tmp_path / "people.csv"
    for words in (
        ("--csv", *files), ("--csv", *files, "--team", "Nowhere"), (), ("x.zip", "--csv", *files),
        ("x.zip", "--dry-run"), ("--csv", tmp_path, files[1], "--team", "North team"),
        ("--csv", tmp_path / "none", files[1], "--team", "North team"),
    ):  # fmt: skip
        assert gcp("import", *words) == 1
        assert "Traceback" not in capsys.readouterr().err


def test_what_fails_half_way_leaves_nothing(
    world: World, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(world.store)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gcp.import_tables._add_person", fail)
    with pytest.raises(RuntimeError):
        put()
    assert counts(world.store) == before


def test_a_hundred_thousand_rows_go_in(
    world: World, put: Put, capsys: pytest.CaptureFixture[str]
) -> None:
    homes = "external_id,address\n" + "".join(f"H{n},{n} Long Lane\n" for n in range(20_000))
    people = PEOPLE.splitlines()[0] + "\n" + "".join(
        f"P{n},H{n % 20_000},child,Child {n},2019-03-31,,\n" for n in range(80_000)
    )
    assert put(homes, people) == 0
    assert "Put in 20,000 homes and 80,000 people" in capsys.readouterr().out
