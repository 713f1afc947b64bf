"""A real mail server on this machine, for tests: it keeps what it takes, and refuses as asked."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

AUTHORITY = trustme.CA()  # whose certificates nobody trusts but a test that says so
USER, PASSWORD = "homes", "three unlike words"


@dataclass
class Box:
    """What came, by whom it is for; and whom to refuse, or to hang up on."""

    messages: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    hangs_up: set[str] = field(default_factory=set)
    port: int = 0

    def to(self) -> list[str]:
        """For whom each message is, as they came."""
        return [to for to, _ in self.messages]

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str,
                          options: Any) -> str:  # fmt: skip
        if address in self.refused:
            return "550 no such person\tat all"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        (to,) = envelope.rcpt_tos
        self.messages.append((to, message_from_bytes(envelope.content, policy=policy.default)))
        if to in self.hangs_up:
            server.transport.abort()
        return "250 OK"


class _OnFreePort(Controller):
    """Listens at whichever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(box: Box, security: str = "none", signs_in: bool = False) -> Iterator[Box]:
    """Serve on a free port while this is open."""
    safe = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    AUTHORITY.issue_cert("localhost").configure_cert(safe)
    more: dict[str, Any] = {}
    if security == "starttls":
        more = {"tls_context": safe, "require_starttls": True}
    elif security == "tls":
        more = {"ssl_context": safe}
    if signs_in:
        more |= {"auth_required": security == "starttls", "authenticator": _authenticator}
    controller = _OnFreePort(
        box, hostname="127.0.0.1", port=0, ready_timeout=30,
        auth_require_tls=security == "starttls", **more,
    )  # fmt: skip
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


def _authenticator(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
    sent = (data.login.decode(), data.password.decode())
    return AuthResult(success=sent == (USER, PASSWORD), handled=False)
