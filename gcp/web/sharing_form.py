"""The form of a decision to share; what may be in it is said by core/sharing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from gcp.core.events import AGENCIES
from gcp.core.sharing import BASES, CONSENT, DECIDED, Sharing
from gcp.text import read_text
from gcp.web.typed_form import TypedForm, choices

text = read_text("en")
shown = text.sharing


class SharingForm(TypedForm):
    """What is shared with whom, why, on what basis, and what was said to it."""

    since = HiddenField()
    event_id = HiddenField()
    decided = RadioField(choices=choices(DECIDED, shown.decisions), validate_choice=False)
    what, why, consent_why, reason = (TextAreaField() for _ in range(4))
    agency = SelectField(
        choices=choices(AGENCIES, text.chronology.agencies, shown.choose),
        validate_choice=False,
    )
    whom = StringField()
    basis = RadioField(
        choices=[*choices(BASES, shown.bases), SelectChoice("", shown.no_basis)],
        validate_choice=False,
    )
    consent = RadioField(choices=choices(CONSENT, shown.consents), validate_choice=False)
    children = SelectMultipleField(choices=[], validate_choice=False)

    must_name = False  # whether it has to say which children it is about

    def offer(self, children: Iterable[Mapping[str, Any]], must_name: bool = False) -> None:
        """Set which children can be chosen, and whether one has to be."""
        self.must_name = must_name
        names = {each["id"]: each["name"] for each in children}
        self.children.choices = choices(names, names)

    def fill(self, sharing: Sharing, children: Sequence[str]) -> None:
        """Show a decision as it is, to be changed."""
        for each in fields(Sharing):
            self[each.name].data = getattr(sharing, each.name)
        self.children.data = list(children)

    def sharing(self) -> Sharing:
        """The decision as typed."""
        return Sharing(**{each.name: self.said(each.name) for each in fields(Sharing)})

    def chosen(self) -> tuple[str, ...]:
        """The ids of the children that were chosen."""
        return tuple(dict.fromkeys(self.children.data or ()))
