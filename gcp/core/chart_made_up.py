"""What others made up for, on the chart: a roof over the mark of what says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gcp.core.chart_shapes import Line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gcp.core.history import VisitRecord
    from gcp.core.rules import Rules

EAVES, RIDGE, HALF = 10, 13.5, 8  # over the middle of a mark; half the width of the roof


class Help(NamedTuple):
    """Who made up for one item; children where the chart is of the whole home."""

    title: str
    by: tuple[str, ...]
    children: tuple[str, ...]


def helps_of(
    record: VisitRecord, rules: Rules, titles: Mapping[str, str], child: str | None
) -> dict[str, tuple[Help, ...]]:
    """By area, what a visit says that others made up for, of the home or of one child."""
    entries = [
        each
        for each in record.grades
        if each.get("made_up_by") and (child is None or each.get("child") in (None, child))
    ]
    if not entries:
        return {}
    names = {each["id"]: each["name"] for each in record.body.get("children") or ()}
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for each in entries:
        held = alike.setdefault((each["item"], tuple(each["made_up_by"])), [])
        held.extend([names.get(each["child"], "")] if each.get("child") and not child else [])
    area_of = {item.id: area.id for area in rules.areas for item in area.all_items()}
    found: dict[str, list[Help]] = {}
    for (item, by), children in alike.items():
        each = Help(titles.get(item, item), by, tuple(filter(None, children)))
        found.setdefault(area_of.get(item, ""), []).append(each)
    return {area: tuple(each) for area, each in found.items()}


def roof(x: float, y: float) -> tuple[Line, Line]:
    """Two strokes that meet over the mark at a place."""
    top, eaves = round(y - RIDGE, 2), round(y - EAVES, 2)
    return (
        Line("made_up", round(x - HALF, 2), eaves, x, top),
        Line("made_up", x, top, round(x + HALF, 2), eaves),
    )


def helps_words(helps: Sequence[Help], text: Any) -> str:
    """The same in the words of a language; nothing where nobody made up for anything."""
    words = text.chart
    told = [
        words.made_up_item.format(
            item=words.item_of.format(item=each.title, names=words.comma.join(each.children))
            if each.children
            else each.title,
            who=by_words(each.by, text),
        )
        for each in helps
    ]
    return words.made_up.format(items="; ".join(told)) if told else ""


def by_words(by: Sequence[str], text: Any) -> str:
    """Who makes up for it, in the words of a language."""
    return text.chart.comma.join(text.common.made_up_by[each] for each in by)
