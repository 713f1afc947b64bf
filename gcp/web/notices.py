"""Notices: the bell of every page, the list, and what is sent by e-mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from gcp.core.access import Account
from gcp.core.notices import TOLD, Choice, HowOften, Kind, Notice, by_kind, is_new, left_out
from gcp.intake import utc_text
from gcp.notices import notices_of
from gcp.store import notices
from gcp.web import dates
from gcp.web.context import account, note, now, parts, store
from gcp.web.following_view import at, calendar, limits

blueprint = Blueprint("notices", __name__, url_prefix="/notices")

FRESH = timedelta(seconds=60)  # how long a count may stand in the header
MOST_COUNTED, MOST_SHOWN = 99, 20


@dataclass(frozen=True)
class Held:
    """A count that was worked out, when, and until when its reader had seen all."""

    n: int
    at: datetime
    seen_until: datetime | None


@dataclass(frozen=True)
class Line:
    """One notice as the list shows it."""

    link: str
    words: str
    fact: str
    is_new: bool


@dataclass(frozen=True)
class Section:
    """The notices of one kind: as many as are shown, and how many more there are."""

    kind: Kind
    lines: Sequence[Line]
    more: int
    place: str


def bell() -> str:
    """How many new notices this person has, in words; empty for none.

    What cannot be counted stands in the way of no page, least of all of the one that says so.
    """
    text = parts().text.notices
    try:
        n = _count(account())
    except Exception:
        current_app.logger.exception("the notices of %s cannot be counted", account().id)
        return ""
    if n > MOST_COUNTED:
        return str(text.new_many).format(n=MOST_COUNTED)
    return str(text.new).format(n=n) if n else ""


def _count(person: Account) -> int:
    """How many are new, as counted a minute ago at most."""
    mark, held = _choice(person).seen_until, _held().get(person.id)
    if held and held.seen_until == mark and abs(now() - held.at) < FRESH:
        return held.n
    return _hold(person, mark, _found(person))


@blueprint.after_app_request
def forget(response: Response) -> Response:
    """Whoever has done something sees at once what it did to their count."""
    if request.method not in ("GET", "HEAD") and g.get("account"):
        _held().pop(g.account.id, None)
    return response


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Everything that this person is to be told of."""
    found, mark, moment = _found(account()), _choice(account()).seen_until, now()
    new = _hold(account(), mark, found)
    kinds = by_kind(found).items()
    sections = [_section(kind, each, mark) for kind, each in kinds]
    note("notices_read", about=[one.id for _, each in kinds for one in each[:MOST_SHOWN]])
    return render_template(
        "notices/list.html", sections=sections, n=len(found), new=new, until=utc_text(moment)
    )


@blueprint.post("/seen")
def see() -> ResponseReturnValue:
    """Keep that all was seen which was there when the list was drawn."""
    until = _moment(request.form.get("until", ""))
    if until:
        notices.see(store(), account().id, utc_text(min(until, now())))
        note("notices_seen")
    return redirect(url_for("notices.index"))


@blueprint.route("/settings", methods=["GET", "POST"])
def choose() -> ResponseReturnValue:
    """On which days this person gets an e-mail, and about what."""
    told = [kind for kind in Kind if kind in TOLD[account().role]]
    form = ChoiceForm()
    form.offer(told)
    if request.method == "POST" and form.validate():
        without = left_out(told, form.kinds.data or ())
        with store().writing():
            notices.choose(store(), account().id, HowOften(form.how_often.data), without)
            note("notices_chosen", how_often=form.how_often.data, left_out=sorted(without))
        return redirect(url_for("notices.choose", saved=1))
    if request.method == "GET":
        chosen = _choice(account())
        form.how_often.data = chosen.how_often.value
        form.kinds.data = [each.value for each in told if each not in chosen.left_out]
    return render_template(
        "notices/settings.html", form=form, is_set_up=parts().settings.mail is not None,
        saved=request.args.get("saved") == "1" and not form.errors,
    ), 400 if form.errors else 200  # fmt: skip


class ChoiceForm(FlaskForm):
    """How often, and which kinds."""

    how_often = RadioField(validate_choice=False)
    kinds = SelectMultipleField(choices=[], validate_choice=False)

    def offer(self, told: Sequence[Kind]) -> None:
        """Set what can be chosen."""
        text = parts().text.notices
        self.how_often.choices = [
            SelectChoice(each.value, str(text.choice.how[each])) for each in (
                HowOften.WORKING_DAYS, HowOften.DAILY, HowOften.NEVER
            )
        ]  # fmt: skip
        self.kinds.choices = [SelectChoice(e.value, str(text.kinds[e].title)) for e in told]

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the days, and no kind that this person is not told of."""
        words, well = parts().text.notices.choice, bool(super().validate(extra_validators))
        for field, sent, wrong in (
            (self.how_often, [self.how_often.data], words.how_missing),
            (self.kinds, self.kinds.data or [], words.kind_unknown),
        ):
            if not set(sent) <= {each.value for each in field.choices}:
                field.errors, well = [str(wrong)], False
        return well


def _found(person: Account) -> list[Notice]:
    return notices_of(store(), person, now(), limits(), calendar())


def _choice(person: Account) -> Choice:
    return notices.choice(store(), person.id, person.role)


def _held() -> dict[str, Held]:
    """The counts of this process; an older one elsewhere lasts for a minute at most."""
    found: dict[str, Held] = current_app.extensions.setdefault("gcp_bell", {})
    return found


def _hold(person: Account, mark: datetime | None, found: Sequence[Notice]) -> int:
    n = sum(is_new(each, mark) for each in found)
    _held()[person.id] = Held(n, now(), mark)
    return n


def _section(kind: Kind, found: Sequence[Notice], mark: datetime | None) -> Section:
    link, place = _PLACES[kind]
    lines = [
        Line(link(each.id), _words(each), _fact(each), is_new(each, mark))
        for each in found[:MOST_SHOWN]
    ]
    return Section(kind, lines, max(0, len(found) - MOST_SHOWN), place())


def _words(notice: Notice) -> str:
    text = parts().text
    return str(text.notices.kinds[notice.kind].line).format(
        place=notice.place, day=dates.day(notice.day) if notice.day else "",
        what=text.chronology.kinds[notice.event] if notice.event else "",
    )  # fmt: skip


def _fact(notice: Notice) -> str:
    text, due = parts().text.notices, at(notice.due) if notice.due else ""
    state = str(text.protection[notice.state]).format(due=due) if notice.state else ""
    return str(text.facts[notice.kind]).format(
        due=due, state=state, since=dates.day(utc_text(notice.since))
    )


def _moment(written: str) -> datetime | None:
    """A time as the list wrote it; None for anything else."""
    try:
        found = datetime.fromisoformat(written)
        return found if utc_text(found) == written else None
    except (ValueError, OverflowError):
        return None


def _to(endpoint: str, name: str = "") -> Callable[..., str]:
    return lambda one="": url_for(endpoint, **({name: one} if name else {}))


_VISIT, _REFERRAL = _to("visits.show", "visit_id"), _to("following.show", "event_id")
_HOMES, _REFERRALS = _to("homes.index"), _to("following.index")
# For each kind, where one of them is seen to, and where all of them are.
_PLACES: Mapping[Kind, tuple[Callable[..., str], Callable[..., str]]] = {
    Kind.PROTECTION: (_to("homes.show", "home_id"), _HOMES),
    Kind.CLOCK_LATE: (_REFERRAL, _REFERRALS),
    Kind.CLOCK_DUE: (_REFERRAL, _REFERRALS),
    Kind.CONFLICT: (_VISIT, _to("shell.show")),
    Kind.SENT_BACK: (_VISIT, _HOMES),
    Kind.ANSWER_LATE: (_REFERRAL, _REFERRALS),
    Kind.ANSWER: (_REFERRAL, _REFERRALS),
    Kind.REFERRAL: (_REFERRAL, _REFERRALS),
    Kind.HOME_MATCH: (_to("joining.choose", "home_id"), _to("matching.index")),
    Kind.TO_REVIEW: (_VISIT, _to("reviews.index")),
    Kind.VISIT: (_VISIT, _HOMES),
    Kind.MAIL_FAILED: (lambda one="": url_for("admin.people"), _to("admin.people")),
}
