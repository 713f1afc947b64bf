"""The device's own pages and the worker that keeps them: the same bytes for everybody."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from gcp.core.child_story import BANDS
from gcp.version import VERSION
from gcp.web.context import parts
from gcp.web.pages import FOLDERS, asset

blueprint = Blueprint("shell", __name__)

PAGE = "/visit"
BUILT = ("app.css", "visit.js", "draft-worker.js", "picture-worker.js")
STATIC = (
    "manifest.webmanifest", "images/icon.svg", "images/icon-180.png", "images/icon-192.png",
    "images/icon-512.png", "images/icon-maskable-512.png",
)  # fmt: skip


@dataclass(frozen=True)
class Shell:
    """The page, and the worker's script with the list of all that the page needs."""

    page: bytes
    worker: bytes


@blueprint.get(PAGE)
def show() -> ResponseReturnValue:
    """The page that the device fills: nobody's name, nothing of any case in it."""
    return _revalidated(_shell().page, "text/html")


@blueprint.get("/sw.js")
def worker() -> ResponseReturnValue:
    """The service worker, which from this address may keep the whole site's shell."""
    return _revalidated(_shell().worker, "text/javascript")


def _revalidated(body: bytes, kind: str) -> Response:
    reply = Response(body, mimetype=kind)
    reply.headers["Cache-Control"] = "no-cache"
    reply.add_etag()
    return reply.make_conditional(request)


def _shell() -> Shell:
    """Drawn once: nothing in it changes while the server runs."""
    app: Flask = current_app
    held: Shell | None = app.extensions.get("gcp_shell")
    if held is None:
        page = _page()
        held = app.extensions["gcp_shell"] = Shell(page, _worker(page))
    return held


def _page() -> bytes:
    words = parts().text
    return render_template(
        "visit/shell.html", version=VERSION, person=None,
        idle_minutes=parts().settings.idle_lock_minutes,
        text_json=data_block(
            {**words.visit.as_json(), **words.device.as_json(), "day": _day(words)}
        ),
    ).encode()  # fmt: skip


def _day(words: Any) -> dict[str, str]:
    """What to ask a child, by age."""
    return {band: words.child.day[band] for band in BANDS}


def _worker(page: bytes) -> bytes:
    """The built script behind the list of files, each with the digest of its bytes."""
    static = Path(FOLDERS["static_folder"])
    script = _bytes(static / "dist" / "sw.js")
    files = [{"url": PAGE, "sha256": _digest(page)}]
    files += [_listed(asset(name), static / "dist" / name) for name in BUILT]
    files += [_listed(url_for("static", filename=name), static / name) for name in STATIC]
    version = _digest(json.dumps(files).encode() + script)[:16]
    shell = json.dumps({"version": version, "files": files}, indent=1)
    return f"self.SHELL = {shell};\n".encode() + script


def _listed(url: str, file: Path) -> dict[str, str]:
    return {"url": url, "sha256": _digest(_bytes(file))}


def _bytes(file: Path) -> bytes:
    """Empty where the scripts have not been built: the pages of a desk need no worker."""
    return file.read_bytes() if file.is_file() else b""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def data_block(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
