"""Makes what is asked for: at once where that takes about a second, else beside the server."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from gcp import making, photo_files
from gcp.core.kept import utc_text
from gcp.making import Tell, untold
from gcp.store import jobs, photos
from gcp.store.engine import Row
from gcp.web.context import account, now, parts, store
from gcp.web.homes import visible_visits
from gcp.web.job_care import KEPT_FOR
from gcp.web.orders import COPIES, DATA, ORIGINALS, REPORTS, Made, Maker, Order, as_download
from gcp.web.pack_order import made_data, made_pack
from gcp.web.photos import boxes_seen
from gcp.web.report_order import made_report

MAKERS: Mapping[str, Maker] = {
    **dict.fromkeys(REPORTS, made_report), ORIGINALS: made_pack, COPIES: made_pack,
    DATA: made_data,
}  # fmt: skip
BRIEF = ("home_short", "family", "visit_short")  # a few pages, without photos
# What can be made within a second or so. A photo that nobody has looked at yet costs most.
MANY_VISITS, MANY_BRIEF, MANY_PHOTOS, MANY_NEW, MANY_BYTES = 10, 400, 24, 6, 40_000_000
MOST_AT_ONCE = 3  # jobs of one person


class TooMany(Exception):
    """The account has as many files being made as it may have."""


def fulfil(order: Order, password: str | None, tell: Tell = untold) -> Made:
    """Make it now; raises what its maker raises."""
    return MAKERS[order.kind](order, password, tell)


def answer(order: Order, password: str | None = None) -> ResponseReturnValue:
    """The file, or the way to where it is being made; raises what its maker raises, and TooMany."""
    if is_quick(order):
        made = fulfil(order, password)
        return as_download(made.file, made.bytes, made.name)
    return redirect(url_for("being_made.show", job=ask(order, password)), 303)


def is_quick(order: Order) -> bool:
    """Whether it can be made while somebody waits."""
    records = [order.visit] if order.visit else [each.id for each in visible_visits(order.home)]
    if order.kind in BRIEF:
        return len(records) <= MANY_BRIEF
    arrived = photos.arrived(store(), records, signed_only=True)
    return (
        len(records) <= MANY_VISITS
        and len(arrived) <= MANY_PHOTOS
        and sum(each["bytes"] for each in arrived.values()) <= MANY_BYTES
        and (order.kind == DATA or sum(map(_is_new, arrived.values())) <= MANY_NEW)
    )


def _is_new(photo: Row) -> bool:
    """Whether a photo's copies have to be made first."""
    folder = parts().settings.pictures
    return not photo_files.has_copy(folder, photo["sha256"], "display", boxes_seen(photo))


def ask(order: Order, password: str | None) -> str:
    """Have it made beside the server; the job's id. Asked for twice, it is made once.

    Raises TooMany.
    """
    own = [each for each in jobs.unfinished(store()) if each["asked_by"] == account().id]
    for each in own:
        if order_of(each) == order and password is None and not each["protected"]:
            return str(each["id"])
    if len(own) >= MOST_AT_ONCE:
        raise TooMany
    job, at = str(uuid.uuid4()), now()
    lock = making.claim(parts().settings, job)
    assert lock is not None, "nobody else knows the id"
    jobs.add(
        store(),
        {
            "id": job, "kind": order.kind, "home_id": order.home, "visit_id": order.visit,
            "for_whom": order.for_whom, "why": order.why, "protected": int(password is not None),
            "asked_by": account().id, "asked_at": utc_text(at),
            "expires_at": utc_text(at + KEPT_FOR),
        },
    )  # fmt: skip
    making.start(parts().settings, job, password, lock)
    return job


def order_of(job: Row) -> Order:
    """What a job was asked to make."""
    return Order(job["kind"], job["home_id"], job["visit_id"], job["for_whom"], job["why"])
