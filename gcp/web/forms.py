"""The forms of the pages, with their checks; every message comes from the text."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from gcp.core.visit_fields import MOST_YEARS, NAME
from gcp.core.visit_links import EARLIEST_BIRTH
from gcp.text import read_text

LONGEST_ADDRESS = 500
LONGEST_POSTCODE = 12

text = read_text("en").forms


def storable(form: FlaskForm, field: Field) -> None:
    """Refuse what cannot be kept as text: a NUL, or half of a character pair."""
    value = field.data or ""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise StopValidation(text.not_storable) from None
    if "\x00" in value:
        raise StopValidation(text.not_storable)


def not_blank(message: str) -> Any:
    """A check that something other than spaces was written."""

    def check(form: FlaskForm, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation(message)

    return check


def at_most(most: int) -> Length:
    """A check that not more than so many characters were written."""
    return Length(max=most, message=text.too_long.format(most=most))


class SignInForm(FlaskForm):
    """E-mail and password."""

    email = StringField(validators=[InputRequired(text.email_missing), storable])
    password = PasswordField(validators=[InputRequired(text.password_missing)])
    next = HiddenField()


class HomeForm(FlaskForm):
    """A home: its address, and a name if it helps."""

    name = StringField(validators=[at_most(NAME), storable])
    address = StringField(
        validators=[not_blank(text.address_missing), at_most(LONGEST_ADDRESS), storable]
    )
    postcode = StringField(
        validators=[Length(max=LONGEST_POSTCODE, message=text.postcode_long), storable]
    )
    team = SelectField(validators=[Optional()], choices=[])


class PersonForm(FlaskForm):
    """Someone of the household: a child's date of birth, or about how old."""

    name = StringField(validators=[not_blank(text.name_missing), at_most(NAME), storable])
    kind = RadioField(
        choices=[SelectChoice(key, text.kinds[key]) for key in ("child", "carer", "other")],
        validators=[InputRequired(text.kind_missing)],
    )
    born_day = StringField(validators=[storable])
    born_month = StringField(validators=[storable])
    born_year = StringField(validators=[storable])
    about_years = StringField(validators=[storable])
    relation = StringField(validators=[at_most(NAME), storable])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.born: date | None = None
        self.age: int | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then the date and the age together."""
        fine = super().validate(extra_validators)
        return self._check_born() and self._check_age() and fine

    def _check_born(self) -> bool:
        parts = [(f.data or "").strip() for f in (self.born_day, self.born_month, self.born_year)]
        if not any(parts):
            return True
        if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
            return _wrong(self.born_day, text.born_wrong)
        try:
            self.born = date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            return _wrong(self.born_day, text.born_wrong)
        if not date(int(EARLIEST_BIRTH), 1, 1) <= self.born <= self._today:
            return _wrong(self.born_day, text.born_range)
        return True

    def _check_age(self) -> bool:
        written = (self.about_years.data or "").strip()
        if not written:
            return True
        if not (written.isascii() and written.isdigit() and len(written) <= 2):
            return _wrong(self.about_years, text.age_wrong)
        if int(written) > MOST_YEARS:
            return _wrong(self.about_years, text.age_wrong)
        self.age = int(written)
        return True


def _wrong(field: Field, message: str) -> bool:
    field.errors = [*field.errors, message]
    return False
