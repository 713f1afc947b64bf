/** Starts the visit on this device: opens the person's vault and joins the parts, here only. */
import { deviceIdentity } from "./device/identity.js";
import { Drafts } from "./device/drafts.js";
import { OutboxStore } from "./device/outbox-store.js";
import { Photos } from "./device/photos.js";
import { Pictures } from "./device/pictures.js";
import { keepRules } from "./device/rules-shelf.js";
import { Sync } from "./device/sync.js";
import { openVault } from "./device/vault.js";
import { OutboxStatus } from "./page/outbox-status.js";
import { VisitApp } from "./page/visit-app.js";
import { useWords, words } from "./page/words.js";


async function start(element) {
  const person = block("person");
  const rules = block("rules");
  const vault = await openVault(person.id);
  await keepRules(rules);
  const drafts = new Drafts(vault, person.id);
  const photos = new Photos(vault, person.id);
  const outbox = new OutboxStore(vault, person.id, drafts);
  const sync = new Sync(outbox, photos, person.id);
  const pictures = new Pictures(element.dataset.pictureWorker);
  const { version } = element.dataset;
  const device = { id: deviceIdentity(), app: version };
  const app = new VisitApp(element, {
    person, rules, drafts, photos, outbox, sync, pictures, device, version, signInPlace,
  });
  showUnsent(person.id, outbox);
  await app.show();
  navigator.storage?.persist?.();
  sync.start();
}

function showUnsent(person, outbox) {
  const element = document.querySelector("[data-outbox-status]");
  if (!element) return;
  const status = new OutboxStatus(element, { person, say: words });
  outbox.addEventListener("change", () => status.refresh());
}

function signInPlace() {
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.hash)}`;
}

function block(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const element = document.querySelector('[data-part="visit-app"]');
useWords(block("text"));
start(element).catch((error) => {
  const screen = element.querySelector('[data-slot="screen"]');
  screen.textContent = words("app.failed", { why: error.message });
  throw error;
});
