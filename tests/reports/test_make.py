"""A report's pages: A4, bookmarks, links, language, page x of y, nothing lost, a corner free."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader

from gcp.reports.blocks import (
    Block,
    Cell,
    Grade,
    Heading,
    NewPage,
    PageOf,
    Photo,
    Report,
    Row,
    Text,
)
from gcp.reports.lines import Span
from gcp.reports.make import make
from gcp.text import read_text

A4 = (595.28, 841.89)
CORNER = (430, 800)  # right of this and above it nothing may stand
LONG = "He said that the bed was wet again and nobody had come. " * 90


def made(*blocks: Block, foot: tuple[str, ...] = ("Made by Ann.",)) -> tuple[PdfReader, bytes]:
    out = io.BytesIO()
    report = Report(
        title="Report of a visit", author="Ann Lee", subject="Not the NSPCC's GCP2",
        head="Home Conditions Profile: report", foot=foot, page="Page {page} of {pages}",
        blocks=blocks,
    )  # fmt: skip
    make(report, out, read_text("en"))
    return PdfReader(io.BytesIO(out.getvalue())), out.getvalue()


def read(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def graded(number: int, said: str) -> Row:
    return Row([Cell(30, [Text(f"Item {number}")]), Cell(6, [Grade(number % 5 + 1)]),
                Cell(64, [Text(said)])])  # fmt: skip


def test_every_page_is_a4_with_its_number_of_all() -> None:
    reader, _ = made(*(Text(f"Line {n}") for n in range(100)))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        assert [float(each) for each in page.mediabox] == pytest.approx([0, 0, *A4], abs=0.1)
        said = " ".join(page.extract_text().split())
        assert f"Page {number} of {len(reader.pages)}" in said
        assert "Made by Ann." in said


def test_title_author_language_and_tags_are_set() -> None:
    reader, _ = made(Heading(1, "Grades", "grades"), Text("Words"))
    assert (reader.metadata.title, reader.metadata.author) == ("Report of a visit", "Ann Lee")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    document = root["/StructTreeRoot"]["/K"][0].get_object()
    assert [each.get_object()["/S"] for each in document["/K"]] == ["/H1", "/P"]


def test_headings_are_bookmarks_and_links_lead_to_them() -> None:
    reader, _ = made(
        Text([Span("To the end", link="end")]), NewPage(), Heading(1, "First", "first"),
        Heading(2, "Within", "within"), NewPage(), Heading(1, "Świątek 王 محمد", "end"),
    )  # fmt: skip
    first, inner, last = reader.outline
    assert (first.title, inner[0].title, last.title) == ("First", "Within", "Świątek 王 محمد")
    assert reader.get_destination_page_number(last) == 2
    (link,) = reader.pages[0]["/Annots"]
    assert link.get_object()["/Subtype"] == "/Link"


def test_a_link_to_what_the_report_has_not_is_plain_words() -> None:
    reader, _ = made(Text([Span("A visit", link="visit-of-long-ago")]))
    assert "A visit" in read(reader)
    assert "/Annots" not in reader.pages[0]


def test_only_embedded_fonts_are_used() -> None:
    reader, _ = made(Heading(1, "Grades", "g"), Text("Words 王 محمد"), graded(3, "x"))
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(found["/FontDescriptor"])
            names.add(found["/BaseFont"].partition("+")[2])
    assert names == {
        "NotoSans-400", "NotoSans-700", "NotoSansCJK-400", "NotoSansArabic-400"
    }  # fmt: skip


def test_nothing_is_written_smaller_than_12_points_nor_into_the_free_corner() -> None:
    _, data = made(
        Heading(1, "A heading " * 20, "h"), *(graded(n, LONG) for n in range(4)),
        foot=("Made by " + "a very long name " * 12,),
    )  # fmt: skip
    for page in pypdfium2.PdfDocument(data):
        for found in page.get_objects(filter=[1], max_depth=1):  # text
            left, bottom, right, top = found.get_bounds()
            assert not (right > CORNER[0] and top > CORNER[1])
            assert left >= 40 and right <= A4[0] - 40 and bottom >= 20
    for page in pikepdf.open(io.BytesIO(data)).pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            assert str(operator) != "Tf" or float(operands[1]) >= 12


@pytest.mark.parametrize(
    "block",
    [
        Text(LONG), Text("W" * 5_000), Text(LONG, "quote"), Text(LONG, "note"),
        graded(1, LONG * 2), Row([Cell(1, [Text(LONG)]), Cell(1, [Text("x" * 3_000)])]),
        Row([Cell(1, [Text(f"Child {n}") for n in range(200)]), Cell(2, [Text(LONG)])]),
    ],
)  # fmt: skip
def test_however_long_nothing_is_lost(block: Block) -> None:
    reader, _ = made(Text("Before"), block, Text("After"))
    found = squeezed(read(reader))
    texts = [block] if isinstance(block, Text) else [
        each for cell in block.cells for each in cell.blocks if isinstance(each, Text)  # type: ignore[union-attr]
    ]
    letters = sum(len(squeezed(str(each.words))) for each in texts)
    furniture = sum(
        len(squeezed(f"Home Conditions Profile: report Made by Ann. Page {n}of{len(reader.pages)}"))
        for n in range(1, len(reader.pages) + 1)
    )
    grades = sum(isinstance(b, Grade) for c in getattr(block, "cells", ()) for b in c.blocks)
    assert len(found) == letters + furniture + grades + len("BeforeAfter")


def test_a_row_of_pictures_is_not_parted_and_their_bytes_go_in_as_they_are(tmp_path: Path) -> None:
    files = []
    for number in range(6):
        files.append(tmp_path / f"{number}.jpg")
        Image.effect_noise((900, 1200 if number % 2 else 500), 60).convert("RGB").save(files[-1])
    rows = [
        Row([Cell(1, [Photo(file, f"Bed {n}"), Text(f"Bed {n}, agreed")])], whole=True)
        for n, file in enumerate(files)
    ]
    reader, data = made(Text("Above " * 300), *rows)
    assert all(file.read_bytes() in data for file in files)
    assert len(data) < sum(file.stat().st_size for file in files) + 60_000
    for page in reader.pages:
        pictures = len(page.get("/Resources", {}).get("/XObject", {})) - 1  # and the page count
        assert page.extract_text().count("agreed") == pictures


def test_a_picture_that_cannot_be_drawn_says_so() -> None:
    reader, _ = made(Photo(None, "Bed", "This photo has not come yet."))
    assert "This photo has not come yet." in read(reader)


def test_a_photo_says_what_it_shows_to_those_who_listen(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "one.jpg")
    reader, _ = made(Photo(tmp_path / "one.jpg", "Kitchen, 王 محمد"))
    document: Any = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()  # type: ignore[index]
    (figure,) = [each.get_object() for each in document["/K"]]
    assert (figure["/S"], figure["/Alt"]) == ("/Figure", "Kitchen, 王 محمد")


def test_the_contents_say_on_which_page_each_part_begins() -> None:
    reader, _ = made(
        PageOf("Grades", "grades"), PageOf("The end", "end"), Heading(1, "Grades", "grades"),
        NewPage(), Text("Between"), NewPage(), Heading(1, "The end", "end"),
    )  # fmt: skip
    first = " ".join(reader.pages[0].extract_text().split())
    assert "Grades 1" in first
    assert "The end 3" in first
    assert len(reader.pages[0]["/Annots"]) == 2
