"""What one child's own page shows, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gcp.core.child_story import (
    BANDS,
    GROWN,
    PROMPTS,
    ChildStory,
    Moment,
    band,
    child_story,
)
from gcp.core.events import Event
from gcp.core.history import VisitRecord
from gcp.core.scoring import age_in_months
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.home_page import names, titles
from gcp.web.made_up_view import MadeUpView, made_up_views
from gcp.web.photo_view import PhotoView, photo_view

MOST_PHOTOS = 12


@dataclass(frozen=True)
class Questions:
    """What to ask a child of one age, in the words of a language."""

    title: str
    asked: Sequence[str]


@dataclass(frozen=True)
class ChildPage:
    """All that one child's page says."""

    id: str
    name: str
    age: str
    story: ChildStory
    other_names: Sequence[str]
    made_up: Sequence[MadeUpView]
    photos: Sequence[PhotoView]
    questions: Sequence[Questions]
    item_titles: Mapping[str, str]

    prompts = PROMPTS

    def age_then(self, moment: Moment) -> str:
        """The child's age on the day of a visit, as that visit knows it."""
        known = {"born": moment.born, "about_years": moment.about_years}
        return dates.person_age(known, moment.day)


def child_page(
    child: Mapping[str, Any], people: Sequence[Row], records: Sequence[VisitRecord],
    events: Sequence[Event], arrived: frozenset[str], on: date,
) -> ChildPage:  # fmt: skip
    """The page of one child of a home as on a day."""
    story = child_story(child["id"], records, events, on)
    of_people, of_items = names(records, people), titles(records)
    return ChildPage(
        child["id"], child["name"], dates.person_age(dict(child), on), story,
        other_names=[each for each in story.names if each != child["name"]],
        made_up=made_up_views(story.made_up, records, of_people),
        photos=[
            photo_view(each, of_items, of_people, arrived) for each in story.photos[:MOST_PHOTOS]
        ],
        questions=_questions(age_in_months(child, on.isoformat())),
        item_titles=of_items,
    )  # fmt: skip


def _questions(months: int | None) -> list[Questions]:
    """Those for the child's age; all of them where it is not known, none for who has grown up."""
    if months is not None and months >= GROWN:
        return []
    fitting, words = band(months), parts().text.child.day
    return [
        Questions(str(words.ages[each]), words[each].splitlines())
        for each in ([fitting] if fitting else BANDS)
    ]
