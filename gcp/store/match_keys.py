"""The keys of each home, kept with it in the same breath, and the homes that share some."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from gcp.core.addresses import read_home
from gcp.core.match_keys import LEAST, OTHER_WEIGHT, WEIGHTS, address_keys, child_keys
from gcp.store.engine import Row, Store, listed

VERSION = 2  # of what is compared: another when matching itself changes
MOST = 60  # so many are compared at most: those that share most first

_WHENS = " ".join(f"WHEN '{kind}' THEN {weight}" for kind, weight in WEIGHTS.items())
_WEIGHT = f"CASE substr(k.key, 1, 2) {_WHENS} ELSE {OTHER_WEIGHT} END"


def keep_home(store: Store, home: Row) -> None:
    """Keep the keys of a new home's address; inside `writing()`."""
    place = read_home(home["name"], home["address"], home["postcode"])
    _keep(store, home["id"], address_keys(place))


def keep_person(store: Store, person: Row) -> None:
    """Keep the keys of a new person who is a child; inside `writing()`."""
    if person["kind"] == "child":
        _keep(store, person["home_id"], child_keys(person))


def sharing(store: Store, keys: Collection[str], home: str, most: int = MOST) -> list[Row]:
    """The homes that share some of these keys, those that share most first, without this one.

    Each with its team and address, and the home that it is joined into now, if it is.
    """
    names, values = listed(sorted(keys))
    return store.all(
        "SELECT h.id, h.team_id, h.name, h.address, h.postcode, j.into_home FROM"
        f" (SELECT k.home_id, sum({_WEIGHT}) AS shared FROM match_keys k"
        f" WHERE k.key IN ({names}) AND k.home_id <> :home GROUP BY k.home_id"
        f" HAVING sum({_WEIGHT}) >= :least ORDER BY shared DESC, k.home_id LIMIT :most) s"
        " JOIN homes h ON h.id = s.home_id"
        " LEFT JOIN joins j ON j.home_id = h.id AND j.undone_at IS NULL"
        " ORDER BY s.shared DESC, h.id",
        **values, home=home, most=most, least=LEAST,
    )  # fmt: skip


def basis(store: Store, keys: Collection[str]) -> str:
    """What the homes that share these keys come to: another whenever one comes, grows or is joined."""
    names, values = listed(sorted(keys))
    row = store.one(
        "SELECT count(*) AS homes, coalesce(sum(s.shared), 0) AS shared, coalesce(sum((SELECT"
        " count(*) FROM people p WHERE p.home_id = s.home_id)), 0) AS people,"
        " coalesce(sum((SELECT count(*) + count(j.undone_at) FROM joins j"
        " WHERE j.home_id = s.home_id)), 0) AS joins FROM (SELECT"
        f" k.home_id, count(*) AS shared FROM match_keys k WHERE k.key IN ({names})"
        " GROUP BY k.home_id) s",
        **values,
    )
    return " ".join(str(each) for each in (VERSION, *(row or {}).values()))


def people_of(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """The people of each of these homes as they were recorded there, joins aside."""
    asked = list(homes)
    names, values = listed(asked)
    found: dict[str, list[Row]] = {home: [] for home in asked}
    for row in store.all(
        "SELECT id, home_id, kind, name, born, about_years, relation, added_at FROM people"
        f" WHERE home_id IN ({names}) ORDER BY kind, coalesce(born, ''), name, id",
        **values,
    ):
        found[row.pop("home_id")].append(row)
    return found


def _keep(store: Store, home: str, keys: Iterable[str]) -> None:
    for key in sorted(keys):
        store.run(
            "INSERT INTO match_keys (key, home_id) VALUES (:key, :home)"
            " ON CONFLICT (key, home_id) DO NOTHING",
            key=key, home=home,
        )  # fmt: skip
