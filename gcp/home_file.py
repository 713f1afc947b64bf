"""An export of a home, read from a file that anybody may have made: nothing of it is believed.

A zip file is never unpacked: its names are compared with those that the record asks for, and every
member is read once, up to the length that it may have, and against its digests.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gcp.core.home_record import FORMAT, VERSION, digest_of
from gcp.core.json_body import read_object
from gcp.core.problems import Refused
from gcp.export_home import RECORD, ROOT, SCHEMA_NAME, photo_name
from gcp.home_schema import check_shape
from gcp.intake import PHOTO_BYTES

LARGEST_RECORD = 200_000_000
LARGEST_TAG = 20_000_000  # the lists of digests of very many photos
MOST_MEMBERS = 100_000
_CHUNK = 1_000_000
_TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt",
         "tagmanifest-sha256.txt", "tagmanifest-sha512.txt")  # fmt: skip
_LINE = re.compile(r"([0-9a-f]{64})  ?(\S+)").fullmatch
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
           OSError)  # fmt: skip


class NotTaken(Exception):
    """Why a file is not taken, as a code with values for its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass
class HomeFile:
    """A record whose digest and shape are right, and the zip file that it lies in, if any."""

    document: dict[str, Any]
    _zip: zipfile.ZipFile | None = None
    _digests: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, Any]:
        """What is told of the home."""
        found: dict[str, Any] = self.document["content"]
        return found

    @property
    def sha256(self) -> str:
        """The digest of the content."""
        return str(self.document["sha256"])

    def photos(self) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Every photo with its original, one by one, its digest and length as the record says."""
        for photo in self.content["photos"]:
            if self._zip is None:
                raise NotTaken("photos_missing", n=len(self.content["photos"]))
            data = _read(self._zip, f"{ROOT}/data/{photo_name(photo)}", PHOTO_BYTES)
            if (hashlib.sha256(data).hexdigest(), len(data)) != (photo["sha256"], photo["bytes"]):
                raise NotTaken("altered")
            self._must_be_listed(f"data/{photo_name(photo)}", photo["sha256"])
            yield photo, data

    def check_members(self, record: bytes) -> None:
        """The zip file holds just what it should, each under the digest that is listed."""
        if self._zip is None:
            return
        names = [each.filename for each in self._zip.infolist()]
        photos = {f"data/{photo_name(each)}" for each in self.content["photos"]}
        tags = {*_TAGS, f"data/{RECORD}", f"data/{SCHEMA_NAME}"}
        if len(set(names)) < len(names) or set(names) != {f"{ROOT}/{n}" for n in photos | tags}:
            raise NotTaken("strange")
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            self._digests |= _listed(_read(self._zip, f"{ROOT}/{manifest}", LARGEST_TAG))
        self._must_be_listed(f"data/{RECORD}", hashlib.sha256(record).hexdigest())
        for name in tags - {f"data/{RECORD}"}:
            data = _read(self._zip, f"{ROOT}/{name}", LARGEST_TAG)
            if not name.startswith("tagmanifest"):
                self._must_be_listed(name, hashlib.sha256(data).hexdigest())

    def _must_be_listed(self, name: str, digest: str) -> None:
        if self._digests.get(name) != digest:
            raise NotTaken("altered")


@contextmanager
def opened(file: Path) -> Iterator[HomeFile]:
    """The record in a file; raises NotTaken."""
    try:
        with file.open("rb") as raw:
            start = raw.read(4)
    except OSError as error:
        raise NotTaken("unreadable", why=error.strerror or error) from error
    if start[:2] != b"PK":
        yield _record(_whole(file))
        return
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise NotTaken("damaged") from error
    with archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise NotTaken("too_large")
        if f"{ROOT}/data/{RECORD}" not in archive.NameToInfo:
            raise NotTaken("not_ours")
        record = _read(archive, f"{ROOT}/data/{RECORD}", LARGEST_RECORD)
        found = _record(record)
        found._zip = archive
        found.check_members(record)
        yield found


def _whole(file: Path) -> bytes:
    try:
        with file.open("rb") as raw:
            data = raw.read(LARGEST_RECORD + 1)
    except OSError as error:
        raise NotTaken("unreadable", why=error.strerror or error) from error
    if len(data) > LARGEST_RECORD:
        raise NotTaken("too_large")
    return data


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A member's bytes: what it says of its own length is not believed."""
    try:
        with archive.open(name) as member:
            data = member.read(most + 1)
            if len(data) <= most and member.read(1):  # cut by a length that is not its own
                raise NotTaken("damaged")
    except KeyError as error:
        raise NotTaken("strange") from error
    except _BROKEN as error:
        raise NotTaken("damaged") from error
    if len(data) > most:
        raise NotTaken("too_large")
    return data


def _record(data: bytes) -> HomeFile:
    try:
        document = read_object(data, LARGEST_RECORD)
    except Refused as refused:
        code = refused.problems[0].code
        ours = FORMAT.encode() in data[:1000]
        raise NotTaken("damaged" if ours else "not_ours", why=code) from refused
    except MemoryError as error:
        raise NotTaken("too_large") from error
    if document.get("format") != FORMAT:
        raise NotTaken("not_ours")
    if document.get("version") != VERSION:
        raise NotTaken("version", version=str(document.get("version"))[:40], ours=VERSION)
    if digest_of(document.get("content")) != document.get("sha256"):  # type: ignore[arg-type]
        raise NotTaken("altered")
    wrong = check_shape(document)
    if wrong is not None:
        raise NotTaken("misshapen", place=wrong[:200])
    return HomeFile(document)


def _listed(manifest: bytes) -> dict[str, str]:
    try:
        lines = manifest.decode().splitlines()
    except UnicodeDecodeError as error:
        raise NotTaken("altered") from error
    found = [_LINE(each) for each in lines if each]
    return {each[2]: each[1] for each in found if each}
