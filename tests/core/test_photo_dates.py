"""The three dates of a photo: silent where they agree, plain where they do not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gcp.core.photo_dates import date_notes

VISIT = {
    "observed_at": "2026-03-01T14:00:00+00:00", "left_at": "2026-03-01T15:00:00+00:00",
    "written_at": "2026-03-01T15:10:00+00:00",
}  # fmt: skip
CAMERA = {"source": "camera", "observed_at": "2026-03-01T14:20:00+00:00"}
FILE = {"source": "file", "observed_at": "2026-02-01T10:00:00+00:00"}


def kept(taken: str | None = None, received: str = "2026-03-04T08:00:00.000Z") -> dict[str, Any]:
    return {"taken_at": taken, "received_at": received}


def kinds(entry: dict[str, Any], of_server: dict[str, Any] | None = None) -> list[str]:
    return [each.kind for each in date_notes(entry, VISIT, of_server)]


@pytest.mark.parametrize(
    "taken",
    [None, "2026-03-01T14:20:30", "2026-03-01T14:20:30+00:00", "2026-03-01T15:20:30+01:00",
     "2026-03-01T14:24:59"],
)  # fmt: skip
def test_where_all_agree_nothing_is_said_however_late_it_came(taken: str | None) -> None:
    assert kinds(CAMERA, kept(taken)) == []


def test_a_camera_that_says_otherwise_is_told_with_the_difference() -> None:
    (note,) = date_notes(CAMERA, VISIT, kept("2026-02-27T14:20:00+00:00"))
    assert (note.kind, note.by) == ("camera_differs", timedelta(days=2))
    assert kinds(CAMERA, kept("2026-03-01T14:20:30+01:00")) == ["camera_differs"]
    assert kinds({**CAMERA, "taken_at": "2026-03-01T10:00:00"}) == ["camera_differs"]


def test_without_an_offset_a_camera_is_in_the_zone_of_the_device() -> None:
    summer = {"source": "camera", "observed_at": "2026-03-01T15:20:00+01:00"}
    assert kinds(summer, kept("2026-03-01T15:21:00")) == []
    assert kinds(summer, kept("2026-03-01T14:21:00")) == ["camera_differs"]


@pytest.mark.parametrize(
    ("more", "taken", "kind", "when"),
    [
        ({}, "2025-03-03T14:02:11", "file_taken", "2025-03-03T14:02:11"),
        ({"file_modified_at": "2026-02-01T10:00:00+00:00",
          "chosen_at": "2026-03-01T14:20:00+00:00"}, None, "file_modified",
         "2026-02-01T10:00:00+00:00"),
        ({"file_modified_at": "2026-03-01T14:19:59+00:00",
          "chosen_at": "2026-03-01T14:20:00+00:00"}, None, "file_unknown", None),
        ({"file_modified_at": "2030-01-01T00:00:00+00:00",
          "chosen_at": "2026-03-01T14:20:00+00:00"}, None, "file_unknown", None),
        ({}, None, "file_unknown", None),
    ],
)  # fmt: skip
def test_a_file_never_passes_as_taken_on_the_visit(
    more: dict[str, Any], taken: str | None, kind: str, when: str | None
) -> None:
    (note,) = date_notes({**FILE, **more}, VISIT, kept(taken))
    assert (note.kind, note.when) == (kind, when)


def test_a_photo_from_outside_the_visit_says_so() -> None:
    early = {**CAMERA, "observed_at": "2026-03-01T10:00:00+00:00"}
    late = {**CAMERA, "observed_at": "2026-03-02T15:00:00+00:00"}
    (before,), (after,) = date_notes(early, VISIT, kept()), date_notes(late, VISIT, kept())
    assert (before.kind, before.by) == ("before_visit", timedelta(hours=4))
    assert (after.kind, after.by) == ("after_visit", timedelta(days=1))
    assert kinds({**CAMERA, "observed_at": "2026-03-01T13:30:00+00:00"}, kept()) == []


def test_a_device_that_read_another_time_than_the_server_or_is_in_the_future_is_told() -> None:
    read = {**FILE, "taken_at": "2025-01-01T10:00:00"}
    assert kinds(read, kept("2025-03-01T10:00:00")) == ["file_taken", "device_read"]
    assert kinds(CAMERA, kept(received="2026-03-01T14:00:00.000Z")) == ["after_receipt"]
    assert kinds({**CAMERA, "observed_at": "2000-01-01T00:00:00+00:00"}, kept()) == ["before_visit"]
