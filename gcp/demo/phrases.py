"""What scorers write in the many invented visits. {a} to {c} are small numbers."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

# Beside a grade, by area: of what is in place, and of what is not.
SEEN: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sleeping": (
        (
            "Bed made, own blanket and a toy at the head of it",
            "All of the beds had a sheet and a cover",
            "Showed the visitor the lamp and {a} books beside the bed",
            "The room was warm and dry, the window shuts",
        ),
        (
            "{a} of {c} beds had a sheet on them",
            "Two mattresses on the floor, one with a sheet and one without, a coat used as a cover",
            "Mould above the window about {a} hands wide, wiped since the visit before",
            "Slept on the sofa {a} nights of the last seven, said the carer",
            "A curtain was nailed up, the window behind it did not shut",
        ),
    ),
    "hygiene": (
        (
            "Soap and {b} towels in the bathroom, the floor was dry",
            "Floors swept, toys in boxes, a clear way through every room",
            "Bin emptied, sink empty, worktop wiped",
            "Clean clothes in a drawer for {b} days",
        ),
        (
            "{a} bags of rubbish stood in the hall and the outside bin was full to the top",
            "Plates of {a} or more meals in the sink, food dried on",
            "The same clothes as last week, wet at the knees, and shoes that did not close",
            "Flushes with a bucket, said to have been so for {b} weeks",
            "Floor sticky, ash and {b} empty bottles by the sofa",
        ),
    ),
    "nutrition": (
        (
            "A meal was cooking; enough plates for everyone were on the table",
            "Fruit in a bowl, vegetables in the fridge, dates checked",
            "Food for {b} days in the cupboard and the freezer",
            "Told what there had been for tea on {a} evenings, each a cooked meal",
        ),
        (
            "{a} tins, half a loaf and a pint of milk in the kitchen, nothing in the freezer",
            "Said that there had been toast for tea on {a} evenings of the last seven",
            "The fridge was off and smelt, food was kept on the window sill",
            "Asked the visitor for something to eat after {a} minutes",
            "{a} bottles of pop and no other drink that a child could reach",
        ),
    ),
}
SIGNS = (
    "Noticed on coming in", "Seen from the door", "There through all of the visit",
    "Told the carer, who said that it was new", "Was there {b} days ago too",
)  # fmt: skip
PLACES = ("in the back bedroom", "by the cooker", "on the landing", "behind the door", "downstairs")
ARRIVAL = (
    "Knocked {a} times; the carer opened and asked me in",
    "The carer was on the step and showed me round without being asked",
    "Television on, curtains drawn, {b} adults in the front room",
    "Came as agreed, the kettle was on",
    "Nobody answered at first; a child opened the door",
)
NO_ACCESS: Mapping[str, tuple[str, ...]] = {
    "no_reply": ("Knocked {a} times and rang, waited {b} minutes. Curtains drawn, a light on",
                 "No answer. A neighbour said that the family had gone out that morning"),
    "refused": ("The carer spoke through the window and said it was not a good day",
                "Was told on the step to come back next week"),
    "doorstep": ("Spoke on the step for {b} minutes. Saw the hall behind the carer",
                 "The carer came out and shut the door behind her"),
}  # fmt: skip
NOTES = (
    "Went through what had been agreed the last time; {a} of {b} things were done",
    "Asked for help with the boiler, called the landlord from the home",
    "The school has the child's breakfast in hand on {a} days a week",
    "Talked about bedtimes, will look at the room again",
    "Said that money had run out on the {a}th and that a relative had helped",
    "Showed the new bed and asked for it to be written down that the school gave it",
)
VOICE: Mapping[str, tuple[str, ...]] = {
    "appearance": ("Clean, hair brushed, shoes that fit", "Tired, dark under the eyes",
                   "In pyjamas at {b} in the afternoon", "A coat on indoors, hands cold"),
    "own_words": ("I sleep with my sister when it is cold", "We had pasta, I had two plates",
                  "I like it when nan comes", "You are not going to tell them, are you",
                  "I have {a} teddies and they have names"),
    "activity": ("Drew at the table", "Watched television all through", "Played outside with {a}",
                 "Held on to the visitor's hand"),
    "relationships": ("Went to the carer when she fell", "Looked at the door when it opened",
                      "Told a younger one what to do", "Sat close to the carer and laughed"),
    "surroundings": ("Own shelf with books", "No toys seen", "A bed, a lamp and a box of clothes",
                     "Slept {a} in one room"),
}  # fmt: skip
NOT_SEEN_WHY = ("at school", "at a relative's", "said to be asleep", "not told")


def said(chance: Random, pool: tuple[str, ...], count: int = 1) -> str:
    """So many sentences from a pool, no two alike where it has that many."""
    picked = chance.sample(pool, min(count, len(pool)))
    return " ".join(f"{_filled(chance, each)}." for each in picked)


def seen(chance: Random, area: str, grade: int, count: int = 1) -> str:
    """So many sentences on what was seen of an area at a grade, each with its place."""
    good, bad = SEEN.get(area) or SEEN["hygiene"]
    pool = good if grade < 3 else bad if grade > 3 else good + bad
    picked = chance.sample(pool, min(count, len(pool)))
    return " ".join(f"{_filled(chance, each)}, {chance.choice(PLACES)}." for each in picked)


def _filled(chance: Random, sentence: str) -> str:
    if "{" not in sentence:
        return sentence
    return sentence.format(
        a=chance.randrange(2, 6), b=chance.randrange(3, 12), c=chance.randrange(6, 8)
    )
