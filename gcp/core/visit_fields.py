"""What each field of a visit may be, as tables; the words here are those of the screens too."""

from __future__ import annotations

from collections.abc import Mapping

from gcp.core.fields import (
    Check,
    Record,
    choice,
    choices,
    day,
    entries,
    filled,
    flag,
    local_time,
    mapping,
    mime,
    sha256,
    text,
    time,
    uuid,
    whole,
)

KINDS = ("arranged", "short_notice", "unannounced", "incidental", "emergency")
ACCESS = ("inside", "doorstep", "refused", "no_reply")
STATES = ("not_seen", "refused", "not_applicable")
ROLES = ("carer", "other")
MADE_UP_BY = ("school", "relative", "service", "child")
SEEN = ("seen", "seen_alone", "not_seen")
ROOMS = ("kitchen", "living_room", "bathroom", "bedroom", "hall", "outside", "other")
CONSENTS = ("agreed", "refused", "not_asked", "police_power")
SOURCES = ("camera", "file")
POWERS = ("police_protection", "entry_warrant", "search_pace", "arrest", "other")
CHECKED = ("yes", "no", "not_asked")
NOBODY = "nobody"

NAME = 200
MOST_YEARS = 17
OLDEST = 120
WORDS = 5_000
OWN_WORDS = 10_000
PEOPLE = 30
PHOTOS = 200
GRADES = 2_000
SIGNS = 200
USES = 50  # of powers
PHOTO_BYTES = 1_000_000_000
CLOCK_SECONDS = 10_000_000_000_000  # more than a browser's clock can be wrong by

_name, _words, _own_words, _link = filled(NAME), text(WORDS), text(OWN_WORDS), text(NAME)

CHILD = Record(
    required={"id": uuid, "name": _name},
    optional={"born": day, "about_years": whole(0, MOST_YEARS)},
)
ADULT = Record(
    required={"id": uuid, "name": _name, "role": choice(ROLES)},
    optional={"relation": text(NAME)},
)
GRADE = Record(
    required={"item": _link},
    optional={
        "child": _link,
        "grade": whole(1, 5),
        "state": choice(STATES),
        "words": _words,
        "made_up_by": choices(MADE_UP_BY),
        "made_up_words": _words,
        "same_as": _link,
    },
    key=("item", "child"),
)
NEXT_STEP = Record(
    required={"item": _link, "words": filled(WORDS), "target": whole(1, 5)},
    optional={"child": _link, "by": day, "helps": _words},
    key=("item", "child"),
)
OWN_GRADE = Record(
    required={"item": _link, "person": _link},
    optional={"child": _link, "grade": whole(1, 5), "state": choice(STATES), "words": _words},
    key=("item", "child", "person"),
)
SIGN = Record(required={"sign": _link}, optional={"words": _words}, key=("sign",))
VOICE = Record(
    required={"child": _link, "seen": choice(SEEN)},
    optional={
        "why": _words,
        "appearance": _words,
        "own_words": _own_words,
        "activity": _words,
        "relationships": _words,
        "surroundings": _words,
    },
    key=("child",),
)
PHOTO = Record(
    required={
        "id": uuid,
        "sha256": sha256,
        "bytes": whole(1, PHOTO_BYTES),
        "type": mime,
        "observed_at": time,
        "source": choice(SOURCES),
    },
    optional={
        "item": _link,
        "child": _link,
        "room": choice(ROOMS),
        "caption": _words,
        "consent": choice(CONSENTS),
        "consent_words": _words,
        "file_modified_at": time,
        "taken_at": local_time,
        "chosen_at": time,
    },
)
POWER = Record(
    required={"power": choice(POWERS), "began_at": time},
    optional={"words": _words, "children": entries(PEOPLE)},
    key=("power", "began_at"),
)
TAKES_OVER = Record(
    required={"checked": choice(CHECKED)},
    optional={
        "person": _link, "name": _name, "relation": text(NAME), "age": whole(0, OLDEST),
        "words": _words,
    },
)  # fmt: skip
CARE = Record(
    required={},
    optional={"in_charge_age": whole(0, OLDEST), "check": _words, "takes_over": mapping},
)
WITHDRAWN = Record(required={"id": uuid, "sha256": sha256, "at": time, "why": _words})
DEVICE = Record(
    required={"id": uuid, "app": text(NAME)},
    optional={"clock_ahead_s": whole(-CLOCK_SECONDS, CLOCK_SECONDS)},
)

LISTS: Mapping[str, Record] = {
    "children": CHILD,
    "adults": ADULT,
    "grades": GRADE,
    "next_steps": NEXT_STEP,
    "own_grades": OWN_GRADE,
    "signs": SIGN,
    "powers": POWER,
    "voices": VOICE,
    "photos": PHOTO,
    "withdrawn_photos": WITHDRAWN,
}

_SCORED: Mapping[str, Check] = {
    "observed_at": time,
    "children": entries(PEOPLE),
    "grades": entries(GRADES),
}

VISIT = Record(
    required={
        **_SCORED,
        "id": uuid,
        "home": uuid,
        "rules": sha256,
        "kind": choice(KINDS),
        "access": choice(ACCESS),
        "written_at": time,
        "adults": entries(PEOPLE),
        "present": entries(2 * PEOPLE),
        "signs": entries(SIGNS),
        "voices": entries(PEOPLE),
        "photos": entries(PHOTOS),
    },
    optional={
        "left_at": time,
        "signed_at": time,
        "reason": _words,
        "in_charge": _link,
        "arrival": _words,
        "withdrawn_photos": entries(PHOTOS),
        "next_steps": entries(GRADES),
        "own_grades": entries(GRADES),
        "quick": flag,
        "care": mapping,
        "powers": entries(USES),
        "done_now": _words,
        "no_photos": _words,
        "notes": _own_words,
        "result": mapping,
        "device": mapping,
    },
    named=("signed_at",),
)

SCORABLE = Record(required=_SCORED)
SCORABLE_CHILD = Record(required={"id": filled(NAME)}, optional={**CHILD.optional, "name": _name})
NOT_SCORED = VISIT.checks.keys() - _SCORED.keys()
