"""The fonts of one document: what was drawn of each is embedded, and can be read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from gcp.reports.fonts import Font

_SYMBOLIC = 4
_DROPPED = ("GSUB", "GPOS", "GDEF", "name", "post", "OS/2", "STAT", "BASE", "VORG", "vhea", "vmtx")
_FLAGS = (
    hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.DOWNGRADE_CFF2 | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
)  # fmt: skip
_MAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_MAP_END = "endcmap CMapName currentdict /CMap defineresource pop end end"
# What a mark that belongs to another glyph is read as by those who do not know ActualText.
_UNSEEN = "\N{ZERO WIDTH NON-JOINER}"
_MOST_LINES = 100  # of one part of a map, by the standard


class DocumentFont:
    """One font in one document: gathers what is drawn, and is written at the document's end."""

    def __init__(self, font: Font, number: int) -> None:
        self.font = font
        self.key = f"G{number}"
        self.is_cff = font.face.is_cff
        self.codes: dict[str, str] = {}  # of texts that were drawn before
        self.glyphs: dict[int, int] = {}  # by the code that stands for them in the pages
        self.texts: dict[int, str] = {}
        self._known: dict[tuple[int, str], int] = {}

    def code(self, glyph: int, text: str) -> tuple[int, bool]:
        """The code of a glyph that stands for this text; whether it is read back as it.

        One drawing serves several letters: each gets a code of its own where the format knows that.
        """
        if self.is_cff:
            self.glyphs[glyph] = glyph
            return glyph, self.texts.setdefault(glyph, text) == text
        code = self._known.get((glyph, text))
        if code is None:
            code = self._known[glyph, text] = len(self._known) + 1
            self.glyphs[code], self.texts[code] = glyph, text
        return code, True

    def addObjects(self, doc: Any) -> None:
        """Write the font into the document; ReportLab asks every delayed font for it."""
        data = _subset(self.font, set(self.glyphs.values()))
        name = f"{_mark(self.key)}+{self.font.name}"
        stream = _stream(data, {"Subtype": pdfdoc.PDFName("CIDFontType0C")} if self.is_cff else
                         {"Length1": len(data)})  # fmt: skip
        extents, scale = self.font.hb.get_font_extents("ltr"), self.font.scale
        ascent, descent = round(extents.ascender * scale), round(extents.descender * scale)
        descriptor = {
            "Type": pdfdoc.PDFName("FontDescriptor"), "FontName": pdfdoc.PDFName(name),
            "Flags": _SYMBOLIC, "FontBBox": pdfdoc.PDFArray([-1000, descent, 2000, ascent]),
            "ItalicAngle": 0, "Ascent": ascent, "Descent": descent, "CapHeight": 714,
            "StemV": 80, "FontFile3" if self.is_cff else "FontFile2": doc.Reference(stream),
        }  # fmt: skip
        descendant: dict[str, Any] = {
            "Type": pdfdoc.PDFName("Font"),
            "Subtype": pdfdoc.PDFName("CIDFontType0" if self.is_cff else "CIDFontType2"),
            "BaseFont": pdfdoc.PDFName(name), "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"),
                 "Supplement": 0}),
            "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor)), "DW": 1000,
            "W": pdfdoc.PDFArray([part for code, glyph in sorted(self.glyphs.items())
                                  for part in (code, pdfdoc.PDFArray([self.font.width(glyph)]))]),
        }  # fmt: skip
        if not self.is_cff:
            codes = range(max(self.glyphs) + 1)
            to_glyph = b"".join(self.glyphs.get(each, 0).to_bytes(2, "big") for each in codes)
            descendant["CIDToGIDMap"] = doc.Reference(_stream(to_glyph))
        whole = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"), "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name), "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray(
                    [doc.Reference(pdfdoc.PDFDictionary(descendant))]),
                "ToUnicode": doc.Reference(_stream(_map(self.texts))),
            }
        )  # fmt: skip
        doc.idToObject[pdfdoc.BasicFonts].dict[self.key] = doc.Reference(whole)


def _subset(font: Font, glyphs: Iterable[int]) -> bytes:
    """The font's file with these glyphs alone, at its weight."""
    asked = hb.SubsetInput()
    asked.flags = _FLAGS
    asked.glyph_set.update(glyphs)
    asked.drop_table_tag_set.update(int.from_bytes(each.encode(), "big") for each in _DROPPED)
    face = font.face.face
    if font.weight is not None:
        asked.pin_axis_location(face, "wght", font.weight)
    made = asked.subset(face)
    return made.reference_table("CFF ").data if font.face.is_cff else made.blob.data


def _mark(key: str) -> str:
    """Six letters, as a subset's name begins."""
    number = int(key[1:])
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))


def _stream(data: bytes, entries: Mapping[str, Any] | None = None) -> Any:
    stream = pdfdoc.PDFStream(content=data, filters=[pdfdoc.PDFZCompress])
    for key, value in (entries or {}).items():
        stream.dictionary[key] = value
    return stream


def _map(texts: Mapping[int, str]) -> bytes:
    """What each glyph is read as."""
    lines = [f"<{code:04X}> <{_utf16(text or _UNSEEN)}>" for code, text in sorted(texts.items())]
    parts = [lines[at : at + _MOST_LINES] for at in range(0, len(lines), _MOST_LINES)]
    blocks = [f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in parts]
    return (_MAP_HEAD + "".join(blocks) + _MAP_END).encode("ascii")


def _utf16(text: str) -> str:
    return text.encode("utf-16-be", "surrogatepass").hex().upper()
