"""The audit's Christmas, played to its end: what each saw alone is put together, and answered.

Two visits that do not get in, an officer there for something else, one home found in two records,
a supervisor who sees them as one, a referral with its history, an answer, an escalation.
`python -m pytest -s tests/browser/test_christmas.py` prints what each step took.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, TABLET, open_app, unlock

Enter = Callable[..., Page]
STREET = "7 Quarry Cottages, Millbrook"
KNOWN = (("Shannon", "9"), ("Rhys", "6"), ("Megan", "4"), ("Baby Joe", "1"))
# As an officer hears them at the door, on the other side of the town's spelling.
HEARD = (("Shanon", 9, "Shannon"), ("Reece", 6, "Rhys"), ("Megan", 4, "Megan"))
DESK = (1180, 820)
REFERRED = "Three children on one bare mattress. Smell of cannabis. Nothing in the fridge."
ANSWER = "No further action: the mother says that the children have moved out."
DISAGREED = "I saw them in those beds the same day. Please see all four children tonight."
SETTLED = "All four were seen tonight. Megan and Baby Joe stay with an aunt who was checked."


class Times:
    """What each step took, by the script's own hand."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.taps = 0

    @contextmanager
    def of(self, who: str, what: str) -> Iterator[None]:
        began, before = time.monotonic(), self.taps
        yield
        taps = f"{self.taps - before} taps, " if self.taps > before else ""
        self.lines.append(f"{who:<13}{what}: {taps}{time.monotonic() - began:.1f} s")

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1


def not_let_in(page: Page, times: Times, home: str, access: str, days_ago: int, words: str) -> None:
    """One unannounced visit that ends at the door, written down there with no network."""
    page.goto(f"/visit#new/{home}")
    unlock(page)
    expect(page.get_by_role("link", name="Arriving")).to_be_visible()
    page.context.set_offline(True)  # what is known of the home is on the device now
    times.tap(page.get_by_role("link", name="Arriving"))
    times.tap(page.get_by_text("Unannounced", exact=True))
    times.tap(page.get_by_text(access, exact=True))
    at = datetime.now() - timedelta(days=days_ago)
    page.get_by_label("When did the visit begin?").fill(f"{at:%Y-%m-%dT%H:%M}")
    page.get_by_label("What was happening when you arrived").fill(words)
    expect(page.locator("[data-part=saved]")).to_contain_text("Saved")
    times.tap(page.get_by_role("link", name="All steps"))
    times.tap(page.get_by_role("link", name="Review and sign off"))
    times.tap(page.get_by_role("button", name="Sign off"))
    times.tap(page.get_by_role("button", name="Yes, sign off"))
    expect(page.locator("[data-part=sent]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-part=sent]")).to_contain_text("All sent")


def quick_record(page: Page, times: Times, pictures: Mapping[str, bytes]) -> str:
    """What an officer there for something else sees of a home that is not known to them."""
    open_app(page, "#homes")
    expect(page.locator('[data-slot="age"]')).to_contain_text("As of")
    page.context.set_offline(True)
    times.tap(page.get_by_role("button", name="Quick record"))
    page.get_by_label("Address").fill("Quarry cottages no. 7")
    onward(page, times, "people")
    shown = 4
    for name, years, _ in HEARD:
        page.locator('[data-slot="name_field"]').fill(name)
        for _ in range(abs(years - shown)):
            way = "More" if years > shown else "Less"
            times.tap(page.get_by_role("button", name=f"{way}: About how old"))
        shown = years
        times.tap(page.get_by_role("button", name="Add this child"))
    onward(page, times, "items")
    for item in page.locator('[data-part="item"]').all():
        times.tap(item.locator(".app-choice--grade").nth(4))
        same = item.get_by_role("button", name="Same as")
        while same.count():
            times.tap(same.first)
    onward(page, times, "signs")
    for sign in ("cannabis_smell", "alcohol_empties"):
        times.tap(page.locator(f'[data-part="signs"] label:has(input[value="{sign}"])'))
    onward(page, times, "photos")
    for name, picture in pictures.items():
        field = page.locator('[data-slot="camera"]')
        field.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": picture})
    expect(page.locator(".app-shot")).to_have_count(len(pictures))
    times.tap(page.locator('[data-slot="all_consent"]').get_by_role("button", name="police power"))
    onward(page, times, "voices")
    first = page.locator('[data-part="voice"]').first
    first.get_by_label("In the child's own words").fill("Santa doesn’t know where we live.")
    onward(page, times, "powers")
    onward(page, times, "finish")
    times.tap(page.get_by_role("button", name="Told the duty social worker."))
    expect(page.locator('[data-part="saved"]')).to_contain_text("Saved")
    times.tap(page.locator('[data-action="sign-off"]'))
    times.tap(page.locator('[data-action="confirm"]'))
    expect(page.locator('[data-part="sent"]')).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("All sent")).to_be_visible()
    visit = page.url.partition("#")[2]
    return str(page.request.get(f"/api/visits/{visit}/revisions/1").json()["home"])


def onward(page: Page, times: Times, part: str) -> None:
    """To the next screen of the quick record."""
    times.tap(page.locator('.app-step__ways [data-slot="after"]'))
    expect(page.locator(f'[data-part="{part}"]').first).to_be_visible()


def record_home(worker: Page, times: Times) -> str:
    """A home and its children as the team knows them; its id."""
    times.tap(worker.get_by_role("button", name="Add a home"))
    worker.get_by_label("Address", exact=True).fill(STREET)
    worker.get_by_label("Postcode (optional)").fill("ZZ3 9QC")
    times.tap(worker.get_by_role("button", name="Add home"))
    for name, years in KNOWN:
        times.tap(worker.get_by_role("link", name="Add a person"))
        times.tap(worker.get_by_text("Child", exact=True))
        worker.get_by_label("Name", exact=True).fill(name)
        worker.get_by_label("About how old").fill(years)
        times.tap(worker.get_by_role("button", name="Add person"))
        expect(worker.get_by_role("row", name=name)).to_be_visible()
    return worker.url.rpartition("/")[2]


def join(lead: Page, times: Times) -> None:
    """The officer's record and the team's home are one: read why, say who is who, join them."""
    times.tap(lead.get_by_role("link", name="Look and decide"))
    times.tap(lead.get_by_role("link", name="Quarry cottages no. 7"))
    match = lead.locator(".app-match").first
    expect(match).to_contain_text("Same street and house number")
    expect(match).to_contain_text("a name spelled much alike and an age that fits")
    times.tap(match.get_by_role("button", name="Join with this home"))
    for heard, _, name in HEARD:
        choices = lead.get_by_role("group", name=f"Who is {heard}").get_by_role("radio")
        expect(choices.first).to_have_accessible_name(re.compile(f"^{name}"))  # most alike first
        times.tap(choices.first)
    times.tap(lead.get_by_role("button", name="Join the homes"))
    expect(lead.get_by_role("heading", level=1)).to_contain_text(STREET)


def test_christmas_is_seen_put_together_and_answered(
    signed_in: Enter, jpeg: Callable[..., bytes], capsys: object
) -> None:
    times = Times()
    worker = signed_in("practitioner", TABLET, "/homes")
    with times.of("practitioner", "writes down the home and its four children"):
        home = record_home(worker, times)
    for access, days, words in (
        ("No reply", 16, "Lights on. Knocked, went round the back, rang, left a card."),
        ("Not let in", 9, "“Not today, it’s nearly Christmas.” Door held."),
    ):
        with times.of("practitioner", f"a visit that ends at the door: {access.lower()}"):
            not_let_in(worker, times, home, access, days, words)

    officer = signed_in("police", PHONE)
    with times.of("police", "a quick record on a search, with no network"):
        found = quick_record(
            officer, times, {"beds.jpg": jpeg("olive"), "fridge.jpg": jpeg("teal")}
        )

    lead = signed_in("supervisor", DESK, "/homes")
    with times.of("supervisor", "two records are one home, with reasons, and joined"):
        join(lead, times)
    with times.of("supervisor", "reads them as one: door, door, beds"):
        hard_to_see = lead.locator(".app-patterns").get_by_text("Nobody was met 2 times in a row")
        expect(hard_to_see).to_contain_text("It graded 7 items 4 or 5")
        expect(lead.locator(".app-visits__visit")).to_have_count(3)
        never = lead.get_by_role("row", name="Baby Joe")
        expect(never).to_contain_text("never recorded never recorded")
        lead.goto("/overview")
        line = lead.get_by_role("row", name=STREET)
        expect(line).to_contain_text("7 items 4 or 5")
        expect(line).to_contain_text("Hard to see (3 visits)")

    with times.of("police", "refers it from the officer's own page of the home"):
        officer.goto(f"/homes/{found}")
        times.tap(officer.get_by_role("link", name="Make a referral"))
        officer.get_by_label("What you want the team to know").fill(REFERRED)
        for heard, _, _ in HEARD:
            times.tap(officer.get_by_label(heard))
        times.tap(officer.get_by_role("button", name="Send the referral"))
        expect(officer.get_by_text("There is no answer yet.")).to_be_visible()
        expect(officer.get_by_text("Nobody was met")).to_have_count(0)  # the case is not theirs
    referral = officer.url

    with times.of("practitioner", "takes it in, beside the history of the home"):
        worker.goto("/homes")
        times.tap(worker.get_by_role("link", name="See all that wait"))
        line = worker.locator(".app-review__line", has_text=STREET)
        expect(line).to_contain_text("Due by")
        times.tap(line.get_by_role("link"))
        expect(worker.get_by_text("Nobody was met 2 times in a row")).to_be_visible()
        expect(worker.get_by_role("row", name="Rhys")).to_be_visible()
        times.tap(worker.get_by_role("button", name="Take it in"))
        times.tap(worker.get_by_role("button", name="Save"))
        expect(worker.get_by_text("Done in time")).to_have_count(1)
    with times.of("practitioner", "closes it: no further action is not taken without a reason"):
        times.tap(worker.get_by_role("button", name="Decide"))
        times.tap(worker.get_by_label("No further action"))
        times.tap(worker.get_by_role("button", name="Save"))
        expect(worker.locator(".govuk-error-summary")).to_be_focused()
        worker.get_by_label("Why").fill("The mother says they have moved out.")
        times.tap(worker.get_by_role("button", name="Save"))
        expect(worker.get_by_text("Decision: No further action")).to_be_visible()
    with times.of("practitioner", "answers the officer"):
        times.tap(worker.get_by_role("button", name="Write down the answer given"))
        times.tap(worker.get_by_label("Only on this page"))
        worker.get_by_label("What you told them").fill(ANSWER)
        times.tap(worker.get_by_role("button", name="Save"))
        expect(worker.get_by_text("Done in time")).to_have_count(3)

    with times.of("police", "reads the answer and escalates, by the 24-hour route"):
        officer.goto("/homes")
        times.tap(officer.get_by_role("link", name="Referral of"))
        assert officer.url == referral
        expect(officer.locator(".app-words", has_text=ANSWER)).to_be_visible()
        officer.goto(f"/homes/{found}")
        times.tap(officer.get_by_role("link", name="Begin an escalation"))
        officer.get_by_label("What you do not agree with").fill(DISAGREED)
        officer.get_by_label("Who is asked").fill("Imogen Slate, team manager")
        times.tap(officer.get_by_label("24-hour route"))
        times.tap(officer.get_by_role("button", name="Begin"))
        expect(officer.get_by_text("There is no answer yet.")).to_be_visible()
    escalation = officer.url
    with times.of("supervisor", "finds it on top, beside what was closed before, and answers"):
        lead.goto("/overview")
        line = lead.locator(".app-pressing .app-review__line", has_text=STREET)
        expect(line).to_contain_text("24-hour route")
        times.tap(line.get_by_role("link"))
        expect(lead.get_by_text("1 of them closed with no further action").first).to_be_visible()
        times.tap(lead.get_by_role("button", name="Write down the outcome"))
        times.tap(lead.get_by_label("What was asked for is done"))
        lead.get_by_label("What was answered").fill(SETTLED)
        times.tap(lead.get_by_role("button", name="Save"))
        expect(lead.get_by_role("strong").get_by_text("What was asked for is done")).to_be_visible()
    with times.of("police", "reads what came of it"):
        officer.goto(escalation)
        expect(officer.locator(".app-words", has_text=SETTLED)).to_be_visible()

    lead.goto(f"/homes/{home}/chronology")
    for line in ("no reply", "not let in", REFERRED, ANSWER, DISAGREED, SETTLED):
        expect(lead.get_by_role("main")).to_contain_text(line)
    with capsys.disabled():  # type: ignore[attr-defined]
        print("\n" + "\n".join(times.lines))
