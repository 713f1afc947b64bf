"""A home's sleeping, hygiene and nutrition, recorded on the visit and followed over time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gcp.settings import Settings

if TYPE_CHECKING:
    from flask import Flask


def create_app(
    settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Flask:
    """The whole application, joined here and nowhere else.

    Raises gcp.core.problems.Refused when the rules file has a mistake.
    """
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect

    from gcp.core.rules import read_rules
    from gcp.store.engine import Engine
    from gcp.text import read_text
    from gcp.web import (
        about,
        admin,
        agreement,
        api,
        asked_checks,
        auth,
        being_made,
        child,
        chronology,
        comparing,
        compression,
        context,
        data_out,
        device_calls,
        devices,
        errors,
        events,
        evidence,
        family,
        following,
        gallery,
        headers,
        homes,
        joining,
        matching,
        notices,
        overview,
        pages,
        partners,
        patterns,
        photo_page,
        photos,
        practice,
        referring,
        report_check,
        reports,
        reviews,
        revisions,
        session,
        sharing,
        shell,
        visit_line,
        visits,
    )

    app = Flask(__name__, **pages.FOLDERS)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=200_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    engine = Engine(settings.database)
    engine.store().migrate()
    rules = read_rules(settings.rules_file.read_text("utf-8"))
    app.extensions["gcp"] = context.Parts(settings, engine, rules, read_text("en"), clock)
    app.before_request(session.load_account)
    csrf = CSRFProtect(app)
    csrf.exempt(api.blueprint)
    csrf.exempt(device_calls.blueprint)
    csrf.exempt(report_check.blueprint)  # its form asks for the token after a large file is let in
    pages.prepare(app)
    errors.register(app)
    app.after_request(compression.compress)
    app.after_request(headers.protect)
    for module in (
        about, admin, agreement, api, asked_checks, auth, being_made, child, chronology,
        comparing, data_out, device_calls, devices, events, evidence, family, following, gallery,
        homes, joining, matching, notices, overview, partners, patterns, photo_page, photos,
        practice, referring, report_check, reports, reviews, revisions, sharing, shell,
        visit_line, visits,
    ):  # fmt: skip
        app.register_blueprint(module.blueprint)
    if settings.proxies:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app
