"""`gcp send-digests`: each person's e-mail with the number of their notices."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from gcp.bank_holidays import BankHolidays
from gcp.cli_open import DONE, CannotDo, open_store, rules_in_force
from gcp.core.clocks import Calendar
from gcp.core.rules_reader import CLOCKS
from gcp.digests import Round, send_all
from gcp.mail import NoServer, Outcome, Post
from gcp.text import read_text
from gcp.web.dates import HERE

text = read_text("en")
words = text.notices.send


def add_commands(commands: Any, add: Callable[..., argparse.ArgumentParser]) -> None:
    """Join this command to the parser."""
    add(commands, "send-digests", send_digests, words.about)


def send_digests(options: argparse.Namespace) -> int:
    """Send everybody's e-mail of today; one that fails stops no other."""
    settings, store = open_store()
    if settings.mail is None:
        raise CannotDo(words.not_set_up)
    rules = rules_in_force(settings)
    store.migrate()
    this = Round(
        store, text, datetime.now(UTC), {**CLOCKS, **rules.clocks},
        Calendar(HERE, BankHolidays(settings.nation)),
    )  # fmt: skip
    sent = none = bad = 0
    try:
        with Post(settings.mail) as post:
            for each in send_all(this, post, settings.demonstration):
                sent += each.outcome is Outcome.SENT
                none += each.outcome is None
                if each.outcome in (Outcome.FAILED, Outcome.UNKNOWN):
                    bad += 1
                    said = words[each.outcome].format(account=each.account, why=each.why)
                    print(said, file=sys.stderr, flush=True)
    except NoServer as error:
        host = settings.mail.host
        raise CannotDo(words.no_server.format(host=host, why=error, n=sent)) from error
    print((words.done_one if sent == 1 else words.done).format(sent=sent, none=none))
    if bad:
        raise CannotDo((words.bad_one if bad == 1 else words.bad).format(n=bad))
    return DONE
