"""`gcp report`: the same report as by its page, as somebody who may make it."""

from __future__ import annotations

import argparse
import getpass
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from gcp.cli_open import DONE, CannotDo, open_store, rules_in_force
from gcp.evidence import NoRoom, full_disk_told
from gcp.out_files import CannotWrite, must_be_new, new_file
from gcp.progress import Stages
from gcp.settings import Settings
from gcp.store import accounts
from gcp.text import read_text

text = read_text("en")
words = text.reports.command


def add_commands(commands: Any, add: Callable[..., argparse.ArgumentParser]) -> None:
    """Join this command to the parser."""
    making = add(commands, "report", report, words.about)
    making.add_argument("home", metavar="HOME", help=words.home)
    making.add_argument("--out", required=True, type=Path, metavar="FILE", help=words.out)
    making.add_argument("--as", required=True, dest="email", metavar="EMAIL", help=words["as"])
    making.add_argument("--kind", default="", metavar="KIND", help=words.kind)
    making.add_argument("--visit", metavar="VISIT_ID", help=words.visit)
    making.add_argument("--for", required=True, dest="whom", metavar="WHOM", help=words.for_whom)
    making.add_argument("--why", required=True, metavar="WORDS", help=words.why)
    locking = making.add_mutually_exclusive_group()
    locking.add_argument("--password", action="store_true", help=words.password)
    locking.add_argument("--password-file", type=Path, metavar="FILE", help=words.password_file)


def report(options: argparse.Namespace) -> int:
    """Make a report into a new file."""
    if options.out.suffix != ".pdf":
        raise CannotDo(words.ending.format(file=options.out))
    try:
        must_be_new(options.out)
        settings, store = open_store()
        store.migrate()
        found = accounts.by_email(store, options.email)
        account = found and accounts.open_account(store, found["id"], settings.demonstration)
        if not account:
            raise CannotDo(words.nobody.format(email=options.email))
        return _made(options, settings, account)
    except CannotWrite as why:
        told = text.data.export[why.code].format(file=why.file, why=why.why)
        raise CannotDo(told) from why
    except NoRoom as why:
        raise CannotDo(text.data.export.no_room) from why


def _made(options: argparse.Namespace, settings: Settings, account: Any) -> int:
    from gcp import create_app
    from gcp.web.context import Hidden
    from gcp.web.making import fulfil
    from gcp.web.orders import acting

    rules_in_force(settings)
    app = create_app(settings)
    with acting(app, account):
        telling = Stages(words.bars)
        try:
            order, password = _order(options, account.name)
            made = fulfil(order, password, telling)
        except Hidden as hidden:
            raise CannotDo(words.hidden.format(name=account.name)) from hidden
        finally:
            telling.end()
        with full_disk_told(), made.file, new_file(options.out) as place, place.open("wb") as out:
            shutil.copyfileobj(made.file, out, 1_000_000)
    kind = text.reports.kinds[order.kind]
    print(words.done.format(file=options.out, kind=kind, sha256=made.sha256))
    print(words.keep_safe)
    return DONE


def _order(options: argparse.Namespace, name: str) -> Any:
    """What is asked for, checked as the page's form checks it, and its password."""
    from gcp.web.homes import visible_visits
    from gcp.web.orders import HOME_KINDS, VISIT_KINDS, Order, must_take_out
    from gcp.web.report_forms import form_of, one_line

    kinds = VISIT_KINDS if options.visit else HOME_KINDS
    if options.kind and options.kind not in kinds:
        raise CannotDo(words.kinds.format(kinds=", ".join(kinds)))
    password = _password(options)
    form = form_of(
        {
            "kind": options.kind or kinds[0], "for_whom": options.whom, "why": options.why,
            "protect": "no" if password is None else "yes", "password": password or "",
        },
        kinds,
    )  # fmt: skip
    if not form.validate():
        raise CannotDo("\n".join(each for found in form.errors.values() for each in found))
    home, whom = _home(options.home, name), one_line(form.for_whom.data)
    order = Order(str(form.kind.data), home, options.visit, whom, one_line(form.why.data))
    must_take_out(order)
    if not options.visit and not visible_visits(home):
        raise CannotDo(text.reports.nothing)
    return order, password


def _home(asked: str, name: str) -> str:
    """The id of the one home that is meant, among those that the person may see."""
    from gcp.web.homes import reachable_homes

    try:
        return str(UUID(asked))
    except ValueError:
        found = reachable_homes(asked) if asked.strip() else []
    if not found:
        raise CannotDo(words.no_home.format(home=asked, name=name))
    if len(found) > 1:
        lines = [f"{each['id']}  {each['address']}" for each in found]
        raise CannotDo("\n".join([words.many_homes.format(n=len(found)), *lines]))
    return str(found[0]["id"])


def _password(options: argparse.Namespace) -> str | None:
    """Never one of the command's own words: those can be read by everybody on the machine."""
    if options.password_file:
        try:
            lines = options.password_file.read_text("utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise CannotDo(words.unreadable.format(file=options.password_file)) from error
        return lines[0] if lines else ""
    if not options.password:
        return None
    if sys.stdin.isatty():
        return getpass.getpass(words.ask)
    return sys.stdin.readline().rstrip("\r\n")
