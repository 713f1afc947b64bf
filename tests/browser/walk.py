"""What somebody does on a visit, at random."""

from __future__ import annotations

from collections.abc import Callable

from gcp.core.visit_fields import ACCESS, KINDS, SEEN
from tests.browser.doing import flipped, listed
from tests.browser.grading import Grading
from tests.browser.ledger import Visit

PROMPTS = ("own_words", "appearance", "activity", "relationships", "surroundings")


class Walk(Grading):
    """Goes about visits, one thing after another."""

    def act(self, visit: Visit) -> None:
        """One random thing on one open visit, done and called saved."""
        choices: list[tuple[int, Callable[[Visit], None]]] = [
            (3, self._arrive), (2, self._tick_present), (1, self._name_in_charge),
            (1, self._add_person), (1, self._write_arrival), (14, self._grade),
            (3, self._tick_sign), (2, self._write_of_sign), (4, self._hear_child),
            (6, self._add_photos), (5, self._describe_photo), (1, self._take_back),
            (3, self._write_notes),
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
        people = listed(visit.state, "people", " | ")
        if not people:
            return
        self._step(visit, "arriving")
        at = self._rng.randrange(len(people))
        key = f"present:{people[at]}"
        row = self.screen.find('[data-slot="present"] label').nth(at)
        self._do(visit, f"ticking {key}", [{key: flipped(visit.state, key)}], row.tap)

    def _name_in_charge(self, visit: Visit) -> None:
        self._step(visit, "arriving")
        rows = self.screen.find('[data-slot="in_charge"] label')
        titles = rows.locator('[data-slot="title"]').all_inner_texts()
        title = self._other(tuple(titles), visit.state.get("in_charge"))
        if title:
            tap = rows.nth(titles.index(title)).tap
            self._do(visit, f"naming {title} in charge", [{"in_charge": title}], tap)

    def _add_person(self, visit: Visit) -> None:
        people = listed(visit.state, "people", " | ")
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

    # Signs, voices, notes

    def _tick_sign(self, visit: Visit) -> None:
        self._step(visit, "signs")
        rows = self.screen.find('[data-part="signs"] .app-sign')
        row = rows.nth(self._rng.randrange(rows.count()))
        sign = row.locator('input[type="checkbox"]').input_value()
        key, words = f"sign:{sign}", f"signwords:{sign}"
        wanted = flipped(visit.state, key)
        aside = f"aside:{words}"
        before, after = (aside, words) if wanted else (words, aside)
        moved = {before: "", after: visit.state.get(before, "")}
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
