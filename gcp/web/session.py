"""The session cookie: who is signed in, for pages and for the device's interface."""

from __future__ import annotations

from flask import g, session

from gcp.core.access import Account
from gcp.intake import utc_text
from gcp.sign_in import open_session
from gcp.store import accounts, audit
from gcp.web.context import now, parts, store

TOKEN = "token"


def load_account() -> None:
    """Before each request: the account of the cookie's session, or None."""
    token = session.get(TOKEN)
    g.account = (
        accounts.account_of_session(
            store(), token, utc_text(now()), parts().settings.demonstration
        )
        if isinstance(token, str)
        else None
    )


def begin(account: Account) -> None:
    """Sign an account in on this browser; whoever was signed in on it before is signed out."""
    end()
    session[TOKEN] = open_session(store(), account, now(), parts().settings.session_hours)
    g.account = account


def end() -> None:
    """Sign this browser out, on the server too."""
    token = session.pop(TOKEN, None)
    session.clear()
    if g.account and isinstance(token, str):
        accounts.end_session(store(), token, utc_text(now()))
        audit.record(store(), utc_text(now()), g.account.id, "signed_out")
    g.account = None
