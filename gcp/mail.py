"""Sending e-mails through one mail server, with its certificate checked."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType

from gcp.settings import STARTTLS, Mail

SECONDS = 30
WELL = 250


class NoServer(Exception):
    """The mail server cannot be reached, or does not let us in; the message says why."""


class Outcome(StrEnum):
    """What became of one e-mail."""

    SENT = "sent"
    FAILED = "failed"  # refused, for certain: it may be tried again
    UNKNOWN = "unknown"  # the server went away meanwhile: it may have taken it


class Post:
    """An open way to the mail server: `with Post(mail) as post: post.send(message, to)`."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if self._server:
            try:
                self._server.quit()
            except (OSError, smtplib.SMTPException):
                self._server.close()

    def open(self) -> None:
        """Connect and sign in, unless that is done and the server still there; raises NoServer."""
        if self._server and self._is_there(self._server):
            return
        mail, server = self.mail, None
        try:
            safe = ssl.create_default_context()
            if mail.security == "tls":
                server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=safe)
            else:
                server = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
            if mail.security == STARTTLS:
                server.starttls(context=safe)
            if mail.user:
                server.login(mail.user, mail.password)
            server.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            if server:
                server.close()
            raise NoServer(_why(error)) from error
        self._server = server

    def send(self, message: EmailMessage, to: str) -> tuple[Outcome, str]:
        """What became of a message to this address, and why; only after `open`."""
        server = self._server
        if server is None:
            raise NoServer("not open")
        try:
            server.send_message(message, self.mail.sender, [to])
            return Outcome.SENT, ""
        except smtplib.SMTPServerDisconnected as error:
            return Outcome.UNKNOWN, _why(error)
        except (smtplib.SMTPException, ValueError) as error:
            return Outcome.FAILED, _why(error)
        except OSError as error:
            server.close()
            return Outcome.UNKNOWN, _why(error)

    def _is_there(self, server: smtplib.SMTP) -> bool:
        try:
            return server.noop()[0] == WELL
        except (OSError, smtplib.SMTPException):
            server.close()
            return False


def _why(error: Exception) -> str:
    """The reason in one line; what a server says may be anything."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_text(each)}" for code, each in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        said = str(error) or type(error).__name__
    return "".join(each if each.isprintable() else " " for each in said)[:200]


def _text(said: bytes | str) -> str:
    return said.decode("ascii", "replace") if isinstance(said, bytes) else said
