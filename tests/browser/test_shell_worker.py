"""What the worker leaves alone, what it refuses to keep, and the hint to install the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from gcp.demo.cast import PASSWORD
from tests.browser.conftest import TABLET, Server, open_app, unlock
from tests.browser.line import PORTAL, Line
from tests.browser.test_service_worker import controlled, next_worker, renew

Enter = Callable[..., Page]

ICON = "/static/images/icon-512.png"
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const requests = await (await caches.open(name)).keys();
    kept[name] = requests.map(({ url }) => new URL(url).pathname).sort();
  }
  return kept;
}"""
SEND = """async () => {
  const statuses = [];
  for (const asked of ["PUT /api/visits/no/revisions/1", "POST /visit?sent", "GET /api/caseload"]) {
    const [method, path] = asked.split(" ");
    const body = method === "GET" ? undefined : JSON.stringify({ kept: "whole" });
    statuses.push((await fetch(path, { method, body })).status);
  }
  return statuses;
}"""


POST_TO_SHELL = """() => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: "/visit" });
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """A line to the server that can give other bytes for a file."""
    with Line(server.url) as made:
        yield made


@pytest.fixture
def behind(browser: Browser, line: Line) -> Iterator[BrowserContext]:
    """A browser behind that line."""
    context = browser.new_context(base_url=line.url, has_touch=True)
    yield context
    context.close()


@pytest.fixture
def tablet(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Signs in on a device of another kind; fails on any script error."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def enter(**device: str) -> Page:
        size = {"width": TABLET[0], "height": TABLET[1]}
        context = browser.new_context(base_url=server.url, viewport=size, has_touch=True, **device)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        signed_in = {"email": "practitioner@demo.example", "password": PASSWORD}
        assert page.request.post("/api/session", data=signed_in).status == 201
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not errors


def loads(page: Page) -> list[str]:
    """From here on, each time this page is loaded."""
    seen: list[str] = []
    page.on("load", lambda loaded: seen.append(loaded.url))
    return seen


def test_the_page_that_brought_the_worker_is_served_by_it_at_once(signed_in: Enter) -> None:
    page = signed_in()
    page.goto("/visit")
    seen = loads(page)
    unlock(page)
    controlled(page)
    page.context.set_offline(True)
    picture_worker = page.locator("[data-picture-worker]").get_attribute("data-picture-worker")
    kind = page.evaluate(
        "(url) => fetch(url).then((answer) => answer.headers.get('Content-Type'))", picture_worker
    )
    assert kind.startswith("text/javascript")
    assert seen == [], "nothing was loaded again"
    expect(page.locator('[data-part="update"]')).to_be_hidden()


def test_what_is_sent_and_what_is_of_a_case_passes_the_worker_by(signed_in: Enter) -> None:
    page = signed_in()
    open_app(page)
    controlled(page)
    page.reload()
    unlock(page)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    assert page.evaluate(SEND) == [404, 405, 200]
    page.goto("/homes")
    page.get_by_role("link", name="14 Larch Bank").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    by_worker = {each.url for each in answers if each.from_service_worker}
    assert [url for url in by_worker if "/app.css?v=" in url]
    assert not [url for url in by_worker if "/api/" in url or "/photos/" in url]
    (paths,) = page.evaluate(KEPT).values()
    assert all(each == "/visit" or each.startswith("/static/") for each in paths)
    with page.expect_response(lambda each: each.request.is_navigation_request()) as posted:
        page.evaluate(POST_TO_SHELL)
    assert posted.value.status in (400, 405), "the shell answers no form"
    sent = [each for each in answers if each.request.method != "GET"]
    assert sent and not any(each.from_service_worker for each in sent)


@pytest.mark.parametrize("bytes_", [b"", PORTAL, None], ids=["empty", "portal", "cut"])
def test_a_shell_that_is_not_whole_is_not_kept(
    behind: BrowserContext, line: Line, bytes_: bytes | None
) -> None:
    whole = behind.request.get(ICON).body()
    line.files[ICON] = (whole[:-1] if bytes_ is None else bytes_, "image/png")
    page = behind.new_page()
    page.goto("/visit")
    assert next_worker(page) == "redundant"
    assert page.evaluate(KEPT) == {}
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_a_new_version_that_does_not_come_whole_leaves_the_old_one_at_work(
    behind: BrowserContext, line: Line, server: Server
) -> None:
    page = behind.new_page()
    page.goto("/visit")
    controlled(page)
    kept = page.evaluate(KEPT)
    renew(server, "11")
    line.files[ICON] = (PORTAL, "text/html")
    assert next_worker(page) == "redundant"
    assert page.evaluate(KEPT) == kept
    behind.set_offline(True)
    page.reload()
    expect(page.locator('[data-idle-minutes="10"]')).to_be_attached()
    behind.set_offline(False)
    del line.files[ICON]
    assert next_worker(page) == "installed"


def test_a_browser_that_threw_the_shell_away_fetches_it(tablet: Callable[..., Page]) -> None:
    page = tablet()
    page.goto("/visit")
    controlled(page)
    page.evaluate("caches.keys().then(([name]) => caches.delete(name))")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(KEPT) == {}, "and calls no part of it the whole"


def test_the_records_in_another_tab_do_not_hold_an_update_up(
    signed_in: Enter, server: Server
) -> None:
    page = signed_in()
    open_app(page)
    controlled(page)
    records = page.context.new_page()
    records.goto("/homes")
    seen = loads(records)
    renew(server, "11")
    assert next_worker(page) == "installed"
    assert page.locator('[data-idle-minutes="10"]').count() == 1, "not by itself"
    page.get_by_role("button", name="Update now").tap()
    expect(page.locator('[data-idle-minutes="11"]')).to_be_attached()
    unlock(page)
    expect(page.locator('[data-part="update"]')).to_be_hidden()
    assert seen == []


OFFER = """() => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = async () => (document.title = "asked");
  dispatchEvent(offer);
  return offer.defaultPrevented;
}"""
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.4 Mobile/15E148 Safari/604.1"
)


def test_the_browser_s_offer_to_install_waits_for_the_button(tablet: Callable[..., Page]) -> None:
    page = tablet()
    open_app(page, "#device")
    hint = page.locator('[data-part="install-hint"]')
    expect(hint).to_be_hidden()
    assert page.evaluate(OFFER) is True
    expect(hint).to_be_visible()
    hint.get_by_role("button", name="Install").tap()
    expect(page).to_have_title("asked")
    expect(hint).to_be_hidden()


def test_the_hint_says_how_on_an_ipad_until_it_is_put_away(tablet: Callable[..., Page]) -> None:
    page = tablet(user_agent=IPAD)
    open_app(page, "#device")
    hint = page.locator('[data-part="install-hint"]')
    expect(hint).to_contain_text("Add to Home Screen")
    expect(hint.get_by_role("button", name="Install")).to_be_hidden()
    page.reload()
    expect(page.locator('[data-part="unlock"]')).to_be_visible()
    expect(hint).to_be_visible()
    hint.get_by_role("button", name="Not now").tap()
    expect(hint).to_be_hidden()
    open_app(page, "#device")
    expect(hint).to_be_hidden()


def test_an_app_that_is_installed_gives_no_hint(tablet: Callable[..., Page]) -> None:
    page = tablet(user_agent=IPAD)
    page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: true })")
    open_app(page, "#device")
    expect(page.get_by_role("heading", name="This device")).to_be_visible()
    expect(page.locator('[data-part="install-hint"]')).to_be_hidden()
