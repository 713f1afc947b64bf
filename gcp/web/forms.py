"""The forms of the pages, with their checks; every message comes from the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional, StopValidation

from gcp.core.found_home import LONGEST_ADDRESS, LONGEST_POSTCODE
from gcp.core.matching import APART_KINDS
from gcp.core.reviewing import Kind
from gcp.core.visit_fields import MOST_YEARS, NAME, WORDS
from gcp.core.visit_links import EARLIEST_BIRTH
from gcp.text import read_text

SAME = "same_"
ANOTHER = "another"

text = read_text("en").forms
data_out = read_text("en").data.page
evidence = read_text("en").evidence
reviews = read_text("en").reviews
practice = read_text("en").practice
matching = read_text("en").matching


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


class RedactionForm(FlaskForm):
    """Why parts of a photo are blacked out; where they are is read from rows of four fields."""

    since = HiddenField()
    why = StringField(validators=[not_blank(text.redaction_why), at_most(WORDS), storable])


class ReviewForm(FlaskForm):
    """What a supervisor does with a visit: about which revision, having read which lines."""

    revision = HiddenField()
    sha256 = HiddenField()
    since = HiddenField()
    kind = RadioField(choices=[], validate_choice=False)
    words = TextAreaField(validators=[at_most(WORDS), storable])

    def validate_kind(self, field: Field) -> None:
        """One of all there are; whether it may be done now is decided where it is kept."""
        if field.data not in tuple(Kind):
            raise StopValidation(reviews.form.choose)

    def number(self, field: Field) -> int:
        """A hidden number as it was sent, -1 for what is none."""
        sent = field.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= 9 else -1


class EvidenceForm(FlaskForm):
    """Whether the originals go into an evidence pack."""

    content = RadioField(
        choices=["originals", "copies"], validators=[InputRequired(evidence.choose)],
        validate_choice=False,
    )  # fmt: skip

    def validate_content(self, field: Field) -> None:
        """One of the two."""
        if field.data not in ("originals", "copies"):
            raise StopValidation(evidence.choose)


class DataForm(FlaskForm):
    """In which form a home's record is taken out."""

    content = RadioField(
        choices=["whole", "record", "tables"], validators=[InputRequired(data_out.choose)],
        validate_choice=False,
    )  # fmt: skip

    def validate_content(self, field: Field) -> None:
        """One of the three."""
        if field.data not in ("whole", "record", "tables"):
            raise StopValidation(data_out.choose)


class PracticeForm(FlaskForm):
    """The grade of a practice room."""

    grade = RadioField(
        choices=list("12345"), validators=[InputRequired(practice.choose)], validate_choice=False
    )

    def validate_grade(self, field: Field) -> None:
        """One of the five."""
        if field.data not in tuple("12345"):
            raise StopValidation(practice.choose)


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


class JoinForm(FlaskForm):
    """Who of a found home is who of the known one; made by `join_form`, a question a person."""

    def same(self) -> dict[str, str]:
        """Whoever is somebody of the known home, by id, with whom."""
        asked = {each.name.removeprefix(SAME): each.data for each in self._asked()}
        return {person: known for person, known in asked.items() if known != ANOTHER}

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, then that nobody of the known home was chosen twice."""
        fine = super().validate(extra_validators)
        chosen: set[str] = set()
        for field in self._asked():
            if field.data in chosen:
                fine = _wrong(field, text.same_twice)
            chosen |= {field.data} - {ANOTHER, None}
        return fine

    def _asked(self) -> list[Field]:
        return [each for each in self if each.name.startswith(SAME)]


class ApartForm(FlaskForm):
    """Why two homes are not one; checked where it is kept."""

    kind = RadioField(
        choices=[SelectChoice(key, matching.kinds[key]) for key in APART_KINDS],
        validate_choice=False,
    )
    why = TextAreaField(validators=[storable])


class Question(NamedTuple):
    """Someone of a found home, and the ids and names of whom they may be."""

    person: str
    name: str
    choices: Sequence[tuple[str, str]]


def join_form(questions: Iterable[Question]) -> JoinForm:
    """A form with these questions; nothing is asked where there is nobody to choose."""
    fields = {f"{SAME}{each.person}": _same_field(each) for each in questions if each.choices}
    form: JoinForm = type("JoinForm", (JoinForm,), fields)()
    return form


def _same_field(question: Question) -> RadioField:
    choices = [*question.choices, (ANOTHER, text.same_another)]
    missing = text.same_missing.format(name=question.name)
    return RadioField(
        choices=[SelectChoice(*each) for each in choices],
        validators=[InputRequired(missing), AnyOf([each for each, _ in choices], message=missing)],
        validate_choice=False,
    )


def _wrong(field: Field, message: str) -> bool:
    field.errors = [*field.errors, message]
    return False
