"""What every report is built from: facts beside their names, graded rows, how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gcp.core.rules import Rules
from gcp.intake import utc_text
from gcp.reports.blocks import Block, Cell, Grade, Heading, Row, Text, Together
from gcp.reports.lines import Span
from gcp.store.engine import Row as StoredRow
from gcp.text import Words
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.home_page import AreaGrade

NAMES, VALUES = 3, 7  # shares of a page's width
TITLE, MARK, SAID = 30, 6, 64


@dataclass(frozen=True)
class Making:
    """Who makes a report, when, for whom and why; its number."""

    number: str
    kind: str
    name: str
    at: datetime
    for_whom: str
    why: str

    @property
    def short_number(self) -> str:
        """The number as it is printed."""
        return self.number[:8].upper()

    @property
    def day_time(self) -> str:
        """When it was made, in words."""
        return dates.day_time(utc_text(self.at))


def page_words() -> Words:
    """The words of the reports themselves."""
    found: Words = parts().text.reports.page
    return found


def fact(name: str, value: str, ruled: bool = True) -> Row:
    """A name and its value."""
    return Row([Cell(NAMES, [Text([Span(name, bold=True)], "tight")]),
                Cell(VALUES, [Text(value, "tight")])], ruled)  # fmt: skip


def graded(
    title: Sequence[Span], grade: int | None, said: Iterable[Block], anchor: str = ""
) -> Row:
    """A title, its grade's number and what is said of it."""
    return Row(
        [Cell(TITLE, [Text(title, "tight")]), Cell(MARK, [Grade(grade)]), Cell(SAID, list(said))],
        anchor=anchor,
    )


def area_row(title: str, area: AreaGrade) -> Row:
    """An area's grade with its name and reason, for the home or for one child."""
    words = parts().text.common
    name = words.not_graded if area.grade is None else parts().rules.grades[area.grade].name
    reason = area.reason if area.grade is not None else area.reason.partition(". ")[2]
    said = [Text([Span(f"{name}{', ' if area.grade else '. '}", bold=True), Span(reason)], "tight")]
    return graded([Span(title, bold=True)], area.grade, said)


def what_this_is(short: bool = False) -> list[Block]:
    """What the product is and is not."""
    words, common = page_words(), parts().text.common
    what = words.what_short if short else words.what_is
    told = [Span(f"{what} "), Span(common.disclaimer, bold=True),
            Span(f" {words.what_is_not}")]  # fmt: skip
    if parts().settings.demonstration:
        told.append(Span(f" {common.demonstration}", bold=True))
    return [Text(told, "note")]


def place(home: StoredRow, ruled: bool = True) -> Iterator[Block]:
    """Where a home is, and what it is called."""
    words = page_words()
    address = f"{home['address']}, {home['postcode']}" if home["postcode"] else home["address"]
    yield fact(words.address, address, ruled)
    if home["name"]:
        yield fact(words.name, home["name"], ruled)


def rules_line(versions: Iterable[Rules]) -> str:
    """Under which rules the grades were given."""
    words = page_words()
    used = {each.digest: each for each in versions}
    told = [words.rules.format(version=each.version, digest=each.digest[:8], title=each.title)
            for each in used.values()]  # fmt: skip
    return " ".join([*told, words.rules_used])


def how_made(making: Making) -> list[Block]:
    """Who made the report, when, for whom and why, and how it is checked."""
    words = page_words()
    return [
        Heading(2, words.made),
        fact(words.made_by, making.name),
        fact(words.made_at, making.day_time),
        fact(words.for_whom, making.for_whom),
        fact(words.why, making.why),
        Together([fact(words.number_label, making.short_number), Text(words.check, "hint")]),
    ]


def some(title: str, count: int, most: int) -> str:
    """A heading that says how many of all it shows, where it does not show all."""
    if count <= most:
        return title
    return str(page_words().some).format(title=title, n=most, all=count)


def foot(making: Making, *others: str) -> list[str]:
    """What stands at the foot of every page."""
    words = page_words()
    made = words.foot.format(
        name=making.name, at=making.day_time, who=making.for_whom, number=making.short_number
    )
    return [made, *others]
