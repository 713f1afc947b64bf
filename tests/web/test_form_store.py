"""What is written on the device stays out of the browser's own memory of forms."""

from __future__ import annotations

import re

from tests.conftest import World

FIELD = re.compile(r"<(input|textarea|select|form)\b[^>]*>")
NOT_OF_A_CASE = {"off", "username", "current-password", "new-password"}


def test_no_field_of_the_device_s_pages_is_remembered(world: World) -> None:
    page = world.client("owner").get("/visit").text
    fields = [each.group() for each in FIELD.finditer(page)]
    assert len(fields) > 20
    remembered = [each for each in fields if 'type="file"' not in each and not _is_off(each)]
    assert remembered == []


def _is_off(field: str) -> bool:
    said = re.search(r'autocomplete="([^"]*)"', field)
    return said is not None and said.group(1) in NOT_OF_A_CASE
