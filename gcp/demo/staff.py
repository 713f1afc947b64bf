"""Who works with the very many invented homes: teams, people who sign in, and their photos."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from gcp.core.access import Account, Role
from gcp.demo.cast import PASSWORD, STARTED, an_id
from gcp.demo.courses import OFFICER, PRACTITIONERS
from gcp.demo.families import GROWN, SURNAMES, UNTIL
from gcp.demo.pictures import draw
from gcp.photo_files import keep_original
from gcp.sign_in import hasher
from gcp.store import accounts, audit, photos
from gcp.store.engine import Store

HOMES_A_TEAM, TEAMS_OF_AREA = 200, 5
AREA_SUPERVISOR = "area.supervisor@demo.example"
SCENES = (("bedroom", 2), ("bedroom", 4), ("kitchen", 2), ("kitchen", 4), ("bathroom", 3),
          ("living_room", 3))  # fmt: skip
PICTURE = (640, 480)
_COMMENT = b"\xff\xfe"


@dataclass(frozen=True)
class Picture:
    """One of a team's drawn photos, as each of the team has sent it."""

    room: str
    sha256: str
    size: int


Albums = Sequence[Sequence[Picture]]  # by team


def team_id(number: int) -> str:
    """The id of one of the invented teams."""
    return an_id(f"many/team/{number}")


def scorer(team: int, number: int) -> Account:
    """A practitioner of a team, or the officer who comes along with it."""
    officer = number == OFFICER
    given, surname = GROWN[(team * 7 + number * 3) % len(GROWN)], (team + number) % len(SURNAMES)
    name = f"{given} {SURNAMES[surname]}"
    return Account(
        an_id(f"many/account/{team}/{number}"), f"PC {name}" if officer else name,
        f"team{team + 1}.{'officer' if officer else f'worker{number + 1}'}@demo.example",
        Role.POLICE if officer else Role.PRACTITIONER, "police" if officer else "social_care",
        frozenset() if officer else frozenset({team_id(team)}),
    )  # fmt: skip


def supervisor(team: int) -> Account:
    """The supervisor of a team."""
    return Account(
        an_id(f"many/account/{team}/supervisor"), f"Supervisor of team {team + 1}",
        f"team{team + 1}.supervisor@demo.example", Role.SUPERVISOR, "social_care",
        frozenset({team_id(team)}),
    )  # fmt: skip


def area_supervisor(teams: int) -> Account:
    """Someone with several teams."""
    return Account(
        an_id("many/account/area"), "Supervisor of the area", AREA_SUPERVISOR, Role.SUPERVISOR,
        "social_care", frozenset(map(team_id, range(min(teams, TEAMS_OF_AREA)))),
    )  # fmt: skip


def shown() -> list[Account]:
    """Some of those who can sign in to look at it."""
    return [supervisor(0), scorer(0, 0), scorer(0, OFFICER), area_supervisor(TEAMS_OF_AREA)]


def add_teams(store: Store, teams: int, effort: str) -> None:
    """Make the teams with everyone who signs in; one hash for all, which would take hours."""
    password = hasher(effort).hash(PASSWORD)
    with store.writing():
        for team in range(teams):
            accounts.add_team(store, team_id(team), f"Team {team + 1}", "social_care", False)
            people = [scorer(team, each) for each in range(PRACTITIONERS + 1)]
            for account in (*people, supervisor(team)):
                accounts.add_account(store, account, password, STARTED, demonstration=True)
        area = area_supervisor(teams)
        accounts.add_account(store, area, password, STARTED, demonstration=True)


def add_pictures(store: Store, folder: Path, teams: int) -> Albums:
    """A few drawn rooms for each team: only a comment in the files differs."""
    drawn = [(scene, _without_dates(draw(scene, state, UNTIL, 7))) for scene, state in SCENES]
    albums = []
    for team in range(teams):
        album = []
        for room, data in drawn:
            comment = f"team {team + 1}".encode()
            own = data[:2] + _COMMENT + (len(comment) + 2).to_bytes(2) + comment + data[2:]
            sha256 = hashlib.sha256(own).hexdigest()
            keep_original(folder, sha256, own)
            album.append(Picture(room, sha256, len(own)))
        albums.append(album)
        with store.writing():
            for each in album:
                _send_picture(store, each, team)
    return albums


def _send_picture(store: Store, picture: Picture, team: int) -> None:
    row = {
        "sha256": picture.sha256, "bytes": picture.size, "type": "image/jpeg", "width": PICTURE[0],
        "height": PICTURE[1], "taken_at": None, "received_at": STARTED,
    }  # fmt: skip
    for number in range(PRACTITIONERS + 1):
        account = scorer(team, number).id
        photos.add(store, {**row, "received_from": account})
        detail: dict[str, object] = {"sha256": picture.sha256}
        audit.record(store, STARTED, account, "photo_received", detail=detail)


def _without_dates(picture: bytes) -> bytes:
    """A small copy without what a camera writes: each stands for photos of many days."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).resize(PICTURE).save(out, "JPEG", quality=80)
    return out.getvalue()
