"""The forms of referrals and escalations; what may be in them is said by the core."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from gcp.core.clocks import MIDDAY
from gcp.core.events import AGENCIES, EARLIEST, OUTCOMES
from gcp.core.following import HOWS, RESOLUTIONS
from gcp.core.following_steps import NewStep
from gcp.core.problems import Problem
from gcp.text import read_text
from gcp.web.dates import HERE
from gcp.web.typed_form import TypedForm, choices

text = read_text("en")
shown = text.referrals


class DatedForm(TypedForm):
    """A form with a day."""

    day_day, day_month, day_year = StringField(), StringField(), StringField()

    def typed_day(self, problems: list[Problem]) -> date | None:
        """The day as typed; None with its problem noted."""
        try:
            found = self.date_of("day")
        except ValueError:
            found = date.min
        if found is None or found < EARLIEST:
            problems.append(Problem("day", "step_day_wrong" if found else "step_day_missing"))
            return None
        return found


class StepForm(DatedForm):
    """The next step about a referral or an escalation; which fields it has says its kind."""

    kind, since = HiddenField(), HiddenField()
    words, whom = TextAreaField(), StringField()
    outcome = RadioField(choices=[], validate_choice=False)
    how = RadioField(choices=choices(HOWS, shown.hows), validate_choice=False)
    stage = SelectField(choices=[], validate_choice=False)
    urgent = BooleanField()
    clock = SelectField(choices=[], validate_choice=False)
    account = SelectField(choices=[], validate_choice=False)

    def offer(
        self, is_referral: bool, clocks: Sequence[str], referrers: Mapping[str, str],
        stages: Mapping[int, str],
    ) -> None:  # fmt: skip
        """Set what can be chosen."""
        names = text.chronology.outcomes if is_referral else shown.resolutions
        self.outcome.choices = choices(OUTCOMES if is_referral else RESOLUTIONS, names)
        self.stage.choices = [SelectChoice(str(n), name) for n, name in stages.items()]
        self.clock.choices = choices(clocks, shown.clocks, shown.form.choose)
        self.account.choices = choices(referrers, referrers, shown.form.no_account)

    def read(self, kind: str, now: datetime, problems: list[Problem]) -> NewStep:
        """The step as typed."""
        fields = FIELDS[kind]
        day = self.typed_day(problems) if "day" in fields else None
        account = self.said("account") if "account" in fields else ""
        if account and account not in {each.value for each in self.account.choices}:
            problems.append(Problem("account", "step_account"))
        stage = self.said("stage")
        return NewStep(
            kind, since=_number(self.said("since")), at=moment_of(day, None, now) if day else now,
            words=self.said("words"), outcome=self._if("outcome", fields),
            how=self._if("how", fields), clock=self._if("clock", fields), account=account or None,
            whom=self.said("whom") if "whom" in fields else "",
            stage=_number(stage) if "stage" in fields else None,
            urgent="urgent" in fields and bool(self.urgent.data),
        )  # fmt: skip

    def _if(self, name: str, fields: tuple[str, ...]) -> str | None:
        return (self.said(name) or None) if name in fields else None


FIELDS: Mapping[str, tuple[str, ...]] = {
    "received": ("account", "words"),
    "decided": ("outcome", "words"),
    "told": ("how", "day", "words"),
    "stage": ("stage", "whom", "urgent", "words"),
    "resolved": ("outcome", "words"),
    "stopped": ("clock", "words"),
    "started": ("clock", "words"),
}


class NewForm(DatedForm):
    """A new referral, or a new escalation."""

    event_id = HiddenField()
    words, source, whom = TextAreaField(), StringField(), StringField()
    agency = SelectField(
        choices=choices(AGENCIES, text.chronology.agencies, text.chronology.form.choose),
        validate_choice=False,
    )
    children = SelectMultipleField(choices=[], validate_choice=False)
    time = StringField()
    account = SelectField(choices=[], validate_choice=False)
    urgent = BooleanField()

    def offer(self, children: Iterable[Any], referrers: Mapping[str, str]) -> None:
        """Set what can be chosen: the home's children, and who may have referred."""
        names = {each["id"]: each["name"] for each in children}
        self.children.choices = choices(names, names)
        self.account.choices = choices(referrers, referrers, shown.form.no_account)

    def received(self, now: datetime, problems: list[Problem]) -> datetime:
        """When the referral was received, as typed."""
        day, hour, typed = self.typed_day(problems), None, self.said("time")
        if typed:
            try:
                if len(typed) > 5:
                    raise ValueError
                hour = datetime.strptime(typed.replace(".", ":"), "%H:%M").time()
            except ValueError:
                problems.append(Problem("time", "step_time_wrong"))
        found = moment_of(day, hour, now) if day else now
        if found > now:
            problems.append(Problem("time" if typed else "day", "step_day_ahead"))
        return found

    def referrer(self, problems: list[Problem]) -> str | None:
        """The account of who referred."""
        account = self.said("account")
        if account and account not in {each.value for each in self.account.choices}:
            problems.append(Problem("account", "step_account"))
        return account or None


def moment_of(day: date, hour: time | None, now: datetime) -> datetime:
    """A day as a moment: now if it is today, midday if nobody wrote down when on another."""
    if hour is None and day == now.astimezone(HERE).date():
        return now
    return datetime.combine(day, hour or MIDDAY, HERE).astimezone(UTC)


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 6 else -1
