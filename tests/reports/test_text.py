"""Text on a page: every script readable and readable back, nothing cut however long."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from pypdf import PdfReader

from gcp.reports.lines import Span, lines
from gcp.reports.pen import draw_line
from gcp.reports.sheet import Sheet
from tests.conftest import CORPUS

pytestmark = pytest.mark.slow

SIZE, WIDTH, LEADING = 12.0, 480.0, 18.0
NAMES = [
    "Llŷr Ŵyn ap Gruffydd", "Świątek-Wiśniewska Łucja", "Ștefan Țurcanu Ăâî", "王小明", "김민준",
    "Zoë O’Brien-Müller", "Ελένη Παπαδοπούλου", "Олександр Їжак", "हिन्दी नाम", "👨‍👩‍👧 Rose ❤️",
]  # fmt: skip
FROM_RIGHT = ["محمد علي", "شيماء الخطيب", "שרה כהן", "پریسا یوسفی"]


def written(*texts: str) -> bytes:
    out = io.BytesIO()
    sheet = Sheet(out, pagesize=(595, 842))
    y = 800.0
    for text in texts:
        for line in lines([Span(text)], SIZE, WIDTH):
            if y < 40:
                sheet.showPage()
                y = 800.0
            draw_line(sheet, line, 50, y, SIZE)
            y -= LEADING
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def read(data: bytes) -> str:
    """What pypdf reads, which knows no ActualText: a mark alone is an unseen letter to it."""
    found = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return found.replace("\N{ZERO WIDTH NON-JOINER}", "")


def squeezed(text: str) -> str:
    """Text without its spaces, and with what is not drawn left out."""
    left_out = ("Zs", "Cc", "Zl", "Zp")
    return "".join(each for each in text if unicodedata.category(each) not in left_out)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_back_as_it_was_written(name: str) -> None:
    assert squeezed(name) in squeezed(read(written(name)))


@pytest.mark.parametrize("name", FROM_RIGHT)
def test_a_name_from_the_right_is_read_back_word_by_word(name: str) -> None:
    # The reader gives the words of a line from the left, each as it is read.
    assert set(read(written(name)).split()) == set(name.split())


def test_a_name_from_the_right_stands_in_a_sentence_from_the_left() -> None:
    line = lines([Span("Seen: محمد علي, aged 4")], SIZE, WIDTH)[0]
    told = [each.shaped.text.strip() for _, each in line.segments if each.shaped.text.strip()]
    assert told == ["Seen:", "علي", "محمد", ",", "aged", "4"]
    places = [x for x, _ in line.segments]
    assert places == sorted(places)


def test_letters_of_arabic_are_joined() -> None:
    (joined,) = [each for _, each in lines([Span("بيت")], SIZE, WIDTH)[0].segments]
    apart = [lines([Span(letter)], SIZE, WIDTH)[0].segments[0][1] for letter in "بيت"]
    assert joined.shaped.width < sum(each.shaped.width for each in apart)


def test_a_paragraph_from_the_right_ends_at_the_right() -> None:
    line = lines([Span("مرحبا بالعالم")], SIZE, WIDTH)[0]
    x, last = line.segments[-1]
    assert x + last.shaped.width * SIZE / 1000 == pytest.approx(WIDTH)


def test_a_letter_that_no_font_has_becomes_a_box_with_its_code_point() -> None:
    assert "□U+16A0" in read(written("Rune \N{RUNIC LETTER FEHU FEOH FE F} end"))


def test_what_would_turn_or_hide_letters_is_named_instead() -> None:
    found = read(written("abc\u202edef\x07"))
    assert "abc□U+202Edef□U+0007" in found


@pytest.mark.parametrize(
    "text", ["W" * 3_000, "ab-" * 900, "王" * 900, "x " * 2_500, "a\u0301" * 800]
)
def test_however_long_a_word_is_every_letter_of_it_is_there(text: str) -> None:
    assert squeezed(read(written(text))) == squeezed(text)


@pytest.mark.parametrize("text", ["W" * 500, "one two " * 200, "é" * 700, "محمد " * 200])
def test_no_line_is_wider_than_its_room(text: str) -> None:
    found = lines([Span(text)], SIZE, WIDTH)
    assert len(found) > 5
    assert all(each.width <= WIDTH for each in found)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_every_naughty_string_can_be_drawn_and_what_is_plain_is_read_back() -> None:
    strings = json.loads((CORPUS / "naughty-strings.json").read_text("utf-8"))
    found = squeezed(read(written(*strings)))
    plain = [each for each in strings if each.isascii() and each.isprintable()]
    assert len(plain) > 300
    assert not [each for each in plain if squeezed(each) not in found]


def test_every_font_is_embedded_and_only_with_what_was_drawn() -> None:
    data = written("Mia ŵ", "王", "محمد")
    assert len(data) < 80_000
    fonts = PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    assert len(fonts) == 3
    for each in (font.get_object()["/DescendantFonts"][0].get_object() for font in fonts):
        found = each["/FontDescriptor"]
        assert "/FontFile2" in found or "/FontFile3" in found
        assert "+Noto" in each["/BaseFont"]
