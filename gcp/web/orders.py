"""What is asked for as a file, by whom it may be, and how it is handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from flask import Flask, g, send_file
from werkzeug.wrappers import Response

from gcp.core.access import Account, Right
from gcp.making import Tell
from gcp.store import visits
from gcp.store.engine import Row
from gcp.web.context import Hidden, must_read, store

HOME_KINDS = ("home_short", "home_full", "family")
VISIT_KINDS = ("visit_short", "visit_full")
ORIGINALS, COPIES, DATA = "pack_originals", "pack_copies", "data_whole"
REPORTS = frozenset((*HOME_KINDS, *VISIT_KINDS))
RIGHTS = {
    **dict.fromkeys((*HOME_KINDS, *VISIT_KINDS), Right.MAKE_REPORT),
    ORIGINALS: Right.EXPORT_EVIDENCE, COPIES: Right.EXPORT_EVIDENCE, DATA: Right.EXPORT_DATA,
}  # fmt: skip
PDF, ZIP = "application/pdf", "application/zip"


@dataclass(frozen=True)
class Order:
    """What is asked for: of a home, or of one visit to it; a report says for whom and why."""

    kind: str
    home: str
    visit: str | None = None
    for_whom: str = ""
    why: str = ""


@dataclass(frozen=True)
class Made:
    """A finished file, open at its beginning and on no disk any more once it is closed."""

    file: IO[bytes]
    bytes: int
    sha256: str
    name: str  # of the home only its number: the name lies about in a downloads folder


Maker = Callable[[Order, str | None, Tell], Made]


def type_of(name: str) -> str:
    """The media type of a file that is made here."""
    return PDF if name.endswith(".pdf") else ZIP


def must_take_out(order: Order) -> Row | None:
    """Go on only if the account may have this; raises Hidden otherwise. The line of its visit."""
    right = RIGHTS[order.kind]
    if order.visit is None:
        must_read(right, order.home)
        return None
    line = visits.find(store(), order.visit)
    if line is None or not line["signed_revision"] or line["home_id"] != order.home:
        raise Hidden
    must_read(right, order.home, line["author_id"])
    return line


def as_download(file: IO[bytes], size: int, name: str) -> Response:
    """An open file as an answer that nobody keeps on the way."""
    reply = send_file(file, mimetype=type_of(name), as_attachment=True, download_name=name)
    reply.content_length = size
    reply.headers["Cache-Control"] = "private, no-store"
    return reply


@contextmanager
def acting(app: Flask, account: Account) -> Iterator[None]:
    """Outside a request: what is read and made within is this account's doing."""
    with app.test_request_context():
        g.account = account
        yield
