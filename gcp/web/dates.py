"""Dates and ages as people read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gcp.core.scoring import age_in_months
from gcp.text import read_text

HERE = ZoneInfo("Europe/London")

words = read_text("en").dates


def day(written: str) -> str:
    """ "3 March 2026" of an ISO date or time, in the zone it was written in."""
    found = _local(written)
    month = words.months[found.month - 1]
    return str(words.date.format(day=found.day, month=month, year=found.year))


def short_day(on: date) -> str:
    """ "3 Mar 2026", for a narrow column."""
    month = read_text("en").chart.months_short[on.month - 1]
    return str(words.date.format(day=on.day, month=month, year=on.year))


def day_of_year(on: date) -> str:
    """ "3 Mar", where the year is told with a later one."""
    return short_day(on).rpartition(" ")[0]


def day_time(written: str) -> str:
    """ "3 March 2026, 14:02" of an ISO time, in the zone it was written in."""
    found = _local(written)
    return str(words.date_time.format(date=day(written), time=f"{found:%H:%M}"))


def _local(written: str) -> datetime:
    """The server's own times are UTC and are shown as the clocks here; others as written."""
    found = datetime.fromisoformat(written)
    return found.astimezone(HERE) if written.endswith("Z") else found


def span(length: timedelta) -> str:
    """ "2 days 5 hours" of a length of time: its two greatest units, of days, hours and minutes."""
    minutes = int(length.total_seconds()) // 60
    counts = (("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60))
    shown = [(unit, n) for unit, n in counts if n] or [counts[-1]]
    return " ".join(
        str(words.spans[unit if n == 1 else f"{unit}s"]).format(n=f"{n:,}") for unit, n in shown[:2]
    )


def age(months: int) -> str:
    """An age in words: months up to two years, then years."""
    if months < 24:
        return str(words.months_old if months != 1 else words.month_old).format(n=months)
    return str(words.years_old).format(n=months // 12)


def person_age(person: dict[str, object], on: date) -> str:
    """The age of someone on a day, with "about" where only that is known; else nothing."""
    months = age_in_months(person, on.isoformat())
    if months is None:
        return ""
    shown = age(months)
    return str(words.about).format(age=shown) if not person.get("born") else shown
