"""The `gcp` command that says whether a report is as it was made."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gcp.cli_open import DONE, CannotDo, open_store
from gcp.report_file import digest_of
from gcp.store import reports
from gcp.text import read_text
from gcp.web import dates
from gcp.web.report_record import changes

words = read_text("en").reports
texts = words.verify


def add_commands(commands: Any, add: Callable[..., argparse.ArgumentParser]) -> None:
    """Join these commands to the parser."""
    checking = add(commands, "verify-report", verify_report, texts.cli_about)
    checking.add_argument("file", metavar="FILE", type=Path)


def verify_report(options: argparse.Namespace) -> int:
    """Say when, by whom and for whom a report was made, and what of its record has changed since.

    Ends with 1 where the file was not made here, or was changed.
    """
    _, store = open_store()
    store.migrate()
    try:
        with options.file.open("rb") as file:
            sha256 = digest_of(file)
    except (OSError, ValueError) as error:
        raise CannotDo(texts.cli_unreadable.format(file=options.file)) from error
    report = reports.by_digest(store, sha256)
    if report is None:
        raise CannotDo(texts.cli_unknown.format(file=options.file, sha256=sha256))
    print(
        texts.cli_known.format(
            file=options.file, day=dates.day_time(report["made_at"]), name=report["name"],
            who=report["for_whom"], why=report["why"], kind=words.kinds[report["kind"]],
            number=report["id"][:8].upper(),
        )
    )  # fmt: skip
    print(texts.cli_digest.format(sha256=sha256))
    found = changes(store, report)
    print(texts.changed if found else texts.same)
    for each in found:
        print(f"- {each}")
    return DONE
