"""Fetches a page as a person would and holds every page to the same rules."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

FIELDS = {"input", "select", "textarea"}


def see(client: FlaskClient, path: str, status: int = 200, **request: object) -> BeautifulSoup:
    """The page at a path, after the checks that every page must pass."""
    method = "POST" if "data" in request else "GET"
    answer = client.open(path, method=method, **request)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text[:2000]
    assert answer.mimetype == "text/html"
    page = BeautifulSoup(answer.text, "html.parser")
    inspect(page)
    return page


def inspect(page: BeautifulSoup) -> None:
    """What holds for every page, whatever it shows; what a script may clone is left out."""
    for template in page.find_all("template"):
        template.decompose()
    assert page.html and page.html["lang"] == "en"
    assert page.title and page.title.text.strip()
    assert len(page.find_all("h1")) == 1
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), "ids are unique"
    assert not page.find_all(style=True), "no inline style"
    for script in page.find_all("script"):
        assert script.get("src") or script.get("type") == "application/json", "no inline script"
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on")], "no inline handler"
    for image in page.find_all("img"):
        assert image.has_attr("alt")
    _fields_are_labelled(page)
    _errors_are_linked(page, set(ids))
    assert page.find(string=lambda text: "not the NSPCC" in (text or "")), "says what it is not"


def _fields_are_labelled(page: BeautifulSoup) -> None:
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(FIELDS):
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby")
        labels = field.get("id") in labelled or field.find_parent("label")
        assert named or labels, f"a label for {field}"


def _errors_are_linked(page: BeautifulSoup, ids: set[str]) -> None:
    summary = page.find(class_="govuk-error-summary")
    if summary is None:
        return
    assert page.title and page.title.text.strip().startswith("Error: ")
    for link in summary.find_all("a"):  # type: ignore[union-attr]
        assert link["href"].removeprefix("#") in ids
