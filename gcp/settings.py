"""What differs from one machine to another, read once from the environment."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gcp.bank_holidays import NATIONS
from gcp.core.access import Told

STARTTLS = "starttls"
# How a mail server is spoken to, and its port where none is named.
SMTP_PORTS: Mapping[str, int] = {STARTTLS: 587, "tls": 465, "none": 25}
PROJECT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what to write."""


@dataclass(frozen=True)
class Mail:
    """The mail server that e-mails go to, who they are from, and where their links lead."""

    host: str
    port: int
    security: str
    sender: str
    address: str  # of the service, without the last slash
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """Where things are kept and how strict this machine is."""

    instance: Path
    rules_file: Path
    secret_key: str
    demonstration: bool = False
    https: bool = False
    proxies: int = 0
    password_effort: str = "strong"
    session_hours: int = 12
    idle_lock_minutes: int = 10
    nation: str = "england_and_wales"  # whose bank holidays stop the clocks
    police_sees: Told = Told.NOTHING  # of a known home at the address that an officer attends
    teams_see: Told = Told.NOTHING  # of another team's home at the address of one of theirs
    mail: Mail | None = None  # None: no e-mail is sent

    @property
    def database(self) -> Path:
        """The one SQLite file."""
        return self.instance / "gcp.sqlite"

    @property
    def pictures(self) -> Path:
        """The folder of original photos and their copies."""
        return self.instance / "photos"

    @property
    def practice_pictures(self) -> Path:
        """The folder of the drawn practice rooms; they can be made again."""
        return self.instance / "practice"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from `GCP_…` variables.

    Raises SettingsError when one cannot be used.
    """
    instance = Path(environment.get("GCP_INSTANCE") or _default_instance()).resolve()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        instance=instance,
        rules_file=Path(environment.get("GCP_RULES") or default_rules_file()).resolve(),
        secret_key=environment.get("GCP_SECRET_KEY") or _kept_secret(instance),
        demonstration=_flag(environment, "GCP_DEMONSTRATION"),
        https=_flag(environment, "GCP_HTTPS"),
        proxies=_number(environment, "GCP_PROXIES", 0),
        session_hours=_number(environment, "GCP_SESSION_HOURS", 12),
        idle_lock_minutes=_number(environment, "GCP_IDLE_LOCK_MINUTES", 10, 1, 120),
        nation=_nation(environment),
        police_sees=_told(environment, "GCP_POLICE_SEES", tuple(Told)),
        teams_see=_told(environment, "GCP_TEAMS_SEE", (Told.NOTHING, Told.KNOWN)),
        mail=_mail(environment),
    )


def default_rules_file() -> Path:
    """The rules file in the current folder, else in the checkout, else of the installed wheel."""
    name = "scoring_rules.yaml"
    places = (Path(name), PROJECT / name, Path(sys.prefix) / "share" / "gcp" / name)
    return next((place for place in places if place.is_file()), places[-1])


def _default_instance() -> Path:
    """Beside the checkout's package; an installed wheel keeps its data where it is started."""
    own = PROJECT / "instance"
    return own if own.is_dir() else Path("instance")


def _flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "")
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    if value.lower() in {"", "0", "no", "false", "off"}:
        return False
    raise SettingsError(f"{name} is {value!r}: write 1 or 0.")


def _nation(environment: Mapping[str, str]) -> str:
    value = environment.get("GCP_NATION", "").lower() or next(iter(NATIONS))
    if value not in NATIONS:
        raise SettingsError(f"GCP_NATION is {value!r}: write one of {', '.join(NATIONS)}.")
    return value


def _told(environment: Mapping[str, str], name: str, allowed: tuple[Told, ...]) -> Told:
    value = environment.get(name) or Told.NOTHING
    if value not in allowed:
        raise SettingsError(f"{name} is {value!r}: write {' or '.join(allowed)}.")
    return Told(value)


def _mail(environment: Mapping[str, str]) -> Mail | None:
    host = environment.get("GCP_SMTP_HOST", "").strip()
    if not host:
        return None
    security = environment.get("GCP_SMTP_SECURITY") or STARTTLS
    if security not in SMTP_PORTS:
        raise SettingsError(
            f"GCP_SMTP_SECURITY is {security!r}: write {' or '.join(SMTP_PORTS)}."
        )
    user = environment.get("GCP_SMTP_USER", "")
    if user and security == "none":
        raise SettingsError(
            "GCP_SMTP_SECURITY is 'none': with GCP_SMTP_USER write starttls or tls."
        )
    return Mail(
        host, _number(environment, "GCP_SMTP_PORT", SMTP_PORTS[security], 1, 65_535), security,
        _sender(environment), _address(environment), user,
        _password(environment) if user else "",
    )  # fmt: skip


def _sender(environment: Mapping[str, str]) -> str:
    value = environment.get("GCP_SMTP_FROM", "").strip()
    if not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", value):
        raise SettingsError(
            f"GCP_SMTP_FROM is {value!r}: write an e-mail address, such as homes@example.org."
        )
    return value


def _address(environment: Mapping[str, str]) -> str:
    value = environment.get("GCP_ADDRESS", "").strip().rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+(/[A-Za-z0-9._~/\-]*)?", value):
        raise SettingsError(
            f"GCP_ADDRESS is {value!r}: write the service's own, such as https://homes.example.org."
        )
    return value


def _password(environment: Mapping[str, str]) -> str:
    file = environment.get("GCP_SMTP_PASSWORD_FILE", "")
    if not file:
        value = environment.get("GCP_SMTP_PASSWORD", "")
        if not value:
            raise SettingsError(
                "GCP_SMTP_USER needs a password: set GCP_SMTP_PASSWORD_FILE or GCP_SMTP_PASSWORD."
            )
        return value
    try:
        return Path(file).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"GCP_SMTP_PASSWORD_FILE cannot be read: {error}") from error


def _number(
    environment: Mapping[str, str], name: str, otherwise: int, least: int = 0, most: int = 9_999
) -> int:
    value = environment.get(name, "")
    if not value:
        return otherwise
    if not (value.isascii() and value.isdigit() and len(value) < 6 and least <= int(value) <= most):
        raise SettingsError(f"{name} is {value!r}: write a whole number from {least} to {most}.")
    return int(value)


def _kept_secret(instance: Path) -> str:
    """The key that signs cookies: made once, kept beside the database for its owner alone."""
    file = instance / "secret_key"
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        pass
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        return file.read_text("ascii").strip()
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32))
    return file.read_text("ascii").strip()
