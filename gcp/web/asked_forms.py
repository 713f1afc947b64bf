"""The forms of a request for a check; what may be in them is said by core/asked_checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from gcp.text import read_text
from gcp.web.typed_form import TypedForm

text = read_text("en")


class AskForm(TypedForm):
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
        self.fill_date("day", day)

    def typed_day(self) -> date | None:
        """The day as typed; None where it is none."""
        try:
            return self.date_of("day")
        except ValueError:
            return None


class EndForm(TypedForm):
    """Why a request ends."""

    why = TextAreaField()
