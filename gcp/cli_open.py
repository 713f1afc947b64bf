"""What the commands begin with: settings, rules and the database, or in one line why not."""

from __future__ import annotations

from gcp.core.problems import Refused
from gcp.core.rules import Rules, read_rules
from gcp.settings import Settings, SettingsError, read_settings
from gcp.store.engine import Engine, Store
from gcp.text import read_text

DONE = 0


class CannotDo(Exception):
    """Why a command ends without its result, a line for each reason."""


def settings_here() -> Settings:
    """The settings, and the folder they name."""
    try:
        settings = read_settings()
        settings.instance.mkdir(parents=True, exist_ok=True)
    except (SettingsError, OSError) as error:
        raise CannotDo(str(error)) from error
    return settings


def open_store() -> tuple[Settings, Store]:
    """The settings and the database as it is."""
    settings = settings_here()
    return settings, Engine(settings.database).store()


def rules_in_force(settings: Settings) -> Rules:
    """The rules in force; a bad file stops the start."""
    try:
        return read_rules(settings.rules_file.read_text("utf-8"))
    except (Refused, OSError, UnicodeDecodeError) as error:
        wrong = read_text("en").service.bad_rules
        raise CannotDo(wrong.format(file=settings.rules_file)) from error
