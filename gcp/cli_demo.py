"""`gcp demo`: the demonstration homes, and very many visits if that is asked for."""

from __future__ import annotations

import argparse
import sys
import time

from gcp.cli_open import DONE, CannotDo, open_store, rules_in_force
from gcp.settings import Settings
from gcp.store import accounts
from gcp.store.engine import Store
from gcp.text import read_text

MOST_VISITS = 10_000_000

words = read_text("en").service.demo


def how_many(written: str) -> int:
    """The number of visits that was asked for."""
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
    if not 1 <= number <= MOST_VISITS:
        told = words.how_many.format(written=written, most=f"{MOST_VISITS:,}")
        raise argparse.ArgumentTypeError(told)
    return number


def demo(options: argparse.Namespace) -> int:
    """Make the demonstration, unless it is there already; and fill it, if so asked."""
    from gcp.demo import cast, make, many, staff

    settings, store = open_store()
    if not settings.demonstration:
        raise CannotDo(words.not_allowed)
    store.migrate()
    made = make.is_made(store)
    if _real_people(store) and (options.visits or not made):
        raise CannotDo(words.real_people)
    if options.visits and many.is_begun(store):
        told = words.full_already if many.is_filled(store) else words.half_full
        raise CannotDo(told.format(folder=settings.instance))
    if made:
        print(words.kept)
    else:
        rules = rules_in_force(settings)
        count = make.make(store, rules, settings.pictures, settings.password_effort)
        print(words.made.format(n=count))
    if options.visits:
        _fill(settings, store, options.visits)
    print(words.sign_ins)
    found = [*cast.ACCOUNTS.values(), *(staff.shown() if many.is_begun(store) else ())]
    for account in found:
        print(f"  {account.email:<30} {account.role.value}")
    print(words.password.format(password=cast.PASSWORD))
    return DONE


def _real_people(store: Store) -> bool:
    """Whether the database holds anyone but the demonstration's own."""
    return any(not each["demonstration"] for each in accounts.everyone(store))


def _fill(settings: Settings, store: Store, visits: int) -> None:
    from gcp.demo import many

    began = first = time.monotonic()

    def progress(done: int) -> None:
        nonlocal first
        if not done:  # teams and homes are made, the visits begin
            first = time.monotonic()
            return
        rate = done / max(0.001, time.monotonic() - first)
        left = _span((visits - done) / rate)
        told = words.filling.format(
            done=f"{done:,}", n=f"{visits:,}", rate=f"{rate:,.0f}", left=left
        )
        line_end = "\r" if sys.stdout.isatty() and done < visits else "\n"
        print(f"{told:<78}", end=line_end, flush=True)

    homes = many.fill(
        store, rules_in_force(settings), settings.pictures, visits, settings.password_effort,
        progress=progress,
    )  # fmt: skip
    size = sum(each.stat().st_size for each in settings.instance.rglob("*") if each.is_file())
    print(words.filled.format(
        n=f"{visits:,}", homes=f"{homes:,}", span=_span(time.monotonic() - began),
        megabytes=f"{size / 1e6:,.0f}",
    ))  # fmt: skip


def _span(seconds: float) -> str:
    minutes = f"{seconds / 60:,.1f}" if seconds < 600 else f"{seconds / 60:,.0f}"
    return str(words.minutes.format(n=minutes))
