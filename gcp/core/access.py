"""Who may do what, as one table that can be read aloud.

A person has a role. A person stands in relations to a home or a visit: allocated to the home,
allocated to a child of it, in the home's team, in it but not the visit's author, or author of the
visit; and to a device: its user, its first user, or in a team with another of its users. Each cell
says what that role may do in that relation; what no cell gives is not allowed.

Some rights hold only as far as the authority has set: to be told that a home at an address is
known, its last grades and plans, and for whom there a check is asked and why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person does here."""

    PRACTITIONER = "practitioner"
    POLICE = "police"
    PARTNER = "partner"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """How a person stands to a home, a visit or a device."""

    ANYONE = "anyone"
    TEAM = "team"
    ALLOCATED = "allocated"
    ALLOCATED_CHILD = "allocated_child"  # to every child of the home that the thing is about
    AUTHOR = "author"
    TEAM_OF_OTHERS = "team_of_others"  # in the home's team, and the visit is somebody else's
    USER = "user"  # has used the device
    FIRST_USER = "first_user"  # was the first to use it: the device is theirs
    SAME_ADDRESS = "same_address"  # it is joined with, or has the address of, a home that they see
    USERS_TEAM = "users_team"  # is in a team with somebody else who has used it


class Right(StrEnum):
    """One thing that may be done."""

    ADD_HOME = "add_home"
    SEND_PHOTO = "send_photo"
    SEE_HOME = "see_home"  # address and people
    SEE_CHILD = "see_child"  # this child's name and age, and the address of its home; nobody else
    SEE_VISITS = "see_visits"  # grades, words, photos, chart: every visit to the home
    SEE_VISIT = "see_visit"  # this visit
    SEE_ORIGINAL = "see_original"  # a photo's own bytes, and what was blacked out of its copies
    REDACT_PHOTO = "redact_photo"  # black out parts of a photo's copies
    EXPORT_EVIDENCE = "export_evidence"  # take originals and records out as an evidence pack
    MAKE_REPORT = "make_report"  # take a report out: of a home, of a visit, for its family
    EXPORT_DATA = "export_data"  # take a home's whole record out as data
    SEE_OVERVIEW = "see_overview"  # a line for each home of the team, with what to look at
    WRITE_VISIT = "write_visit"
    REVIEW_VISIT = "review_visit"  # comment on a signed visit, send it back, agree it
    ADD_PEOPLE = "add_people"
    SEE_CHRONOLOGY = "see_chronology"  # every event of the home
    SEE_EVENT = "see_event"  # this event, as this author wrote it
    ADD_EVENT = "add_event"  # also change or withdraw one, as far as it is seen
    REFER = "refer"  # make a referral about the home
    SEE_REFERRAL = "see_referral"  # with every step, beside the history of the home
    SEE_OWN_REFERRAL = "see_own_referral"  # how one's own stands, and the answer; no more
    DECIDE_REFERRAL = "decide_referral"  # take it in and decide it; its clocks are theirs to meet
    GIVE_FEEDBACK = "give_feedback"  # write down what the referrer was told
    STOP_CLOCK = "stop_clock"  # with a reason; also let it run again
    ESCALATE = "escalate"  # begin one about the home, or take one that is seen to its next stage
    RESOLVE_ESCALATION = "resolve_escalation"  # write down what it came to
    SET_PARTNERS = "set_partners"  # say which partners work with the home, or which of its children
    JOIN_HOMES = "join_homes"  # say that two records of homes are of one home, or are not
    RECORD_SHARING = "record_sharing"  # write down what is shared with whom, or is not, and why
    ASK_CHECK = "ask_check"  # ask for a check should somebody have care, and end that
    SEE_CHECK = "see_check"  # for whom a check is asked should they have care, and whom to ring
    SEE_CHECK_WHY = "see_check_why"  # also what to check and why, who asked and when
    KNOW_CHECK = "know_check"  # for whom a check is asked who is also in a known home here
    KNOW_CHECK_WHY = "know_check_why"  # also what to check and why
    KNOW_ADDRESS = "know_address"  # that a home at this address is known, and whom to ring
    SEE_WARNING = "see_warning"  # its last grades and plans with dates; no words, photos or names
    SEE_AGREEMENT = "see_agreement"  # how alike a team's homes are graded, nothing by person
    PRACTISE = "practise"  # grade invented rooms, for oneself alone
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"
    SEE_DEVICE = "see_device"  # whose it is, what is not sent yet and since when; nothing of a case
    REVOKE_DEVICE = "revoke_device"  # all that is kept on it is deleted


_RECORDS_VISITS = frozenset({Right.ADD_HOME, Right.SEND_PHOTO, Right.PRACTISE})
_CASEWORK = frozenset(
    {
        Right.SEE_HOME, Right.SEE_CHILD, Right.SEE_VISITS, Right.SEE_VISIT, Right.WRITE_VISIT,
        Right.ADD_PEOPLE, Right.SEE_CHRONOLOGY, Right.SEE_EVENT, Right.ADD_EVENT, Right.REFER,
        Right.SEE_REFERRAL, Right.ESCALATE, Right.RECORD_SHARING, Right.SEE_CHECK,
        Right.SEE_CHECK_WHY,
    }
)  # fmt: skip
_TAKES_REFERRALS = frozenset({Right.DECIDE_REFERRAL, Right.GIVE_FEEDBACK})
_ADDS_EVENTS = frozenset(
    {Right.ADD_EVENT, Right.REFER, Right.ESCALATE, Right.RECORD_SHARING}
)
_SEES_PEOPLE = frozenset({Right.SEE_HOME, Right.SEE_CHILD})
_OWN_EVENT = frozenset({Right.SEE_EVENT, Right.SEE_OWN_REFERRAL})
_EVIDENCE = frozenset(
    {Right.SEE_ORIGINAL, Right.REDACT_PHOTO, Right.EXPORT_EVIDENCE, Right.MAKE_REPORT}
)
_OWN_VISIT = _EVIDENCE | {Right.SEE_VISIT}
_LEADS_TEAM = frozenset(
    {
        Right.JOIN_HOMES, Right.SET_PARTNERS, Right.SEE_OVERVIEW, Right.SEE_AGREEMENT,
        Right.STOP_CLOCK, Right.RESOLVE_ESCALATION, Right.EXPORT_DATA, Right.ASK_CHECK,
    }
)  # fmt: skip
_AT_THE_DOOR = frozenset(
    {Right.KNOW_ADDRESS, Right.SEE_WARNING, Right.KNOW_CHECK, Right.KNOW_CHECK_WHY}
)
_DEVICES = frozenset({Right.SEE_DEVICE, Right.REVOKE_DEVICE})
# Who only shared a device later asks for help: revoking it would delete the work of its first user.
_OWN_DEVICES: Mapping[Relation, frozenset[Right]] = {
    Relation.USER: frozenset({Right.SEE_DEVICE}),
    Relation.FIRST_USER: _DEVICES,
}

TABLE: Mapping[Role, Mapping[Relation, frozenset[Right]]] = {
    Role.PRACTITIONER: {
        Relation.ANYONE: _RECORDS_VISITS,
        Relation.TEAM: _CASEWORK,
        Relation.ALLOCATED: _CASEWORK | _EVIDENCE | _TAKES_REFERRALS,
        Relation.AUTHOR: _OWN_VISIT,
        **_OWN_DEVICES,
    },
    Role.SUPERVISOR: {
        Relation.ANYONE: _RECORDS_VISITS,
        Relation.TEAM: _CASEWORK | _EVIDENCE | _TAKES_REFERRALS | _LEADS_TEAM,
        Relation.ALLOCATED: _CASEWORK | _EVIDENCE | _TAKES_REFERRALS,
        Relation.AUTHOR: _OWN_VISIT,
        # Nobody agrees their own visit.
        Relation.TEAM_OF_OTHERS: frozenset({Right.REVIEW_VISIT}),
        # That another team knows a home at the address; what it knows, that team says.
        Relation.SAME_ADDRESS: frozenset({Right.KNOW_ADDRESS}),
        Relation.USERS_TEAM: _DEVICES,
        **_OWN_DEVICES,
    },
    # An officer sees what officers wrote themselves, never the case record.
    Role.POLICE: {
        Relation.ANYONE: _RECORDS_VISITS,
        Relation.ALLOCATED: _ADDS_EVENTS
        | _SEES_PEOPLE
        | {Right.WRITE_VISIT, Right.ADD_PEOPLE, Right.SEE_CHECK},
        Relation.AUTHOR: _OWN_VISIT | _OWN_EVENT,
        # At the door of a home that is known: as much as the authority has set.
        Relation.SAME_ADDRESS: _AT_THE_DOOR,
        **_OWN_DEVICES,
    },
    # A school or health partner adds dated events about the children it is allocated to, and sees
    # those that it wrote itself. It knows these children and not the others of the home; who works
    # with the whole family is allocated to the home. An author keeps what they wrote.
    Role.PARTNER: {
        Relation.ALLOCATED: _ADDS_EVENTS | _SEES_PEOPLE,
        Relation.ALLOCATED_CHILD: _ADDS_EVENTS | {Right.SEE_CHILD},
        Relation.AUTHOR: _OWN_EVENT,
        **_OWN_DEVICES,
    },
    # An administrator runs the service and reads no case.
    Role.ADMINISTRATOR: {
        Relation.ANYONE: frozenset({Right.MANAGE_ACCOUNTS, Right.SEE_AUDIT}) | _DEVICES
    },
}


class Told(StrEnum):
    """How much of a known home the authority lets somebody be told who only has its address."""

    NOTHING = "nothing"
    KNOWN = "known"
    SUMMARY = "summary"


# What each setting allows of those rights that a setting can withhold; all others hold always.
AS_SET: Mapping[Told, frozenset[Right]] = {
    Told.NOTHING: frozenset(),
    Told.KNOWN: frozenset({Right.KNOW_ADDRESS, Right.KNOW_CHECK}),
    Told.SUMMARY: _AT_THE_DOOR,
}


@dataclass(frozen=True)
class Account:
    """A person who signs in."""

    id: str
    name: str
    email: str
    role: Role
    agency: str
    teams: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class HomeTies:
    """What decides access to a home: its team, the accounts allocated to it or to its children.

    `children`: an account and a child that it is allocated to, under every id the child has.
    """

    team: str
    allocated: frozenset[str] = field(default_factory=frozenset)
    children: frozenset[tuple[str, str]] = field(default_factory=frozenset)


@dataclass(frozen=True)
class DeviceUse:
    """What decides access to a device: one person who has used it, and that person's teams."""

    account: str
    is_first: bool
    teams: frozenset[str] = field(default_factory=frozenset)


def relations(
    account: Account, home: HomeTies | None, author: str | None, use: DeviceUse | None = None,
    about: Collection[str] | None = None,
) -> set[Relation]:  # fmt: skip
    """How an account stands to a home, to what that author made, and to a device used so.

    `about`: the children that the thing is about, none of them if it is about the whole home; left
    out where anything of the home will do, such as opening a form.
    """
    found = {Relation.ANYONE}
    if home and home.team in account.teams:
        found.add(Relation.TEAM)
        if author and author != account.id:
            found.add(Relation.TEAM_OF_OTHERS)
    if home and account.id in home.allocated:
        found.add(Relation.ALLOCATED)
    if home and _is_of_children(account, home, about):
        found.add(Relation.ALLOCATED_CHILD)
    if author == account.id:
        found.add(Relation.AUTHOR)
    if use and use.account == account.id:
        found |= {Relation.USER, Relation.FIRST_USER} if use.is_first else {Relation.USER}
    elif use and use.teams & account.teams:
        found.add(Relation.USERS_TEAM)
    return found


def _is_of_children(account: Account, home: HomeTies, about: Collection[str] | None) -> bool:
    theirs = {child for who, child in home.children if who == account.id}
    return bool(theirs) if about is None else bool(about) and theirs.issuperset(about)


def may(
    account: Account, right: Right, home: HomeTies | None = None, author: str | None = None,
    use: DeviceUse | None = None, about: Collection[str] | None = None,
) -> bool:  # fmt: skip
    """Whether the account has the right, for this home, author, device's use, these children."""
    if right in AS_SET[Told.SUMMARY]:
        return False  # only may_be_told gives these
    cells = TABLE[account.role]
    found = relations(account, home, author, use, about)
    return any(right in cells.get(each, ()) for each in found)


def may_be_told(account: Account, right: Right, told: Told) -> bool:
    """Whether who sees a home may be told this of another one at the same address."""
    return right in AS_SET[told] and right in TABLE[account.role].get(Relation.SAME_ADDRESS, ())
