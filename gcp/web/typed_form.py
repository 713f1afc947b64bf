"""What the forms share in which somebody writes something down; what may be in them says the core."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from gcp.core.problems import Problem
from gcp.text import read_text
from gcp.web.errors import sentence

text = read_text("en")
_PARTS = ("day", "month", "year")


def choices(keys: Iterable[str], names: Any, nothing: str | None = None) -> list[SelectChoice]:
    """Choices by their names, after one for nothing if there is such."""
    found = [SelectChoice(key, str(names[key])) for key in keys]
    return found if nothing is None else [SelectChoice("", nothing), *found]


class TypedForm(FlaskForm):
    """A form of words, of dates in three fields, and of problems each at its field."""

    def said(self, name: str) -> str:
        """What was typed into a field, without what surrounds it."""
        return str(self[name].data or "").replace("\r\n", "\n").strip()

    def date_of(self, name: str) -> date | None:
        """The date in the fields `name_day`, `name_month`, `name_year`; None where they are empty.

        Raises ValueError for what is no date.
        """
        typed = [self.said(f"{name}_{part}") for part in _PARTS]
        if not any(typed):
            return None
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
            raise ValueError("no date")
        return date(*map(int, reversed(typed)))

    def fill_date(self, name: str, day: date) -> None:
        """Show a date, to be changed."""
        for part in _PARTS:
            self[f"{name}_{part}"].data = str(getattr(day, part))

    def show(self, problems: Iterable[Problem]) -> None:
        """Put each problem at its field; of one field the first found."""
        for each in problems:
            name = f"{each.path}_day" if f"{each.path}_day" in self else each.path
            if name in self and not self[name].errors:
                self[name].errors = [sentence(text, each)]
