"""The form of an event; what may be in it is said by core/events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

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
from gcp.web.typed_form import TypedForm, choices

text = read_text("en")
shown = text.chronology


class EventForm(TypedForm):
    """What happened, when, who says so, whom it is about, and what came of it."""

    since = HiddenField()
    event_id = HiddenField()
    kind = SelectField(
        choices=choices(
            [each for each in KINDS if each != KIND], shown.kinds, shown.form.choose
        ),
        validate_choice=False,
    )
    day_day, day_month, day_year = StringField(), StringField(), StringField()
    until_day, until_month, until_year = StringField(), StringField(), StringField()
    agency = SelectField(
        choices=choices(AGENCIES, shown.agencies, shown.form.choose), validate_choice=False
    )
    source = StringField()
    words = TextAreaField()
    significance = RadioField(
        choices=choices(SIGNIFICANCE, shown.significance), validate_choice=False
    )
    children = SelectMultipleField(validate_choice=False)
    area = SelectField(validate_choice=False)
    made_up_by = SelectMultipleField(
        choices=choices(MADE_UP_BY, text.common.made_up_by), validate_choice=False
    )
    outcome = SelectField(
        choices=choices(OUTCOMES, shown.outcomes, shown.form.no_outcome),
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
        self.children.choices = choices(list(names), names)
        if kind == KIND:  # written before a decision to share had a form of its own
            self.kind.choices = [*self.kind.choices, *choices([KIND], shown.kinds)]
        self.area.choices = choices(list(areas), areas, shown.form.no_area)

    def fill(self, event: Event) -> None:
        """Show an event as it is, to be changed."""
        for name in ("kind", "agency", "source", "words", "significance", "outcome_why"):
            self[name].data = getattr(event, name)
        self.children.data, self.made_up_by.data = list(event.children), list(event.made_up_by)
        self.area.data, self.outcome.data = event.area or "", event.outcome or ""
        for name, day in (("day", event.day), ("until", event.until)):
            if day:
                self.fill_date(name, day)

    def read(self, before: Event, today: date, needs_reason: bool) -> Event | None:
        """The event as typed; None where something is wrong, which then stands at its field."""
        problems: list[Problem] = []
        day = self._date("day", problems) or before.day
        event = replace(
            before, day=day, until=self._date("until", problems), kind=self.said("kind"),
            agency=self.said("agency"), source=self.said("source"), words=self.said("words"),
            significance=self.said("significance"), area=self.said("area") or None,
            children=tuple(dict.fromkeys(self.children.data or ())),
            made_up_by=tuple(dict.fromkeys(self.made_up_by.data or ())),
            outcome=(self.said("outcome") or None) if self.may_decide else before.outcome,
            outcome_why=self.said("outcome_why") if self.may_decide else before.outcome_why,
            reason=self.said("reason") if needs_reason else "",
        )  # fmt: skip
        problems += _refused(check, event, today, self._ids(self.children), self._ids(self.area))
        problems += [*unnamed(event, self.must_name), *fieldless(event.kind, before.kind)]
        if needs_reason:
            problems += _refused(check_reason, event.reason)
        self.show(problems)
        return None if problems else event

    def _ids(self, field: Field) -> Collection[str]:
        return {each.value for each in field.choices}

    def _date(self, name: str, problems: list[Problem]) -> date | None:
        try:
            found = self.date_of(name)
        except ValueError:
            problems.append(Problem(name, f"event_{name}_wrong"))
            return None
        if found is None and name == "day":
            problems.append(Problem("day", "event_day_missing"))
        return found


class WithdrawForm(TypedForm):
    """Why an event is withdrawn."""

    since = HiddenField()
    reason = TextAreaField()

    def read(self) -> str | None:
        """The reason; None where something is wrong with it."""
        problems = _refused(check_reason, self.said("reason"))
        self.show(problems)
        return None if problems else self.said("reason")


def _refused(checks: Any, *values: object) -> list[Problem]:
    try:
        checks(*values)
    except Refused as refused:
        return list(refused.problems)
    return []
