"""A home's photos: every room through time, and two dates of one room side by side."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gcp.core import known
from gcp.core.access import Right
from gcp.core.visit_fields import ROOMS
from gcp.store import homes
from gcp.store.engine import Row
from gcp.web.context import Hidden, must_read, note, store
from gcp.web.home_page import names, titles
from gcp.web.homes import arrived_photos, visible_visits
from gcp.web.photo_view import PhotoView, photo_view

blueprint = Blueprint("gallery", __name__, url_prefix="/homes/<uuid:home_id>/photos")

NO_ROOM = "no-room"  # in an address, where a visit says nothing


@dataclass(frozen=True)
class Gallery:
    """A home's photos by room, each room from its oldest photo to its newest."""

    home: Row
    rooms: Mapping[str, Sequence[PhotoView]]

    @property
    def days(self) -> dict[str, list[PhotoView]]:
        """The same photos by the day they show, the newest day first."""
        found: dict[str, list[PhotoView]] = {}
        every = (each for photos in self.rooms.values() for each in photos)
        for each in sorted(every, key=lambda each: each.instant, reverse=True):
            found.setdefault(each.day, []).append(each)
        return found

    def count(self) -> int:
        """How many photos there are."""
        return sum(map(len, self.rooms.values()))


@blueprint.get("")
def show(home_id: uuid.UUID) -> ResponseReturnValue:
    """Every photo of a home, by room or by day."""
    gallery = _gallery(str(home_id))
    by = "day" if request.args.get("by") == "day" else "room"
    note("photos_listed", str(home_id), photos=gallery.count())
    return render_template("photos/gallery.html", gallery=gallery, by=by)


@blueprint.get("/<room>")
def compare(home_id: uuid.UUID, room: str) -> ResponseReturnValue:
    """Two photos of one room side by side: the two asked for, else the last two days."""
    gallery = _gallery(str(home_id))
    if room not in gallery.rooms:
        raise Hidden
    strip = gallery.rooms[room]
    left, right = pair(strip, request.args.get("left", ""), request.args.get("right", ""))
    note("photos_listed", str(home_id), photos=len(strip), room=room)
    return render_template(
        "photos/room.html", gallery=gallery, room=room, strip=strip, left=left, right=right
    )


def pair(
    strip: Sequence[PhotoView], left: str, right: str
) -> tuple[PhotoView | None, PhotoView | None]:
    """The photos to lay side by side, by their ids; without one, the newest that makes a pair.

    Of the same thing where there are two such, and of another day than its neighbour.
    """
    here = [each for each in strip if each.arrived]
    by_id = {each.id: each for each in here}
    chosen_right = by_id.get(right) or next(
        (each for each in reversed(here) if each.id != left), None
    )
    if chosen_right is None:
        return by_id.get(left), None
    others = [each for each in here if each.id != chosen_right.id]
    return by_id.get(left) or max(
        others,
        key=lambda each: (
            each.day != chosen_right.day,
            each.about == chosen_right.about,
            each.instant < chosen_right.instant,
            each.instant,
        ),
        default=None,
    ), chosen_right


def _gallery(home: str) -> Gallery:
    must_read(Right.SEE_HOME, home)
    row = homes.find(store(), home)
    if row is None:
        raise Hidden
    records = visible_visits(home)
    arrived, of_items = arrived_photos(records), titles(records)
    of_people = names(records, homes.people(store(), home))
    by_room = known.photos_by_room(records)
    return Gallery(
        row,
        {
            room or NO_ROOM: [
                photo_view(each, of_items, of_people, arrived)
                for each in reversed(by_room[room])
            ]
            for room in (*ROOMS, None)
            if room in by_room
        },
    )
