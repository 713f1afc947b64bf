"""Reports: what stands in them is what was recorded, and each can be checked later."""

from __future__ import annotations

import hashlib
import io
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from gcp import cli
from gcp.intake import utc_text
from gcp.settings import Settings
from gcp.store import homes, redactions
from tests.conftest import CORPUS, HOME, JAY, MIA, World, an_id
from tests.web.pages import see

pytestmark = pytest.mark.slow

VISIT = an_id("visit")
FORM = {
    "for_whom": "Review conference", "why": "Asked for by its chair", "protect": "no",
    "password": "abcd-efgh-jkmn",
}  # fmt: skip
OWN_WORDS, NOTES = "I am cold at night.", "Neighbour Bob told me about the dog."


def token(world: World, who: str) -> str:
    """The token of a page that everybody who signs in has."""
    page = world.client(who).get("/about").text
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]  # type: ignore[index]


def ask(world: World, who: str, path: str, **fields: str) -> Any:
    data = {**FORM, "csrf_token": token(world, who), **fields}
    answer = world.client(who).post(path, data=data)
    answer.get_data()
    answer.close()
    return answer


def report(world: World, kind: str, who: str = "owner", **fields: str) -> bytes:
    path = f"/visits/{VISIT}/report" if kind.startswith("visit") else f"/homes/{HOME}/report"
    answer = ask(world, who, path, kind=kind, **fields)
    assert answer.status_code == 200, answer.text[:3000]
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return bytes(answer.data)


def read(data: bytes) -> str:
    """The text of a report, on one line, without its head and foot."""
    found = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return " ".join(found.replace("\N{ZERO WIDTH NON-JOINER}", "").split())


def visit(world: World, **changes: Any) -> None:
    document = world.visit(notes=NOTES, **changes)
    assert world.send("owner", document).status_code == 201


def referral(world: World, outcome: str | None = "case_opened", day: str = "2026-02-01") -> str:
    event = str(uuid.uuid4())
    world.store.run(
        "INSERT INTO events (event_id, number, home_id, kind, agency, day, source, words,"
        " significance, children, outcome, made_up_by, reason, outcome_why, recorded_at,"
        " recorded_by) VALUES (:id, 1, :home, 'referral', 'school', :day, 'Hill School',"
        " 'Came without a coat.', 'notable', '[]', :outcome, '[]', '', 'Secret reason.',"
        " '2026-02-01T10:00:00.000Z', :by)",
        id=event, home=HOME, day=day, outcome=outcome, by=an_id("owner"),
    )  # fmt: skip
    return event


def test_a_full_report_of_a_visit_holds_all_that_was_recorded(world: World) -> None:
    visit(world)
    found = read(report(world, "visit_full"))
    for words in (
        "1 March 2026", "unannounced", "12 Example Row, ZZ1 1ZZ", "Recorded by Owner",
        "Mia, Ann", "No sheet.", OWN_WORDS, NOTES, "Smell of cannabis", "Jay",
        "not the NSPCC", "Review conference", "Asked for by its chair", "revision 1",
    ):  # fmt: skip
        assert words in found, words
    row = world.store.one("SELECT sha256 FROM revisions")
    assert row and row["sha256"] in found.replace(" ", "")


@pytest.mark.parametrize("kind", ["visit_short", "home_short"])
def test_a_short_report_keeps_to_two_pages(world: World, kind: str) -> None:
    for number in range(3):
        document = world.visit(f"visit {number}")
        assert world.send("owner", document).status_code == 201
        world.clock.turn(hours=1)
    visit(world)
    data = report(world, kind)
    assert len(PdfReader(io.BytesIO(data)).pages) <= 2
    assert OWN_WORDS in read(data)


def test_a_full_report_of_a_home_links_its_parts(world: World) -> None:
    visit(world)
    referral(world)
    data = report(world, "home_full")
    reader, found = PdfReader(io.BytesIO(data)), read(data)
    titles = [each.title for each in reader.outline if not isinstance(each, list)]
    assert titles == [
        "The grades now", "People, and when the children were last seen",
        "What the visits show together", "Next steps", "What the children said",
        "What others make up for", "The grades over time", "The visits, newest first",
        "Photos by room", "Chronology", "How it was graded, and from what",
    ]  # fmt: skip
    assert len(reader.pages[0]["/Annots"]) == len(titles)
    for words in ("Came without a coat.", "Hill School (School)", "Case opened", NOTES, OWN_WORDS):
        assert words in found, words


def test_every_free_text_of_a_visit_is_read_back_however_long(world: World) -> None:
    long = "She showed me the room upstairs and the cot in it. " * 95
    children = [
        {"id": an_id(f"child {n}"), "name": f"Child{n} Świątek", "born": "2020-01-01"}
        for n in range(30)
    ]
    grades = [
        {"item": "sleeping.bedding", "child": each["id"], "grade": 4, "words": f"{n} {long}"}
        for n, each in enumerate(children)
    ]
    voices = [{"child": children[0]["id"], "seen": "seen", "own_words": "W" * 5_000}]
    visit(world, children=children, grades=grades, voices=voices, present=[])
    found = read(report(world, "visit_full"))
    assert found.count("She showed me the room upstairs and the cot in it.") > 30 * 60
    assert found.count("W") >= 5_000
    assert all(f"Child{n} Świątek" in found for n in range(30))


def test_names_of_every_script_are_in_the_report(world: World) -> None:
    children = [
        {"id": MIA, "name": "محمد علي", "born": "2021-05-01"},
        {"id": JAY, "name": "王小明 Ŵyn Ștefan 😀", "about_years": 9},
    ]
    visit(world, children=children)
    found = read(report(world, "visit_full"))
    assert {"محمد", "علي"} <= set(found.replace(",", " ").split())
    assert "王小明 Ŵyn Ștefan 😀" in found


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
@pytest.mark.parametrize("start", [0, 180, 360])
def test_whatever_was_typed_makes_a_report_and_is_in_it(world: World, start: int) -> None:
    strings = json.loads((CORPUS / "naughty-strings.json").read_text("utf-8"))[start : start + 180]
    words = [each for each in strings if each.strip() and "\x00" not in each]
    grades = [
        {"item": "sleeping.bedding", "child": MIA, "grade": 4, "words": "\n".join(words)[:5_000]}
    ]
    people = [{"id": MIA, "name": words[5][:200], "born": "2021-05-01"},
              {"id": JAY, "name": words[-1][:200], "about_years": 9}]  # fmt: skip
    visit(world, children=people, grades=grades)
    found = read(report(world, "home_full")).replace(" ", "")
    typed = grades[0]["words"].split("\n")[:-1]
    plain = [each for each in typed if each.isascii() and each.isprintable()]
    assert len(plain) > 20
    assert not [each for each in plain if each.replace(" ", "") not in found]


def test_a_photo_is_shown_with_what_is_blacked_out_and_what_is_known_of_it(
    world: World, jpeg: Callable[..., bytes]
) -> None:
    data = jpeg("teal", (640, 480))
    sha256 = hashlib.sha256(data).hexdigest()
    photo = {
        "id": an_id("photo"), "sha256": sha256, "bytes": len(data), "type": "image/jpeg",
        "observed_at": world.clock.now.isoformat(), "source": "camera", "room": "bedroom",
        "caption": "Mia's bed", "consent": "agreed",
    }  # fmt: skip
    visit(world, photos=[photo])
    assert "This photo has not come from the device yet." in read(report(world, "visit_full"))
    sent = world.client("owner").put(
        f"/api/photos/{sha256}", data=data, content_type="image/jpeg"
    )
    assert sent.status_code == 201
    shown = _picture(report(world, "visit_full"))
    redactions.add(
        world.store,
        {"id": str(uuid.uuid4()), "visit_id": VISIT, "sha256": sha256, "number": 1,
         "boxes": [(0, 0, 5_000, 10_000)], "why": "A face", "made_at": utc_text(world.clock.now),
         "made_by": an_id("owner")},
    )  # fmt: skip
    for kind in ("visit_full", "home_full"):
        made = report(world, kind)
        redacted = _picture(made)
        assert redacted != shown
        assert redacted.startswith(b"\xff\xd8")
        found = read(made)
        for words in ("Mia's bed", "Consent: agreed", "Parts of this picture were blacked out."):
            assert words in found, words
        assert sha256 in found.replace(" ", "")


def _picture(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = {
            bytes(each.read_raw_bytes())
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        }
    (picture,) = found
    return picture


def _allocate_police(world: World) -> None:
    homes.allocate(world.store, HOME, an_id("police"), "2026-01-01T00:00:00.000Z")


def test_the_familys_copy_holds_grades_alone_and_strengths_first(world: World) -> None:
    visit(world)
    referral(world)
    _allocate_police(world)
    document = world.visit("by police", grades=[{"item": "hygiene.kitchen", "grade": 5}])
    assert world.send("police", document).status_code == 201
    found = read(report(world, "family"))
    assert found.index("What is going well") < found.index("What needs to change")
    for words in (OWN_WORDS, NOTES, "No sheet.", "cannabis", "Hill School", "coat", "Police"):
        assert words not in found, words


def test_the_letter_says_that_the_referral_came_and_what_came_of_it_and_no_more(
    world: World,
) -> None:
    visit(world)
    event = referral(world)
    referral(world, None, "2026-02-09")
    path = f"/homes/{HOME}/report/letter"
    page = see(world.client("owner"), path)
    assert "9 February 2026, Hill School" in page.text
    answer = ask(world, "owner", path, referral=event, address="Mr Ali\nHill School\nMillbrook")
    found = read(bytes(answer.data))
    for words in ("Mr Ali Hill School Millbrook", "1 March 2026", "1 February 2026",
                  "We are now working with this family"):  # fmt: skip
        assert words in found, words
    for words in ("Mia", "Example Row", "Secret reason", "coat", OWN_WORDS):
        assert words not in found, words
    assert world.store.one("SELECT kind, for_whom FROM reports") == {
        "kind": "feedback", "for_whom": "whoever made the referral"
    }  # fmt: skip
    assert PdfReader(io.BytesIO(answer.data)).metadata.title == "Your referral of 1 February 2026"


WHO = [
    ("owner", 200), ("supervisor", 200), ("colleague", 404), ("stranger", 404),
    ("far_supervisor", 404), ("police", 404), ("partner", 404), ("administrator", 404),
]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), WHO)
@pytest.mark.parametrize("path", ["homes", "letter", "visits"])
def test_only_who_may_take_records_out_makes_reports(
    world: World, who: str, status: int, path: str
) -> None:
    visit(world)
    address = {
        "homes": f"/homes/{HOME}/report", "letter": f"/homes/{HOME}/report/letter",
        "visits": f"/visits/{VISIT}/report",
    }[path]  # fmt: skip
    assert world.client(who).get(address).status_code == status
    made = ask(world, who, address, kind="visit_full" if path == "visits" else "home_full")
    assert made.status_code == (status if path != "letter" or status == 404 else 400)
    assert bool(world.store.one("SELECT id FROM reports")) == (status == 200 and path != "letter")


def test_an_officer_makes_a_report_of_an_own_visit_alone(world: World) -> None:
    _allocate_police(world)
    visit(world)
    own = world.visit("own", voices=[], grades=[], children=[], present=[], signs=[])
    assert world.send("police", own).status_code == 201
    answer = ask(world, "police", f"/visits/{own['id']}/report", kind="visit_full")
    assert answer.status_code == 200
    assert OWN_WORDS not in read(bytes(answer.data))
    assert ask(world, "police", f"/homes/{HOME}/report", kind="home_full").status_code == 404
    assert ask(world, "police", f"/visits/{VISIT}/report", kind="visit_full").status_code == 404


BAD = [
    {"kind": "everything"}, {"kind": "visit_full"}, {"for_whom": " "}, {"why": ""},
    {"for_whom": "x" * 201}, {"why": "x" * 301}, {"why": "a\x00b"}, {"protect": "perhaps"},
    {"protect": ""}, {"protect": "yes", "password": "short"},
    {"protect": "yes", "password": "пароль-пароль"}, {"protect": "yes", "password": "x" * 101},
]  # fmt: skip


@pytest.mark.parametrize("wrong", BAD)
def test_a_form_that_is_wrong_makes_nothing_and_says_why(
    world: World, wrong: dict[str, str]
) -> None:
    visit(world)
    fields = {**FORM, "csrf_token": token(world, "owner"), "kind": "home_short", **wrong}
    page = see(world.client("owner"), f"/homes/{HOME}/report", 400, data=fields)
    assert page.find(class_="govuk-error-summary")
    assert world.store.one("SELECT id FROM reports") is None


@pytest.mark.parametrize("address", ["Mr Ali", ""])
@pytest.mark.parametrize("event", ["", "nonsense", an_id("other")])
def test_a_letter_needs_a_referral_of_this_home_and_an_address(
    world: World, event: str, address: str
) -> None:
    referral(world)
    fields = {**FORM, "csrf_token": token(world, "owner"), "referral": event, "address": address}
    see(world.client("owner"), f"/homes/{HOME}/report/letter", 400, data=fields)
    assert world.store.one("SELECT id FROM reports") is None


def test_a_home_without_visits_or_referrals_offers_no_report(world: World) -> None:
    assert "no visit" in see(world.client("owner"), f"/homes/{HOME}/report").text
    letter = see(world.client("owner"), f"/homes/{HOME}/report/letter").text
    assert "There is no referral" in letter
    assert ask(world, "owner", f"/homes/{HOME}/report", kind="home_full").status_code == 400


def test_powers_and_what_was_done_stand_in_a_visits_report(world: World) -> None:
    powers = [{"power": "police_protection", "began_at": world.clock.now.isoformat(),
               "children": [MIA], "words": "Taken to the hospital."}]  # fmt: skip
    visit(world, powers=powers, done_now="Called the duty team.")
    found = read(report(world, "visit_full"))
    for words in ("Police protection (section 46)", "For Mia", "Taken to the hospital.",
                  "72 hours", "Called the duty team."):  # fmt: skip
        assert words in found, words


def test_a_report_is_kept_with_who_when_for_whom_why_and_in_the_audit_log(world: World) -> None:
    visit(world)
    data = report(world, "home_short")
    row = world.store.one("SELECT * FROM reports")
    assert row
    assert (row["kind"], row["home_id"], row["visit_id"]) == ("home_short", HOME, None)
    assert (row["made_by"], row["for_whom"], row["why"]) == (
        an_id("owner"), FORM["for_whom"], FORM["why"]
    )  # fmt: skip
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    assert list(json.loads(row["facts"])["visits"]) == [VISIT]
    assert ("owner", "report_made") in world.audit()
    found = read(data)
    assert row["id"][:8].upper() in found
    assert "Made by Owner on 1 March 2026, 12:00 for Review conference" in found


def test_a_protected_report_opens_with_its_password_alone_and_that_is_kept_nowhere(
    world: World, settings: Settings
) -> None:
    visit(world)
    pages = [see(world.client("owner"), f"/homes/{HOME}/report") for _ in range(2)]
    offered, another = (str(page.find(id="password")["value"]) for page in pages)  # type: ignore[index]
    assert offered != another
    data = report(world, "home_full", protect="yes", password=offered)
    assert OWN_WORDS.encode() not in data
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password=offered) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
        assert "aesv3" in str(opened.encryption.stream_method)
        plain = io.BytesIO()
        opened.save(plain)
    assert OWN_WORDS in read(plain.getvalue())
    for file in settings.instance.rglob("*"):
        assert not file.is_file() or offered.encode() not in file.read_bytes()
    kept = world.store.one("SELECT sha256 FROM reports")
    assert kept and kept["sha256"] == hashlib.sha256(data).hexdigest()


def check(world: World, who: str, data: bytes, status: int = 200) -> str:
    fields = {"file": (io.BytesIO(data), "report.pdf"), "csrf_token": token(world, who)}
    page = see(world.client(who), "/reports/check", status, data=fields,
               content_type="multipart/form-data")  # fmt: skip
    return " ".join(page.text.split())


def test_a_report_is_known_again_and_what_changed_since_is_told(world: World) -> None:
    visit(world)
    data = report(world, "home_full")
    found = check(world, "owner", data)
    assert "This is the very file that was made here." in found
    assert "The record has not changed since." in found
    assert "Asked for by its chair" in found
    referral(world)
    corrected = world.visit(reason="Wrong grade", notes="Other")
    assert world.send("owner", corrected, 2).status_code == 201
    world.clock.turn(hours=1)
    assert world.send("owner", world.visit("later")).status_code == 201
    found = check(world, "supervisor", data)
    assert "The visit on 1 March 2026 was corrected: it is revision 2 now, and was 1." in found
    assert "The visit on 1 March 2026 has come since." in found
    assert "1 line was added to the chronology." in found
    assert ("owner", "report_checked") in world.audit()


def test_a_file_with_one_byte_changed_is_not_known(world: World) -> None:
    visit(world)
    data = report(world, "visit_short")
    assert "was not made here" in check(world, "owner", data[:-1] + b"x")
    assert "was not made here" in check(world, "owner", b"")


def test_who_has_no_part_in_the_home_is_not_told_what_changed(world: World) -> None:
    visit(world)
    data = report(world, "home_full")
    referral(world)
    found = check(world, "stranger", data)
    assert "This is the very file" in found
    assert "line was added" not in found
    assert world.client("administrator").get("/reports/check").status_code == 404


def test_a_check_without_a_file_says_so(world: World) -> None:
    fields = {"csrf_token": token(world, "owner")}
    page = see(world.client("owner"), "/reports/check", 400, data=fields)
    assert page.find(class_="govuk-error-summary")
    answer = world.client("owner").post("/reports/check", data={**fields, "file": "text"})
    assert answer.status_code == 400


def test_the_command_says_the_same(
    world: World, settings: Settings, tmp_path: Any, monkeypatch: Any, capsys: Any
) -> None:
    visit(world)
    file = tmp_path / "report.pdf"
    file.write_bytes(report(world, "visit_full"))
    monkeypatch.setenv("GCP_INSTANCE", str(settings.instance))
    assert cli.main(["verify-report", str(file)]) == 0
    said = capsys.readouterr().out
    assert "by Owner for Review conference, because: Asked for by its chair" in said
    assert "The record has not changed since." in said
    world.send("owner", world.visit(reason="Wrong", notes="Other"), 2)
    assert cli.main(["verify-report", str(file)]) == 0
    assert "was corrected" in capsys.readouterr().out
    file.write_bytes(file.read_bytes() + b" ")
    assert cli.main(["verify-report", str(file)]) == 1
    assert cli.main(["verify-report", str(tmp_path / "nothing")]) == 1


def test_a_drafts_report_cannot_be_made(world: World) -> None:
    draft = world.visit(signed_at=None)
    assert world.send("owner", draft).status_code == 201
    assert world.client("owner").get(f"/visits/{VISIT}/report").status_code == 404


@pytest.mark.parametrize("what", ["homes", "visits"])
def test_what_is_not_there_has_no_report(world: World, what: str) -> None:
    assert world.client("owner").get(f"/{what}/{uuid.uuid4()}/report").status_code == 404
    assert world.client("owner").get(f"/{what}/nonsense/report").status_code == 404


def test_another_sites_page_cannot_make_or_check_one(world: World) -> None:
    visit(world)
    data = report(world, "home_full")
    fields = {**FORM, "kind": "home_full"}
    assert world.client("owner").post(f"/homes/{HOME}/report", data=fields).status_code == 400
    fields = {"file": (io.BytesIO(data), "report.pdf")}
    answer = world.client("owner").post("/reports/check", data=fields)
    assert answer.status_code == 400
    assert "very file" not in answer.text
    assert len(world.store.all("SELECT id FROM reports")) == 1
