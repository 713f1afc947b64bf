"""Draws lines of text on a sheet: in the order of reading, each letter readable again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gcp.reports.embedding import DocumentFont
from gcp.reports.lines import Line, Segment, Span, lines
from gcp.reports.shaping import Shaped
from gcp.reports.sheet import Sheet

BLACK, GREY = 0.04, 0.27
LINK_DROP = 3.0  # of a link's target below its letters


def draw_line(
    sheet: Sheet, line: Line, x: float, y: float, size: float, grey: float = BLACK
) -> None:
    """One line with its baseline at y; links lead to places that the document has."""
    sheet.raw(f"BT {grey:g} g")
    for at, segments in _runs(line.segments):
        _draw_run(sheet, segments, x + at, y, size)
    sheet.raw("ET")
    for link, start, end in _links(line, size):
        if link in sheet.places:
            _draw_link(sheet, link, x + start, x + end, y, size)


def draw_words(
    sheet: Sheet, text: str, x: float, y: float, size: float, *, bold: bool = False,
    align: str = "left", grey: float = BLACK,
) -> float:  # fmt: skip
    """Words on one line, from x on, up to it or about it; how wide they are."""
    line = lines([Span(text, bold)], size, 1e6)[0]
    if line.from_right:
        line = lines([Span(text, bold)], size, line.width)[0]
    start = x - {"left": 0.0, "right": line.width, "middle": line.width / 2}[align]
    draw_line(sheet, line, start, y, size, grey)
    return line.width


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide words are on one line."""
    return lines([Span(text, bold)], size, 1e6)[0].width


def _runs(
    segments: Sequence[tuple[float, Segment]],
) -> Iterator[tuple[float, Sequence[Segment]]]:
    """Segments that one operator can draw: of one font, from the left, one behind the other."""
    held: list[Segment] = []
    begin = 0.0
    for x, each in segments:
        joins = held and held[-1].level == 0 == each.level
        if joins and held[-1].shaped.font is each.shaped.font:
            held.append(each)
            continue
        if held:
            yield begin, held
        begin, held = x, [each]
    if held:
        yield begin, held


def _draw_run(sheet: Sheet, segments: Sequence[Segment], x: float, y: float, size: float) -> None:
    font = sheet.document_font(segments[0].shaped.font)
    sheet.raw(f"/{font.key} {size:g} Tf")
    plain: list[str] = []
    start = x
    for each in segments:
        shaped = each.shaped
        codes = _plain_codes(font, shaped)
        if codes is None:
            if plain:
                sheet.raw(f"1 0 0 1 {start:.2f} {y:.2f} Tm [<{''.join(plain)}>] TJ")
                plain = []
            _draw_spelt(sheet, font, shaped, x, y, size)
        else:
            if not plain:
                start = x
            plain.append(codes)
        x += shaped.width * size / 1000
    if plain:
        sheet.raw(f"1 0 0 1 {start:.2f} {y:.2f} Tm [<{''.join(plain)}>] TJ")


def _plain_codes(font: DocumentFont, shaped: Shaped) -> str | None:
    """Glyphs as TJ's operands, without the outer brackets; None where they have to be spelt."""
    known = font.codes.get(shaped.text)
    if known is not None or not shaped.is_plain:
        return known
    codes = []
    for each in shaped.glyphs:
        code, is_read = font.code(each.id, each.text)
        if each.dx or each.dy or not is_read:
            return None
        codes.append(f"{code:04X}")
        if (back := font.font.width(each.id) - each.advance) != 0:
            codes.append(f">{back}<")
    found = font.codes[shaped.text] = "".join(codes)
    return found


def _draw_spelt(
    sheet: Sheet, font: DocumentFont, shaped: Shaped, x: float, y: float, size: float
) -> None:
    """Glyphs one by one; the marks over them last, so that they part no word that is read."""
    scale = size / 1000
    letters, marks = [], []
    for each in shaped.glyphs:
        code, is_read = font.code(each.id, each.text)
        left, up = x + each.dx * scale, y + each.dy * scale
        drawn = f"1 0 0 1 {left:.2f} {up:.2f} Tm <{code:04X}> Tj"
        if not each.text or not is_read:
            told = each.text.encode("utf-16-be", "surrogatepass").hex().upper()
            drawn = f"/Span <</ActualText <FEFF{told}>>> BDC {drawn} EMC"
        (letters if each.text else marks).append(drawn)
        x += each.advance * scale
    for each in (*letters, *marks):
        sheet.raw(each)


def _links(line: Line, size: float) -> Iterator[tuple[str, float, float]]:
    """Each link of a line with where it begins and ends."""
    held: tuple[str, float, float] | None = None
    for at, segment in line.segments:
        link, end = segment.span.link, at + segment.shaped.width * size / 1000
        if held and held[0] == link:
            held = (link, held[1], end)
            continue
        if held and held[0]:
            yield held
        held = (link, at, end)
    if held and held[0]:
        yield held


def _draw_link(
    sheet: Sheet, link: str, start: float, end: float, y: float, size: float
) -> None:
    rect = (start, y - LINK_DROP, end, y + size)
    sheet.linkRect("", link, rect, relative=1, Border="[0 0 0]")
    sheet.setStrokeGray(BLACK)
    sheet.setLineWidth(0.6)
    sheet.line(start, y - 1.6, end, y - 1.6)
