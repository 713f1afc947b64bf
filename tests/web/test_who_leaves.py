"""Whoever leaves with clocks running leaves them on somebody's page, and never on nobody's unsaid."""

from __future__ import annotations

import pytest

from gcp.core.access import Account, Role
from gcp.store import accounts, homes, joins
from tests.conftest import HOME, World, an_id
from tests.web.found import FOUND, a_home, put_home
from tests.web.test_referrals import AT, here, refer, text_of, top  # noqa: F401

pytestmark = pytest.mark.slow

ALONE = "North team has a referral or an escalation that waits on nobody's page"


def leave_team(world: World, who: str) -> None:
    with world.store.writing():
        world.store.run("DELETE FROM memberships WHERE account_id = :who", who=an_id(who))


def give_up(world: World, who: str) -> None:
    with world.store.writing():
        world.store.run(
            "UPDATE allocations SET until = :at WHERE account_id = :who", at=AT, who=an_id(who)
        )


def close(world: World, who: str, disabled: bool = True) -> None:
    accounts.set_disabled(world.store, an_id(who), AT, disabled)


def test_who_leaves_the_team_and_keeps_the_home_still_has_its_clocks(here: World) -> None:  # noqa: F811
    refer(here)
    leave_team(here, "owner")
    here.days_later(7)
    assert "With Owner" in top(here, "owner") and "Late" in top(here, "owner")
    assert "Late" in top(here, "supervisor"), "and so have the team's supervisors"


def test_who_leaves_the_team_and_the_home_sees_nothing_more_and_supervisors_do(
    here: World,  # noqa: F811
) -> None:
    event = refer(here)
    leave_team(here, "owner")
    give_up(here, "owner")
    here.days_later(7)
    assert top(here, "owner") == ""
    assert here.client("owner").get(f"/referrals/{event}").status_code == 404
    for path in ("/homes", "/overview"):
        assert "because Owner no longer has this home" in top(here, "supervisor", path)


def test_a_supervisor_who_leaves_leaves_them_to_the_others_of_the_team(here: World) -> None:  # noqa: F811
    refer(here)
    give_up(here, "owner")
    second = Account(an_id("second lead"), "Second", "second_lead@example.test", Role.SUPERVISOR,
                     "social_care", frozenset({"north"}))  # fmt: skip
    row = accounts.by_email(here.store, "supervisor@example.test")
    assert row
    accounts.add_account(here.store, second, row["password_hash"], AT)
    leave_team(here, "supervisor")
    here.days_later(7)
    assert top(here, "supervisor") == ""
    assert "With the team's supervisors (Second)" in top(here, "second_lead")
    assert ALONE not in text_of(here, "administrator", "/admin")


@pytest.mark.parametrize("how", ["closed", "left"])
def test_what_waits_on_nobody_s_page_is_told_to_who_runs_the_service_and_nothing_of_the_case(
    here: World, how: str  # noqa: F811
) -> None:
    refer(here)
    assert ALONE not in text_of(here, "administrator", "/admin")
    give_up(here, "owner")
    assert ALONE not in text_of(here, "administrator", "/admin"), "the supervisor has it"
    close(here, "supervisor") if how == "closed" else leave_team(here, "supervisor")
    page = text_of(here, "administrator", "/admin")
    assert ALONE in page
    assert "Example Row" not in page and "Words of one" not in page
    homes.allocate(here.store, HOME, an_id("colleague"), AT)
    assert ALONE not in text_of(here, "administrator", "/admin")
    assert "With Colleague" in text_of(here, "colleague", "/referrals")


def test_of_a_joined_home_the_known_home_s_people_have_the_clock(here: World) -> None:  # noqa: F811
    put_home(here, "stranger", a_home())
    homes.allocate(here.store, FOUND, an_id("police"), AT)
    answer = here.client("police").post(
        f"/homes/{FOUND}/referrals/new",
        data={"event_id": an_id("there"), "words": "Cold.", "agency": "police", "source": "Me",
              "day_day": "2", "day_month": "3", "day_year": "2026"},
    )  # fmt: skip
    assert answer.status_code == 302
    give_up(here, "stranger")
    close(here, "far_supervisor")
    assert ALONE.replace("North", "South") in text_of(here, "administrator", "/admin")
    joins.add(here.store, {"id": an_id("j"), "home_id": FOUND, "into_home": HOME, "joined_at": AT,
                           "joined_by": an_id("supervisor")}, {})  # fmt: skip
    assert "nobody's page" not in text_of(here, "administrator", "/admin")
    assert "Not taken in" in text_of(here, "owner", "/referrals")
