"""What a reader of PDF finds in a report: the record's words, links, bookmarks, fonts and tags."""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from tests.conftest import CORPUS, JAY, MIA, World, an_id
from tests.web.test_reports import referral, report, visit

pytestmark = pytest.mark.slow

KINDS = ["home_short", "home_full", "family", "visit_short", "visit_full"]
NAMES = ["محمد علي", "שרה כהן", "王小明", "Ŵyn Świątek", "Ștefan Țurcanu", "Zoë 😀"]
# What no letter stands for, or what is drawn as a box with its code point.
NOT_DRAWN = ("C", "Z", "M")


def text(data: bytes) -> str:
    """The text of all pages, without what is not drawn."""
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def squeezed(words: str) -> str:
    return "".join(
        each for each in unicodedata.normalize("NFKC", words)
        if unicodedata.category(each)[0] not in NOT_DRAWN
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_childs_name_is_read_back_from_every_kind(world: World, kind: str, name: str) -> None:
    children = [{"id": MIA, "name": name, "born": "2021-05-01"},
                {"id": JAY, "name": "Jay", "about_years": 9}]  # fmt: skip
    visit(world, children=children)
    world.store.run("UPDATE people SET name = :name WHERE id = :id", name=name, id=MIA)
    found = text(report(world, kind))
    for word in name.split():
        assert squeezed(word) in found


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_letter_of_naughty_words_is_read_back(world: World) -> None:
    strings = json.loads((CORPUS / "naughty-strings.json").read_text("utf-8"))
    words = [each for each in strings if each.strip() and "\x00" not in each and len(each) < 2_000]
    assert len(words) > 450
    children = [{"id": an_id(f"child {n}"), "name": f"Child{n}", "about_years": 9}
                for n in range(-(-len(words) // 30))]  # fmt: skip
    grades = [
        {"item": "sleeping.bedding", "child": each["id"], "grade": 4,
         "words": "\n".join(words[n * 30 : n * 30 + 30])[:5_000]}
        for n, each in enumerate(children)
    ]  # fmt: skip
    visit(world, children=children, grades=grades, voices=[], present=[])
    found = text(report(world, "visit_full"))
    lost = [each for each in words if not _is_there(each, found)]
    assert [ascii(each) for each in lost] == []


def _is_there(words: str, found: str) -> bool:
    """In one piece; from the right, or with marks that join, letter for letter.

    A letter that no font has is there by its code point.
    """
    if squeezed(words) in found:
        return True
    letters = {each for each in squeezed(words) if each.isalpha()}
    return all(each in found or f"{ord(each):X}" in found for each in letters)


def objects(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == kind:
            yield each


@pytest.mark.parametrize("kind", KINDS)
def test_links_bookmarks_fonts_and_tags_are_sound(world: World, kind: str) -> None:
    visit(world)
    world.clock.turn(hours=1)
    assert world.send("owner", world.visit("later")).status_code == 201
    referral(world)
    with pikepdf.open(io.BytesIO(report(world, kind))) as pdf:
        assert str(pdf.Root.Lang) == "en-GB" and bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/Title"]).strip() and pdf.Root.ViewerPreferences.DisplayDocTitle
        pages = {page.objgen for page in pdf.pages}
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
        assert all(link.Dest[0].objgen in pages for link in links)
        with pdf.open_outline() as outline:
            titles = [each.title for each in outline.root]
        assert titles and all(titles)
        assert len(links) >= (11 if kind == "home_full" else 0)
        fonts = list(objects(pdf, "/Font"))
        for font in fonts:
            if font.Subtype == "/Type0":
                assert "/ToUnicode" in font
                described = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(described.keys())
            else:
                assert font.Subtype in ("/CIDFontType0", "/CIDFontType2", "/Type3")
        assert fonts
        pictures = [each for each in objects(pdf, "/StructElem") if each.S == "/Figure"]
        assert all(str(each.Alt).strip() for each in pictures)
