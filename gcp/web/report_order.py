"""A report as a file: written, locked if asked for, and on record."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from gcp.core.access import Right
from gcp.core.report_facts import Facts
from gcp.intake import utc_text
from gcp.making import Tell, untold
from gcp.report_file import finish
from gcp.store import reports
from gcp.web import report_made
from gcp.web.context import Hidden, account, may_read, note, now, parts, store
from gcp.web.homes import page_of
from gcp.web.orders import HOME_KINDS, Made, Order, must_take_out
from gcp.web.report_record import facts_of_home, facts_of_visit
from gcp.web.report_words import Making

Write = Callable[[Making, IO[bytes]], int]


@dataclass(frozen=True)
class Content:
    """What a report says and what it rests on."""

    write: Write
    facts: Facts


def made_report(order: Order, password: str | None, tell: Tell = untold) -> Made:
    """Make a report of a home or of one visit.

    Raises Hidden where the account may not, and gcp.evidence.NoRoom.
    """
    return on_record(order, _content(order, tell), password)


def _content(order: Order, tell: Tell) -> Content:
    line = must_take_out(order)
    if (line is None) != (order.kind in HOME_KINDS):
        raise Hidden

    def of_home(making: Making, out: IO[bytes]) -> int:
        page = page_of(order.home, None, now().date())
        return report_made.of_home(page, making, out, tell)

    if line is None:
        return Content(of_home, facts_of_home(store(), order.home, order.kind))

    def of_visit(making: Making, out: IO[bytes]) -> int:
        sees_home = may_read(Right.SEE_HOME, order.home)
        page = page_of(order.home, None, now().date()) if sees_home else None
        return report_made.of_visit(line, making, out, page, tell)

    return Content(of_visit, facts_of_visit(store(), line["id"]))


def on_record(order: Order, content: Content, password: str | None) -> Made:
    """Have a report written, and keep who made it, for whom, why and its digest."""
    at = now()
    making = Making(
        str(uuid.uuid4()), order.kind, account().name, at, order.for_whom, order.why
    )
    pages, done = finish(
        parts().settings.instance / "packs", lambda out: content.write(making, out), password
    )
    with store().writing():
        reports.add(
            store(),
            {
                "id": making.number, "kind": order.kind, "home_id": order.home,
                "visit_id": order.visit, "sha256": done.sha256,
                "facts": content.facts.as_text(), "made_at": utc_text(at),
                "made_by": account().id, "for_whom": order.for_whom, "why": order.why,
            },
        )  # fmt: skip
        note(
            "report_made", order.home, order.visit, report=making.number, kind=order.kind,
            sha256=done.sha256, pages=pages, protected=password is not None,
            for_whom=order.for_whom, why=order.why,
        )  # fmt: skip
    name = f"report-{making.short_number.lower()}-{at.date().isoformat()}.pdf"
    return Made(done.file, done.bytes, done.sha256, name)
