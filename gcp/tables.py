"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# What looks like nothing at all before a formula.
_UNSEEN = " \u00a0\u3000\ufeff\u200b\u200e\u200f"


def csv_bytes(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """A table as CSV, in UTF-8 as spreadsheets know it."""
    out = io.BytesIO()
    write_csv(out, columns, rows)
    return out.getvalue()


def write_csv(out: IO[bytes], columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """The same row by row, for a table too long to hold."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(each) for each in row] for row in rows)
    text.detach()


def _cell(value: object) -> str:
    """A spreadsheet must not take words for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_FORMULA) else text
