"""Each person gets one e-mail a day at most, by a real mail server, with nothing of a case in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gcp.bank_holidays import BankHolidays
from gcp.cli import main
from gcp.core.clocks import Calendar
from gcp.core.notices import HowOften, Kind
from gcp.core.rules import read_rules
from gcp.core.rules_reader import CLOCKS
from gcp.demo.cast import HOUSEHOLDS
from gcp.digests import Round, Sent, send_all
from gcp.mail import NoServer, Outcome, Post
from gcp.settings import Mail, SettingsError, default_rules_file, read_settings
from gcp.store import accounts, notices
from gcp.store.engine import Engine, Store
from gcp.text import read_text
from gcp.web.dates import HERE
from tests.mail_server import AUTHORITY, PASSWORD, USER, Box, mail_server

pytestmark = pytest.mark.slow

RULES = read_rules(default_rules_file().read_text("utf-8"))
TEXT = read_text("en")
NOW = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)  # a Monday, the demonstration's referral is late
SUNDAY = NOW - timedelta(days=1)
TO_ALL = ["supervisor@demo.example", "practitioner@demo.example", "partner@demo.example"]
ADMINISTRATOR = "administrator@demo.example"


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server(Box()) as served:
        yield served


@pytest.fixture
def store(demonstration: Path) -> Iterator[Store]:
    engine = Engine(demonstration / "gcp.sqlite")
    yield engine.store()
    engine.close()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GCP_INSTANCE", str(folder))
        patch.setenv("GCP_DEMONSTRATION", "1")
        assert main(["migrate"]) == main(["demo"]) == 0
    return folder


@pytest.fixture
def demonstration(made: Path, tmp_path: Path) -> Path:
    """A copy of it, without its photos."""
    kept, copy = (sqlite3.connect(each / "gcp.sqlite") for each in (made, tmp_path))
    kept.backup(copy)
    kept.close()
    copy.close()
    return tmp_path


def mail(box: Box, **changes: Any) -> Mail:
    sender, address = "homes@service.example", "https://homes.service.example"
    return replace(Mail("localhost", box.port, "none", sender, address), **changes)


@cache
def calendar() -> Calendar:
    return Calendar(HERE, BankHolidays("england_and_wales"))


def send(store: Store, box: Box, now: datetime = NOW, **changes: Any) -> list[Sent]:
    """One run; what became of each e-mail that there was to send."""
    this = Round(store, TEXT, now, {**CLOCKS, **RULES.clocks}, calendar())
    with Post(mail(box, **changes)) as post:
        return [each for each in send_all(this, post, True) if each.outcome]


def outcomes(sent: list[Sent]) -> list[str]:
    return sorted(str(each.outcome) for each in sent)


def person(store: Store, email: str) -> str:
    row = accounts.by_email(store, email)
    assert row
    return str(row["id"])


def words(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_whoever_has_something_to_do_gets_one_and_nobody_else(store: Store, box: Box) -> None:
    assert outcomes(send(store, box)) == ["sent"] * 3
    assert sorted(box.to()) == sorted(TO_ALL)
    said = {to: words(message) for to, message in box.messages}
    assert "- 1 clock is late\n" in said["practitioner@demo.example"]
    assert "- 7 visits wait for you, 7 of them new\n" in said["supervisor@demo.example"]
    assert "- 1 answer to you is late\n" in said["partner@demo.example"]


def test_the_message_is_plain_says_where_to_read_it_and_is_numbered_the_same(
    store: Store, box: Box
) -> None:
    send(store, box)
    for to, message in box.messages:
        assert message.get_content_type() == "text/plain" and not message.is_multipart()
        assert (message["To"], message["Auto-Submitted"]) == (to, "auto-generated")
        assert message["From"] == "Home Conditions Profile <homes@service.example>"
        assert "https://homes.service.example/notices\n" in words(message)
        assert "https://homes.service.example/notices/settings\n" in words(message)
        links = re.findall(r"https?://\S+", words(message))
        assert len(links) == 2, "nothing else to follow, nothing that counts who reads it"
    numbers = {to: message["Message-ID"] for to, message in box.messages}
    assert len(set(numbers.values())) == 3
    with store.writing():
        store.run("DELETE FROM notice_mails")
    send(store, box)
    assert {to: message["Message-ID"] for to, message in box.messages} == numbers


def test_no_name_address_grade_or_word_of_a_case_is_in_any(store: Store, box: Box) -> None:
    telling_all(store)
    send(store, box)
    assert len(box.messages) >= 3
    secret = set()
    for home in HOUSEHOLDS:
        secret |= {home.name, home.address, home.postcode, home.id}
        secret |= {part for each in (home.name, home.address) for part in each.split(",")}
        secret |= {each.name for each in (*home.children, *home.adults)}
    secret |= {row["name"] for row in accounts.everyone(store)}
    secret |= {each.name for each in RULES.grades.values()}
    secret |= {each.title for each in RULES.items()}
    secret |= {area.title for area in RULES.areas}
    secret |= {"police", "protection", "referral", "escalation", "grade ", "child", "sent back by"}
    secret |= set(TEXT.chronology.kinds.as_json().values())
    looked_for = {each.strip().lower() for each in secret if each and each.strip()}
    assert len(looked_for) > 60
    for to, message in box.messages:
        lines = [each for each in words(message).splitlines() if each != TEXT.common.disclaimer]
        said = " ".join([*lines, *(str(value) for value in message.values())])
        said = said.replace(to, "").replace(str(TEXT.common.product), "").lower()
        found = [each for each in looked_for if re.search(rf"\b{re.escape(each)}\b", said)]
        assert found == []
        assert not re.search(r"\d{2}", re.sub(r"https?://\S+", "", "\n".join(lines)))


def telling_all(store: Store) -> None:
    """Let everybody be told for the first time, of everything."""
    for row in accounts.everyone(store):
        notices.choose(store, row["id"], HowOften.DAILY, ())


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_counted_in_words_of_its_own(kind: Kind) -> None:
    one, many = TEXT.notices.mail.kinds[kind]
    assert one.startswith("1 ") and "{n} " in many
    assert not re.search("police|protection|referral|escalat|child|home|grade|neglect", one + many)


def test_a_second_run_on_the_same_day_sends_nothing(store: Store, box: Box) -> None:
    send(store, box)
    assert send(store, box) == send(store, box, NOW + timedelta(hours=9)) == []
    assert len(box.messages) == 3


def test_the_next_day_only_what_is_urgent_is_told_again(store: Store, box: Box) -> None:
    send(store, box)
    box.messages.clear()
    send(store, box, NOW + timedelta(days=1))
    assert sorted(box.to()) == ["practitioner@demo.example", "supervisor@demo.example"]
    assert all("new" not in words(message) for _, message in box.messages)
    assert "- 7 visits wait for you\n" in dict(
        (to, words(message)) for to, message in box.messages
    )["supervisor@demo.example"]


def test_what_was_seen_is_not_told_unless_it_is_urgent(store: Store, box: Box) -> None:
    for to in TO_ALL:
        notices.see(store, person(store, to), "2026-11-02T06:59:00.000Z")
    send(store, box)
    assert sorted(box.to()) == ["practitioner@demo.example", "supervisor@demo.example"]


def test_each_person_gets_what_they_chose_on_the_days_they_chose(store: Store, box: Box) -> None:
    assert send(store, box, SUNDAY) == [], "working days if not chosen otherwise"
    notices.choose(store, person(store, TO_ALL[0]), HowOften.DAILY, [Kind.TO_REVIEW])
    notices.choose(store, person(store, TO_ALL[1]), HowOften.NEVER, [])
    send(store, box, SUNDAY)
    assert box.to() == TO_ALL[:1]
    assert "clock is late" in words(box.messages[0][1])
    assert "visits wait" not in words(box.messages[0][1])
    send(store, box)
    assert TO_ALL[1] not in box.to() and box.to().count(TO_ALL[0]) == 2


def test_a_closed_account_and_a_demonstration_that_is_not_served_get_none(
    store: Store, box: Box
) -> None:
    for to in TO_ALL[:2]:
        accounts.set_disabled(store, person(store, to), "2026-11-01T00:00:00.000Z", True)
    send(store, box)
    assert box.to() == TO_ALL[2:]
    assert notices.recipients(store, False) == []


def test_a_refused_address_stops_nobody_and_is_tried_at_the_next_run(
    store: Store, box: Box
) -> None:
    box.refused = {TO_ALL[1]}
    sent = send(store, box)
    assert outcomes(sent) == ["failed", "sent", "sent"] and TO_ALL[1] not in box.to()
    (refused,) = [each for each in sent if each.outcome is Outcome.FAILED]
    assert refused.account == person(store, TO_ALL[1])
    assert refused.why == "550 no such person at all", "in one line"
    box.refused.clear()
    assert outcomes(send(store, box, NOW + timedelta(hours=1))) == ["sent"] * 2
    assert sorted(box.to()) == sorted([ADMINISTRATOR, *TO_ALL])
    told = dict(box.messages)[ADMINISTRATOR]
    assert "- 1 e-mail could not be sent\n" in words(told)
    logged = [row["action"] for row in store.all("SELECT action FROM audit ORDER BY id")]
    assert logged.count("digest_sent") == 4


def test_what_may_have_arrived_is_not_sent_twice(store: Store, box: Box) -> None:
    box.hangs_up = {TO_ALL[0]}
    assert outcomes(send(store, box)) == ["sent", "sent", "unknown"], "the others get theirs"
    assert box.to().count(TO_ALL[0]) == 1
    box.hangs_up.clear()
    assert [each.account for each in send(store, box)] == [person(store, ADMINISTRATOR)]
    assert outcomes(send(store, box, NOW + timedelta(days=1))) == ["sent", "sent"]


def test_a_server_that_is_down_leaves_all_to_the_next_run(store: Store, box: Box) -> None:
    with mail_server(Box()) as gone:
        pass
    with pytest.raises(NoServer):
        send(store, gone)
    assert store.all("SELECT * FROM notice_mails") == []
    assert outcomes(send(store, box)) == ["sent"] * 3


def test_two_runs_at_once_send_each_email_once(store: Store, box: Box) -> None:
    account = person(store, TO_ALL[0])
    assert notices.claim(store, account, "2026-11-02", "2026-11-02T07:00:00.000Z")
    assert not notices.claim(store, account, "2026-11-02", "2026-11-02T07:00:00.000Z")
    send(store, box)
    assert TO_ALL[0] not in box.to()


@pytest.mark.parametrize(
    "email",
    ["ann@example.test\r\nBcc: all@example.test", "ann", "a b@example.test", "",
     "ann@example.test, bob@example.test", "änn@example.test", "ann@example.test\x00"],
)  # fmt: skip
def test_nothing_that_is_no_address_gets_into_a_header(store: Store, box: Box, email: str) -> None:
    name = "Ann\r\nBcc: all@example.test"
    with store.writing():
        store.run(
            "UPDATE accounts SET email = :email, name = :name WHERE id = :id",
            email=email, name=name, id=person(store, TO_ALL[0]),
        )  # fmt: skip
    assert outcomes(send(store, box)) == ["failed", "sent", "sent"]
    assert sorted(box.to()) == sorted(TO_ALL[1:])
    for _, message in box.messages:
        assert "Bcc" not in message and "all@example.test" not in message.as_string()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_is_checked_before_a_password_is_sent(
    store: Store, security: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with mail_server(Box(), security, signs_in=True) as box:
        known = {"security": security, "user": USER, "password": PASSWORD}
        with pytest.raises(NoServer, match="(?i)certificate"):
            send(store, box, **known)
        AUTHORITY.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        with pytest.raises(NoServer, match="(?i)certificate|mismatch"):
            send(store, box, host="127.0.0.1", **known)
        with pytest.raises(NoServer, match="535"):
            send(store, box, **{**known, "password": "another"})
        assert store.all("SELECT * FROM notice_mails") == []
        assert outcomes(send(store, box, **known)) == ["sent"] * 3


def test_no_password_goes_to_a_server_without_encryption(store: Store, box: Box) -> None:
    with pytest.raises(NoServer):
        send(store, box, security="starttls", user=USER, password=PASSWORD)


def test_the_command_says_how_many_and_ends_with_1_if_any_failed(
    demonstration: Path, box: Box, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("GCP_INSTANCE", str(demonstration))
    monkeypatch.setenv("GCP_DEMONSTRATION", "1")
    monkeypatch.delenv("GCP_SMTP_HOST", raising=False)
    assert main(["send-digests"]) == 1
    assert "GCP_SMTP_HOST" in capsys.readouterr().err
    for name, value in {
        "GCP_SMTP_HOST": "localhost", "GCP_SMTP_PORT": str(box.port), "GCP_SMTP_SECURITY": "none",
        "GCP_SMTP_FROM": "homes@service.example", "GCP_ADDRESS": "https://homes.service.example/",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    store = Engine(demonstration / "gcp.sqlite").store()
    telling_all(store)
    box.refused = {TO_ALL[0]}
    assert main(["send-digests"]) == 1
    told = capsys.readouterr()
    assert "Sent " in told.out and person(store, TO_ALL[0]) in told.err
    assert "1 e-mails could" not in told.err and not re.search("demo.example|Larch", str(told))
    box.refused.clear()
    assert main(["send-digests"]) == 0 == main(["send-digests"])
    assert box.to().count(TO_ALL[0]) == 1
    store.close()


GOOD = {
    "GCP_SMTP_HOST": "mail.example.org", "GCP_SMTP_FROM": "homes@example.org",
    "GCP_ADDRESS": "https://homes.example.org",
}  # fmt: skip


def settings_of(tmp_path: Path, **changes: str) -> Mail | None:
    return read_settings({"GCP_INSTANCE": str(tmp_path), **GOOD, **changes}).mail


def test_settings_of_mail_are_read_and_the_safe_ones_are_usual(tmp_path: Path) -> None:
    assert read_settings({"GCP_INSTANCE": str(tmp_path)}).mail is None
    found = settings_of(tmp_path)
    assert found and (found.port, found.security) == (587, "starttls")
    tls = settings_of(tmp_path, GCP_SMTP_SECURITY="tls")
    assert tls and tls.port == 465
    file = tmp_path / "password"
    file.write_text("kept in a file\n")
    kept = settings_of(tmp_path, GCP_SMTP_USER="homes", GCP_SMTP_PASSWORD_FILE=str(file))
    assert kept and kept.password == "kept in a file" and "kept in" not in repr(kept)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GCP_SMTP_SECURITY", "ssl"), ("GCP_SMTP_PORT", "0"), ("GCP_SMTP_PORT", "70000"),
        ("GCP_SMTP_FROM", ""), ("GCP_SMTP_FROM", "homes"), ("GCP_SMTP_FROM", "a@b\r\nBcc: c@d"),
        ("GCP_ADDRESS", ""), ("GCP_ADDRESS", "homes.example.org"),
        ("GCP_ADDRESS", "https://homes.example.org/?who=1"), ("GCP_ADDRESS", "https://a b"),
        ("GCP_SMTP_USER", "homes"),
    ],
)  # fmt: skip
def test_a_setting_of_mail_that_cannot_be_used_stops_the_start(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_of(tmp_path, **{name: value})


def test_a_password_without_encryption_and_one_that_cannot_be_read_stop_the_start(
    tmp_path: Path,
) -> None:
    user = {"GCP_SMTP_USER": "homes", "GCP_SMTP_PASSWORD": "a"}
    with pytest.raises(SettingsError, match="GCP_SMTP_SECURITY"):
        settings_of(tmp_path, GCP_SMTP_SECURITY="none", **user)
    with pytest.raises(SettingsError, match="GCP_SMTP_PASSWORD_FILE"):
        settings_of(tmp_path, GCP_SMTP_PASSWORD_FILE=str(tmp_path / "none"), **user)
