"""How referrals and escalations stand, in words: their clocks, who has them, what is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gcp.bank_holidays import BankHolidays
from gcp.core.clocks import PRESSING, Calendar, Clock, State
from gcp.core.following import DECIDED, RECEIVED, STAGE, STAGES, Followed, clocks_of
from gcp.core.rules_reader import CLOCKS
from gcp.intake import utc_text
from gcp.store import following
from gcp.store.engine import Row
from gcp.web import dates
from gcp.web.context import now, parts, store
from gcp.web.dates import HERE

CASEWORKERS = ("practitioner", "supervisor")


@dataclass(frozen=True)
class ClockView:
    """One clock as a page shows it."""

    kind: str
    name: str
    state: State
    state_words: str
    words: str
    why: str


@dataclass(frozen=True)
class Line:
    """One referral or escalation that waits: its clock that is due first."""

    home: Row
    followed: Followed
    clock: Clock
    state: State
    waits: str
    due: str
    who: str

    @property
    def is_pressing(self) -> bool:
        """Whether it is late or due today, or has hours rather than days."""
        return self.state in PRESSING or self.clock.hours is not None


def calendar() -> Calendar:
    """The working days here."""
    return Calendar(HERE, BankHolidays(parts().settings.nation))


def limits() -> Mapping[str, int]:
    """How long each clock runs and how many stages there are, by the rules in force."""
    return {**CLOCKS, **parts().rules.clocks, "escalation_stages": len(stages())}


def stages() -> dict[int, str]:
    """The stages of an escalation by number: the rules' own, else those that are shipped."""
    own = dict(enumerate(parts().rules.escalation_stages, 1))
    names = parts().text.referrals.stages
    return own or {number: str(names[str(number)]) for number in range(1, STAGES + 1)}


def stage_name(number: int) -> str:
    """The name of a stage; rules in force later may have fewer."""
    return stages().get(number, str(parts().text.referrals.stage_unnamed))


def clocks(followed: Followed) -> list[Clock]:
    """The clocks of a referral or an escalation."""
    return clocks_of(followed, limits(), calendar())


def at(moment: datetime) -> str:
    """A moment, as the clocks here show it."""
    return dates.day_time(utc_text(moment))


def clock_views(followed: Followed) -> list[ClockView]:
    """The clocks of one, in words."""
    text = parts().text.referrals
    return [
        ClockView(
            each.kind, text.clocks[each.kind], state, text.states[state],
            due_words(each), each.stop.why if each.stop and state is State.STOPPED else "",
        )
        for each in clocks(followed)
        for state in (each.state(now(), calendar()),)
    ]  # fmt: skip


def due_words(clock: Clock) -> str:
    """By when it is or was due, and what became of that."""
    state = clock.state(now(), calendar())
    done = clock.met or (clock.stop.at if clock.stop else None)
    return str(parts().text.referrals.due[state]).format(
        due=at(clock.due), by=_late_by(clock) if state is State.LATE else "",
        at=at(done) if done else "", name=clock.stop.by if clock.stop else "",
    )  # fmt: skip


def _late_by(clock: Clock) -> str:
    text = parts().text.referrals
    if clock.hours is not None:
        return dates.span(now() - clock.due)
    days = clock.days_late(now(), calendar())
    if not days:
        return str(text.same_day)
    return str(text.working_day if days == 1 else text.working_days).format(n=days)


def open_lines(rows: Sequence[Row]) -> list[Line]:
    """What waits at these homes, what is due first at the top; `rows` have id, team_id, address."""
    homes = {row["id"]: row for row in rows}
    found = following.open_of_homes(store(), homes)
    who = holders([homes[home] for home in found])
    lines = [
        _line(homes[home], each, clock, who[home])
        for home, all in found.items()
        for each in all
        for clock in first_due(clocks(each))
    ]
    return sorted(lines, key=lambda each: (each.clock.due, each.followed.event.id))


def first_due(found: Sequence[Clock]) -> Iterator[Clock]:
    """The running clock that is due first, if any runs."""
    running = [each for each in found if each.runs]
    if running:
        yield min(running, key=lambda each: each.due)


def _line(home: Row, followed: Followed, clock: Clock, who: str) -> Line:
    state = clock.state(now(), calendar())
    return Line(home, followed, clock, state, waits(followed, clock), due_words(clock), who)


def waits(followed: Followed, clock: Clock) -> str:
    """What something waits for."""
    text = parts().text.referrals
    kind = clock.kind
    if kind == RECEIVED and followed.received:
        kind = DECIDED
    number = followed.stage_number
    stage = stage_name(number) if kind == STAGE else ""
    said = str(text.waits[kind]).format(n=number, stage=stage)
    return said if clock.hours is None else f"{text.page.urgent}. {said}"


def late_days(lines: Iterable[Line]) -> dict[str, tuple[date, ...]]:
    """Since which day each late one of each home is late."""
    found: dict[str, tuple[date, ...]] = {}
    for each in lines:
        if each.state is State.LATE:
            day = each.clock.due.astimezone(HERE).date()
            found[each.home["id"]] = (*found.get(each.home["id"], ()), day)
    return found


def holders(homes: Sequence[Row]) -> dict[str, str]:
    """Who has the clocks of each of these homes: its workers, else its team's supervisors."""
    allocated = following.holders(store(), [each["id"] for each in homes])
    leads = following.supervisors(store(), {each["team_id"] for each in homes})
    return {
        each["id"]: _with(allocated.get(each["id"], ()), leads.get(each["team_id"], []))
        for each in homes
    }


def _with(allocated: Iterable[Row], supervisors: list[str]) -> str:
    text = parts().text.referrals
    workers = [each for each in allocated if each["role"] in CASEWORKERS]
    names = [each["name"] for each in workers if each["now"]]
    left = ", ".join(each["name"] for each in workers if not each["now"])
    if names:
        return str(text["with"]).format(names=", ".join(names))
    if not supervisors:
        return str(text.with_nobody)
    many = "fallen_left_many" if ", " in left else "fallen_left"
    return str(text[many] if left else text.fallen).format(
        names=", ".join(supervisors), left=left
    )
