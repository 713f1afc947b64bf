"""Text goes out compressed: on a slow line that is most of the wait."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

TEXT = {
    "text/html", "text/css", "text/javascript", "application/json", "image/svg+xml",
    "application/manifest+json",
}  # fmt: skip
SMALLEST = 600
FIXED = {"static", "shell.show", "shell.worker"}


def compress(response: Response) -> Response:
    """The same answer gzipped, where the browser takes that and it is worth it."""
    if response.mimetype not in TEXT or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) >= SMALLEST:
        fixed = request.endpoint in FIXED
        response.set_data(_once(data) if fixed else gzip.compress(data, 3, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _once(data: bytes) -> bytes:
    """A file that does not change is compressed once."""
    return gzip.compress(data, 9, mtime=0)
