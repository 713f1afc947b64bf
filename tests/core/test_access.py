"""Who may do what: every role, in every relation."""

from __future__ import annotations

import pytest

from gcp.core.access import Account, HomeTies, Right, Role, may

HOME = HomeTies("north", frozenset({"allocated"}))
CASEWORK = {
    Right.SEE_HOME, Right.SEE_VISITS, Right.SEE_VISIT, Right.WRITE_VISIT, Right.ADD_PEOPLE,
}  # fmt: skip
RECORDS = {Right.ADD_HOME, Right.SEND_PHOTO}
BASIC = {Right.SEE_HOME, Right.WRITE_VISIT, Right.ADD_PEOPLE}
RUNS = {Right.MANAGE_ACCOUNTS, Right.SEE_AUDIT}

# Role, how they stand to the home, and everything they may then do.
CELLS = [
    (Role.PRACTITIONER, "allocated", CASEWORK | RECORDS),
    (Role.PRACTITIONER, "colleague", CASEWORK | RECORDS),
    (Role.PRACTITIONER, "author", {Right.SEE_VISIT} | RECORDS),
    (Role.PRACTITIONER, "stranger", RECORDS),
    (Role.SUPERVISOR, "allocated", CASEWORK | RECORDS),
    (Role.SUPERVISOR, "colleague", CASEWORK | RECORDS),
    (Role.SUPERVISOR, "author", {Right.SEE_VISIT} | RECORDS),
    (Role.SUPERVISOR, "stranger", RECORDS),
    (Role.POLICE, "allocated", BASIC | RECORDS),
    (Role.POLICE, "colleague", RECORDS),
    (Role.POLICE, "author", {Right.SEE_VISIT} | RECORDS),
    (Role.POLICE, "stranger", RECORDS),
    (Role.PARTNER, "allocated", {Right.SEE_HOME}),
    (Role.PARTNER, "colleague", set()),
    (Role.PARTNER, "author", set()),
    (Role.PARTNER, "stranger", set()),
    (Role.ADMINISTRATOR, "allocated", RUNS),
    (Role.ADMINISTRATOR, "colleague", RUNS),
    (Role.ADMINISTRATOR, "author", RUNS),
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


def test_without_a_home_nothing_of_a_case_is_allowed() -> None:
    for role in Role:
        account = Account("a", "Name", "name@example.test", role, "social_care", frozenset({"x"}))
        assert not {right for right in CASEWORK if may(account, right)}
