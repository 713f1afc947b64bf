"""What somebody does on a visit, at random: each action says beforehand what will then be saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from playwright.sync_api import Locator

from gcp.core.visit_fields import ACCESS, CONSENTS, KINDS, MADE_UP_BY, ROOMS, SEEN
from tests.browser.coded_photos import coded_photo, sha256
from tests.browser.ledger import State, Visit, without_photo
from tests.browser.screen import Screen

GRADES = ("1", "2", "3", "4", "5")
STATES = ("not_seen", "refused", "not_applicable")
PROMPTS = ("own_words", "appearance", "activity", "relationships", "surroundings")
EXPLAINED = ("not_asked", "police_power")
SEEN_THERE = (
    "One thin blanket, a wet patch.", "Rien à manger, frigo vide.", "“I sleep on the sofa.”",
    "Smell of damp & smoke.", "Łóżko bez pościeli 🛏", "Three full meals, table laid.",
    "Line one.\nLine two.",
)  # fmt: skip
ONE_IN_LARGE = 12


class Walk:
    """Goes about visits with a Random; keeps every photo it has made, by its code."""

    def __init__(self, screen: Screen, rng: Random, note: Callable[[str], None]) -> None:
        self.screen = screen
        self._rng = rng
        self._note = note
        self._number = 0
        self.photos: dict[str, bytes] = {}
        self.codes: dict[str, str] = {}
        self.changes = 0

    def act(self, visit: Visit) -> None:
        """One random thing on one open visit, done and called saved."""
        choices: list[tuple[int, Callable[[Visit], None]]] = [
            (3, self._arrive), (2, self._tick_present), (1, self._name_in_charge),
            (1, self._add_person), (1, self._write_arrival), (14, self._grade), (3, self._tick_sign),
            (2, self._write_of_sign), (4, self._hear_child), (6, self._add_photos),
            (5, self._describe_photo), (1, self._take_back), (3, self._write_notes),
        ]  # fmt: skip
        weights = [weight for weight, _ in choices]
        self._rng.choices([work for _, work in choices], weights)[0](visit)

    def sign_off(self, visit: Visit) -> None:
        """Sign a visit; what it needs for that is given first."""
        for name, values in (("kind", KINDS), ("access", ACCESS)):
            if not visit.state.get(name):
                self._choose(visit, name, values)
        self.screen.go(f"#{visit.id}/review")

        def sign() -> None:
            self.screen.find('[data-action="sign-off"]').tap()
            self.screen.find('[data-action="confirm"]').tap()

        self._do(visit, "signing off", [{"signed": "yes"}], sign)

    def _do(
        self, visit: Visit, what: str, changes: list[Mapping[str, str]], work: Callable[[], None]
    ) -> None:
        """Do it, and wait until the screen says that all of it is saved."""
        self._note(f"{visit.id[:4]}: {what}")
        action = visit.begin(what, changes)
        work()
        self.screen.until(lambda: action.is_told, what)
        visit.finish()
        self.changes += len(changes)

    def _step(self, visit: Visit, name: str) -> None:
        self.screen.go(f"#{visit.id}/{name}")

    # Arriving

    def _arrive(self, visit: Visit) -> None:
        if self._rng.random() < 0.7:
            return self._choose(visit, "kind", KINDS)
        # Mostly inside: without access there is little to record.
        self._choose(visit, "access", ("inside", "doorstep", "inside", "inside", "no_reply"))

    def _choose(self, visit: Visit, name: str, values: tuple[str, ...]) -> None:
        self._step(visit, "arriving")
        value = self._other(values, visit.state.get(name))
        row = self.screen.find(f'[data-slot="{name}"] label:has(input[value="{value}"])')
        self._do(visit, f"choosing {name} {value}", [{name: value}], row.tap)

    def _tick_present(self, visit: Visit) -> None:
        people = _listed(visit.state, "people", " | ")
        if not people:
            return
        self._step(visit, "arriving")
        at = self._rng.randrange(len(people))
        key = f"present:{people[at]}"
        row = self.screen.find('[data-slot="present"] label').nth(at)
        self._do(visit, f"ticking {key}", [{key: _flipped(visit.state, key)}], row.tap)

    def _name_in_charge(self, visit: Visit) -> None:
        self._step(visit, "arriving")
        rows = self.screen.find('[data-slot="in_charge"] label')
        titles = rows.locator('[data-slot="title"]').all_inner_texts()
        title = self._other(tuple(titles), visit.state.get("in_charge"))
        if title:
            tap = rows.nth(titles.index(title)).tap
            self._do(visit, f"naming {title} in charge", [{"in_charge": title}], tap)

    def _add_person(self, visit: Visit) -> None:
        people = _listed(visit.state, "people", " | ")
        if len(people) > 7:
            return
        self._step(visit, "arriving")
        kind, name = self._rng.choice(("child", "adult")), f"Ola {self._next()}"
        title = f"{name}, about 4 years" if kind == "child" else name
        children = sum(", " in each for each in people)  # only a child's title says an age
        where = children if kind == "child" else len(people)
        after = [*people[:where], title, *people[where:]]
        changes = {"people": " | ".join(after), f"present:{title}": "yes"}

        def add() -> None:
            self.screen.find(f'[data-action="add-{kind}"]').tap()
            form = self.screen.find('[data-part="add-person"]')
            form.locator('[data-slot="name"]').fill(name)
            if kind == "child":
                form.locator('[data-slot="about_years"]').fill("4")
            form.locator('button[type="submit"]').tap()
            form.wait_for(state="detached")
            self.screen.tell()

        self._do(visit, f"adding {title}", [changes], add)

    def _write_arrival(self, visit: Visit) -> None:
        self._step(visit, "arriving")
        self._write(visit, "arrival", self.screen.find('[data-slot="arrival"] textarea'))

    # Grades

    def _grade(self, visit: Visit) -> None:
        areas = ("area-sleeping", "area-hygiene", "area-nutrition")
        if visit.state.get("access") in ("refused", "no_reply"):
            return
        self._step(visit, self._rng.choice(areas))
        offers = self.screen.offers()
        if not offers:
            return
        offer = self._rng.choice(offers)
        about = f'[data-child="{offer["child"]}"]' if offer["child"] else ""
        place = self.screen.find(f'[data-answer="{offer["item"]}"]{about}')
        if self._rng.random() < 0.12:
            return self._add_item_photo(visit, offer["item"])
        if offer["same"] and self._rng.random() < 0.7:
            return self._give_same(visit, offer, place)
        if offer["isClosed"]:
            place.locator('[data-action="open"]').tap()
        self._answer(visit, offer, place)

    def _answer(self, visit: Visit, offer: Mapping[str, Any], place: Locator) -> None:
        key = f"{offer['item']}/{offer['child']}"
        own = visit.state.get(f"answer:{key}", "")
        is_worse = own in ("4", "5")
        roll = self._rng.random()
        if not own or roll < 0.4:
            self._give(visit, offer, place, self._other(GRADES + STATES, own))
        elif roll < 0.45:
            self._clear(visit, offer, place)
        elif is_worse and roll < 0.6:
            self._tick_made_up(visit, key, place)
        elif is_worse and roll < 0.7:
            self._write(visit, f"how:{key}", place.locator('[data-slot="made_up"] textarea'))
        else:
            if not is_worse and not visit.state.get(f"words:{key}"):
                add = place.locator('[data-action="add-words"]')
                if add.is_visible():
                    add.tap()
            self._write(visit, f"words:{key}", place.locator('[data-slot="words"] textarea'))

    def _give(
        self, visit: Visit, offer: Mapping[str, Any], place: Locator, answer: str
    ) -> None:
        changes = _given(visit.state, offer, answer)
        row = place.locator(f'label:has(input[type="radio"][value="{answer}"])')
        self._do(visit, f"giving {offer['item']} {answer}", [changes], row.tap)

    def _give_same(self, visit: Visit, offer: Mapping[str, Any], place: Locator) -> None:
        same = offer["same"]
        key = f"same:{offer['item']}/{offer['child']}"
        changes = {**_given(visit.state, offer, same["answer"]), key: same["name"]}
        tap = place.locator('[data-action="same"]').tap
        self._do(visit, f"giving {offer['item']} the same as {same['name']}", [changes], tap)

    def _clear(self, visit: Visit, offer: Mapping[str, Any], place: Locator) -> None:
        tap = place.locator('[data-action="clear"]').tap
        self._do(visit, f"clearing {offer['item']}", [_cleared(visit.state, offer)], tap)

    def _tick_made_up(self, visit: Visit, key: str, place: Locator) -> None:
        given = set(_listed(visit.state, f"made:{key}", " "))
        value = self._rng.choice(MADE_UP_BY)
        kept = [each for each in MADE_UP_BY if each in given ^ {value}]
        row = place.locator(f'[data-slot="made_up"] label:has(input[value="{value}"])')
        changes = {f"made:{key}": " ".join(kept)}
        self._do(visit, f"ticking {value} for {key}", [changes], row.tap)

    # Signs, voices, notes

    def _tick_sign(self, visit: Visit) -> None:
        self._step(visit, "signs")
        rows = self.screen.find('[data-part="signs"] .app-sign')
        row = rows.nth(self._rng.randrange(rows.count()))
        sign = row.locator('input[type="checkbox"]').input_value()
        key, words = f"sign:{sign}", f"signwords:{sign}"
        wanted = _flipped(visit.state, key)
        kept, shown = visit.state.get(f"aside:{words}", ""), visit.state.get(words, "")
        moved = {words: kept, f"aside:{words}": ""} if wanted else {words: "", f"aside:{words}": shown}
        tap = row.locator("label").first.tap
        self._do(visit, f"ticking {key}", [{key: wanted, **moved}], tap)

    def _write_of_sign(self, visit: Visit) -> None:
        ticked = [key.removeprefix("sign:") for key in visit.state if key.startswith("sign:")]
        if not ticked:
            return self._tick_sign(visit)
        self._step(visit, "signs")
        sign = self._rng.choice(ticked)
        field = self.screen.find(f'.app-sign:has(input[value="{sign}"]) textarea')
        self._write(visit, f"signwords:{sign}", field)

    def _hear_child(self, visit: Visit) -> None:
        self.screen.go(f"#{visit.id}")
        tasks = self.screen.find('[data-task^="voice-"]')
        if not tasks.count():
            return
        step = tasks.nth(self._rng.randrange(tasks.count())).get_attribute("data-task") or ""
        self._step(visit, step)
        child = step.removeprefix("voice-")
        seen = visit.state.get(f"voice:{child}/seen", "")
        if self._rng.random() < 0.3:
            value = self._other(SEEN, seen)
            row = self.screen.find(f'[data-slot="seen"] label:has(input[value="{value}"])')
            self._do(visit, f"seen {value}", [{f"voice:{child}/seen": value}], row.tap)
        else:
            self._write_voice(visit, child, seen)

    def _write_voice(self, visit: Visit, child: str, seen: str) -> None:
        """What is written of a child makes the choice that it was seen, if none was made."""
        name = self._rng.choice(("why", *PROMPTS) if seen == "not_seen" else PROMPTS)
        fields = self.screen.find('[data-slot="prompts"] textarea')
        why = self.screen.find('[data-slot="why"] textarea')
        field = why if name == "why" else fields.nth(PROMPTS.index(name))
        also = {} if seen else {f"voice:{child}/seen": "seen"}
        self._write(visit, f"voice:{child}/{name}", field, also)

    def _write_notes(self, visit: Visit) -> None:
        self._step(visit, "notes")
        self._write(visit, "notes", self.screen.find('[data-slot="notes"] textarea'))

    # Photos

    def _add_photos(self, visit: Visit) -> None:
        self._step(visit, "photos")
        codes = [self._new_photo() for _ in range(self._rng.choice((1, 1, 1, 2, 3)))]
        name = self._rng.choice(("camera", "files")) if len(codes) == 1 else "files"
        field = self.screen.find(f'[data-part="photos"] [data-slot="{name}"]')
        self._keep_photos(visit, codes, field)

    def _add_item_photo(self, visit: Visit, item: str) -> None:
        code = self._new_photo()
        field = self.screen.find(f'[data-item="{item}"] input[type="file"]')
        self._keep_photos(visit, [code], field, {f"item:{code}": item})

    def _keep_photos(
        self, visit: Visit, codes: list[str], field: Locator, also: Mapping[str, str] | None = None
    ) -> None:
        before = _listed(visit.state, "photos", " ")
        ends = [" ".join([*before, *codes[: at + 1]]) for at in range(len(codes))]
        changes = [{"photos": each, **(also or {})} for each in ends]
        files: Any = [_file(code, self.photos[code]) for code in codes]
        what = f"keeping photo {' '.join(codes)}"
        self._do(visit, what, changes, lambda: field.set_input_files(files))

    def _new_photo(self) -> str:
        code = str(self._next())
        data = coded_photo(int(code), self._rng.randrange(ONE_IN_LARGE) == 0)
        self.photos[code] = data
        self.codes[sha256(data)] = code
        return code

    def _describe_photo(self, visit: Visit) -> None:
        codes = _listed(visit.state, "photos", " ")
        if not codes:
            return self._add_photos(visit)
        self._step(visit, "photos")
        at = self._rng.randrange(len(codes))
        code, place = codes[at], self.screen.find('[data-part="photo"]').nth(at)
        open_ = [each for each in codes if not visit.state.get(f"consent:{each}")]
        roll = self._rng.random()
        if roll < 0.45:
            self._write(visit, f"caption:{code}", place.locator('[data-slot="caption"]'))
        elif roll < 0.6:
            self._select(visit, code, place)
        elif roll < 0.7 and len(open_) > 1:
            self._consent_for_all(visit, open_)
        else:
            self._consent(visit, code, place)

    def _select(self, visit: Visit, code: str, place: Locator) -> None:
        name = self._rng.choice(("room", "item", "about"))
        select = place.locator("select").nth(("room", "item", "about").index(name))
        values = select.evaluate("(field) => [...field.options].map((each) => each.value)")
        value = self._other(tuple(ROOMS if name == "room" else values), visit.state.get(f"{name}:{code}"))
        changes = {f"{name}:{code}": value}
        self._do(visit, f"setting {name}:{code}", [changes], lambda: _set(select, value))

    def _consent_for_all(self, visit: Visit, codes: list[str]) -> None:
        at = self._rng.randrange(len(CONSENTS))
        changes = {f"consent:{code}": CONSENTS[at] for code in codes}
        tap = self.screen.find('[data-slot="all_consent"] button').nth(at).tap
        self._do(visit, f"{CONSENTS[at]} for all photos", [changes], tap)

    def _consent(self, visit: Visit, code: str, place: Locator) -> None:
        own = visit.state.get(f"consent:{code}", "")
        if own in EXPLAINED and self._rng.random() < 0.5:
            field = place.locator('[data-slot="consent_words"] textarea')
            return self._write(visit, f"consentwords:{code}", field)
        value = self._other(CONSENTS, own)
        row = place.locator(f'[data-slot="consent"] label:has(input[value="{value}"])')
        self._do(visit, f"consent {value}", [{f"consent:{code}": value}], row.tap)

    def _take_back(self, visit: Visit) -> None:
        codes = _listed(visit.state, "photos", " ")
        if len(codes) < 2:
            return
        self._step(visit, "photos")
        at, why = self._rng.randrange(len(codes)), f"Wrong room {self._next()}"
        place = self.screen.find('[data-part="photo"]').nth(at)

        def take_back() -> None:
            place.locator('[data-action="take-back"]').tap()
            place.locator('[data-slot="why"]').fill(why)
            place.locator('[data-slot="taking_back"] button[type="submit"]').tap()

        changes = without_photo(visit.state, codes[at], why)
        self._do(visit, f"taking photo {codes[at]} back", [changes], take_back)

    # Words

    def _write(
        self, visit: Visit, key: str, field: Locator, also: Mapping[str, str] | None = None
    ) -> None:
        """Put words into a field: at once, key by key, or at once and away before it is saved."""
        way = self._rng.choices(("whole", "keys", "hurried", "locked"), (6, 3, 2, 1))[0]
        old = visit.state.get(key, "")
        text = f"{self._rng.choice(SEEN_THERE)} {self._next()}"
        if way == "keys":
            added = f" {self._next()}, x"
            texts = [old + added[: at + 1] for at in range(len(added))]
        else:
            texts = [self._one_line(key, text)]
        changes = [{key: each, **(also or {})} for each in texts]
        where = self.screen.page.evaluate("() => location.hash")

        def write() -> None:
            if way == "keys":
                _type(field, texts[-1].removeprefix(old), self._rng.choice((0, 20, 60)))
            else:
                field.fill(texts[0])
            if way == "hurried":
                self.screen.go("#")
            if way == "locked":
                self.screen.lock()
            if way in ("hurried", "locked"):
                self._come_back(where)

        self._do(visit, f"writing {key} ({way}): {texts[-1]!r}", changes, write)

    def _come_back(self, where: str) -> None:
        """Where it was written, the step is read from the disk again, and says what it read."""
        self.screen.go(where)
        self.screen.look()

    def _one_line(self, key: str, text: str) -> str:
        return text.replace("\n", " ") if key.startswith("caption") else text

    def _other(self, values: tuple[str, ...], now: str | None) -> str:
        """Any of them but the one it has."""
        left = [each for each in values if each != now]
        return self._rng.choice(left) if left else ""

    def _next(self) -> int:
        self._number += 1
        return self._number


def _set(select: Locator, value: str) -> None:
    select.select_option(value)


def _type(field: Locator, text: str, delay: int) -> None:
    """Key by key at the end of what is there."""
    field.focus()
    field.press("Control+End")
    field.press_sequentially(text, delay=delay)


def _file(code: str, data: bytes) -> dict[str, Any]:
    return {"name": f"{code}.jpg", "mimeType": "image/jpeg", "buffer": data}


def _listed(state: State, key: str, between: str) -> list[str]:
    return [each for each in state.get(key, "").split(between) if each]


def _flipped(state: State, key: str) -> str:
    return "" if state.get(key) else "yes"


ABOUT_ANSWERS = ("words", "made", "how")


def _given(state: State, offer: Mapping[str, Any], answer: str) -> State:
    """What giving an answer changes: words kept aside come back, a false "same as" goes."""
    key = f"{offer['item']}/{offer['child']}"
    changes = {f"answer:{key}": answer, f"same:{key}": ""}
    if not state.get(f"answer:{key}"):
        for name in ABOUT_ANSWERS:
            changes[f"{name}:{key}"] = state.get(f"aside:{name}:{key}", "")
            changes[f"aside:{name}:{key}"] = ""
    return {**changes, **_no_longer_same(state, offer, answer)}


def _cleared(state: State, offer: Mapping[str, Any]) -> State:
    """What taking an answer back changes: its words wait aside."""
    key = f"{offer['item']}/{offer['child']}"
    changes = {f"answer:{key}": "", f"same:{key}": ""}
    for name in ABOUT_ANSWERS:
        changes[f"{name}:{key}"] = ""
        changes[f"aside:{name}:{key}"] = state.get(f"{name}:{key}", "")
    return {**changes, **_no_longer_same(state, offer, "")}


def _no_longer_same(state: State, offer: Mapping[str, Any], answer: str) -> State:
    start = f"same:{offer['item']}/"
    others = [key for key, name in state.items() if key.startswith(start) and name == offer["name"]]
    differ = [key for key in others if state[key.replace("same:", "answer:", 1)] != answer]
    return dict.fromkeys(differ, "")
