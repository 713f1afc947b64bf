"""What this is and is not, and whether it is well."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from gcp.core.access import AS_SET, TABLE, Relation, Right, Role, Told
from gcp.version import VERSION
from gcp.web.context import parts, store

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def show() -> ResponseReturnValue:
    """The grades, how a roll-up comes about, and what the product does not do."""
    return render_template("about/about.html", rules=parts().rules)


@blueprint.get("/about/access")
def access() -> ResponseReturnValue:
    """The table of who may do what, to be read by anybody."""
    return render_template(
        "about/access.html", settings=parts().settings,
        table=[
            (role.value, [(each.value, _in_order(TABLE[role][each])) for each in Relation
                          if each in TABLE[role]])
            for role in Role
        ],
        levels=[(level.value, _in_order(AS_SET[level])) for level in Told],
    )  # fmt: skip


def _in_order(rights: frozenset[Right]) -> list[str]:
    return [each.value for each in Right if each in rights]


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether the service answers and its database can be read."""
    store().one("SELECT 1 AS well")
    return jsonify({"well": True, "version": VERSION})
