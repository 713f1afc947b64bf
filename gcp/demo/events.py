"""The events of the demonstration's chronologies, told as data. All of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gcp.core.sharing import Sharing
from gcp.demo.cast import LARCH, ORCHARD, QUAY, Household


@dataclass(frozen=True)
class Told:
    """One event: `by` is the account that recorded it, on its day unless said otherwise."""

    day: str
    kind: str
    agency: str
    source: str
    words: str
    significance: str = "notable"
    children: tuple[str, ...] = ()
    until: str | None = None
    area: str | None = None
    outcome: str | None = None
    why: str = ""
    made_up_by: tuple[str, ...] = ()
    by: str = "practitioner"
    recorded: str | None = None
    sharing: Sharing | None = None  # of a decision to share; its line of words says the same


SCHOOL = "Millbrook Primary"
NURSE = "Health visitor"
TWO = ("luke", "elsie")


def _referral(
    day: str, words: str, outcome: str, children: tuple[str, ...] = TWO, source: str = SCHOOL,
    area: str | None = None, made_up_by: tuple[str, ...] = (), why: str = "",
) -> Told:  # fmt: skip
    return Told(
        day, "referral", "school", source, words, children=children, area=area, outcome=outcome,
        why=why, made_up_by=made_up_by, by="partner",
    )  # fmt: skip


def _holiday(day: str, until: str, words: str) -> Told:
    return Told(
        day, "holiday", "school", "School calendar", words, "background", until=until,
        by="partner", recorded=day,
    )  # fmt: skip


LARCH_EVENTS = (
    _referral(
        "2024-10-01", "Luke and Elsie came without breakfast four days running, in the same"
        " clothes all week.", "case_opened", area="nutrition",
    ),
    Told("2024-10-03", "case_opened", "social_care", "Family support team",
         "Opened for an assessment after the school's referral."),
    Told("2024-11-19", "missed_appointment", "health", NURSE,
         "Tam was not brought to his 18-month check. A second date was sent.",
         children=("tam",)),
    _referral(
        "2024-11-29", "Elsie came in wet socks and smelt of urine on three mornings. The school"
        " washed and dried her clothes.", "no_further_action", children=("elsie",),
        why="Already known to the team. The school has clothes for her.", area="hygiene",
        made_up_by=("school",),
    ),
    Told("2024-12-02", "change_in_home", "social_care", "Donna, by telephone",
         "Craig has moved back in.", "background"),
    _holiday("2024-12-23", "2025-01-03", "School closed for Christmas."),
    Told("2025-01-16", "cancelled_appointment", "social_care", "Text message from Donna",
         "Donna cancelled the visit of the day an hour before. She wrote that all had a cold.",
         "background"),
    Told("2025-01-31", "good_news", "health", NURSE,
         "Donna brought Tam to the repeated check. Walks, points, has ten words.",
         children=("tam",)),
    Told("2025-02-27", "case_closed", "social_care", "Family support team",
         "Closed after two arranged visits with 2 in all three areas."),
    _referral(
        "2025-03-14", "Luke said he slept on the floor. Both came in clothes of the week before."
        " The school washed them.", "no_further_action",
        why="One visit. Told at the door that all is well.", area="sleeping",
        made_up_by=("school",),
    ),
    Told("2025-04-03", "health_report", "health", "Dentist, Mill Street",
         "Luke had two teeth taken out. He said he has no toothbrush.", children=("luke",),
         area="hygiene"),
    _holiday("2025-04-07", "2025-04-21", "School closed for Easter."),
    Told("2025-04-11", "case_opened", "social_care", "Family support team",
         "Opened again after the dentist's letter, with Tom Whitlock.", by="second"),
    Told("2025-05-12", "school_report", "school", SCHOOL,
         "Since May the school gives Luke and Elsie breakfast each day, washes their clothes and"
         " has lent both of them jumpers and shoes.", children=TWO, area="nutrition",
         made_up_by=("school",), by="partner"),
    _referral(
        "2025-05-16", "Elsie falls asleep in class on most days. Both ask for food before home"
        " time.", "no_further_action", why="The school is meeting the need.",
        area="nutrition", made_up_by=("school",),
    ),
    Told("2025-05-20", "cancelled_appointment", "social_care", "Message from Craig",
         "Craig cancelled the visit of the day. He asked for the week after, then did not answer.",
         "background", by="second"),
    Told("2025-06-24", "plan", "social_care", "Meeting at the school",
         "Child in need plan: a bed for each child, food at weekends, Tam's nursery place.",
         until="2026-01-13", by="second"),
    Told("2025-06-27", "good_news", "school", SCHOOL,
         "Luke swam 25 metres and got his badge in front of the whole school.", "notable",
         ("luke",), by="partner"),
    _holiday("2025-07-23", "2025-09-01", "School closed for the summer: no breakfasts there."),
    Told("2025-08-02", "police_incident", "police", "Response team",
         "Called by neighbours to shouting at 01:20. Craig smelt of alcohol and left for the"
         " night. Four children upstairs, awake. No arrest.", "serious", by="police"),
    Told("2025-08-14", "cancelled_appointment", "social_care", "Text message from Donna",
         "Donna cancelled the visit of the day. She wrote that they were at the sea.",
         "background"),
    _referral(
        "2025-10-06", "Luke took food from other lunch boxes. Elsie's hair is matted. The school"
        " feeds both and washes their clothes twice a week.", "added_to_open_case",
        area="nutrition", made_up_by=("school",),
    ),
    Told("2025-11-13", "cancelled_appointment", "social_care", "Text message from Donna",
         "Donna cancelled the visit of the day. A new date was agreed: 27 November.",
         "background"),
    _referral(
        "2025-11-21", "Kerry was late on 19 of 30 days. She said she gets the others ready.",
        "no_further_action", why="Seen as a matter of attendance.",
        source="Millbrook High", children=("kerry",),
    ),
    _holiday("2025-12-22", "2026-01-02", "School closed for Christmas: no breakfasts there."),
    Told("2025-12-27", "police_incident", "police", "Search team",
         "Search for stolen goods. No parent in the home until 23:10. Duty social worker told at"
         " 22:05.", "serious", by="police"),
    Told("2025-12-28", "sharing_decision", "social_care", "Imogen Slate",
         "Shared with Health visitor and doctor (Health): What the police saw on 27 December. Why:"
         " To look after the children over the holidays, with the school closed. Basis: To keep a"
         " child safe, as our task in law. Consent was refused. Donna said it was nobody's"
         " business. She was told that it was shared.", by="supervisor",
         sharing=Sharing(
             "shared", "What the police saw on 27 December", "health",
             "Health visitor and doctor",
             "To look after the children over the holidays, with the school closed",
             "child_safety", "refused",
             "Donna said it was nobody's business. She was told that it was shared.",
         )),
    Told("2026-01-14", "conference", "social_care", "Child protection conference",
         "All four children made subject to a plan, under neglect. Both parents came.",
         "serious"),
    Told("2026-01-14", "plan", "social_care", "Child protection conference",
         "Child protection plan: a bed for each child, heating, food at weekends, visits every"
         " ten days, half of them not arranged.", "serious", until="2026-04-22"),
    Told("2026-01-27", "change_in_home", "housing", "Millbrook Homes",
         "New beds came for Luke and Elsie. Heating repaired, arrears on the meter paid.",
         made_up_by=("service",), area="sleeping"),
    Told("2026-03-20", "good_news", "school", "Millbrook High",
         "Kerry read her poem at the county day. Donna came to hear it.", "notable", ("kerry",)),
    _holiday("2026-03-30", "2026-04-10", "School closed for Easter."),
    Told("2026-04-22", "conference", "social_care", "Child protection conference",
         "Plan ended after two arranged visits with lower grades. No visit since January was"
         " unannounced."),
    Told("2026-05-20", "case_closed", "social_care", "Family support team",
         "Closed after three arranged visits with 3 or better in all three areas."),
    Told("2026-06-05", "change_in_home", "family", "Luke, at school",
         "Ryan has come back to live in the home.", "background", ("luke",), by="partner"),
    _referral(
        "2026-06-12", "Elsie came in the same clothes for eight days. The school has begun to wash"
        " and feed both again.", "no_further_action", why="The case was closed three weeks before.",
        area="hygiene", made_up_by=("school",),
    ),
    _referral(
        "2026-06-30", "Luke asked a teacher if he could sleep at school.", "case_opened",
        children=("luke",), area="sleeping",
    ),
    Told("2026-07-02", "case_opened", "social_care", "Family support team",
         "Opened a third time after the school's referral."),
    Told("2026-07-09", "feedback", "social_care", "Nia Farrow to the school",
         "The school was told that the case is open again and what was seen on 7 July. It was"
         " the first answer to a referral since 2024.", outcome="case_opened"),
    _holiday("2026-07-22", "2026-09-01", "School closed for the summer: no breakfasts there."),
    Told("2026-08-11", "cancelled_appointment", "social_care", "Text message from Donna",
         "Donna cancelled the visit of the day. No new date was agreed.", "background"),
    Told("2026-08-25", "missed_appointment", "health", NURSE,
         "Tam was not brought to his hearing test.", children=("tam",)),
    Told("2026-09-21", "escalation", "school", "Head teacher",
         "Seven referrals from this school in two years. The head teacher asked the area manager"
         " to look at all of them together.", "serious", by="partner"),
    Told("2026-10-01", "conference", "social_care", "Child protection conference",
         "All four children made subject to a plan for the second time.", "serious"),
    Told("2026-10-01", "plan", "social_care", "Child protection conference",
         "Child protection plan: as in January, and every second visit not arranged.",
         "serious", until="2027-01-07"),
    Told("2026-10-09", "good_news", "school", SCHOOL,
         "Elsie read a whole page aloud to her class.", "notable", ("elsie",), by="partner"),
    Told("2026-10-16", "referral", "school", SCHOOL,
         "Luke said there is nothing to eat on Sundays. Elsie had no coat on four cold mornings.",
         children=TWO, area="nutrition", by="partner"),
    Told("2027-01-07", "conference", "social_care", "Child protection conference",
         "Planned: the plan of October is looked at.", recorded="2026-10-01"),
)  # fmt: skip

QUAY_EVENTS = (
    Told("2025-08-27", "referral", "health", "Children's ward",
         "Idris was brought in at night with a cough that came back. Leila spoke of mould.",
         children=("idris",), area="sleeping", outcome="case_opened"),
    Told("2025-08-29", "case_opened", "social_care", "Family support team",
         "Opened to help with the damp."),
    Told("2025-09-10", "escalation", "social_care", "Nia Farrow to Millbrook Homes",
         "Sent the photos of the wall with the landlord's six call numbers.", area="sleeping"),
    Told("2025-10-20", "change_in_home", "housing", "Millbrook Homes",
         "Wall lined, fan fitted. Leila had the rooms empty and ready.", area="sleeping"),
    Told("2026-02-03", "health_report", "health", "Doctor",
         "Idris slept through since November. No more medicine.", "notable", ("idris",)),
    Told("2026-05-22", "good_news", "school", "Quay Infants",
         "Amina was on time on every day of the year so far.", "notable", ("amina",)),
    Told("2026-07-22", "holiday", "school", "School calendar", "School closed for the summer.",
         "background", until="2026-09-01"),
    Told("2026-09-08", "case_closed", "social_care", "Family support team",
         "Closed after four visits that got better each time, two of them unannounced."),
)  # fmt: skip

ORCHARD_EVENTS = (
    Told("2026-02-18", "health_report", "health", "Midwife",
         "Wren, one week: feeds well, weight up. Jo asked about safer sleep.", "background",
         ("wren",), by="second"),
    Told("2026-04-14", "missed_appointment", "health", NURSE,
         "Not brought to the eight-week check. Sam rang the same day and made a new date.",
         "background", ("wren",), by="second"),
    Told("2026-04-17", "good_news", "health", NURSE,
         "Eight-week check done: growing well, smiles at both parents.", "notable", ("wren",),
         by="second"),
    Told("2026-08-05", "good_news", "voluntary", "Baby group, library",
         "Jo and Wren came eight times in ten weeks.", "background", ("wren",), by="second"),
)  # fmt: skip

EVENTS: Mapping[str, tuple[Household, tuple[Told, ...]]] = {
    "larch": (LARCH, LARCH_EVENTS),
    "quay": (QUAY, QUAY_EVENTS),
    "orchard": (ORCHARD, ORCHARD_EVENTS),
}
