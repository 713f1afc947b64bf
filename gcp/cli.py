"""The `gcp` command: one function for each sub-command."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gcp import cli_data, cli_mail, cli_report, cli_reports
from gcp.cli_service import DONE, CannotDo, add_commands
from gcp.core.problems import Problem, Refused
from gcp.core.rules import Rules, read_rules
from gcp.core.scoring import score
from gcp.core.visit import LARGEST_BODY, check_scorable, parse_visit
from gcp.core.yaml_places import LARGEST, decode
from gcp.rules_text import show
from gcp.settings import default_rules_file
from gcp.text import read_text

FAILED, MISUSED = 1, 2
STANDARD_INPUT = "-"

text = read_text("en")
words = text.cli

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 if it is done, 1 if its input cannot be taken, 2 if it is misused."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as end:  # argparse has said why, or has given its help
        return end.code if isinstance(end.code, int) else MISUSED
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may not know every character
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except CannotDo as reason:
        print(reason, file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # `gcp rules show … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gcp", description=words.about)
    commands = parser.add_subparsers(required=True, metavar=words.command)
    rules = commands.add_parser("rules", help=words.rules.about).add_subparsers(
        required=True, metavar=words.command
    )
    for name, run, about in (
        ("check", check_rules, words.rules.check),
        ("show", show_rules, words.rules.show),
    ):
        add(rules, name, run, about).add_argument("file", metavar="FILE", type=Path)
    scoring = add(commands, "score", score_visit, words.score.about)
    scoring.add_argument("--rules", metavar="FILE", type=Path, help=words.score.rules)
    scoring.add_argument("visit", metavar="VISIT.json", help=words.score.visit)
    add_commands(commands, add)
    cli_data.add_commands(commands, add)
    cli_report.add_commands(commands, add)
    cli_reports.add_commands(commands, add)
    cli_mail.add_commands(commands, add)
    return parser


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Run, about: str
) -> argparse.ArgumentParser:
    """A sub-command that calls `run` with its options."""
    parser = commands.add_parser(name, help=about, description=about)
    parser.set_defaults(run=run)
    return parser


def check_rules(options: argparse.Namespace) -> int:
    """Say what is wrong with a rules file, line by line, or that nothing is."""
    try:
        rules = read_rules(decode(_bytes(options.file, LARGEST)))
    except Refused as refused:
        print(*_placed(options.file, refused.problems), sep="\n")
        return FAILED
    facts = {"version": rules.version, "areas": len(rules.areas), "items": len(rules.items())}
    print(words.rules.sound.format(file=_name(options.file), digest=rules.digest, **facts))
    return DONE


def show_rules(options: argparse.Namespace) -> int:
    """Print a rules file to read."""
    print(show(_rules(options.file)), end="")
    return DONE


def score_visit(options: argparse.Namespace) -> int:
    """Print a visit's score as JSON."""
    rules = _rules(options.rules or default_rules_file())
    name = words.score.standard_input if options.visit == STANDARD_INPUT else _name(options.visit)
    try:
        visit = parse_visit(_bytes(options.visit, LARGEST_BODY))
        check_scorable(visit, rules)
    except Refused as refused:
        found = ((name, each.path, _sentence(each)) for each in refused.problems)
        lines = (": ".join(filter(None, parts)) for parts in found)
        raise CannotDo("\n".join(lines)) from refused
    print(json.dumps(score(rules, visit), indent=2))
    return DONE


def _rules(file: Path) -> Rules:
    try:
        return read_rules(decode(_bytes(file, LARGEST)))
    except Refused as refused:
        raise CannotDo("\n".join(_placed(file, refused.problems))) from refused


def _bytes(file: Path | str, most: int) -> bytes:
    """A file's bytes, or one more than the most: enough to be refused for its size."""
    try:
        if file == STANDARD_INPUT:
            return sys.stdin.buffer.read(most + 1)
        with open(file, "rb") as opened:
            return opened.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        kind = type(error).__name__
        why = words.unreadable[kind] if kind in words.unreadable else words.unreadable.otherwise
        raise CannotDo(f"{_name(file)}: {why}") from error


def _placed(file: Path, problems: Sequence[Problem]) -> Iterator[str]:
    return (f"{_name(file)}:{each.line}:{each.column}: {_sentence(each)}" for each in problems)


def _sentence(problem: Problem) -> str:
    return str(text.problems[problem.code]).format(**problem.values)


def _name(file: Path | str) -> str:
    return "".join(each if each.isprintable() else "?" for each in str(file))


if __name__ == "__main__":
    sys.exit(main())
