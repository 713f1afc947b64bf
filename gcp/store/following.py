"""Referrals and escalations with their steps; each step a row of its own, none changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gcp.core.following import FOLLOWED, Followed, Made, Step, moment
from gcp.store import events, joins
from gcp.store.engine import Row, Store, listed

# Those with a clock that may still run: the answer to the newest decision ends a referral.
_OPEN = (
    "NOT EXISTS (SELECT 1 FROM event_steps t WHERE t.event_id = e.event_id AND (t.kind ="
    " 'resolved' OR t.kind = 'told' AND NOT EXISTS (SELECT 1 FROM event_steps d"
    " WHERE d.event_id = t.event_id AND d.kind = 'decided' AND d.number > t.number)))"
)
_NEWEST = (
    "e.number = (SELECT max(n.number) FROM events n WHERE n.event_id = e.event_id)"
    " AND e.withdrawn = 0"
)


def add(store: Store, step: Row) -> None:
    """A new step: a value for each column of the table.

    Raises sqlite3.IntegrityError where another step has that number.
    """
    with store.writing():
        store.run(
            "INSERT INTO event_steps (event_id, number, kind, at, words, outcome, how, whom,"
            " stage, urgent, clock, account_id, made_at, made_by) VALUES (:event_id, :number,"
            " :kind, :at, :words, :outcome, :how, :whom, :stage, :urgent, :clock, :account_id,"
            " :made_at, :made_by)",
            **{**step, "urgent": int(step["urgent"])},
        )


def find(store: Store, event: str) -> Followed | None:
    """One referral or escalation, withdrawn or not; None for any other event."""
    found = events.find(store, event)
    if found is None or found.kind not in FOLLOWED:
        return None
    made, steps = _made(store, [event]), _steps(store, [event])
    return Followed(found, made[event], steps.get(event, []))


def open_of_homes(store: Store, homes: Iterable[str]) -> dict[str, list[Followed]]:
    """Those of these homes, and of homes joined into them, that may have a running clock."""
    asked = list(homes)
    shown_in: dict[str, list[str]] = {home: [home] for home in asked}
    for home, rows in joins.into_homes(store, asked).items():
        for row in rows:
            shown_in.setdefault(row["home_id"], []).append(home)
    names, values = listed(shown_in)
    rows = store.all(
        "SELECT e.event_id FROM events e WHERE e.kind IN ('referral', 'escalation')"
        f" AND e.home_id IN ({names}) AND {_NEWEST} AND {_OPEN}",
        **values,
    )
    found: dict[str, list[Followed]] = {}
    for each in of_events(store, [row["event_id"] for row in rows]):
        for home in shown_in[each.event.home]:
            found.setdefault(home, []).append(each)
    return found


def referred_by(store: Store, account: str, limit: int) -> list[Followed]:
    """What this account referred or escalated, the newest first."""
    rows = store.all(
        "SELECT e.event_id FROM events e WHERE e.kind IN ('referral', 'escalation')"
        f" AND {_NEWEST} AND e.event_id IN"
        " (SELECT f.event_id FROM events f WHERE f.recorded_by = :account"
        " AND f.kind IN ('referral', 'escalation') AND f.number = 1"
        " UNION SELECT s.event_id FROM event_steps s WHERE s.account_id = :account)"
        " ORDER BY e.day DESC, e.event_id LIMIT :limit",
        account=account, limit=limit,
    )  # fmt: skip
    return of_events(store, [row["event_id"] for row in rows])


def own_words(store: Store, event: str, account: str) -> str | None:
    """What this account wrote of an event, as it last wrote it; None: nothing."""
    row = store.one(
        "SELECT words FROM events WHERE event_id = :event AND recorded_by = :account"
        " ORDER BY number DESC LIMIT 1",
        event=event, account=account,
    )  # fmt: skip
    return row["words"] if row else None


def of_events(store: Store, ids: Iterable[str]) -> list[Followed]:
    """These referrals and escalations, in this order."""
    asked = list(ids)
    found = {each.id: each for each in events.find_all(store, asked)}
    made, steps = _made(store, asked), _steps(store, asked)
    return [Followed(found[each], made[each], steps.get(each, [])) for each in asked]


def holders(store: Store, homes: Iterable[str]) -> dict[str, list[Row]]:
    """Who has or had each of these homes: name, role, and whether they have it `now`."""
    names, values = listed(homes)
    found: dict[str, list[Row]] = {}
    for row in store.all(
        "SELECT l.home_id, a.id, a.name, a.role, max(CASE WHEN l.until IS NULL"
        " AND a.disabled_at IS NULL THEN 1 ELSE 0 END) AS now FROM allocations l"
        f" JOIN accounts a ON a.id = l.account_id WHERE l.home_id IN ({names})"
        " GROUP BY l.home_id, a.id, a.name, a.role ORDER BY a.name, a.id",
        **values,
    ):
        found.setdefault(row["home_id"], []).append(row)
    return found


def supervisors(store: Store, teams: Iterable[str]) -> dict[str, list[str]]:
    """The names of each team's supervisors whose accounts are open."""
    names, values = listed(teams)
    found: dict[str, list[str]] = {}
    for row in store.all(
        "SELECT m.team_id, a.name FROM memberships m JOIN accounts a ON a.id = m.account_id"
        f" WHERE m.team_id IN ({names}) AND a.role = 'supervisor' AND a.disabled_at IS NULL"
        " ORDER BY a.name, a.id",
        **values,
    ):
        found.setdefault(row["team_id"], []).append(row["name"])
    return found


def left_alone(store: Store) -> list[Row]:
    """The teams with something that may have a running clock and nobody on whose page it stands.

    Each with its `name` and `waiting`, how many there are. A joined home is also the known one's.
    """
    here = (
        "(h.id = e.home_id OR EXISTS (SELECT 1 FROM joins j WHERE j.home_id = e.home_id"
        " AND j.into_home = h.id AND j.undone_at IS NULL))"
    )
    return store.all(
        "SELECT t.name, count(*) AS waiting FROM events e JOIN homes o ON o.id = e.home_id"
        " JOIN teams t ON t.id = o.team_id WHERE e.kind IN ('referral', 'escalation')"
        f" AND {_NEWEST} AND {_OPEN} AND NOT EXISTS (SELECT 1 FROM homes h JOIN memberships m"
        f" ON m.team_id = h.team_id JOIN accounts a ON a.id = m.account_id WHERE {here}"
        " AND a.role = 'supervisor' AND a.disabled_at IS NULL) AND NOT EXISTS (SELECT 1 FROM homes h"
        " JOIN allocations l ON l.home_id = h.id JOIN accounts a ON a.id = l.account_id"
        f" WHERE {here} AND l.until IS NULL AND a.disabled_at IS NULL"
        " AND a.role IN ('practitioner', 'supervisor')) GROUP BY t.name ORDER BY t.name"
    )


def may_have_referred(store: Store, home: str) -> list[Row]:
    """Officers and partners of a home or of a child of it: id and name."""
    return store.all(
        "SELECT a.id, a.name FROM accounts a WHERE a.disabled_at IS NULL"
        " AND a.role IN ('police', 'partner') AND a.id IN (SELECT l.account_id FROM allocations l"
        " WHERE l.home_id = :home AND l.until IS NULL UNION SELECT c.account_id FROM people p"
        " JOIN child_allocations c ON c.person_id = p.id AND c.until IS NULL"
        f" WHERE p.home_id IN ({joins.TOGETHER})) ORDER BY a.name, a.id",
        home=home,
    )


def _made(store: Store, ids: Iterable[str]) -> Mapping[str, Made]:
    names, values = listed(ids)
    return {
        row["event_id"]: Made(
            date.fromisoformat(row["day"]), moment(row["recorded_at"]), row["recorded_by"],
            row["name"], row["role"], row["outcome"],
        )
        for row in store.all(
            "SELECT e.event_id, e.day, e.recorded_at, e.recorded_by, e.outcome, a.name, a.role"
            " FROM events e JOIN accounts a ON a.id = e.recorded_by"
            f" WHERE e.number = 1 AND e.event_id IN ({names})",
            **values,
        )
    }  # fmt: skip


def _steps(store: Store, ids: Iterable[str]) -> Mapping[str, list[Step]]:
    names, values = listed(ids)
    found: dict[str, list[Step]] = {}
    for row in store.all(
        "SELECT s.*, a.name FROM event_steps s JOIN accounts a ON a.id = s.made_by"
        f" WHERE s.event_id IN ({names}) ORDER BY s.event_id, s.number",
        **values,
    ):
        found.setdefault(row["event_id"], []).append(
            Step(
                number=row["number"], kind=row["kind"], at=moment(row["at"]),
                made_at=row["made_at"], made_by=row["made_by"], name=row["name"],
                words=row["words"], outcome=row["outcome"], how=row["how"], whom=row["whom"],
                stage=row["stage"], urgent=bool(row["urgent"]), clock=row["clock"],
                account=row["account_id"],
            )
        )  # fmt: skip
    return found
