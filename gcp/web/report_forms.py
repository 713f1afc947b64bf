"""The forms of reports: which one, for whom, why, and whether it is locked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, StopValidation

from gcp.core.visit_fields import NAME
from gcp.text import read_text
from gcp.web.forms import at_most, not_blank, storable

WHY, ADDRESS = 300, 1_000
SHORTEST, LONGEST = 12, 100

words = read_text("en").reports.form


def one_line(words: str | None) -> str:
    """Words as they stand on a report."""
    return " ".join((words or "").split())


class MakeForm(FlaskForm):
    """Whether a report leaves under a password, after what is asked of its kind alone."""

    protect = RadioField(
        choices=["no", "yes"], validate_choice=False,
        validators=[InputRequired(words.protect_missing)],
    )  # fmt: skip
    password = StringField()

    def validate_protect(self, field: Field) -> None:
        """One of the two."""
        if field.data not in ("no", "yes"):
            raise StopValidation(words.protect_missing)

    def validate_password(self, field: Field) -> None:
        """Long enough to hold against trying, and typed alike on every keyboard."""
        if self.protect.data != "yes":
            return
        password = field.data or ""
        if len(password) < SHORTEST:
            raise StopValidation(words.password_short)
        if len(password) > LONGEST:
            raise StopValidation(words.password_long)
        if not (password.isascii() and password.isprintable()):
            raise StopValidation(words.password_plain)

    def __iter__(self) -> Iterator[Field]:
        """The fields as the page asks for them: those of the kind first."""
        last = [self.protect, self.password]
        return iter([*(each for each in super().__iter__() if each not in last), *last])


class ReportForm(MakeForm):
    """Which report, for whom and why."""

    kind = RadioField(choices=[], validate_choice=False)
    for_whom = StringField(
        validators=[not_blank(words.for_whom_missing), at_most(NAME), storable]
    )
    why = StringField(validators=[not_blank(words.why_missing), at_most(WHY), storable])

    def offer(self, kinds: Sequence[str]) -> None:
        """The kinds that may be made here."""
        self._kinds = kinds

    def validate_kind(self, field: Field) -> None:
        """One of those that may be made here."""
        if field.data not in self._kinds:
            raise StopValidation(words.kind_missing)


def form_of(fields: Mapping[str, str], kinds: Sequence[str]) -> ReportForm:
    """The form as if these fields had been typed into it; outside a request nobody forges it."""
    form = ReportForm(MultiDict(fields), meta={"csrf": False})
    form.offer(kinds)
    return form


class LetterForm(MakeForm):
    """Which referral is answered, and to whom."""

    referral = RadioField(choices=[], validate_choice=False)
    address = TextAreaField(
        validators=[not_blank(words.address_missing), at_most(ADDRESS), storable]
    )

    def offer(self, referrals: Sequence[tuple[str, str]]) -> None:
        """The referrals that may be answered, with their words."""
        self.referral.choices = [SelectChoice(*each) for each in referrals]
        self._referrals = {each for each, _ in referrals}

    def validate_referral(self, field: Field) -> None:
        """One of the home's."""
        if field.data not in self._referrals:
            raise StopValidation(words.referral_missing)


class CheckForm(FlaskForm):
    """The file that is to be checked."""

    file = FileField()
