"""What somebody does with the photos of a visit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from playwright.sync_api import Locator

from gcp.core.visit_fields import CONSENTS
from tests.browser.coded_photos import coded_photo, sha256
from tests.browser.doing import Doing, listed
from tests.browser.ledger import Visit, without_photo
from tests.browser.screen import Screen

EXPLAINED = ("not_asked", "police_power")
ONE_IN_LARGE = 12


class Photographing(Doing):
    """Photos; `photos` holds all that were made by their code, `codes` those by their digest."""

    def __init__(self, screen: Screen, rng: Random, note: Callable[[str], None]) -> None:
        super().__init__(screen, rng, note)
        self.photos: dict[str, bytes] = {}
        self.codes: dict[str, str] = {}

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
        before = listed(visit.state, "photos", " ")
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
        codes = listed(visit.state, "photos", " ")
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
        key = f"{name}:{code}"
        value = self._other(tuple(values), visit.state.get(key, ""))

        def choose() -> None:
            select.select_option(value)

        self._do(visit, f"setting {key}", [{key: value}], choose)

    def _consent_for_all(self, visit: Visit, codes: list[str]) -> None:
        at = self._rng.randrange(len(CONSENTS))
        consent = CONSENTS[at]

        def give() -> None:
            """The photos are drawn again once it is on the disk."""
            self.screen.find('[data-slot="all_consent"] button').nth(at).tap()
            drawn = f'[data-photo] [data-slot="consent"] input[value="{consent}"]:checked'
            self.screen.find(drawn).first.wait_for(state="attached")
            self.screen.look()

        changes = {f"consent:{code}": consent for code in codes}
        self._do(visit, f"{consent} for all photos", [changes], give)

    def _consent(self, visit: Visit, code: str, place: Locator) -> None:
        own = visit.state.get(f"consent:{code}", "")
        if own in EXPLAINED and self._rng.random() < 0.5:
            field = place.locator('[data-slot="consent_words"] textarea')
            return self._write(visit, f"consentwords:{code}", field)
        value = self._other(CONSENTS, own)
        row = place.locator(f'[data-slot="consent"] label:has(input[value="{value}"])')
        self._do(visit, f"consent {value}", [{f"consent:{code}": value}], row.tap)

    def _take_back(self, visit: Visit) -> None:
        codes = listed(visit.state, "photos", " ")
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


def _file(code: str, data: bytes) -> dict[str, Any]:
    return {"name": f"{code}.jpg", "mimeType": "image/jpeg", "buffer": data}
