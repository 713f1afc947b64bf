"""Makes a folder a BagIt bag (RFC 8493): `python -m gcp.bagging FOLDER`, its facts as JSON on stdin.

A program of its own, since the library changes the working folder of the whole process meanwhile.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import bagit

CHECKSUMS = ["sha256", "sha512"]


def make_bag(folder: Path, info: dict[str, str]) -> None:
    """Move what the folder holds into a bag in its place."""
    bagit.make_bag(str(folder), info, checksums=CHECKSUMS)
    # The library writes the version before the RFC, which it reads alike.
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    bagit.Bag(str(folder)).save()


if __name__ == "__main__":
    make_bag(Path(sys.argv[1]), json.load(sys.stdin))
