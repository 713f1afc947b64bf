"""One page and one JSON shape for everything that goes wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from gcp.core.problems import Problem, Refused
from gcp.intake import NotAllowed, utc_text
from gcp.text import Words
from gcp.web import dates
from gcp.web.context import Hidden, parts

MOST_PROBLEMS = 100


def sentence(text: Words, problem: Problem) -> str:
    """What is wrong, in words."""
    values = {
        key: dates.day(utc_text(value)) if isinstance(value, datetime) else value
        for key, value in problem.values.items()
    }
    return str(text.problems[problem.code]).format(**values)


def json_error(
    status: int, code: str, message: str, problems: Iterable[Problem] = (), **more: object
) -> Response:
    """The one shape of a JSON error."""
    words = parts().text
    fields = [
        {"path": each.path, "message": sentence(words, each)}
        for each in list(problems)[:MOST_PROBLEMS]
    ]
    answer = jsonify({"error": {"code": code, "message": message, "fields": fields}, **more})
    answer.status_code = status
    return answer


def refusal(status: int, problems: tuple[Problem, ...]) -> Response:
    """A JSON error for an input that cannot be taken; its first problem gives the code."""
    return json_error(status, problems[0].code, sentence(parts().text, problems[0]), problems)


def answer(status: int, code: str | None = None) -> Response:
    """The page or the JSON for a status, whichever the request wants."""
    words = parts().text.errors
    page = words[f"status_{status}"] if f"status_{status}" in words else words.status_500
    if request.path.startswith("/api/"):
        return json_error(status, code or f"status_{status}", page.message)
    body = render_template("errors/error.html", code=status, title=page.title, message=page.message)
    return Response(body, status)


def register(app: Flask) -> None:
    """Answer every error in one way."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.code and 300 <= error.code < 400:
            return error.get_response()  # type: ignore[return-value]
        reply = answer(error.code or 500)
        if error.code == 405 and getattr(error, "valid_methods", None):
            reply.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
        return reply

    @app.errorhandler(CSRFError)
    def form_too_old(error: CSRFError) -> Response:
        return answer(400, "form_too_old")

    @app.errorhandler(Hidden)
    def hidden(error: Hidden) -> Response:
        return answer(404)

    @app.errorhandler(NotAllowed)
    def not_allowed(error: NotAllowed) -> Response:
        return answer(403, "not_allowed")

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return refusal(422, error.problems) if request.path.startswith("/api/") else answer(400)

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        current_app.logger.exception("unforeseen error at %s", request.endpoint)
        return answer(500)
