"""Who may do what: every role, in every relation."""

from __future__ import annotations

import pytest

from gcp.core.access import (
    Account,
    DeviceUse,
    HomeTies,
    Right,
    Role,
    Told,
    may,
    may_be_told,
)

HOME = HomeTies(
    "north", frozenset({"allocated"}), frozenset({("of_child", "mia"), ("of_child", "jay")})
)
CASEWORK = {
    Right.SEE_HOME, Right.SEE_CHILD, Right.SEE_VISITS, Right.SEE_VISIT, Right.WRITE_VISIT,
    Right.ADD_PEOPLE,
    Right.SEE_CHRONOLOGY, Right.SEE_EVENT, Right.ADD_EVENT, Right.REFER, Right.SEE_REFERRAL,
    Right.ESCALATE, Right.RECORD_SHARING, Right.SEE_CHECK, Right.SEE_CHECK_WHY,
}  # fmt: skip
TAKES = {Right.DECIDE_REFERRAL, Right.GIVE_FEEDBACK}
OWN_EVENT = {Right.SEE_EVENT, Right.SEE_OWN_REFERRAL}
EVIDENCE = {
    Right.SEE_ORIGINAL, Right.REDACT_PHOTO, Right.EXPORT_EVIDENCE, Right.MAKE_REPORT,
}  # fmt: skip
OWN_VISIT = EVIDENCE | {Right.SEE_VISIT}
RECORDS = {Right.ADD_HOME, Right.SEND_PHOTO, Right.PRACTISE}
ADDS = {Right.ADD_EVENT, Right.REFER, Right.ESCALATE, Right.RECORD_SHARING}
BASIC = {Right.SEE_HOME, Right.SEE_CHILD, Right.WRITE_VISIT, Right.ADD_PEOPLE} | ADDS
DEVICES = {Right.SEE_DEVICE, Right.REVOKE_DEVICE}
TEAM_LEAD = {
    Right.JOIN_HOMES, Right.SEE_OVERVIEW, Right.REVIEW_VISIT, Right.SEE_AGREEMENT,
    Right.SET_PARTNERS,
    Right.STOP_CLOCK, Right.RESOLVE_ESCALATION, Right.EXPORT_DATA, Right.ASK_CHECK,
}  # fmt: skip
RUNS = {Right.MANAGE_ACCOUNTS, Right.SEE_AUDIT} | DEVICES

# Role, how they stand to the home, and everything they may then do.
CELLS = [
    (Role.PRACTITIONER, "allocated", CASEWORK | EVIDENCE | RECORDS | TAKES),
    (Role.PRACTITIONER, "colleague", CASEWORK | RECORDS),
    (Role.PRACTITIONER, "author", OWN_VISIT | RECORDS),
    (Role.PRACTITIONER, "of_child", RECORDS),
    (Role.PRACTITIONER, "stranger", RECORDS),
    (Role.SUPERVISOR, "allocated", CASEWORK | EVIDENCE | RECORDS | TAKES),
    (Role.SUPERVISOR, "colleague", CASEWORK | EVIDENCE | RECORDS | TAKES | TEAM_LEAD),
    (Role.SUPERVISOR, "author", OWN_VISIT | RECORDS),
    (Role.SUPERVISOR, "of_child", RECORDS),
    (Role.SUPERVISOR, "stranger", RECORDS),
    (Role.POLICE, "allocated", BASIC | RECORDS | {Right.SEE_CHECK}),
    (Role.POLICE, "colleague", RECORDS),
    (Role.POLICE, "author", OWN_VISIT | RECORDS | OWN_EVENT),
    (Role.POLICE, "of_child", RECORDS),
    (Role.POLICE, "stranger", RECORDS),
    (Role.PARTNER, "allocated", {Right.SEE_HOME, Right.SEE_CHILD} | ADDS),
    (Role.PARTNER, "of_child", {Right.SEE_CHILD} | ADDS),
    (Role.PARTNER, "colleague", set()),
    (Role.PARTNER, "author", OWN_EVENT),
    (Role.PARTNER, "stranger", set()),
    (Role.ADMINISTRATOR, "allocated", RUNS),
    (Role.ADMINISTRATOR, "colleague", RUNS),
    (Role.ADMINISTRATOR, "author", RUNS),
    (Role.ADMINISTRATOR, "of_child", RUNS),
    (Role.ADMINISTRATOR, "stranger", RUNS),
]


@pytest.mark.parametrize(("role", "relation", "rights"), CELLS)
def test_each_role_may_do_just_what_its_cell_says(
    role: Role, relation: str, rights: set[Right]
) -> None:
    teams = frozenset({"north"}) if relation == "colleague" else frozenset({"south"})
    account = Account(relation, "Name", "name@example.test", role, "social_care", teams)
    author = account.id if relation == "author" else "someone else"
    assert {right for right in Right if may(account, right, HOME, author)} == rights


@pytest.mark.parametrize(
    ("about", "is_theirs"),
    [
        (("mia",), True), (("jay",), True), (("mia", "jay"), True), (None, True),
        ((), False), (("sibling",), False), (("mia", "sibling"), False),
    ],
)  # fmt: skip
def test_allocated_to_a_child_holds_only_for_what_is_about_their_children_alone(
    about: tuple[str, ...] | None, is_theirs: bool
) -> None:
    partner = Account("of_child", "Name", "n@example.test", Role.PARTNER, "school")
    found = {right for right in Right if may(partner, right, HOME, about=about)}
    assert found == ({Right.SEE_CHILD} | ADDS if is_theirs else set())


def test_for_who_has_the_whole_home_it_is_no_matter_whom_something_is_about() -> None:
    for role, relation, rights in CELLS:
        teams = frozenset({"north"}) if relation == "colleague" else frozenset()
        account = Account(relation, "Name", "n@example.test", role, "social_care", teams)
        author = account.id if relation == "author" else "someone else"
        if relation != "of_child":
            for about in ((), ("sibling",)):
                found = {right for right in Right if may(account, right, HOME, author, None, about)}
                assert found == rights


def test_nobody_reviews_their_own_visit() -> None:
    account = Account("me", "Name", "n@example.test", Role.SUPERVISOR, "x", frozenset({"north"}))
    assert may(account, Right.REVIEW_VISIT, HOME, "someone else")
    assert not may(account, Right.REVIEW_VISIT, HOME, "me")
    assert not may(account, Right.REVIEW_VISIT, HOME)


def test_without_a_home_nothing_of_a_case_is_allowed() -> None:
    for role in Role:
        account = Account("a", "Name", "name@example.test", role, "social_care", frozenset({"x"}))
        assert not {right for right in CASEWORK if may(account, right)}


FIRST, LATER = DEVICES, {Right.SEE_DEVICE}

# Role, and what they may do with a device that they used first, used later, that another of their
# team has used, and that only strangers have.
DEVICE_CELLS = [
    (Role.PRACTITIONER, FIRST, LATER, set(), set()),
    (Role.SUPERVISOR, FIRST, LATER, DEVICES, set()),
    (Role.POLICE, FIRST, LATER, set(), set()),
    (Role.PARTNER, FIRST, LATER, set(), set()),
    (Role.ADMINISTRATOR, DEVICES, DEVICES, DEVICES, DEVICES),
]
NORTH, SOUTH = frozenset({"north"}), frozenset({"south"})
USES = (
    DeviceUse("me", True, NORTH), DeviceUse("me", False, NORTH),
    DeviceUse("another", False, NORTH), DeviceUse("another", True, SOUTH),
)  # fmt: skip


@pytest.mark.parametrize(("role", "rights"), [(role, cells) for role, *cells in DEVICE_CELLS])
def test_each_role_may_do_with_a_device_just_what_its_cell_says(
    role: Role, rights: list[set[Right]]
) -> None:
    account = Account("me", "Name", "name@example.test", role, "social_care", NORTH)
    allowed = [{right for right in DEVICES if may(account, right, use=use)} for use in USES]
    assert allowed == rights


def test_a_supervisor_gains_nothing_over_a_device_by_using_it_after_its_first_user() -> None:
    supervisor = Account("me", "Name", "name@example.test", Role.SUPERVISOR, "social_care", NORTH)
    uses = (DeviceUse("officer", True), DeviceUse("me", False, NORTH))
    assert not any(may(supervisor, Right.REVOKE_DEVICE, use=use) for use in uses)


def test_without_a_device_only_an_administrator_has_rights_to_any() -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        account = Account("me", "Name", "name@example.test", role, "social_care", NORTH)
        assert not {right for right in DEVICES if may(account, right, HOME, "me")}


KNOWN = {Right.KNOW_ADDRESS}
TOLD = KNOWN | {Right.KNOW_CHECK}
WARNED = TOLD | {Right.SEE_WARNING, Right.KNOW_CHECK_WHY}
# Role, and what they are told of a known home at the address of one that they see: where the
# authority has set nothing, known, or summary.
TOLD_CELLS = [
    (Role.PRACTITIONER, set(), set(), set()),
    (Role.SUPERVISOR, set(), KNOWN, KNOWN),
    (Role.POLICE, set(), TOLD, WARNED),
    (Role.PARTNER, set(), set(), set()),
    (Role.ADMINISTRATOR, set(), set(), set()),
]


@pytest.mark.parametrize(("role", "cells"), [(role, cells) for role, *cells in TOLD_CELLS])
def test_each_role_is_told_of_a_home_at_the_same_address_just_what_is_set(
    role: Role, cells: list[set[Right]]
) -> None:
    account = Account("me", "Name", "name@example.test", role, "social_care", NORTH)
    told = [{right for right in Right if may_be_told(account, right, each)} for each in Told]
    assert told == cells


def test_what_depends_on_a_setting_is_never_a_right_of_its_own() -> None:
    for role in Role:
        account = Account("allocated", "Name", "name@example.test", role, "social_care", NORTH)
        assert not any(may(account, right, HOME, "allocated") for right in WARNED)
