"""A table that a spreadsheet wrote, read row by row: whatever is wrong with it gets its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from gcp.core.problems import Problem
from gcp.core.table_rows import NEEDED

MOST_BYTES = 500_000_000
_LONGEST_CELL = 20_000
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_NO_TABLES = (b"PK", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"%PDF")
_OTHER_COMMAS = ";\t|"


class BadTable(Exception):
    """A table that cannot be read on: a problem, and the row of it (0: the whole)."""

    def __init__(self, row: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.row, self.problem = row, Problem("", code, values)


class _Counted(io.RawIOBase):
    """Counts the bytes that were read."""

    def __init__(self, file: Path) -> None:
        self.done, self._file = 0, file.open("rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        n = self._file.readinto(buffer)
        self.done += n
        return n

    def close(self) -> None:
        self._file.close()
        super().close()


def size_of(file: Path) -> int:
    """How many bytes it has; raises BadTable if it cannot be read or is too large."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            start = opened.read(100)
    except OSError as error:
        raise BadTable(0, "unreadable", why=error.strerror) from error
    if size > MOST_BYTES:
        raise BadTable(0, "too_large", most=f"{MOST_BYTES // 1_000_000:,}")
    if start.startswith(_NO_TABLES):
        raise BadTable(0, "no_csv")
    if start.startswith(_BOMS) or start.count(0) > len(start) // 4:
        raise BadTable(0, "utf_16")
    return size


def rows(
    file: Path, columns: tuple[str, ...], read: list[int]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with its number as a spreadsheet shows it; `read[0]` is the bytes read so far.

    Cells come without blanks around them; a column that may be missing is empty. Raises BadTable.
    """
    size_of(file)
    raw = _Counted(file)
    number = 0
    with io.TextIOWrapper(io.BufferedReader(raw), "utf-8-sig", newline="") as text:
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(text, strict=True)
        try:
            head = _head(next(reader, []), columns)
            number = 1
            for cells in reader:
                number += 1
                read[0] = raw.done
                if not any(map(str.strip, cells)):
                    continue
                if len(cells) != len(head):
                    raise BadTable(number, "cells", found=len(cells), wanted=len(head))
                found = dict(zip(head, map(str.strip, cells), strict=True))
                yield number, {name: found.get(name, "") for name in columns}
        except UnicodeDecodeError as error:
            raise BadTable(_undecodable_line(file) or number + 1, "not_utf_8") from error
        except csv.Error as error:
            if number == 0 and _has_other_commas(file):
                raise BadTable(1, "semicolons") from error
            raise BadTable(number + 1, "quotes") from error


def _has_other_commas(file: Path) -> bool:
    """Whether the first line parts its quoted cells by something else."""
    with file.open("rb") as opened:
        first = opened.readline(_LONGEST_CELL).decode("utf-8", "replace")
    return any(f'"{each}"' in first for each in _OTHER_COMMAS)


def _undecodable_line(file: Path) -> int | None:
    """The line: text is decoded in larger pieces than rows."""
    with file.open("rb") as opened:
        for number, line in enumerate(iter(lambda: opened.readline(_LONGEST_CELL), b""), 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return None


def _head(cells: Sequence[str], columns: tuple[str, ...]) -> list[str]:
    head = [each.strip().lower() for each in cells]
    if len(head) == 1 and any(each in head[0] for each in _OTHER_COMMAS):
        raise BadTable(1, "semicolons")
    missing = [each for each in columns if each not in head and each in NEEDED[columns]]
    unknown = [each for each in head if each not in columns]
    if missing:
        raise BadTable(1, "column_missing", column=missing[0], columns=", ".join(columns))
    if "" in unknown:
        raise BadTable(1, "column_unnamed", columns=", ".join(columns))
    if unknown:
        shown = "".join(each if each.isprintable() else "?" for each in unknown[0])[:60]
        raise BadTable(1, "column_unknown", column=shown, columns=", ".join(columns))
    if len(set(head)) < len(head):
        raise BadTable(1, "column_twice")
    return head
