"""How pages are drawn: templates, their globals, and the built files they point to."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined

from gcp.settings import PROJECT
from gcp.web import dates
from gcp.web.context import parts
from gcp.web.following_view import stage_name
from gcp.web.notices import bell

# In a checkout the folders lie beside the package; in an installed wheel they lie inside it.
_HOLDER = PROJECT if (PROJECT / "templates").is_dir() else Path(__file__).resolve().parent.parent
FOLDERS: dict[str, Any] = {
    "template_folder": str(_HOLDER / "templates"),
    "static_folder": str(_HOLDER / "static"),
    "static_url_path": "/static",
}
_NO_VISIT = "00000000-0000-0000-0000-000000000000"
OPEN_ENDPOINTS = {
    "static", "auth.start", "auth.show_sign_in", "auth.do_sign_in", "about.show", "about.access",
    "about.health", "shell.show", "shell.worker",
}  # fmt: skip


def prepare(app: Flask) -> None:
    """Set up the templates, and let nobody in who has not signed in."""
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader,  # type: ignore[list-item]
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.filters.update(
        day=dates.day, day_time=dates.day_time, age=dates.age, person_age=dates.person_age,
        stage_name=stage_name,
    )
    app.jinja_env.globals.update(asset=asset, bell=bell, visit_url=visit_url, zip=zip)
    app.before_request(must_sign_in)

    @app.context_processor
    def common() -> dict[str, Any]:
        held = parts()
        return {
            "text": held.text,
            "person": g.get("account"),
            "demonstration": held.settings.demonstration,
            "grade_names": {grade: each.name for grade, each in held.rules.grades.items()},
        }


def must_sign_in() -> ResponseReturnValue | None:
    """Send whoever has not signed in to the sign-in page, and back afterwards."""
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    if request.path.startswith("/api/") or g.account is not None:
        return None
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("auth.show_sign_in", next=wanted or None))


def visit_url(visit: str) -> str:
    """The address of a visit's page: a home's page names hundreds, so the way is worked out once."""
    if "visit_url" not in g:
        g.visit_url = url_for("visits.show", visit_id=_NO_VISIT).split(_NO_VISIT)
    before, after = g.visit_url
    return f"{before}{visit}{after}"


def asset(name: str) -> str:
    """The address of a built file, with its digest so that browsers may keep it for ever."""
    return url_for("static", filename=f"dist/{name}", v=_digest(name))


@cache
def _digest(name: str) -> str:
    file = Path(FOLDERS["static_folder"]) / "dist" / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"

