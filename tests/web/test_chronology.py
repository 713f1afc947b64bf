"""A home's chronology: who sees and writes what, how lines are found, changed and withdrawn."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from gcp.store import events, homes
from tests.conftest import HOME, JAY, MIA, World, an_id
from tests.web.found import BOY, FOUND, GIRL, WOMAN, a_first_visit, a_home, put_home
from tests.web.pages import see

pytestmark = pytest.mark.slow

LIST, NEW = f"/homes/{HOME}/chronology", f"/homes/{HOME}/chronology/new"
CASEWORK = ("owner", "colleague", "supervisor")
OUTSIDE = ("stranger", "far_supervisor", "administrator")
AT = "2026-01-02T00:00:00.000Z"


@pytest.fixture
def here(world: World) -> World:
    """The home with a visit; an officer and a school are allocated to it."""
    world.app.config["WTF_CSRF_ENABLED"] = False
    for who in ("police", "partner"):
        homes.allocate(world.store, HOME, an_id(who), AT)
    assert world.send("owner", world.visit()).status_code == 201
    return world


def form(name: str = "one", **changes: Any) -> dict[str, Any]:
    return {
        "event_id": an_id(f"event {name}"), "kind": "referral", "day_day": "3", "day_month": "2",
        "day_year": "2026", "agency": "school", "source": "Head teacher",
        "words": f"Words of {name}.", "significance": "notable", **changes,
    }  # fmt: skip


def add(world: World, who: str, name: str = "one", **changes: Any) -> str:
    answer = world.client(who).post(NEW, data=form(name, **changes))
    assert answer.status_code == 302, answer.text
    return an_id(f"event {name}")


def change(world: World, who: str, event: str, since: int = 1, **changes: Any) -> Any:
    sent = {**form(), "since": str(since), "reason": "A slip of the pen.", **changes}
    return world.client(who).post(f"/events/{event}/change", data=sent)


def words(page: Any) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def lines(world: World, who: str, query: str = "", status: int = 200) -> list[str]:
    page = see(world.client(who), LIST + query, status=status)
    return [words(each) for each in page.find_all(class_="app-entry")]


def kept(world: World) -> int:
    return world.store.one("SELECT count(*) AS n FROM events")["n"]


@pytest.mark.parametrize("who", [*CASEWORK, "police", "partner"])
def test_who_belongs_to_the_home_adds_an_event(here: World, who: str) -> None:
    see(here.client(who), NEW)
    event = add(here, who, children=[MIA], area="sleeping", made_up_by=["school"])
    (line,) = [each for each in lines(here, who) if "Words of one." in each]
    for told in ("3 February 2026", "Referral", "Notable", "Head teacher (School)", "Mia"):
        assert told in line
    found = events.find(here.store, event)
    assert (found.recorded_by, found.children, found.area) == (an_id(who), (MIA,), "sleeping")
    assert (who, "event_added") in here.audit() and (who, "chronology_read") in here.audit()


def test_nobody_else_sees_or_writes_anything(here: World) -> None:
    event = add(here, "owner")
    for who in OUTSIDE:
        for path in (LIST, f"{LIST}/chronology.csv", NEW, f"/events/{event}"):
            assert here.client(who).get(path).status_code == 404
        for path in (NEW, f"/events/{event}/change", f"/events/{event}/withdraw"):
            assert here.client(who).post(path, data=form("two", reason="x")).status_code == 404
    assert kept(here) == 1


def test_casework_sees_every_event_and_visit(here: World) -> None:
    for author in ("partner", "police", "colleague"):
        add(here, author, author)
    for who in CASEWORK:
        found = " ".join(lines(here, who))
        for author in ("partner", "police", "colleague"):
            assert f"Words of {author}." in found
        assert "Unannounced: went inside." in found


@pytest.mark.parametrize(("who", "other"), [("police", "partner"), ("partner", "police")])
def test_school_and_police_see_only_what_they_wrote(here: World, who: str, other: str) -> None:
    mine, theirs, owners = add(here, who, "mine"), add(here, other, "theirs"), add(here, "owner")
    (line,) = lines(here, who)
    assert "Words of mine." in line
    assert here.client(who).get(f"/events/{mine}").status_code == 200
    for event in (theirs, owners):
        assert here.client(who).get(f"/events/{event}").status_code == 404
        assert change(here, who, event).status_code == 404
    table = here.client(who).get(f"{LIST}/chronology.csv").text
    assert "Words of mine." in table and "Words of theirs." not in table
    home = words(see(here.client(who), f"/homes/{HOME}"))
    assert "Words of mine." in home and "Words of theirs." not in home


def test_who_wrote_an_event_never_sees_what_the_team_made_of_it(here: World) -> None:
    event = add(here, "partner")
    assert change(here, "owner", event, words="Secret of the case.").status_code == 302
    for path in (LIST, f"/events/{event}", f"/homes/{HOME}", f"{LIST}/chronology.csv"):
        page = here.client("partner").get(path).text
        assert "Words of one." in page and "Secret" not in page
    assert "Somebody else has changed this line" in lines(here, "partner")[0]
    assert change(here, "partner", event, since=2).status_code == 404
    assert "Secret of the case." in " ".join(lines(here, "colleague"))


def test_who_is_taken_off_sees_the_home_no_more_and_still_their_own_words(here: World) -> None:
    event = add(here, "partner")
    with here.store.writing():
        here.store.run(
            "UPDATE allocations SET until = :at WHERE account_id = :who", at=AT,
            who=an_id("partner"),
        )  # fmt: skip
    assert change(here, "colleague", event, words="Secret of the case.").status_code == 302
    for path in (LIST, f"/homes/{HOME}", f"/events/{event}/change"):
        assert here.client("partner").get(path).status_code == 404
    assert change(here, "partner", event, since=2).status_code == 404
    page = words(see(here.client("partner"), f"/events/{event}"))
    assert "Words of one." in page and "Secret" not in page and "12 Example Row" not in page
    listed = see(here.client("partner"), "/homes")
    assert listed.find(href=f"/events/{event}") and "12 Example Row" not in words(listed)
    assert not see(here.client("police"), "/homes").find(id="left-behind")


def test_a_change_is_a_new_revision_with_a_reason_and_the_words_before(here: World) -> None:
    event = add(here, "owner")
    see(here.client("colleague"), f"/events/{event}/change")
    answer = change(here, "colleague", event, words="Better words.", significance="serious")
    assert answer.status_code == 302
    page = words(see(here.client("owner"), f"/events/{event}"))
    for told in ("Better words.", "Words of one.", "A slip of the pen.", "Colleague", "Owner"):
        assert told in page
    found = " ".join(lines(here, "owner"))
    assert "Better words." in found and "Words of one." not in found
    assert kept(here) == 2 and ("colleague", "event_changed") in here.audit()


def test_a_change_without_reason_or_difference_is_none(here: World) -> None:
    event = add(here, "owner")
    for changes, told in (
        ({"reason": " ", "words": "Other words."}, "Write why"), ({}, "Nothing is different"),
        ({"words": ""}, "Write what happened"),
    ):  # fmt: skip
        sent = {**form(), "since": "1", "reason": "Because.", **changes}
        page = see(here.client("owner"), f"/events/{event}/change", status=400, data=sent)
        assert told in words(page)
    assert kept(here) == 1


def test_two_people_changing_one_event_lose_neither(here: World) -> None:
    event = add(here, "owner")
    assert change(here, "owner", event, words="The first to save.").status_code == 302
    sent = {**form(), "since": "1", "reason": "Mine.", "words": "The second to save."}
    page = see(here.client("colleague"), f"/events/{event}/change", status=409, data=sent)
    told = words(page)
    assert "The first to save." in told and "Saved by Owner" in told
    assert page.find("textarea", id="words").text.strip() == "The second to save."
    assert kept(here) == 2
    again = {**sent, "since": page.find("input", {"name": "since"})["value"]}
    assert here.client("colleague").post(f"/events/{event}/change", data=again).status_code == 302
    history = words(see(here.client("owner"), f"/events/{event}"))
    for each in ("Words of one.", "The first to save.", "The second to save."):
        assert each in history


def test_a_withdrawn_event_leaves_the_list_and_stays_readable(here: World) -> None:
    event = add(here, "owner")
    path = f"/events/{event}/withdraw"
    see(here.client("owner"), path)
    see(here.client("owner"), path, status=400, data={"since": "1", "reason": ""})
    see(here.client("owner"), path, status=409, data={"since": "7", "reason": "Wrong home."})
    answer = here.client("owner").post(path, data={"since": "1", "reason": "Wrong home."})
    assert answer.status_code == 302
    page = see(here.client("colleague"), LIST)
    assert "Words of one." not in words(page) and "1 line was withdrawn" in words(page)
    shown = words(see(here.client("colleague"), f"/events/{event}"))
    assert "Wrong home." in shown and "Words of one." in shown and "withdrawn" in shown
    assert here.client("owner").get(f"/events/{event}/change").status_code == 404
    sent = {**form(), "since": "1", "reason": "Mine.", "words": "Typed meanwhile."}
    page = see(here.client("owner"), f"/events/{event}/change", status=409, data=sent)
    assert "Somebody withdrew" in words(page) and "Wrong home." in words(page)
    assert page.find("textarea", id="words").text.strip() == "Typed meanwhile."
    assert change(here, "owner", event, since=2, words="Back.").status_code == 409
    again = here.client("owner").post(path, data={"since": "2", "reason": "Twice."})
    assert again.status_code == 404 and kept(here) == 2
    assert "Words of one." not in here.client("owner").get(f"/homes/{HOME}").text


def test_the_same_form_sent_twice_is_one_event(here: World) -> None:
    add(here, "owner")
    add(here, "owner")
    assert kept(here) == 1
    answer = here.client("colleague").post(NEW, data=form())
    assert answer.status_code == 404 and kept(here) == 1
    page = see(here.client("owner"), NEW, status=409, data=form(words="Other words."))
    assert "saved this form before" in words(page) and "Words of one." in words(page)
    fresh = page.find("input", {"name": "event_id"})["value"]
    assert fresh != an_id("event one") and kept(here) == 1
    sent = form(event_id=fresh, words="Other words.")
    assert here.client("owner").post(NEW, data=sent).status_code == 302 and kept(here) == 2


BAD_FORMS: list[tuple[dict[str, Any], str]] = [
    ({"kind": ""}, "Choose what kind"), ({"kind": "visit"}, "Choose what kind"),
    ({"day_day": ""}, "Enter a real date"), ({"day_month": "13"}, "Enter a real date"),
    ({"day_year": "٢٠٢٦"}, "Enter a real date"), ({"day_year": "2027"}, "in the future"),
    ({"day_year": "1999"}, "2000 or later"), ({"day_day": "9" * 90}, "Enter a real date"),
    ({"day_day": "", "day_month": "", "day_year": ""}, "Enter the date"),
    ({"until_day": "1", "until_month": "1", "until_year": "2026"}, "before the first"),
    ({"until_day": "x"}, "real last day"), ({"agency": "mi5"}, "who this comes from"),
    ({"significance": ""}, "how much this matters"), ({"source": "  "}, "who told you"),
    ({"children": [MIA, an_id("elsewhere")]}, "children of this home"),
    ({"children": ["<script>"]}, "children of this home"),
    ({"area": "garden"}, "Choose an area"), ({"made_up_by": ["santa"]}, "who makes up"),
    ({"outcome": "no_further_action"}, "why no further action"),
    ({"kind": "plan", "outcome": "case_opened"}, "can have an outcome"),
    ({"words": "a" * 5001}, "5000 characters"), ({"words": "a\x00b"}, "cannot be kept"),
    ({"source": "a" * 201}, "200 characters"),
]  # fmt: skip


def test_a_bad_form_gets_one_clear_answer_and_keeps_nothing(here: World) -> None:
    for changes, told in BAD_FORMS:
        page = see(here.client("owner"), NEW, status=400, data=form(**changes))
        assert told in words(page.find(class_="govuk-error-summary")), changes
        if "words" not in changes:
            assert page.find("textarea", id="words").text.strip() == "Words of one."
    assert kept(here) == 0


def test_no_further_action_is_said_with_why(here: World) -> None:
    add(here, "owner", outcome="no_further_action", outcome_why="The school is helping.")
    (line,) = [each for each in lines(here, "owner") if "Words of one." in each]
    assert "No further action. The school is helping." in line


def test_hostile_ids_and_parameters_are_no_500(here: World) -> None:
    event, client = add(here, "owner"), here.client("owner")
    for path in (
        f"/homes/{an_id('none')}/chronology", f"/homes/{an_id('none')}/chronology/new",
        f"/events/{an_id('none')}", f"/events/{an_id('none')}/change", "/events/x",
        f"/visits/{an_id('none')}/line", "/homes/x/chronology",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    for query in ("?from=x", "?child=%00", "?kind=%27", "?order=up", "?to=2026-02-31"):
        assert len(lines(here, "owner", query, status=400)) == 2
    for query in ("?q=%00%F0%9F", "?q=" + "a" * 5000, "?q=%25_", "?agency=&kind=&order="):
        assert client.get(LIST + query).status_code == 200
    for since in ("", "x", "-1", "9" * 50):
        assert change(here, "owner", event, words="x", since=since).status_code == 409
    assert kept(here) == 1


def test_words_are_never_markup(here: World) -> None:
    nasty = "<script>alert(1)</script>"
    event = add(here, "owner", words=nasty, source=nasty)
    for path in (LIST, f"/events/{event}", f"/homes/{HOME}", f"/events/{event}/change"):
        page = here.client("owner").get(path).text
        assert nasty not in page and "&lt;script&gt;" in page


def test_lines_are_found_by_words_agency_child_area_kind_and_date(here: World) -> None:
    add(here, "owner", "mias", children=[MIA], area="sleeping", agency="health")
    add(here, "owner", "jays", children=[JAY], kind="good_news", day_year="2024")
    add(here, "owner", "all", source="Neighbour")
    for query, names in (
        ("?q=WORDS+mias", {"mias"}), ("?q=neighbour", {"all"}), ("?agency=health", {"mias"}),
        (f"?child={JAY}", {"jays", "all"}), ("?area=sleeping", {"mias"}),
        ("?kind=good_news", {"jays"}), ("?from=2025-01-01", {"mias", "all"}),
        ("?to=2025-01-01", {"jays"}), ("?q=good+news", {"jays"}),
        ("?q=Mia&kind=referral", {"mias"}),
    ):  # fmt: skip
        found = " ".join(lines(here, "owner", query))
        assert {n for n in ("mias", "jays", "all") if f"Words of {n}." in found} == names, query
    page = see(here.client("owner"), LIST + "?agency=health")
    assert "1 of 4 lines Chosen: Health." in words(page) and page.find("a", string="Show all")["href"] == LIST
    days = [each.split(" Visit")[0].split(" Good")[0][-4:] for each in lines(here, "owner")]
    assert days[-1] == "2024" and lines(here, "owner", "?order=oldest") != lines(here, "owner")


def test_the_table_is_the_list_and_no_formula(here: World) -> None:
    add(here, "owner", words="=1+1", source="@SUM(A1)", kind="good_news")
    answer = here.client("owner").get(f"{LIST}/chronology.csv?kind=good_news")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    head, row = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert len(head) == len(row) and row[0] == "2026-02-03"
    assert "'=1+1" in row and "'@SUM(A1)" in row
    assert ("owner", "chronology_exported") in here.audit()


def decide(world: World, decision: str, who: str = "owner", **changes: Any) -> Any:
    sent = {"since": "0", "revision": "1", "decision": decision, "words": "", **changes}
    return world.client(who).post(f"/visits/{an_id('visit')}/line", data=sent)


def of_visit(world: World, who: str = "colleague") -> str:
    return next(each for each in lines(world, who) if " Visit" in each)


def test_a_visits_line_is_proposed_then_accepted_edited_or_declined(here: World) -> None:
    assert "Sleeping 4" in of_visit(here) and "Proposed by the visit" in of_visit(here)
    see(here.client("owner"), f"/visits/{an_id('visit')}/line")
    assert decide(here, "accepted").status_code == 302
    assert "Confirmed by its author" in of_visit(here)
    assert decide(here, "edited", since="1", words="Cold, no sheet.").status_code == 302
    assert "Cold, no sheet." in of_visit(here) and "Sleeping 4" not in of_visit(here)
    assert decide(here, "declined", since="2").status_code == 302
    line = of_visit(here)
    assert "Unannounced: went inside." in line and "wrote no line" in line
    assert "Cold" not in line and "Sleeping" not in line
    page = words(see(here.client("owner"), f"/visits/{an_id('visit')}/line"))
    assert "Cold, no sheet." in page


def test_only_its_author_decides_on_a_visits_line(here: World) -> None:
    for who in ("colleague", "supervisor", "police", "partner", *OUTSIDE):
        assert decide(here, "declined", who).status_code == 404
        assert here.client(who).get(f"/visits/{an_id('visit')}/line").status_code == 404
    assert "Proposed" in of_visit(here)


BAD_DECISIONS = [
    ({"decision": "x"}, 400), ({"decision": ""}, 400), ({"decision": "edited"}, 400),
    ({"decision": "edited", "words": "a" * 2001}, 400),
    ({"decision": "accepted", "since": "4"}, 409),
    ({"decision": "accepted", "revision": "x"}, 409),
    ({"decision": "edited", "words": "a\x00"}, 400),
]  # fmt: skip


def test_a_bad_decision_changes_nothing(here: World) -> None:
    path = f"/visits/{an_id('visit')}/line"
    for changes, status in BAD_DECISIONS:
        sent = {"since": "0", "revision": "1", "words": "", **changes}
        see(here.client("owner"), path, status=status, data=sent)
    assert here.store.all("SELECT 1 AS one FROM visit_lines") == []


def test_a_correction_proposes_anew_only_if_its_line_differs(here: World) -> None:
    assert decide(here, "edited", words="Cold, no sheet.").status_code == 302
    same = here.visit(reason="Spelling.", notes="A word.")
    assert here.send("owner", same, 2).status_code == 201
    assert "Cold, no sheet." in of_visit(here)
    worse = here.visit(reason="The kitchen too.")
    worse["grades"][2]["grade"] = 5
    worse["grades"][2]["words"] = "Mould."
    assert here.send("owner", worse, 3).status_code == 201
    line = of_visit(here)
    assert "Hygiene 5" in line and "Proposed" in line and "Cold" not in line
    page = words(see(here.client("owner"), f"/visits/{an_id('visit')}/line"))
    assert "Cold, no sheet." in page and "for revision 1" in page
    assert decide(here, "accepted", since="1").status_code == 409
    assert decide(here, "accepted", since="1", revision="3").status_code == 302


@pytest.fixture
def joined(here: World) -> World:
    """An officer's found home with a visit and an event, joined into the known one."""
    assert put_home(here, "police", a_home()).status_code == 201
    assert here.send("police", a_first_visit(here)).status_code == 201
    sent = form("found", agency="police", children=[GIRL])
    answer = here.client("police").post(f"/homes/{FOUND}/chronology/new", data=sent)
    assert answer.status_code == 302
    data = {f"same_{GIRL}": MIA, f"same_{WOMAN}": "another", f"same_{BOY}": "another"}
    answer = here.client("supervisor").post(f"/homes/{FOUND}/join/{HOME}", data=data)
    assert answer.status_code == 302
    return here


def test_what_was_written_of_a_joined_home_is_part_of_the_chronology(joined: World) -> None:
    add(joined, "owner")
    found = lines(joined, "owner")
    (line,) = [each for each in found if "Words of found." in each]
    assert "Mia" in line and any("Words of one." in each for each in found)
    assert sum(" Visit" in each for each in found) == 2
    assert "Words of found." in " ".join(lines(joined, "owner", f"?child={MIA}"))
    assert "Words of found." not in " ".join(lines(joined, "owner", f"?child={JAY}"))
    assert events.of_homes(joined.store, [HOME])[HOME] == events.of_home(joined.store, HOME)


def test_a_joined_event_is_changed_where_it_was_written(joined: World) -> None:
    event = an_id("event found")
    page = see(joined.client("owner"), f"/events/{event}/change")
    assert page.find("input", {"name": "children", "value": GIRL, "checked": True})
    answer = change(joined, "owner", event, words="Corrected.", children=[GIRL], agency="police")
    assert answer.status_code == 302
    assert events.find(joined.store, event).home == FOUND
    assert "Corrected." in " ".join(lines(joined, "owner"))


def test_a_joined_home_takes_no_new_events_and_gives_its_own_back(joined: World) -> None:
    for who in ("police", "owner"):
        path = f"/homes/{FOUND}/chronology/new"
        assert joined.client(who).post(path, data=form("late")).status_code == 404
    add(joined, "owner")
    page = words(see(joined.client("police"), f"/homes/{FOUND}/chronology"))
    assert "Words of found." in page and "Words of one." not in page
    assert joined.client("supervisor").post(f"/homes/{FOUND}/join/undo").status_code == 302
    assert "Words of found." not in " ".join(lines(joined, "owner"))
    assert "Words of found." in words(see(joined.client("police"), f"/homes/{FOUND}/chronology"))


def test_the_homes_page_shows_the_last_five_lines_and_the_events_on_its_chart(
    here: World,
) -> None:
    for number in range(6):
        add(here, "owner", f"n{number}", day_day=str(number + 1))
    page = see(here.client("owner"), f"/homes/{HOME}")
    shown = [words(each) for each in page.find_all(class_="app-entry")]
    assert len(shown) == 5 and " Visit" in shown[0] and "Words of n5." in shown[1]
    assert page.find("a", href=LIST)
    marks = [each["aria-label"] for each in page.find_all("g", role="img")]
    assert any("Words of n0." in each for each in marks)
    child = see(here.client("owner"), f"/homes/{HOME}?child={MIA}")
    assert child.find_all("g", role="img")


def test_a_home_without_any_visit_has_a_chronology(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    assert "Nothing is written here yet." in words(see(world.client("owner"), LIST))
    add(world, "owner")
    assert "Words of one." in words(see(world.client("owner"), f"/homes/{HOME}"))


def test_forms_from_elsewhere_change_nothing(here: World) -> None:
    event = add(here, "owner")
    here.app.config["WTF_CSRF_ENABLED"] = True
    assert here.client("owner").post(NEW, data=form("two")).status_code == 400
    assert change(here, "owner", event, words="x").status_code == 400
    assert decide(here, "declined").status_code == 400
    assert kept(here) == 1
