"""The visits of the demonstration, told as data. Every family, word and picture is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gcp.demo.cast import LARCH, MARINA, ORCHARD, QUAY, Household

Grade = int | str
Voice = Mapping[str, str]


@dataclass(frozen=True)
class Shot:
    """One photo: what is drawn (`scene` in a state from 1 to 5) and what is said of it."""

    scene: str
    state: int
    room: str
    caption: str
    item: str | None = None
    child: str | None = None
    consent: str = "agreed"


@dataclass(frozen=True)
class Agreed:
    """One next step: what is to change, and the grade to reach."""

    item: str
    words: str
    target: int
    by: str | None = None
    helps: str = ""
    child: str | None = None


@dataclass(frozen=True)
class Call:
    """One visit: grades come from a level for each area, single items may part from it."""

    household: Household
    at: str
    by: str
    kind: str
    access: str = "inside"
    levels: tuple[int, int, int] | None = None  # sleeping, hygiene, nutrition
    items: Mapping[str, Grade | Mapping[str, Grade]] = field(default_factory=dict)
    made_up: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    in_charge: str | None = None
    arrival: str = ""
    notes: str = ""
    steps: tuple[Agreed, ...] = ()
    powers: tuple[tuple[str, str, tuple[str, ...], str], ...] = ()  # power, began, children, words
    age_in_charge: int | None = None
    check: str = ""
    takes_over: Mapping[str, str] = field(default_factory=dict)  # "person" by its key
    done_now: str = ""
    own: Mapping[str, Mapping[str, Grade]] = field(default_factory=dict)  # by person; "item/child"
    shots: tuple[Shot, ...] = ()
    no_photos: str = ""


# What is written beside a 4 or a 5, where a visit does not say it in its own words.
WORDS: Mapping[str, Mapping[int, str]] = {
    "sleeping.place": {
        4: "Sleeps on the sofa most nights, five of the last seven.",
        5: "No place of their own. A heap of coats where there is space.",
    },
    "sleeping.bedding": {
        4: "No sheet. The cover is thin and has old stains.",
        5: "Bare mattress, wet in the middle. Two coats for a cover.",
    },
    "sleeping.warmth": {
        4: "Mould wider than two hands behind the beds. Window does not shut.",
        5: "Breath could be seen. No heater, no extra covers.",
    },
    "hygiene.floors": {
        4: "Kitchen and front room floors sticky. Ash and old food by the sofa.",
        5: "Dog mess in the hall and by the beds. No clear floor in the front room.",
    },
    "hygiene.toilet": {
        4: "No soap, no warm water. Flushes with a bucket.",
        5: "Toilet blocked and full.",
    },
    "hygiene.smell": {
        4: "Smoke and urine in the hall and both bedrooms.",
        5: "Smoke and urine in every room, from the front door on.",
    },
    "hygiene.body": {
        4: "Neck, hands and hair with dirt of some days.",
        5: "Dirt on all skin that shows. Sore skin on both hands.",
    },
    "nutrition.food_in_home": {
        4: "Half a loaf, one tin of beans, some milk.",
        5: "Fridge empty. One bag of crisps in the cupboard.",
    },
    "nutrition.enough_food": {
        4: "Three meals missed this week, all at the weekend.",
        5: "Nothing from any adult on Saturday.",
    },
}

ALL_FOUR = ("kerry", "luke", "elsie", "tam")
ALL_SEEN: Mapping[str, Voice] = {key: {"seen": "seen"} for key in ALL_FOUR}

LARCH_CALLS = (
    Call(
        LARCH, "2024-10-08T15:40:00+01:00", "practitioner", "arranged", levels=(3, 3, 2),
        present=("donna", *ALL_FOUR), in_charge="donna",
        arrival="Door opened at once. Donna had put the kettle on. Television on, children on the"
        " sofa.",
        voices={
            "kerry": {"seen": "seen", "activity": "Minding Tam while Donna talked."},
            "luke": {"seen": "seen", "appearance": "School jumper, sleeves short."},
            "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
        },
        no_photos="First visit: photos were not asked for.",
    ),
    Call(
        LARCH, "2024-10-24T16:10:00+01:00", "practitioner", "unannounced", "no_reply",
        notes="Knocked three times, listened, tried the back gate, rang. Left a card.",
    ),
    Call(
        LARCH, "2024-11-14T16:05:00+00:00", "practitioner", "unannounced", levels=(4, 4, 3),
        present=("ryan", "luke", "elsie", "tam"), in_charge="ryan", age_in_charge=16,
        arrival="Ryan opened after some minutes. He said Donna was at the shop.",
        signs={"windows_covered": "Front bedroom and front room.", "child_in_charge": "Ryan, 16."},
        voices={
            "luke": {"seen": "seen_alone", "own_words": "I sleep where Elsie isn't. She kicks."},
            "elsie": {"seen": "seen", "appearance": "Thin top, bare feet."},
            "tam": {"seen": "seen", "activity": "In the buggy in front of the television."},
            "kerry": {"seen": "not_seen", "why": "Ryan said she was at a friend's."},
        },
        no_photos="Donna was not there to ask.",
    ),
    Call(
        LARCH, "2024-12-11T15:30:00+00:00", "practitioner", "arranged", levels=(2, 2, 2),
        present=("donna", "craig", *ALL_FOUR), in_charge="donna",
        arrival="Tidy, smell of cleaning spray. A tree with lights. Both parents in the room.",
        voices={
            "kerry": {"seen": "seen", "relationships": "Looked at Donna before she answered."},
            "luke": {"seen": "seen"}, "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
        },
        shots=(
            Shot("bedroom", 2, "bedroom", "Luke and Elsie's room, beds made", "sleeping.bedding"),
            Shot("kitchen", 2, "kitchen", "Kitchen, worktop clear", "hygiene.kitchen"),
        ),
    ),
    Call(
        LARCH, "2025-02-06T15:30:00+00:00", "practitioner", "arranged", levels=(2, 2, 2),
        items={"sleeping.warmth": 3}, present=("donna", *ALL_FOUR), in_charge="donna",
        voices=ALL_SEEN,
    ),
    Call(
        LARCH, "2025-03-19T09:20:00+00:00", "practitioner", "unannounced", "doorstep",
        present=("craig",), in_charge="craig",
        arrival="Craig spoke through the half-open door. He said the children were at school and"
        " asleep.",
        signs={"not_at_school": "Elsie's voice was heard. It was Wednesday."},
        notes="Asked to see Elsie. Craig said another day would be better.",
    ),
    Call(
        LARCH, "2025-04-24T16:00:00+01:00", "second", "arranged", levels=(3, 2, 3),
        present=("donna", *ALL_FOUR), in_charge="donna",
        voices={"kerry": {"seen": "seen_alone", "own_words": "It's fine. It's fine when you come."},
                "luke": {"seen": "seen"}, "elsie": {"seen": "seen"}, "tam": {"seen": "seen"}},
    ),
    Call(
        LARCH, "2025-06-12T16:20:00+01:00", "second", "unannounced", levels=(4, 4, 3),
        present=("donna", "luke", "elsie", "tam"), in_charge="donna",
        arrival="Donna was asleep on the sofa. Luke let me in.",
        signs={"adult_hard_to_wake": "Woke after Luke shook her arm for a minute.",
               "alcohol_empties": "Nine cans by the sofa."},
        voices={
            "luke": {"seen": "seen_alone", "own_words": "I do the toast. Tam has the crusts off."},
            "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
            "kerry": {"seen": "not_seen", "why": "Not home from school."},
        },
        shots=(
            Shot("bedroom", 4, "bedroom", "Luke and Elsie's room", "sleeping.bedding"),
            Shot("living_room", 4, "living_room", "Front room, cans by the sofa", "hygiene.floors"),
        ),
    ),
    Call(
        LARCH, "2025-07-15T15:30:00+01:00", "practitioner", "arranged", levels=(2, 3, 2),
        present=("donna", *ALL_FOUR), in_charge="donna",
        voices=ALL_SEEN,
    ),
    Call(
        LARCH, "2025-09-18T15:30:00+01:00", "practitioner", "arranged", levels=(2, 2, 2),
        made_up={"hygiene.clothes": ("school",), "nutrition.enough_food": ("school",)},
        items={"hygiene.clothes": {"luke": 3, "elsie": 3}},
        present=("donna", "craig", *ALL_FOUR), in_charge="donna",
        voices={
            "luke": {"seen": "seen", "own_words": "Miss washes my PE kit. And the jumper."},
            "kerry": {"seen": "seen"}, "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
        },
        notes="School gives Luke and Elsie breakfast and has lent both of them clothes since May.",
    ),
    Call(
        LARCH, "2025-10-21T16:30:00+01:00", "practitioner", "unannounced", levels=(4, 4, 4),
        made_up={"nutrition.enough_food": ("school", "child"), "hygiene.clothes": ("school",)},
        present=("donna", *ALL_FOUR), in_charge="donna",
        arrival="Donna opened after ten minutes. She said sorry about the state of the place.",
        signs={"no_hot_water": "Ran for two minutes, stayed cold.", "animal_mess": "In the hall."},
        voices={
            "kerry": {"seen": "seen_alone",
                      "own_words": "I get them up. I don't mind. Don't say I said."},
            "luke": {"seen": "seen"},
            "elsie": {"seen": "seen", "appearance": "Hair matted at the back."},
            "tam": {"seen": "seen", "activity": "Sat in the buggy for the whole visit."},
        },
        steps=(
            Agreed("sleeping.bedding", "A sheet and a cover of her own for Elsie, changed on"
                   " Sundays.", 2, "2025-11-30", "Donna's sister brings two sets.", "elsie"),
            Agreed("hygiene.toilet", "Soap by the basin, and warm water again.", 2, "2025-11-07",
                   "Craig rings the landlord on Thursday."),
            Agreed("nutrition.food_in_home", "Food for two days in the kitchen every evening.", 2,
                   "2025-11-28", "The family worker goes shopping with Donna on Fridays."),
        ),
        own={
            "donna": {"sleeping.bedding/elsie": 3, "hygiene.toilet": 3, "hygiene.smell": 2,
                      "nutrition.food_in_home": 3, "nutrition.enough_food/luke": 2},
            "kerry": {"sleeping.bedding/kerry": 4, "nutrition.enough_food/kerry": 4},
        },
        shots=(
            Shot("bedroom", 4, "bedroom", "Luke and Elsie's room", "sleeping.bedding"),
            Shot("fridge_inside", 4, "kitchen", "Fridge, all shelves", "nutrition.food_in_home"),
            Shot("bathroom", 4, "bathroom", "Bathroom", "hygiene.toilet"),
        ),
    ),
    Call(
        LARCH, "2025-11-27T15:30:00+00:00", "practitioner", "arranged", levels=(3, 3, 3),
        present=("donna", "craig", *ALL_FOUR), in_charge="craig",
        voices=ALL_SEEN,
    ),
    Call(
        LARCH, "2025-12-18T16:00:00+00:00", "practitioner", "unannounced", "no_reply",
        notes="Lights on upstairs. Knocked, called, tried the back, rang. Left a card.",
    ),
    Call(
        LARCH, "2025-12-22T11:00:00+00:00", "practitioner", "short_notice", "refused",
        present=("craig",),
        arrival="Craig said everyone had a cold and it was not a good week.",
        notes="Asked to see each child at the window. Craig shut the door.",
    ),
    Call(
        LARCH, "2025-12-27T21:15:00+00:00", "police", "incidental", levels=(5, 5, 4),
        items={"hygiene.toilet": 4}, present=("ryan", *ALL_FOUR), in_charge="ryan",
        age_in_charge=17, check="Duty social worker, told at 22:05. An officer stayed until 02:30.",
        takes_over={"person": "donna", "checked": "no",
                    "words": "Came at 23:10, smelt of alcohol, could not say where Craig was."},
        powers=(
            ("search_pace", "2025-12-27T21:15:00+00:00", (), "Search for stolen goods."),
            ("police_protection", "2025-12-27T22:40:00+00:00", ("elsie", "tam"),
             "Beds wet, 9 degrees, nobody fit to care."),
        ),
        done_now="Told the duty social worker and the designated officer. Elsie and Tam taken to"
        " their aunt for the night, whom the duty worker had checked. An officer stayed with Kerry"
        " and Luke.",
        arrival="Search for stolen goods. Ryan opened. No parent there until 23:10.",
        signs={
            "cannabis_smell": "Hall and front room.",
            "alcohol_empties": "23 bottles and cans counted.",
            "child_in_charge": "Ryan, 17, with four children.",
            "no_heating": "Meter at nought. 9 degrees by the car's thermometer.",
        },
        voices={
            "kerry": {"seen": "seen_alone", "own_words": "They said don't open the door to her.",
                      "activity": "Awake, dressed, holding Tam."},
            "luke": {"seen": "seen", "own_words": "Is it still Christmas?",
                     "appearance": "In his coat under a curtain on the mattress."},
            "elsie": {"seen": "seen", "appearance": "Asleep on cushions in yesterday's clothes."},
            "tam": {"seen": "seen", "appearance": "Nappy sagging and wet through."},
        },
        notes="Duty social worker told at 22:05. Parents spoken to at 23:20.",
        shots=(
            Shot("bedroom", 5, "bedroom", "Room with two children asleep before the picture",
                 "sleeping.bedding", consent="police_power"),
            Shot("living_room", 5, "living_room", "Front room, bottles counted", "hygiene.floors",
                 consent="police_power"),
            Shot("kitchen", 5, "kitchen", "Kitchen", consent="police_power"),
            Shot("fridge_inside", 4, "kitchen", "Fridge", "nutrition.food_in_home",
                 consent="police_power"),
        ),
    ),
    Call(
        LARCH, "2025-12-29T10:00:00+00:00", "practitioner", "emergency", levels=(4, 4, 4),
        present=("donna", "craig", *ALL_FOUR), in_charge="donna",
        arrival="Both parents in. Some rooms had been cleared since Saturday.",
        voices={
            "kerry": {"seen": "seen_alone", "own_words": "Will they be cross with me?"},
            "luke": {"seen": "seen_alone"}, "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
        },
        shots=(
            Shot("bedroom", 3, "bedroom", "Luke and Elsie's room, two days later",
                 "sleeping.bedding"),
        ),
    ),
    Call(
        LARCH, "2026-02-10T15:30:00+00:00", "practitioner", "arranged", levels=(3, 3, 2),
        present=("donna", *ALL_FOUR), in_charge="donna",
        voices=ALL_SEEN,
    ),
    Call(
        LARCH, "2026-03-24T15:30:00+00:00", "practitioner", "arranged", levels=(2, 2, 2),
        present=("donna", "craig", *ALL_FOUR), in_charge="donna",
        voices=ALL_SEEN,
        shots=(
            Shot("bedroom", 2, "bedroom", "Luke and Elsie's room, new beds", "sleeping.bedding"),
        ),
    ),
    Call(
        LARCH, "2026-05-12T15:30:00+01:00", "practitioner", "arranged", levels=(2, 2, 1),
        present=("donna", *ALL_FOUR), in_charge="donna",
        voices=ALL_SEEN,
    ),
    Call(
        LARCH, "2026-07-07T16:40:00+01:00", "practitioner", "unannounced", levels=(3, 3, 3),
        present=("donna", "luke", "elsie", "tam"), in_charge="donna",
        voices={"luke": {"seen": "seen_alone", "own_words": "The new bed is Ryan's now."},
                "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
                "kerry": {"seen": "not_seen", "why": "Out. Donna did not know where."}},
        steps=(
            Agreed("sleeping.place", "Luke has his own bed back, every night.", 2, "2026-08-01",
                   "Ryan sleeps on the sofa bed.", "luke"),
            Agreed("hygiene.floors", "Floors clear in the hall and both bedrooms.", 2),
        ),
    ),
    Call(
        LARCH, "2026-09-16T16:30:00+01:00", "practitioner", "unannounced", levels=(4, 4, 3),
        items={"nutrition.mealtimes": {"tam": "not_seen"}},
        present=("craig", *ALL_FOUR), in_charge="craig",
        arrival="Craig let me in. Donna was away since Sunday, he said.",
        signs={"alcohol_empties": "Fourteen cans in the kitchen.", "cannabis_smell": "Front room."},
        voices={
            "kerry": {"seen": "seen_alone", "own_words": "It goes nice and then it goes back."},
            "luke": {"seen": "seen"}, "elsie": {"seen": "seen"}, "tam": {"seen": "seen"},
        },
        steps=(
            Agreed("hygiene.body", "A bath or a good wash three evenings a week, for Elsie and"
                   " Tam first.", 2, "2026-10-31", "Donna, and the nursery lends a bath seat.",
                   "tam"),
            Agreed("nutrition.enough_food", "Three meals on Saturdays and Sundays too.", 1,
                   "2026-12-13", "Craig shops on Fridays.", "luke"),
        ),
        own={"craig": {"hygiene.floors": 3, "hygiene.body/tam": 2,
                       "nutrition.enough_food/luke": 2}},
        shots=(Shot("bedroom", 4, "bedroom", "Luke and Elsie's room", "sleeping.bedding"),),
    ),
    Call(
        LARCH, "2026-10-20T15:30:00+01:00", "practitioner", "arranged", levels=(2, 3, 2),
        present=("donna", "craig", *ALL_FOUR), in_charge="donna",
        voices=ALL_SEEN,
        shots=(Shot("bedroom", 2, "bedroom", "Luke and Elsie's room", "sleeping.bedding"),),
    ),
)  # fmt: skip

QUAY_CALLS = (
    Call(
        QUAY, "2025-09-03T10:00:00+01:00", "practitioner", "arranged", levels=(4, 3, 3),
        items={"sleeping.warmth": 4}, present=("leila", "amina", "idris"), in_charge="leila",
        arrival="Leila showed the mould at once. She has rung the landlord six times since June.",
        voices={"amina": {"seen": "seen", "own_words": "Idris coughs all night."},
                "idris": {"seen": "seen"}},
        steps=(
            Agreed("sleeping.warmth", "Heater on by six in the children's room, and the wall"
                   " wiped dry.", 3, "2025-10-15", "The worker writes to the landlord this week."),
            Agreed("sleeping.bedding", "Dry covers for the two bunks.", 2, "2025-09-30",
                   "Leila. The charity shop keeps two covers back.", "amina"),
        ),
        own={"leila": {"sleeping.warmth": 5, "sleeping.bedding/amina": 3,
                       "nutrition.food_in_home": 2}},
        shots=(Shot("bedroom", 4, "bedroom", "Children's room", "sleeping.warmth"),),
    ),
    Call(
        QUAY, "2025-10-30T16:30:00+00:00", "practitioner", "unannounced", levels=(3, 3, 3),
        present=("leila", "amina", "idris"), in_charge="leila",
        voices={"amina": {"seen": "seen_alone", "own_words": "We got a warm thing for the wall."},
                "idris": {"seen": "seen"}},
    ),
    Call(
        QUAY, "2026-01-15T16:00:00+00:00", "practitioner", "unannounced", levels=(3, 2, 2),
        items={"sleeping.warmth": 3}, present=("leila", "amina", "idris"), in_charge="leila",
        voices={"amina": {"seen": "seen"}, "idris": {"seen": "seen"}},
        steps=(
            Agreed("sleeping.warmth", "No mould behind the beds, and the window shuts.", 2,
                   "2026-04-01", "The landlord mends the window; Leila keeps the beds off the"
                   " wall."),
        ),
        own={"leila": {"sleeping.warmth": 3, "hygiene.smell": 1},
             "amina": {"sleeping.warmth": 2, "sleeping.place/amina": 1}},
        shots=(Shot("bedroom", 3, "bedroom", "Children's room, wall dry", "sleeping.warmth"),),
    ),
    Call(
        QUAY, "2026-04-16T15:00:00+01:00", "practitioner", "arranged", levels=(2, 2, 2),
        present=("leila", "amina", "idris"), in_charge="leila",
        voices={"amina": {"seen": "seen"}, "idris": {"seen": "seen"}},
    ),
    Call(
        QUAY, "2026-08-20T11:00:00+01:00", "practitioner", "unannounced", levels=(2, 2, 1),
        present=("leila", "amina", "idris"), in_charge="leila",
        arrival="Amina opened the window and waved. Bread in the oven.",
        voices={"amina": {"seen": "seen_alone",
                          "own_words": "I have the top bunk. Nobody else is allowed."},
                "idris": {"seen": "seen"}},
        shots=(
            Shot("bedroom", 1, "bedroom", "Children's room, painted", "sleeping.warmth"),
            Shot("kitchen", 1, "kitchen", "Kitchen", "hygiene.kitchen"),
        ),
    ),
)  # fmt: skip

ORCHARD_CALLS = tuple(
    Call(
        ORCHARD, at, "second", kind, levels=levels, present=("jo", "wren"), in_charge="jo",
        voices={"wren": {"seen": "seen", "activity": doing}}, shots=shots,
    )
    for at, kind, levels, doing, shots in (
        ("2026-02-24T11:00:00+00:00", "arranged", (2, 2, 2), "Asleep on the back in the basket.",
         (Shot("cot", 2, "bedroom", "Wren's cot", "sleeping.safer_sleep", "wren"),)),
        ("2026-03-31T11:00:00+01:00", "arranged", (2, 1, 2), "Fed while I was there, held.", ()),
        ("2026-06-09T13:30:00+01:00", "unannounced", (2, 2, 1), "On a mat, reaching for a spoon.",
         ()),
        ("2026-09-29T11:00:00+01:00", "arranged", (1, 2, 2), "Sitting up, banana in hand.",
         (Shot("cot", 1, "bedroom", "Wren's cot, nothing in it", "sleeping.safer_sleep", "wren"),)),
    )
)  # fmt: skip

MARINA_CALLS = (
    Call(
        MARINA, "2026-08-15T02:40:00+01:00", "police", "incidental", levels=(4, 4, 4),
        present=("man", "boy", "girl"), in_charge="man",
        arrival="Called to a noise complaint. Both children awake and dressed at 02:40.",
        signs={"unknown_adult": "Would not say how he knows the children.",
               "alcohol_smell": "On the man.", "no_electricity": ""},
        voices={
            "girl": {"seen": "seen", "own_words": "Mum's coming Tuesday."},
            "boy": {"seen": "seen", "appearance": "Red coat, no shoes."},
        },
        shots=(
            Shot("living_room", 4, "living_room", "Main room of the caravan", "hygiene.floors",
                 consent="police_power"),
        ),
    ),
)  # fmt: skip

CALLS = LARCH_CALLS + QUAY_CALLS + ORCHARD_CALLS + MARINA_CALLS
