"""ReportLab's canvas with this document's own fonts, tags and places, written piece by piece."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from gcp.reports.embedding import DocumentFont
from gcp.reports.fonts import Font
from gcp.reports.tags import Tags

rl_config.useA85 = 0  # a picture's bytes go in as they are, not rewritten as letters
rl_config.pdfComments = 0


class Sheet(Canvas):
    """The pages of one report."""

    def __init__(self, out: IO[bytes], **options: Any) -> None:
        self.fonts: dict[str, DocumentFont] = {}
        self.tags = Tags()
        self.places: frozenset[str] = frozenset()  # what a link may lead to
        self.page_of: dict[str, int] = {}  # the page of each heading drawn so far
        self.numbers_of: list[str] = []  # the headings whose page stands in the contents
        self._level = -1
        self.before_save: Callable[[Sheet], None] | None = None
        super().__init__(out, pageCompression=1, **options)

    def document_font(self, font: Font) -> DocumentFont:
        """This document's part of a font."""
        found = self.fonts.get(font.name)
        if found is None:
            found = self.fonts[font.name] = DocumentFont(font, len(self.fonts) + 1)
            self._doc.delayedFonts.append(found)
        return found

    def raw(self, code: str) -> None:
        """Add operators as they are."""
        self._code.append(code)

    @contextmanager
    def marked(self, role: str, owner: object = None, alt: str = "") -> Iterator[None]:
        """What is drawn within is of this role."""
        with self.tags.marked(self, role, owner, alt):
            yield

    def showPage(self) -> None:
        """End a page, and say where its tags are."""
        number = self.getPageNumber()
        super().showPage()
        page = self._doc.idToObject[f"Page{number}"]
        page.Contents, page.stream = _packed(page.stream), None
        if self.tags.is_on(number):
            page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number - 1, pdfdoc.PDFName("S")

    def use_form(self, name: str, form: Any) -> str:
        """Make an object one of this page's, once in the document; the name to draw it by."""
        registered = str(self._doc.getXObjectName(name))
        if registered not in self._doc.idToObject:
            self._doc.Reference(form, registered)
            self._doc.addForm(name, form)
        if name not in self._formsinuse:
            self._formsinuse.append(name)
        return registered

    def add_bookmark(self, title: str, level: int, place: str) -> None:
        """A line of the outline, at most one level below the line before it."""
        self._level = min(level, self._level + 1)
        self.addOutlineEntry(title, place, self._level, closed=False)

    def save(self) -> None:
        """End the document, with its tree of tags."""
        if len(self._code):
            self.showPage()
        if self.before_save:
            self.before_save(self)
        self.tags.write(self._doc, len(self._doc.Pages.pages))
        _write(self._doc, self, self._filename)

    def _make_preamble(self) -> None:
        """No font to begin with: the usual one is not embedded."""
        self._preamble = "1 0 0 1 0 0 cm"


class _Straight(pdfdoc.PDFFile):  # type: ignore[misc]
    """Writes each object when it is made, in place of holding all of them."""

    def __init__(self, out: IO[bytes], version: Any) -> None:
        self._out = out
        super().__init__(version)
        for each in self.strings:
            out.write(each)
        self.write = out.write

    def format(self, document: Any) -> bytes:
        return b""


def _packed(code: str) -> Any:
    """A page's operators, packed now: of a thousand pages they are what memory goes to."""
    stream = pdfdoc.PDFStream(content=zlib.compress(code.encode("latin-1")), filters=[])
    stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    return stream


def _write(doc: Any, canvas: Canvas, out: IO[bytes]) -> None:
    """The document's objects one by one, as ReportLab's `format` would, straight to the file."""
    for each in doc.delayedFonts:
        each.addObjects(doc)
    doc.info.invariant = doc.invariant
    doc.info.digest(doc.signature)
    doc.Reference(doc.Catalog)
    doc.Reference(doc.info)
    doc.Outlines.prepare(doc, canvas)
    if doc.Outlines.ready < 0:
        doc.Catalog.Outlines = None
    doc.encrypt.prepare(doc)
    file = _Straight(out, doc._pdfVersion)
    doc.__accum__ = file
    ids, number = [], 0
    while (number := number + 1) in doc.numberToId:  # more may come while these are written
        name = doc.numberToId[number]
        made = pdfdoc.PDFIndirectObject(name, doc.idToObject[name]).format(doc)
        doc.idToOffset[name] = file.add(made)
        ids.append(name)
    table = pdfdoc.PDFCrossReferenceTable()
    table.addsection(0, ids)
    start = file.add(table.format(doc))
    trailer = pdfdoc.PDFTrailer(
        startxref=start, Size=len(ids) + 1, Root=doc.Reference(doc.Catalog),
        Info=doc.Reference(doc.info), ID=doc.ID(),
    )  # fmt: skip
    file.add(trailer.format(doc))
