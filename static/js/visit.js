/** Starts the device's own pages: the lock first, then one person's work; joins the parts, here only. */
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { adopt } from "./device/adopt.js";
import { Api } from "./device/api.js";
import { CarriedHomes } from "./device/carried.js";
import { whenEmptied } from "./device/database.js";
import { Drafts } from "./device/drafts.js";
import { emptyDevice } from "./device/emptying.js";
import { deviceIdentity } from "./device/identity.js";
import { OpenTabs } from "./device/open-tabs.js";
import { OutboxStore } from "./device/outbox-store.js";
import { Photos } from "./device/photos.js";
import { Pictures } from "./device/pictures.js";
import { Reporter } from "./device/reporter.js";
import { Sync } from "./device/sync.js";
import { WorkerCalls } from "./device/worker-calls.js";
import { Bar } from "./page/bar.js";
import { Clocks } from "./page/clocks.js";
import { Door } from "./page/door.js";
import { startGovuk } from "./page/govuk.js";
import { Idle } from "./page/idle.js";
import { InstallHint } from "./page/install.js";
import { signInPlace } from "./page/places.js";
import { clone, fill, onAction, slot } from "./page/slots.js";
import { Updates } from "./page/update.js";
import { VisitApp } from "./page/visit-app.js";
import { useWords, words } from "./page/words.js";

const REFRESH = 10 * 60_000;
const WRITE_PATIENCE = 4000;
let app = null;
let stop = () => {};

async function start(element) {
  const id = await deviceIdentity();
  const device = { id, app: element.dataset.version };
  const tabs = new OpenTabs();
  const api = new Api({ device: id });
  const onRevoked = () => empty(element, api, id);
  api.addEventListener("revoked", onRevoked);
  const updates = new Updates(document.querySelector('[data-part="update"]'), { mayAsk: () => !app?.isInVisit });
  const screen = slot(element, "screen");
  const door = new Door(screen, { api, device: id, tabs, onRevoked, extras: () => [installHint()] });
  const { person, vault } = await door.open();
  await adopt(person.id, vault);
  await work(element, { device, person, vault, tabs, updates, onRevoked });
}

/** Everything that an open vault lets one person do. */
async function work(element, { device, person, vault, tabs, updates, onRevoked }) {
  const { version, pictureWorker, draftWorker, idleMinutes } = element.dataset;
  const api = new Api({ device: device.id, person: person.id });
  api.addEventListener("revoked", onRevoked);
  const drafts = new Drafts(vault, person.id, new WorkerCalls(draftWorker, WRITE_PATIENCE));
  const photos = new Photos(vault, person.id);
  const outbox = new OutboxStore(vault, person.id, drafts);
  const sync = new Sync(outbox, photos, api, person.id);
  const homes = new CarriedHomes(vault, person.id, api);
  const pictures = new Pictures(pictureWorker);
  const reporter = new Reporter({ api, device, drafts, outbox, person });
  app = new VisitApp(element, {
    api, device, drafts, homes, outbox, person, photos, pictures, sync, vault, version,
    signInPlace, installHint, onShown: () => [updates.refresh(), bar.markPlace(location.hash), bar.refresh(), tellClocks()], onSignedIn: () => keepUp(),
  });
  const clocks = new Clocks(document.querySelector('[data-part="clocks"]'), drafts);
  const refreshClocks = () => clocks.refresh(app.open).catch(() => {}); // locked meanwhile
  const tellClocks = () => {
    app.open?.addEventListener("change", refreshClocks);
    refreshClocks();
  };
  const lock = () => lockUp({ app, element, sync, tabs, vault });
  const keepUp = () => homes.refresh().finally(() => reporter.report()).catch(() => {});
  const bar = new Bar(document.querySelector('[data-part="bar"]'), { drafts, outbox, person, sync }, { onLock: lock });
  new Idle({ minutes: Number(idleMinutes), tabs, onIdle: lock });
  stop = () => {
    bar.hide();
    clocks.hide();
    app.abandon();
    tabs.lock();
    vault.close();
  };
  tabs.join(person, vault);
  tabs.addEventListener("lock", lock);
  whenEmptied(() => app.tellEmptied());
  await app.show();
  navigator.storage?.persist?.();
  sync.addEventListener("rest", () => reporter.report().catch(() => {}));
  addEventListener("online", keepUp);
  setInterval(keepUp, REFRESH);
  sync.start();
  keepUp();
}

/** The screen goes at once; everything typed is written, and what is being sent may end. */
async function lockUp({ app, element, sync, tabs, vault }) {
  if (element.dataset.locking) return;
  element.dataset.locking = "yes";
  const screen = clone("locking");
  onAction(screen, "at-once", () => location.reload()); // what is cut goes on after the lock
  app.cover();
  slot(element, "screen").replaceChildren(screen);
  await app.leave();
  tabs.lock();
  await sync.end();
  vault.close();
  location.reload(); // nothing of the open vault stays in memory
}

async function empty(element, api, id) {
  stop();
  slot(element, "screen").replaceChildren(fill(clone("emptied"), { state: words("emptied.doing") }));
  await emptyDevice(api, id);
  slot(element, "screen").replaceChildren(fill(clone("emptied"), { state: words("emptied.done") }));
}

function installHint() {
  const element = clone("install-hint");
  new InstallHint(element);
  return element;
}

startGovuk([SkipLink]);
const element = document.querySelector('[data-part="visit-app"]');
useWords(JSON.parse(document.getElementById("text").textContent));
start(element).catch((error) => {
  slot(element, "screen").textContent = words("app.failed", { why: error.message });
  throw error;
});
