"""Which known homes a home may be, and keeping two homes apart; nothing is joined here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from gcp.core.access import Account, HomeTies, Right, may
from gcp.core.match_keys import asked_keys
from gcp.core.matching import APART_KINDS, PLACE, Candidate, Household, candidates, compare, has_new
from gcp.core.problems import Problem, Refused
from gcp.intake import NotAllowed, utc_text
from gcp.store import apart, audit, home_matches, homes, joins, match_keys
from gcp.store.engine import Row, Store

LONGEST_WHY = 1_000


@dataclass(frozen=True)
class Match:
    """What is kept of a candidate: enough to count it, and to know what is new."""

    home: str
    team: str
    verdict: str
    signs: Sequence[str]


@dataclass(frozen=True)
class Undecided:
    """A found home, and the ids of the homes that it may be."""

    row: Row
    open: frozenset[str]


def household(store: Store, home: Row) -> Household:
    """A home with its people, and those of homes joined into it, as it is compared."""
    joined = [each["home_id"] for each in joins.into_homes(store, [home["id"]]).get(home["id"], ())]
    people = match_keys.people_of(store, [home["id"], *joined])
    every = [one for each in people.values() for one in each]
    return _as_household(home, every)


def _as_household(row: Row, people: Sequence[Row], known_as: str = "") -> Household:
    return Household(
        row["id"], row["address"], row["postcode"], people, row["name"], known_as
    )


def likely_homes(store: Store, home: Row) -> list[tuple[Candidate, str]]:
    """Every home that this one may be, each with its team; whoever asks is shown some of them."""
    asked = household(store, home)
    own = {home["id"]} | {each["home_id"] for each in
                          joins.into_homes(store, [home["id"]]).get(home["id"], ())}  # fmt: skip
    join = joins.of_home(store, home["id"])
    own |= {join["into_home"]} if join else set()
    near = [
        row
        for row in match_keys.sharing(store, asked_keys(asked.place, asked.people), home["id"])
        if row["id"] not in own and row["into_home"] not in own
    ]
    people = match_keys.people_of(store, [row["id"] for row in near])
    teams = {row["into_home"] or row["id"]: row["team_id"] for row in near if not row["into_home"]}
    found = candidates(
        asked,
        (_as_household(row, people[row["id"]], row["into_home"] or "") for row in near),
    )
    return [(each, teams.get(each.home) or _team(store, each.home)) for each in found]


def to_decide(store: Store, account: Account) -> list[Undecided]:
    """The found homes that this account may join and that may be known ones."""
    teams = [team for team in account.teams if may(account, Right.JOIN_HOMES, HomeTies(team))]
    if not teams:
        return []
    rows = home_matches.undecided(store, teams)
    decided = apart.of_homes(store, [row["id"] for row in rows])
    matches = _matches(store, rows)
    counted = [
        Undecided(
            row,
            frozenset(
                each.home
                for each in matches[row["id"]]
                if _is_open(account, each, decided[row["id"]])
            ),
        )
        for row in rows
    ]
    return [each for each in counted if each.open]


def open_for(store: Store, account: Account, home: Row) -> frozenset[str]:
    """The homes that this one may be which the account still has to decide on."""
    decided = apart.of_home(store, home["id"])
    found = _matches(store, [home])[home["id"]]
    return frozenset(each.home for each in found if _is_open(account, each, decided))


def is_open(signs: Sequence[str], home: str, decisions: Iterable[Row]) -> bool:
    """Whether a candidate still has to be decided: not kept apart, or something new speaks for it."""
    known_then = [each["signs"] for each in decisions if each["other"] == home]
    return not known_then or all(has_new(signs, each) for each in known_then)


def _is_open(account: Account, match: Match, decisions: Iterable[Row]) -> bool:
    return may(account, Right.JOIN_HOMES, HomeTies(match.team)) and is_open(
        match.signs, match.home, decisions
    )


def _matches(store: Store, rows: Sequence[Row]) -> Mapping[str, list[Match]]:
    """What each found home may be: as it was kept, if nothing has come that shares a key."""
    kept = home_matches.kept(store, [row["id"] for row in rows])
    people = match_keys.people_of(store, [row["id"] for row in rows])
    found = {}
    for row in rows:
        asked = _as_household(row, people[row["id"]])
        basis = match_keys.basis(store, asked_keys(asked.place, asked.people))
        was = kept.get(row["id"])
        if was is None or was["basis"] != basis:
            made = [
                asdict(Match(each.home, team, each.verdict, each.signs))
                for each, team in likely_homes(store, row)
            ]
            home_matches.keep(store, row["id"], basis, made)
            was = {"found": made}
        found[row["id"]] = [Match(**each) for each in was["found"]]
    return found


def same_place(store: Store, home: Row) -> list[Row]:
    """The homes whose address says that they are this one's, joined homes as the one known."""
    asked = _as_household(home, ())
    found = {}
    for row in match_keys.sharing(store, asked_keys(asked.place, ()), home["id"]):
        if compare(asked, _as_household(row, ())).verdict == PLACE:
            known = row["into_home"] or row["id"]
            found[known] = homes.find(store, known)
    return [row for row in found.values() if row and row["id"] != home["id"]]


def keep_apart(
    store: Store, account: Account, home: Row, other: Row, kind: str, why: str, at: datetime
) -> None:  # fmt: skip
    """Record that two homes are not one, with why and with all that spoke for it.

    Raises NotAllowed, or Refused with what stands against it.
    """
    with store.writing():
        _must_join(store, account, home["id"], other["id"])
        problems = []
        if kind not in APART_KINDS:
            problems.append(Problem("kind", "apart_kind_missing"))
        if not why.strip():
            problems.append(Problem("why", "apart_why_missing"))
        elif len(why) > LONGEST_WHY:
            problems.append(Problem("why", "event_text_long", {"most": LONGEST_WHY}))
        if home["id"] == other["id"]:
            problems.append(Problem("kind", "join_itself"))
        if joins.into_homes(store, [other["id"]]) and _is_joined(store, home["id"], other["id"]):
            problems.append(Problem("kind", "apart_joined"))
        if problems:
            raise Refused(problems)
        # Compared with every record of the other home, as the question was asked.
        spoke = {
            sign
            for each, _ in likely_homes(store, home) if each.home == other["id"]
            for sign in each.signs
        } | set(compare(household(store, home), household(store, other)).signs)  # fmt: skip
        _record(store, account, home["id"], other["id"], apart.APART, kind, why, spoke, at)


def undo_apart(
    store: Store, account: Account, home: str, other: str, at: datetime
) -> None:
    """Take it back that two homes are kept apart; raises NotAllowed. Twice is as once."""
    with store.writing():
        _must_join(store, account, home, other)
        for each in apart.of_home(store, home):
            if each["other"] == other:
                _record(store, account, each["home_id"], each["other_home"], apart.UNDONE,
                        each["kind"], "", (), at)  # fmt: skip


def _is_joined(store: Store, home: str, into: str) -> bool:
    join = joins.of_home(store, home)
    return bool(join and join["into_home"] == into)


def _team(store: Store, home: str) -> str:
    ties = homes.ties(store, home)
    return ties.team if ties else ""


def _must_join(store: Store, account: Account, *ids: str) -> None:
    for each in ids:
        ties = homes.ties(store, each)
        if ties is None or not may(account, Right.JOIN_HOMES, ties):
            raise NotAllowed


def _record(
    store: Store, account: Account, home: str, other: str, state: str, kind: str, why: str,
    signs: Iterable[str], at: datetime,
) -> None:  # fmt: skip
    decision = {
        "home_id": home, "other_home": other, "state": state, "kind": kind, "why": why.strip(),
        "decided_at": utc_text(at), "decided_by": account.id,
    }  # fmt: skip
    apart.add(store, decision, signs)
    action = "homes_kept_apart" if state == apart.APART else "apart_undone"
    audit.record(
        store, utc_text(at), account.id, action, home=home,
        detail={"other_home": other, "kind": kind},
    )  # fmt: skip
