"""YAML read with the place of everything in it, so that each mistake can be shown where it is.

Values are taken as they are written: `no` is not text, `1.10` is no version, nothing is coerced.
Read as events, because composing nodes recurses once for each bracket of a hostile file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml
from yaml.resolver import Resolver

from gcp.core.fields import shown
from gcp.core.problems import Problem, Refused

LARGEST = 1_000_000
DEEPEST = 20
MOST_PROBLEMS = 1_000
LONGEST_ID = 60
MOST_DIGITS = 9

_YES = frozenset({"true", "yes", "on"})
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)").fullmatch
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*").fullmatch
# Control characters, line breaks that editors do not count, marks that turn the direction of
# text, halves of characters, and what Unicode says is no character.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_resolve = Resolver().resolve


@dataclass(frozen=True)
class Node:
    """One value of the file: `text`, `list` (its entries), `map` (keys and values in turn)."""

    kind: str
    line: int
    column: int
    value: str = ""
    tag: str = ""
    forbidden: str = ""
    inside: list[Node] = field(default_factory=list)


class Place:
    """One value with its path; reads itself and notes what is wrong with it.

    After a mistake it gives an empty value of the type asked for, so that reading goes on.
    """

    def __init__(self, node: Node, path: str, problems: list[Problem]) -> None:
        self.node = node
        self.path = path
        self.problems = problems
        if node.forbidden:
            self.wrong_at(node, path, node.forbidden)

    def wrong(self, code: str, **values: object) -> None:
        """Note a problem here, unless nothing is here, which was noted already."""
        if self.node.kind != "nothing":
            self.wrong_at(self.node, self.path, code, **values)

    def wrong_at(self, node: Node, path: str, code: str, **values: object) -> None:
        """Note a problem at a key, which is no place of its own."""
        _note(self.problems, path, code, node, **values)

    def _is(self, kind: str, code: str) -> bool:
        if self.node.kind != kind:
            self.wrong(code)
        return self.node.kind == kind

    def each(self, least: int = 0) -> list[Place]:
        """The entries of a list."""
        if not self._is("list", "wants_list"):
            return []
        if len(self.node.inside) < least:
            self.wrong("list_empty")
        return [
            Place(node, f"{self.path}[{at}]", self.problems)
            for at, node in enumerate(self.node.inside)
        ]

    def pairs(self) -> Iterator[tuple[Node, Place]]:
        """The keys and values of a mapping; a key that is there twice is noted and left out."""
        if not self._is("map", "wants_map"):
            return
        first: dict[str, Node] = {}
        for key, node in zip(self.node.inside[::2], self.node.inside[1::2], strict=True):
            path = f"{self.path}.{shown(key.value)}".lstrip(".")
            if key.kind != "text" or key.forbidden:
                self.wrong_at(key, self.path, "key_no_text")
            elif earlier := first.setdefault(key.value, key):
                if earlier is key:
                    yield key, Place(node, path, self.problems)
                else:
                    values = {"key": shown(key.value), "first": earlier.line}
                    self.wrong_at(key, path, "key_twice", **values)

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Place]:
        """The values of known keys; unknown and missing ones are noted."""
        known = (*required, *optional)
        found, meant = {}, set()
        for key, place in self.pairs():
            if key.value in known:
                found[key.value] = place
            else:
                meant.add(self._unknown_key(key, place.path, known))
        for name in required:
            if name not in found:
                if self.node.kind == "map" and name not in meant:
                    self.wrong("key_missing", key=name)
                found[name] = Place(Node("nothing", 1, 1), self.path, self.problems)
        return found

    def _unknown_key(self, key: Node, path: str, known: Collection[str]) -> str | None:
        """The known key that was meant, if one is near."""
        name = shown(key.value)
        near = _nearest(key.value, known) if len(self.problems) < MOST_PROBLEMS else None
        if near:
            self.wrong_at(key, path, "key_unknown_near", key=name, near=near)
        else:
            self.wrong_at(key, path, "key_unknown", key=name)
        return near

    def text(self) -> str:
        """Text that is not empty, without the spaces round it."""
        if not self._is("text", "wants_text"):
            return ""
        value = self.node.value.strip()
        if not value or self.node.tag == "null":
            self.wrong("wants_some_text")
        elif self.node.tag != "str":
            self.wrong("wants_quotes", value=shown(value))
        elif bad := _UNWANTED.search(value):
            self.wrong("character_unwanted", character=f"U+{ord(bad[0]):04X}")
        else:
            return value
        return ""

    def whole(self, lowest: int, highest: int) -> int:
        """A whole number between two others."""
        if not self._is("text", "wants_whole"):
            return lowest
        if self.node.tag != "int" or not _WHOLE(self.node.value):
            self.wrong("wants_whole")
        elif len(self.node.value) > MOST_DIGITS or not lowest <= int(self.node.value) <= highest:
            self.wrong("whole_range", lowest=f"{lowest:,}", highest=f"{highest:,}")
        else:
            return int(self.node.value)
        return lowest

    def flag(self) -> bool:
        """True or false."""
        if self._is("text", "wants_flag") and self.node.tag != "bool":
            self.wrong("wants_flag")
        return self.node.value.lower() in _YES

    def choice(self, options: Collection[str]) -> str:
        """One of a few words."""
        value = self.text()
        if value and value not in options:
            self.wrong("choice_unknown", choices=", ".join(options))
        return value

    def id(self) -> str:
        """A short name in snake_case."""
        value = self.text()
        if value and (len(value) > LONGEST_ID or not _ID(value)):
            self.wrong("id_bad", id=shown(value), most=LONGEST_ID)
        return value


def read_yaml(text: str) -> Place:
    """The whole file as one place; raises Refused where it is no YAML that can be read on."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        _refuse_size()
    problems: list[Problem] = []
    text = _cleaned(text.removeprefix("\ufeff"), problems)
    try:
        root = _root(yaml.parse(text, yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise Refused([*problems, _broken(error, text)]) from error
    return Place(root, "", problems)


def decode(data: bytes) -> str:
    """The text of a file's bytes; raises Refused with the place of the first that is no UTF-8."""
    if len(data) > LARGEST:
        _refuse_size()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        _refuse("not_utf8", before.count("\n") + 1, len(before) - before.rfind("\n"))


def _refuse_size() -> NoReturn:
    _refuse("file_too_large", 1, 1, most=f"{LARGEST:,}")


def _refuse(code: str, line: int, column: int, **values: object) -> NoReturn:
    raise Refused([Problem("", code, values, line, column)])


def _note(problems: list[Problem], path: str, code: str, node: Node, **values: object) -> None:
    # A hostile file of 1 MB can hold a mistake every two bytes.
    if len(problems) < MOST_PROBLEMS:
        problems.append(Problem(path, code, values, node.line, node.column))


def _nearest(word: str, known: Collection[str]) -> str | None:
    if len(word) > LONGEST_ID:
        return None
    return next(iter(difflib.get_close_matches(word, known, 1)), None)


def _cleaned(text: str, problems: list[Problem]) -> str:
    """The text with every unwanted character noted and replaced by one that YAML can read."""
    for bad in _UNWANTED.finditer(text):
        line = text.count("\n", 0, bad.start()) + 1
        place = Node("", line, bad.start() - text.rfind("\n", 0, bad.start()))
        _note(problems, "", "character_unwanted", place, character=f"U+{ord(bad[0]):04X}")
        if len(problems) == MOST_PROBLEMS:
            break
    return _UNWANTED.sub("\N{REPLACEMENT CHARACTER}", text)


def _root(events: Iterator[Any]) -> Node:
    """The tree of nodes under the one document."""
    top = Node("list", 1, 1)
    open_nodes = [top]
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
        elif isinstance(event, yaml.NodeEvent):
            node = _node(event)
            if len(top.inside) == 1 and len(open_nodes) == 1:
                _refuse("yaml_documents", node.line, node.column)
            open_nodes[-1].inside.append(node)
            if node.kind != "text" and not isinstance(event, yaml.AliasEvent):
                open_nodes.append(node)
            if len(open_nodes) > DEEPEST:
                _refuse("yaml_deep", node.line, node.column, most=DEEPEST)
    if not top.inside or _is_blank(top.inside[0]):
        _refuse("file_empty", 1, 1)
    return top.inside[0]


def _is_blank(node: Node) -> bool:
    return node.kind == "text" and node.tag == "null"


def _node(event: Any) -> Node:
    place = (event.start_mark.line + 1, event.start_mark.column + 1)
    if isinstance(event, yaml.AliasEvent):
        return Node("nothing", *place, forbidden="yaml_anchor")
    forbidden = "yaml_anchor" if event.anchor else "yaml_tag" if event.tag else ""
    if isinstance(event, yaml.ScalarEvent):
        tag = _resolve(yaml.ScalarNode, event.value, event.implicit).rpartition(":")[2]
        return Node("text", *place, event.value, tag, forbidden)
    kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
    return Node(kind, *place, forbidden=forbidden)


def _broken(error: yaml.YAMLError, text: str) -> Problem:
    """Where the text stops being YAML, with a guess at why."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Problem("", "yaml_broken", {}, 1, 1)
    code, mark, why = "yaml_broken", error.problem_mark, error.problem or ""
    if "".join(text.splitlines()[mark.line : mark.line + 1])[mark.column :].startswith("\t"):
        code = "yaml_tab"
    elif "mapping values" in why:
        code = "yaml_colon"
    elif "quoted scalar" in (error.context or "") and "end of stream" in why:
        code, mark = "yaml_quote", error.context_mark or mark
    elif "cannot start any token" in why:
        code = "yaml_start"
    return Problem("", code, {}, mark.line + 1, mark.column + 1)
