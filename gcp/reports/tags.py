"""What each part of a page is, for whoever has the document read aloud: its structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc

FURNITURE = "Artifact"


@dataclass
class _Element:
    role: str
    alt: str = ""
    owner: object = None  # kept, so that no other one takes its number
    parts: list[tuple[int, int]] = field(default_factory=list)  # page, number on it


class Tags:
    """The parts of one document in the order in which they are read."""

    def __init__(self) -> None:
        self._elements: list[_Element] = []
        self._known: dict[int, _Element] = {}
        self._counts: dict[int, int] = {}
        self._open = False

    @contextmanager
    def marked(self, canvas: Any, role: str, owner: object = None, alt: str = "") -> Iterator[None]:
        """What is drawn within is of this role; parts of one owner are one element."""
        if self._open:  # an element within another is read with it
            yield
            return
        self._open = True
        canvas._code.append(self._begin(canvas, role, owner, alt))
        yield
        canvas._code.append("EMC")
        self._open = False

    def _begin(self, canvas: Any, role: str, owner: object, alt: str) -> str:
        if role == FURNITURE:
            return f"/{FURNITURE} BMC"
        page = canvas.getPageNumber()
        number = self._counts.get(page, 0)
        self._counts[page] = number + 1
        element = self._known.get(id(owner)) if owner is not None else None
        if element is None:
            element = _Element(role, alt, owner)
            self._elements.append(element)
            if owner is not None:
                self._known[id(owner)] = element
        element.parts.append((page, number))
        return f"/{role} <</MCID {number}>> BDC"

    def is_on(self, page: int) -> bool:
        """Whether a page has parts of the tree."""
        return page in self._counts

    def write(self, doc: Any, pages: list[Any]) -> None:
        """Put the tree into the document; `pages` are references to its pages."""
        root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("StructTreeRoot")})
        root_ref = doc.Reference(root)
        whole = pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName("Document"), "P": root_ref}
        )
        whole_ref = doc.Reference(whole)
        kids, parents = [], {page: [None] * count for page, count in self._counts.items()}
        for element in self._elements:
            made = pdfdoc.PDFDictionary(
                {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(element.role),
                 "P": whole_ref, "K": pdfdoc.PDFArray([_part(pages, *each) for each in element.parts])}
            )  # fmt: skip
            if element.alt:
                made["Alt"] = pdfdoc.PDFString(element.alt)
            reference = doc.Reference(made)
            kids.append(reference)
            for page, number in element.parts:
                parents[page][number] = reference
        whole["K"] = pdfdoc.PDFArray(kids)
        root["K"] = pdfdoc.PDFArray([whole_ref])
        numbers = [part for page, found in sorted(parents.items())
                   for part in (page - 1, doc.Reference(pdfdoc.PDFArray(found)))]  # fmt: skip
        root["ParentTree"] = doc.Reference(
            pdfdoc.PDFDictionary({"Nums": pdfdoc.PDFArray(numbers)})
        )
        root["ParentTreeNextKey"] = len(pages)
        doc.Catalog.StructTreeRoot = root_ref
        doc.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})


def _part(pages: list[Any], page: int, number: int) -> Any:
    return pdfdoc.PDFDictionary(
        {"Type": pdfdoc.PDFName("MCR"), "Pg": pages[page - 1], "MCID": number}
    )
