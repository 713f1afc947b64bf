"""The form in which a supervisor says with whom of a home a partner works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from gcp.core.partner_work import CHILDREN, HOME, HOW, PartnerWork
from gcp.text import read_text

text = read_text("en").partners


class PartnerForm(FlaskForm):
    """With whom a partner works; `was`: how it did when the form was opened."""

    was = HiddenField()
    works = RadioField(choices=[], validate_choice=False)
    children = SelectMultipleField(choices=[], validate_choice=False)

    def offer(self, children: Iterable[Mapping[str, Any]]) -> None:
        """Set which children can be chosen."""
        self.children.choices = [SelectChoice(each["id"], each["name"]) for each in children]

    def fill(self, work: PartnerWork) -> None:
        """Show how it is."""
        self.was.data, self.works.data = work.code, work.how
        self.children.data = sorted(work.children)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; what is wrong then stands at its field."""
        fine = super().validate(extra_validators)
        chosen = set(self.children.data or ())
        if self.works.data not in HOW:
            self.works.errors, fine = [text.works_missing], False
        elif self.works.data == CHILDREN and not chosen:
            self.children.errors, fine = [text.children_missing], False
        elif not chosen <= {each.value for each in self.children.choices}:
            self.children.errors, fine = [text.children_unknown], False
        return fine

    def work(self) -> PartnerWork:
        """What was chosen; children only where they are what was chosen."""
        if self.works.data != CHILDREN:
            return PartnerWork(whole=self.works.data == HOME)
        return PartnerWork(children=frozenset(self.children.data or ()))
