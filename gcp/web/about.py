"""What this is and is not, and whether it is well."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from gcp.version import VERSION
from gcp.web.context import parts, store

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def show() -> ResponseReturnValue:
    """The grades, how a roll-up comes about, and what the product does not do."""
    return render_template("about/about.html", rules=parts().rules)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether the service answers and its database can be read."""
    store().one("SELECT 1 AS well")
    return jsonify({"well": True, "version": VERSION})
