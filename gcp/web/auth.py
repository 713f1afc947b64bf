"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gcp.core.access import Role
from gcp.sign_in import TooManyTries, WrongDetails, sign_in
from gcp.store import accounts
from gcp.web import session
from gcp.web.context import machine, now, parts, store
from gcp.web.forms import SignInForm

blueprint = Blueprint("auth", __name__)


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """The first page for whoever comes: their work, or signing in."""
    if g.account is None:
        return redirect(url_for("auth.show_sign_in"))
    first = "admin.people" if g.account.role is Role.ADMINISTRATOR else "homes.index"
    return redirect(url_for(first))


@blueprint.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    """The sign-in form."""
    form = SignInForm(formdata=None)
    form.next.data = _own_path(request.args.get("next", ""))
    return _page(form, None)


@blueprint.post("/sign-in")
def do_sign_in() -> ResponseReturnValue:
    """Sign in, or say what was wrong without saying which of the two it was."""
    form = SignInForm()
    words = parts().text.auth
    if not form.validate():
        return _page(form, None), 400
    settings = parts().settings
    try:
        account = sign_in(
            store(), settings.password_effort, form.email.data or "", form.password.data or "",
            machine(), now(), settings.demonstration,
        )  # fmt: skip
    except WrongDetails:
        return _page(form, words.wrong_details), 400
    except TooManyTries:
        return _page(form, words.too_many_tries), 429
    session.begin(account)
    return redirect(_own_path(form.next.data or "") or url_for("auth.start"))


@blueprint.post("/sign-out")
def do_sign_out() -> ResponseReturnValue:
    """Sign out; what is kept on the device stays there."""
    session.end()
    return redirect(url_for("auth.show_sign_in"))


def _page(form: SignInForm, problem: str | None) -> str:
    shown: list[str] = []
    if parts().settings.demonstration:
        shown = [row["email"] for row in accounts.everyone(store()) if row["demonstration"]]
    return render_template("auth/sign_in.html", form=form, problem=problem, demo_accounts=shown)


def _own_path(where: str) -> str:
    """A path of this site, else nothing: a link must not send people elsewhere."""
    plain = where.startswith("/") and not where.startswith("//") and "\\" not in where
    return where if plain and where.isprintable() else ""
