"""A chronology as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gcp.core.chronology import Entry
from gcp.web.chronology_lines import Names
from gcp.web.context import parts
from gcp.web.tables import csv_bytes


def table_of(lines: Iterable[Entry], names: Names) -> bytes:
    """These lines in their order, under the words of the screens."""
    words = parts().text.chronology.csv
    return csv_bytes(list(words.as_json().values()), (_row(each, names) for each in lines))


def _row(entry: Entry, names: Names) -> Iterator[object]:
    text, event = parts().text, entry.event
    words = text.chronology
    yield entry.day
    yield entry.until if entry.until != entry.day else ""
    yield words.kinds[entry.kind]
    yield words.agencies[entry.agency] if entry.agency in words.agencies else entry.agency
    yield event.source if event else entry.visit.author_name if entry.visit else ""
    yield words.significance[entry.significance]
    yield _listed(names.children(entry.children))
    yield _listed(names.area(each) for each in entry.areas)
    yield " ".join([entry.words, *entry.asks])
    yield words.outcomes[event.outcome] if event and event.outcome else ""
    yield event.outcome_why if event else ""
    yield _listed(entry.done)
    yield _listed(text.common.made_up_by[each] for each in event.made_up_by) if event else ""
    yield words.states[entry.line.state] if entry.line else ""
    yield event.recorder if event else entry.visit.author_name if entry.visit else ""


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)
