"""Imports point only toward the core, in Python and in JavaScript."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PYTHON = sorted((PROJECT / "gcp").rglob("*.py"))
SCRIPTS = sorted((PROJECT / "static" / "js").rglob("*.js"))
# jellyfish, as yaml, is a function of what it is given: no clock, file, request or database.
PURE = {"__future__", "ast", "bisect", "collections", "copy", "dataclasses", "datetime", "difflib",
        "enum", "functools", "hashlib", "heapq", "itertools", "jellyfish", "json", "math",
        "operator", "re", "string", "types", "typing", "unicodedata", "uuid",
        "yaml"}  # fmt: skip
# What may be imported by what: a folder or module of gcp, and those it may know.
ALLOWED = {
    "core": {"core"},
    "text": set(),
    "store": {"core", "store"},
    "reports": {"core", "reports", "text"},
}
WEB_ONLY = {"flask", "flask_wtf", "werkzeug", "wtforms", "jinja2"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "gcp":
            found |= {f"gcp.{each.name}" for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def room(path: Path) -> str:
    return path.relative_to(PROJECT / "gcp").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_module_imports_only_toward_the_core(path: Path) -> None:
    names = imported(path)
    if room(path) in ALLOWED:
        ours = {name.split(".")[1] for name in names if name.startswith("gcp.")}
        assert ours <= ALLOWED[room(path)]
    if room(path) == "core":
        assert {name.split(".")[0] for name in names} - {"gcp"} <= PURE
    if room(path) not in {"web", "__init__"}:
        assert not {name.split(".")[0] for name in names} & WEB_ONLY


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(PROJECT)))
def test_sql_is_written_only_in_the_store(path: Path) -> None:
    text = path.read_text("utf-8")
    has_sql = re.search(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE) ', text)
    assert room(path) == "store" or not has_sql or "SELECT 1 AS well" in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_script_imports_only_toward_the_core(path: Path) -> None:
    where = path.relative_to(PROJECT / "static" / "js").parts[0]
    text = path.read_text("utf-8")
    targets = re.findall(r"""from\s+['"](\.[^'"]+)['"]""", text)
    reached = {
        (path.parent / each).resolve().relative_to(PROJECT / "static" / "js").parts[0]
        for each in targets
    }
    if where == "core":
        assert reached <= {"core"}
    if where == "device":
        assert reached <= {"core", "device"}
        assert not re.search(r"\bdocument\.(?!visibilityState|hidden)", text)
