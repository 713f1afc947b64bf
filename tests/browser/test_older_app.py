"""A tablet that comes from version 0.1 keeps its drafts, photos and unsent visits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_app, unlock
from tests.browser.test_visit_app import a_home

Enter = Callable[..., Page]

# What version 0.1 kept: one key without a passphrase, and everything sealed under it.
OLD = """async ({ person, home, rules, jpeg }) => {
  const opening = indexedDB.open("gcp-device", 1);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore("keys", { keyPath: "person" });
    database.createObjectStore("rules", { keyPath: "digest" });
    database.createObjectStore("drafts", { keyPath: "id" }).createIndex("person", "person");
    database.createObjectStore("photos", { keyPath: "id" }).createIndex("visit", "visit");
    database.createObjectStore("thumbs", { keyPath: "id" }).createIndex("visit", "visit");
    database.createObjectStore("outbox", { keyPath: "key" }).createIndex("person", "person");
  };
  const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const seal = async (place, bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place) };
    return { iv, sealed: await crypto.subtle.encrypt(how, key, bytes) };
  };
  const sealJson = (place, value) => seal(place, new TextEncoder().encode(JSON.stringify(value)));
  const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
  const at = new Date().toISOString().slice(0, 19) + "+00:00";
  const bytes = Uint8Array.from(atob(jpeg), (each) => each.charCodeAt(0));
  const photo = {
    id: crypto.randomUUID(), sha256: hex(await crypto.subtle.digest("SHA-256", bytes)), bytes: bytes.length,
    type: "image/jpeg", observed_at: at, source: "camera", file_modified_at: at, caption: "The old cot",
  };
  const visitOf = (more) => ({
    id: crypto.randomUUID(), home: home.id, rules: rules.digest, kind: "unannounced", access: "inside",
    observed_at: at, written_at: at, signed_at: null, children: [], adults: [], present: [], grades: [], signs: [],
    voices: [], photos: [], device: { id: crypto.randomUUID(), app: "0.1.0" }, ...more,
  });
  const pack = { id: home.id, name: home.name, address: home.address, postcode: home.postcode, last: [], last_visit: null };
  const draftOf = (visit, state) => ({
    visit, home: pack, revision: 1, state, begun_at: at, opened: {}, aside: {},
  });
  const open = visitOf({ notes: "Written under the old app", photos: [photo] });
  const signed = visitOf({ signed_at: at, notes: "Signed under the old app" });
  const body = new TextEncoder().encode(JSON.stringify(signed));
  const records = {
    keys: [{ person, key }],
    rules: [{ digest: rules.digest, rules }],
    drafts: [
      { id: open.id, person, updated_at: at, ...(await sealJson(`draft/${open.id}`, draftOf(open, "draft"))) },
      { id: signed.id, person, updated_at: at, ...(await sealJson(`draft/${signed.id}`, draftOf(signed, "signed"))) },
    ],
    photos: [{ id: photo.id, visit: open.id, person, ...(await seal(`photo/${photo.id}`, bytes)) }],
    thumbs: [{
      id: photo.id, visit: open.id, person, small: await seal(`thumb/${photo.id}`, bytes),
      about: await sealJson(`facts/${photo.id}`, photo),
    }],
    outbox: [{
      person, visit: signed.id, revision: 1, since: at, status: "waiting", attempts: 0, not_before: 0, message: null,
      receipt: null, key: `visit/${signed.id}/1`, kind: "visit", order: 0,
      sha256: hex(await crypto.subtle.digest("SHA-256", body)), box: await seal(`outbox/${signed.id}/1`, body),
    }],
  };
  for (const [store, all] of Object.entries(records)) {
    const transaction = database.transaction(store, "readwrite");
    all.forEach((each) => transaction.objectStore(store).put(each));
    await new Promise((done) => (transaction.oncomplete = done));
  }
  database.close();
  localStorage.setItem("gcp-device-id", "6f8f7a86-61a0-4b5e-9a43-0d5f2a3c4b5d");
  return { open: open.id, signed: signed.id };
}"""


def test_what_version_0_1_kept_is_read_sealed_again_and_sent(signed_in: Enter, jpeg: Any) -> None:
    import base64

    page = signed_in()
    page.goto("/about")
    about = {
        "person": page.request.get("/api/session").json()["person"]["id"],
        "home": a_home(page),
        "rules": page.request.get("/api/rules").json(),
        "jpeg": base64.b64encode(jpeg()).decode(),
    }
    page.evaluate("new Promise((done) => (indexedDB.deleteDatabase('gcp-device').onsuccess = done))")
    old = page.evaluate(OLD, about)
    open_app(page, f"#{old['open']}/notes")
    expect(page.get_by_label("Anything else")).to_have_value("Written under the old app")
    page.goto(f"/visit#{old['open']}/photos")
    expect(page.locator('[data-part="photo"] img')).to_be_visible()
    expect(page.get_by_label("What does it show?")).to_have_value("The old cot")
    page.goto(f"/visit#{old['signed']}")
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    page.goto(f"/visit#{old['open']}/review")
    page.locator('[data-action="sign-off"]').tap()
    page.locator('[data-action="confirm"]').tap()
    expect(page.get_by_role("heading", name="All sent")).to_be_visible()
    for visit in old.values():
        assert page.request.get(f"/api/visits/{visit}").json()["missing_photos"] == []
    left = page.evaluate("""async () => {
        const opening = indexedDB.open("gcp-device");
        const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
        const keys = database.transaction("keys").objectStore("keys").count();
        const count = await new Promise((done) => (keys.onsuccess = () => done(keys.result)));
        database.close();
        return count;
    }""")
    assert left == 0, "the key without a passphrase is gone"
    page.reload()
    unlock(page)
    expect(page.locator('[data-part="sent"]')).to_contain_text("All sent")
