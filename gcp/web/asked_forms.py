"""The forms of a request for a check; what may be in them is said by core/asked_checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from gcp.core.problems import Problem
from gcp.text import read_text
from gcp.web.errors import sentence

text = read_text("en")
_PARTS = ("day", "month", "year")


class AskForm(FlaskForm):
    """Who it is about, what is to be checked, why, and from which day."""

    person = RadioField(choices=[], validate_choice=False)
    what, why = TextAreaField(), TextAreaField()
    source = StringField()
    day_day, day_month, day_year = StringField(), StringField(), StringField()

    def offer(self, people: Iterable[Mapping[str, Any]], kinds: Any) -> None:
        """Set whom it can be about; adults first."""
        ordered = sorted(people, key=lambda each: each["kind"] == "child")
        self.person.choices = [
            SelectChoice(each["id"], text.homes.join.person.format(
                name=each["name"], more=each["relation"] or kinds[each["kind"]].lower()))
            for each in ordered
        ]  # fmt: skip

    def fill(self, day: date, person: str) -> None:
        """Show a new form: from today on."""
        self.person.data = person
        for part in _PARTS:
            self[f"day_{part}"].data = str(getattr(day, part))

    def said(self, name: str) -> str:
        """What was typed in a field, without what surrounds it."""
        return str(self[name].data or "").replace("\r\n", "\n").strip()

    def typed_day(self) -> date | None:
        """The day as typed; None where it is none."""
        typed = [self.said(f"day_{part}") for part in _PARTS]
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
            return None
        try:
            return date(*(int(part) for part in reversed(typed)))
        except ValueError:
            return None

    def show(self, problems: Collection[Problem]) -> None:
        """Put each problem at its field; of one field the first found."""
        for each in problems:
            field = self["day_day" if each.path == "day" else each.path]
            if not field.errors:
                field.errors = [sentence(text, each)]


class EndForm(FlaskForm):
    """Why a request ends."""

    why = TextAreaField()

    def said(self) -> str:
        """The reason as typed."""
        return str(self.why.data or "").replace("\r\n", "\n").strip()

    def show(self, problems: Collection[Problem]) -> None:
        """Put the first problem at its field."""
        self.why.errors = [sentence(text, each) for each in problems][:1]
