"""The e-mails that say how many notices wait for each person, without anything of a case."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from gcp.core.clocks import Calendar
from gcp.core.following import Limits
from gcp.core.notices import Counted, for_mail
from gcp.intake import utc_text
from gcp.mail import Outcome, Post
from gcp.notices import notices_of
from gcp.settings import Mail
from gcp.store import accounts, audit, notices
from gcp.store.engine import Store
from gcp.text import Words


@dataclass(frozen=True)
class Sent:
    """What became of one person's e-mail; `outcome` is None if there was none to send."""

    account: str
    outcome: Outcome | None = None
    why: str = ""


@dataclass(frozen=True)
class Round:
    """One run over all people: by which clocks, and what is said in which words."""

    store: Store
    text: Words
    now: datetime
    limits: Limits
    calendar: Calendar

    @property
    def day(self) -> str:
        """The day that the e-mails are of, as the clocks here show it."""
        return self.calendar.local(self.now).date().isoformat()


def send_all(this: Round, post: Post, demonstration: bool) -> Iterator[Sent]:
    """Send everybody's e-mail of the day, those that have theirs already left out.

    Raises gcp.mail.NoServer where the mail server is gone: then the rest is for the next run.
    """
    for each in notices.recipients(this.store, demonstration):
        yield _send_one(this, post, each)


def _send_one(this: Round, post: Post, account_id: str) -> Sent:
    account = accounts.account(this.store, account_id)
    if account is None:
        return Sent(account_id)
    choice = notices.choice(this.store, account.id, account.role)
    done = notices.mail_of(this.store, account.id, this.day)
    today = this.calendar.local(this.now).date()
    if done not in (None, notices.FAILED) or not choice.is_day(today, this.calendar):
        return Sent(account.id)
    found = notices_of(this.store, account, this.now, this.limits, this.calendar)
    counts = for_mail(found, choice, notices.last_mail(this.store, account.id))
    if not counts:
        return Sent(account.id)
    try:
        message = written(this, post.mail, account.id, account.email, counts)
    except ValueError as error:  # no address that a message can go to
        notices.claim(this.store, account.id, this.day, utc_text(this.now))
        notices.finish(this.store, account.id, this.day, notices.FAILED)
        return Sent(account.id, Outcome.FAILED, str(error).partition("\n")[0])
    post.open()  # before it counts as begun
    if not notices.claim(this.store, account.id, this.day, utc_text(this.now)):
        return Sent(account.id)  # another run was faster
    outcome, why = post.send(message, account.email)
    with this.store.writing():
        notices.finish(this.store, account.id, this.day, outcome.value)
        if outcome is Outcome.SENT:
            audit.record(
                this.store, utc_text(this.now), account.id, "digest_sent",
                detail={each.kind.value: each.n for each in counts},
            )  # fmt: skip
    return Sent(account.id, outcome, why)


def written(
    this: Round, mail: Mail, account: str, email: str, counts: Sequence[Counted]
) -> EmailMessage:
    """The message, with the same number for one person and day; ValueError for no address."""
    words = this.text.notices.mail
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(str(this.text.common.product), addr_spec=mail.sender)
    message["To"] = _address(email)
    message["Subject"] = words.subject.format(product=this.text.common.product)
    message["Date"] = format_datetime(this.now)
    message["Message-ID"] = f"<{_number(account, this.day)}@{mail.sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    lines = [
        words.intro.format(product=this.text.common.product), "",
        *(_line(this, each) for each in counts), "",
        words.read.format(address=f"{mail.address}/notices"),
        words.choose.format(address=f"{mail.address}/notices/settings"), "",
        words.rule, this.text.common.disclaimer,
    ]  # fmt: skip
    message.set_content("\n".join(lines) + "\n")
    return message


def _address(email: str) -> Address:
    try:
        return Address(addr_spec=email)
    except (IndexError, MessageError) as error:  # of an empty one, of one that is none
        raise ValueError("no e-mail address") from error


def _line(this: Round, each: Counted) -> str:
    words = this.text.notices.mail
    one, many = words.kinds[each.kind]
    what = (one if each.n == 1 else many).format(n=each.n)
    is_said = each.new and each.n > 1
    return str(words.line_new if is_said else words.line).format(what=what, new=each.new)


def _number(account: str, day: str) -> uuid.UUID:
    """The same number for the same person and day, which says nothing of either."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"gcp:digest:{account}:{day}")
