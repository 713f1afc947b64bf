"""What the overview says of each home, in words."""

from __future__ import annotations

from gcp.core.overview import REASONS, HomeLine, Reason
from gcp.intake import utc_text
from gcp.text import read_text
from gcp.web import dates

words = read_text("en").overview
kinds = read_text("en").patterns.kinds


def reason_words(reason: Reason, line: HomeLine) -> str:
    """One thing to look at."""
    said = words.reasons
    if reason.kind in ("not_seen", "not_alone"):
        names = [each["name"] for each in line.children if each["id"] in reason.children]
        return str(said[reason.kind]).format(names=", ".join(names))
    if reason.kind in kinds:
        title = kinds[reason.kind].title
        form = said["pattern" if reason.n else "pattern_events"]
        return str(form).format(title=title, n=reason.n)
    if reason.kind == "not_inside" and reason.days is None:
        return str(said.not_inside_never)
    if reason.kind == "protection" and reason.at:
        key = "protection_ended" if reason.n is None else "protection_one" if reason.n == 1 else (
            "protection_few" if reason.n == 0 else "protection")
        return str(said[key]).format(n=reason.n, ends=dates.day_time(utc_text(reason.at)))
    one = f"{reason.kind}_one"
    key = one if reason.n == 1 and one in said else reason.kind
    return str(said[key]).format(n=reason.n, days=reason.days)


def choices() -> list[tuple[str, str]]:
    """Everything that the overview can be filtered by, with its words."""
    return [
        (each, str(kinds[each].title if each in kinds else words.choices[each]))
        for each in REASONS
    ]


def ago(days: int | None) -> str:
    """ "3 days ago", or nothing where there is no day."""
    if days is None:
        return ""
    return str({0: words.today, 1: words.ago_one}.get(days, words.ago)).format(n=days)
