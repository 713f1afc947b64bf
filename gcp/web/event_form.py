"""The form of an event; what may be in it is said by core/events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from gcp.core.events import (
    AGENCIES,
    KINDS,
    OUTCOMES,
    SIGNIFICANCE,
    Event,
    check,
    check_reason,
    unnamed,
)
from gcp.core.problems import Problem, Refused
from gcp.core.sharing import KIND, fieldless
from gcp.core.visit_fields import MADE_UP_BY
from gcp.text import read_text
from gcp.web.errors import sentence

text = read_text("en")
shown = text.chronology


def _named(keys: Sequence[str], names: Any, nothing: str | None = None) -> list[SelectChoice]:
    """Choices by their names, after one for nothing if there is such."""
    found = [SelectChoice(key, str(names[key])) for key in keys]
    return found if nothing is None else [SelectChoice("", nothing), *found]


class EventForm(FlaskForm):
    """What happened, when, who says so, whom it is about, and what came of it."""

    since = HiddenField()
    event_id = HiddenField()
    kind = SelectField(
        choices=_named(
            [each for each in KINDS if each != KIND], shown.kinds, shown.form.choose
        ),
        validate_choice=False,
    )
    day_day, day_month, day_year = StringField(), StringField(), StringField()
    until_day, until_month, until_year = StringField(), StringField(), StringField()
    agency = SelectField(
        choices=_named(AGENCIES, shown.agencies, shown.form.choose), validate_choice=False
    )
    source = StringField()
    words = TextAreaField()
    significance = RadioField(
        choices=_named(SIGNIFICANCE, shown.significance), validate_choice=False
    )
    children = SelectMultipleField(validate_choice=False)
    area = SelectField(validate_choice=False)
    made_up_by = SelectMultipleField(
        choices=_named(MADE_UP_BY, text.common.made_up_by), validate_choice=False
    )
    outcome = SelectField(
        choices=_named(OUTCOMES, shown.outcomes, shown.form.no_outcome),
        validate_choice=False,
    )
    outcome_why = TextAreaField()
    reason = TextAreaField()

    may_decide = True  # whether what came of a referral is this person's to say
    must_name = False  # whether it has to say which children it is about

    def offer(
        self, children: Sequence[Any], areas: dict[str, str], may_decide: bool = True,
        must_name: bool = False, kind: str = "",
    ) -> None:  # fmt: skip
        """Set what can be chosen: the home's children and the areas by id; the kind it has."""
        self.may_decide, self.must_name = may_decide, must_name
        names = {each["id"]: each["name"] for each in children}
        self.children.choices = _named(list(names), names)
        if kind == KIND:  # written before a decision to share had a form of its own
            self.kind.choices = [*self.kind.choices, *_named([KIND], shown.kinds)]
        self.area.choices = _named(list(areas), areas, shown.form.no_area)

    def fill(self, event: Event) -> None:
        """Show an event as it is, to be changed."""
        for name in ("kind", "agency", "source", "words", "significance", "outcome_why"):
            self[name].data = getattr(event, name)
        self.children.data, self.made_up_by.data = list(event.children), list(event.made_up_by)
        self.area.data, self.outcome.data = event.area or "", event.outcome or ""
        for name, day in (("day", event.day), ("until", event.until)):
            if day:
                for part in ("day", "month", "year"):
                    self[f"{name}_{part}"].data = str(getattr(day, part))

    def read(self, before: Event, today: date, needs_reason: bool) -> Event | None:
        """The event as typed; None where something is wrong, which then stands at its field."""
        problems: list[Problem] = []
        day = self._date("day", problems) or before.day
        event = replace(
            before, day=day, until=self._date("until", problems), kind=self._said("kind"),
            agency=self._said("agency"), source=self._said("source"), words=self._said("words"),
            significance=self._said("significance"), area=self._said("area") or None,
            children=tuple(dict.fromkeys(self.children.data or ())),
            made_up_by=tuple(dict.fromkeys(self.made_up_by.data or ())),
            outcome=(self._said("outcome") or None) if self.may_decide else before.outcome,
            outcome_why=self._said("outcome_why") if self.may_decide else before.outcome_why,
            reason=self._said("reason") if needs_reason else "",
        )  # fmt: skip
        problems += _refused(check, event, today, self._ids(self.children), self._ids(self.area))
        problems += [*unnamed(event, self.must_name), *fieldless(event.kind, before.kind)]
        if needs_reason:
            problems += _refused(check_reason, event.reason)
        self._show(problems)
        return None if problems else event

    def _said(self, name: str) -> str:
        return str(self[name].data or "").replace("\r\n", "\n").strip()

    def _ids(self, field: Field) -> Collection[str]:
        return {each.value for each in field.choices}

    def _date(self, name: str, problems: list[Problem]) -> date | None:
        typed = [self._said(f"{name}_{part}") for part in ("day", "month", "year")]
        if not any(typed):
            if name == "day":
                problems.append(Problem("day", "event_day_missing"))
            return None
        try:
            if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in typed):
                raise ValueError
            return date(int(typed[2]), int(typed[1]), int(typed[0]))
        except ValueError:
            problems.append(Problem(name, f"event_{name}_wrong"))
            return None

    def _show(self, problems: Sequence[Problem]) -> None:
        """Put each problem at its field; of one field the first found."""
        for each in problems:
            name = f"{each.path}_day" if each.path in ("day", "until") else each.path
            if not self[name].errors:
                self[name].errors = [sentence(text, each)]


class WithdrawForm(FlaskForm):
    """Why an event is withdrawn."""

    since = HiddenField()
    reason = TextAreaField()

    def read(self) -> str | None:
        """The reason; None where something is wrong with it."""
        reason = str(self.reason.data or "").replace("\r\n", "\n").strip()
        problems = _refused(check_reason, reason)
        if problems:
            self.reason.errors = [sentence(text, problems[0])]
            return None
        return reason


def _refused(checks: Any, *values: object) -> list[Problem]:
    try:
        checks(*values)
    except Refused as refused:
        return list(refused.problems)
    return []
