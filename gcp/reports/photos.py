"""A photo on a page: its file's bytes go into the document as they are."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfutils
from reportlab.platypus import Flowable

from gcp.reports.pen import BLACK

LYING, STANDING = 158.0, 230.0  # the most that a picture is high: two rows go on a page


class Picture(Flowable):  # type: ignore[misc]
    """A JPEG file as wide as its cell, or lower where it would be too high."""

    def __init__(self, file: Path, alt: str) -> None:
        super().__init__()
        self.file, self.alt = file, alt
        with file.open("rb") as opened:
            self.pixels = pdfutils.readJPEGInfo(opened)[:2]

    def wrap(self, available: float, _: float) -> tuple[float, float]:
        """The size that it is drawn at."""
        wide, high = self.pixels
        scale = min(available / wide, (LYING if wide > high else STANDING) / high)
        self.width, self.height = wide * scale, high * scale
        return self.width, self.height

    def getSpaceAfter(self) -> float:
        """What is kept free under it."""
        return 5.0

    def draw(self) -> None:
        """Draw it within a thin frame."""
        sheet = self.canv
        name = hashlib.sha256(str(self.file).encode()).hexdigest()
        key = sheet.use_form(name, JpegFile(self.file))
        with sheet.marked("Figure", self, self.alt):
            sheet.raw(f"q {self.width:.2f} 0 0 {self.height:.2f} 0 0 cm /{key} Do Q")
        with sheet.marked("Artifact"):
            sheet.setStrokeGray(BLACK)
            sheet.setLineWidth(0.5)
            sheet.rect(0, 0, self.width, self.height)


class JpegFile(pdfdoc.PDFObject):  # type: ignore[misc]
    """A picture that is read when it is written, so that no two are held at once."""

    __RefOnly__ = 1

    def __init__(self, file: Path) -> None:
        self.file = file

    def format(self, document: Any) -> bytes:
        """The picture as an object of the document."""
        with self.file.open("rb") as opened:
            width, height, colours = pdfutils.readJPEGInfo(opened)[:3]
        colour = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[colours]
        stream = pdfdoc.PDFStream(content=self.file.read_bytes(), filters=[])
        for key, value in {
            "Type": pdfdoc.PDFName("XObject"), "Subtype": pdfdoc.PDFName("Image"),
            "Width": width, "Height": height, "BitsPerComponent": 8,
            "ColorSpace": pdfdoc.PDFName(colour), "Filter": pdfdoc.PDFName("DCTDecode"),
        }.items():  # fmt: skip
            stream.dictionary[key] = value
        made: bytes = stream.format(document)
        return made
