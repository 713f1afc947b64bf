"""What each part of a page is, for whoever has the document read aloud: its structure tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc

FURNITURE = "Artifact"


@dataclass(slots=True)
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

    def write(self, doc: Any, pages: int) -> None:
        """Put the tree into a document of so many pages."""
        root, whole = Raw(), Raw()
        root_at, whole_at = _number(doc, root), _number(doc, whole)
        page_at = [doc.idToObjectNumberAndVersion[f"Page{n + 1}"][0] for n in range(pages)]
        kids: list[int] = []
        parents = {page: [0] * count for page, count in self._counts.items()}
        for element in self._elements:
            parts = " ".join(
                f"<</Type /MCR /Pg {page_at[page - 1]} 0 R /MCID {number}>>"
                for page, number in element.parts
            )
            alt = f" /Alt <FEFF{element.alt.encode('utf-16-be', 'surrogatepass').hex()}>"
            at = _number(
                doc,
                Raw(
                    f"<</Type /StructElem /S /{element.role} /P {whole_at} 0 R /K [{parts}]"
                    f"{alt if element.alt else ''}>>"
                ),
            )
            kids.append(at)
            for page, number in element.parts:
                parents[page][number] = at
        numbers = " ".join(f"{page - 1} [{_references(held)}]" for page, held in parents.items())
        whole.text = (
            f"<</Type /StructElem /S /Document /P {root_at} 0 R /K [{_references(kids)}]>>"
        )
        root.text = (
            f"<</Type /StructTreeRoot /K [{whole_at} 0 R] /ParentTree <</Nums [{numbers}]>>"
            f" /ParentTreeNextKey {pages}>>"
        )
        doc.Catalog.StructTreeRoot = pdfdoc.PDFObjectReference(root.name)
        doc.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})


class Raw(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object written as it stands: thousands of them through dictionaries take seconds."""

    __RefOnly__ = 1

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.name = ""

    def format(self, document: Any) -> bytes:
        """Its text."""
        return self.text.encode("ascii")


def _number(doc: Any, made: Raw) -> int:
    """The number under which an object is put into the document."""
    made.name = doc.Reference(made).name
    number: int = doc.idToObjectNumberAndVersion[made.name][0]
    return number


def _references(numbers: list[int]) -> str:
    return " ".join(f"{each} 0 R" for each in numbers)
