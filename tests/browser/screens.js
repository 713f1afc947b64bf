/**
 * Read by the random-kill run, put into every page before the app: what a screen shows as one flat
 * {key: text}, and word of it to the console whenever the screen says that something is saved.
 */
(() => {
  const WORD = "torture ";
  const SLOW = 20_000;
  const GRID = 4; // tests/browser/coded_photos.py
  const STATES = { "Not seen": "not_seen", Refused: "refused", "Does not apply": "not_applicable" };
  const PROMPTS = ["own_words", "appearance", "activity", "relationships", "surroundings"];
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const slot = (root, name) => root.querySelector(`[data-slot="${name}"]`);
  const chosen = (root) => root.querySelector('input[type="radio"]:checked');
  const onScreen = (part) => document.querySelector(`[data-slot="screen"] [data-part="${part}"]`);
  let place = "";

  const READERS = { arriving, area, signs, voice, photos, notes, tasks };

  /** {visit, step, state} of the screen as it is now; null for one that is no visit's. */
  function read() {
    const [visit, step = "tasks"] = place.slice(1).split("/");
    const reader = READERS[step.split("-")[0]];
    const part = reader && onScreen(step.split("-")[0]);
    return part ? { visit, step, state: reader(part, step) } : null;
  }

  function titleOf(input) {
    return slot(input.closest("label"), "title").textContent;
  }

  function arriving(part) {
    const state = { arrival: slot(part, "arrival").querySelector("textarea").value };
    for (const name of ["kind", "access"]) state[name] = chosen(slot(part, name))?.value ?? "";
    const charge = chosen(slot(part, "in_charge"));
    state.in_charge = charge ? titleOf(charge) : "";
    const people = all(slot(part, "present"), "input");
    state.people = people.map(titleOf).join(" | ");
    for (const each of people) state[`present:${titleOf(each)}`] = each.checked ? "yes" : "";
    return state;
  }

  function area(part) {
    const state = {};
    for (const each of all(part, "[data-answer]")) {
      const key = `${each.dataset.answer}/${each.dataset.child ?? ""}`;
      Object.assign(state, slot(each, "line").hidden ? openAnswer(each, key) : closedAnswer(each, key));
    }
    for (const each of all(part, "[data-item]")) {
      const codes = codesOf(each);
      if (codes !== null) state[`itemphotos:${each.dataset.item}`] = codes;
    }
    return state;
  }

  function openAnswer(element, key) {
    const answer = chosen(slot(element, "rows"))?.value ?? chosen(slot(element, "states"))?.value ?? "";
    if (!answer) return { [`answer:${key}`]: "" };
    const made = slot(element, "made_up");
    return {
      [`answer:${key}`]: answer,
      [`words:${key}`]: slot(element, "words").querySelector("textarea").value,
      [`made:${key}`]: all(made, "input:checked").map((each) => each.value).join(" "),
      [`how:${key}`]: made.querySelector("textarea").value,
    };
  }

  function closedAnswer(element, key) {
    const said = /^.*?(?:: (.*?)(?:, same as (.*))?)?$/.exec(slot(element, "summary").textContent);
    const [, answer = "", same = ""] = said;
    return { [`answer:${key}`]: STATES[answer] ?? answer, [`same:${key}`]: same };
  }

  function signs(part) {
    const state = {};
    for (const input of all(part, 'input[type="checkbox"]')) {
      const field = input.closest(".app-sign").querySelector("textarea");
      state[`sign:${input.value}`] = input.checked ? "yes" : "";
      if (input.checked) state[`signwords:${input.value}`] = field.value;
    }
    return state;
  }

  function voice(part, step) {
    const child = step.slice("voice-".length);
    const fields = all(slot(part, "prompts"), "textarea");
    const said = PROMPTS.map((name, at) => [`voice:${child}/${name}`, fields[at].value]);
    return {
      [`voice:${child}/seen`]: chosen(slot(part, "seen"))?.value ?? "",
      [`voice:${child}/why`]: slot(part, "why").querySelector("textarea").value,
      ...Object.fromEntries(said),
    };
  }

  function photos(part) {
    const withdrawn = all(slot(part, "withdrawn"), "li");
    const whys = withdrawn.map((each) => each.textContent.replace(/^.*? at \d\d:\d\d: /, ""));
    const state = { nophotos: slot(part, "no_photos").querySelector("textarea").value };
    const codes = codesOf(part);
    if (codes === null) return state;
    for (const each of all(part, '[data-part="photo"]')) Object.assign(state, onePhoto(each));
    return { ...state, photos: codes, withdrawn: whys.join(" | ") };
  }

  function onePhoto(element) {
    const code = codesOf(element);
    const [room, item, child] = all(slot(element, "selects"), "select").map((each) => each.value);
    return {
      [`caption:${code}`]: slot(element, "caption").value,
      [`room:${code}`]: room,
      [`item:${code}`]: item,
      [`about:${code}`]: child,
      [`consent:${code}`]: chosen(slot(element, "consent"))?.value ?? "",
      [`consentwords:${code}`]: slot(element, "consent_words").querySelector("textarea").value,
    };
  }

  function notes(part) {
    return { notes: slot(part, "notes").querySelector("textarea").value };
  }

  function tasks(part) {
    return { signed: part.querySelector('[data-part="sent"]') ? "yes" : "" };
  }

  /** The codes of every picture in there; null while one is still being drawn. */
  function codesOf(root) {
    const waiting = all(root, '[data-slot="picture"]').some((each) => !each.firstElementChild);
    const shown = all(root, ".app-thumb");
    const isDrawn = (each) => !each.querySelector("img") || each.querySelector("img").complete;
    if (waiting || !shown.every(isDrawn)) return null;
    return shown.map((each) => codeOf(each.querySelector("img"))).join(" ");
  }

  /** The number that a picture's dark and light squares stand for. */
  function codeOf(image) {
    if (!image?.naturalWidth) return "no-picture";
    const side = GRID * 8;
    const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(image, 0, 0, side, side);
    const middle = (at) => (at % GRID) * 8 + 4 + (Math.trunc(at / GRID) * 8 + 4) * side;
    const { data } = pen.getImageData(0, 0, side, side);
    const squares = Array.from({ length: GRID * GRID }, (_, at) => data[middle(at) * 4] > 127);
    return String(squares.reduce((sum, isLight, at) => sum + (isLight ? 2 ** at : 0), 0));
  }

  /** What of a signed visit has reached the server, by the screen: {title, lines}. */
  function sent() {
    const part = onScreen("sent");
    if (!part) return null;
    const line = (each) => ({ status: each.dataset.status, said: slot(each, "state").textContent });
    const lines = all(part, "[data-send]").map((each) => [each.dataset.send, line(each)]);
    const signIn = slot(part, "sign_in");
    return {
      title: slot(part, "title").textContent,
      lines: Object.fromEntries(lines),
      isSignedOut: Boolean(signIn) && !signIn.hidden,
    };
  }

  function tell(why) {
    const seen = read();
    if (seen) console.debug(WORD + JSON.stringify({ why, ...seen, sent: sent() }));
  }

  /** Only what pictures show: text beside them may be on its way to the disk. */
  function tellPictures() {
    const seen = read();
    if (!seen || !["photos", "area"].includes(seen.step.split("-")[0])) return;
    const isPicture = ([key]) => key === "photos" || key === "withdrawn" || key.startsWith("itemphotos:");
    const state = Object.fromEntries(Object.entries(seen.state).filter(isPicture));
    console.debug(WORD + JSON.stringify({ why: "picture", ...seen, state, sent: null }));
  }

  function watch(changes) {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") tell("saved");
      else if (target.matches?.('[data-slot="screen"]') && addedNodes.length) show();
      else if (target.closest?.('[data-part="sent"]')) later("sent", () => tell("sent"));
      else if (target.closest?.('[data-slot="photos"], [data-slot="thumbs"]')) later("pictures", tellPictures);
    }
  }

  const waiting = new Set();

  function later(name, work) {
    if (waiting.has(name)) return;
    waiting.add(name);
    queueMicrotask(() => {
      waiting.delete(name);
      work();
    });
  }

  function show() {
    place = location.hash || "#";
    dispatchEvent(new Event("torture-shown"));
  }

  /** Goes to a place and resolves when its screen is there. */
  function go(hash) {
    if (place === hash) return Promise.resolve();
    return new Promise((resolve, reject) => {
      addEventListener("torture-shown", resolve, { once: true });
      setTimeout(() => reject(new Error(`torture: ${hash} is not shown, but ${location.hash}`)), SLOW);
      location.hash = hash;
    });
  }

  async function until(isTrue, patience = 4000) {
    const end = Date.now() + patience;
    while (!isTrue() && Date.now() < end) await new Promise((next) => setTimeout(next, 5));
  }

  /** The ids of the visits that the list names. */
  async function list() {
    await go("#");
    await until(() => onScreen("list") && all(onScreen("list"), "a[href]").some(visitOf));
    return [...new Set(all(onScreen("list"), "a[href]").map(visitOf).filter(Boolean))];
  }

  function visitOf(link) {
    return /^#([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(link.getAttribute("href"))?.[1] ?? "";
  }

  /** Everything that the screens of one visit show: {state, sent, steps}. */
  async function whole(visit) {
    await go(`#${visit}`);
    const state = read()?.state ?? {};
    await until(() => state.signed !== "yes" || onScreen("sent").querySelector("[data-send]"));
    const gone = sent();
    if (state.signed === "yes") return { state, sent: gone, steps: [] };
    const steps = all(onScreen("tasks"), "[data-task]").map((each) => each.dataset.task);
    const order = [...steps].sort((a, b) => (b === "photos") - (a === "photos"));
    for (const step of order) {
      // In the others this run writes nothing.
      if (step.split("-")[0] in READERS) Object.assign(state, await oneStep(visit, step, state));
    }
    return { state, sent: gone, steps };
  }

  async function oneStep(visit, step, known) {
    await go(`#${visit}/${step}`);
    if (step === "photos") await until(() => "photos" in read().state);
    if (!step.startsWith("area-")) return read().state;
    await until(() => arePicturesThere(known));
    const closed = read().state;
    openAnswers();
    const open = read().state;
    const other = Object.keys(closed).find((key) => key.startsWith("answer:") && closed[key] !== open[key]);
    if (other) throw new Error(`torture: ${other} is ${closed[other]} closed and ${open[other]} open`);
    return { ...closed, ...open };
  }

  function openAnswers() {
    const closed = '[data-slot="line"]:not([hidden]) [data-action="open"]';
    for (const each of all(onScreen("area"), closed)) each.click();
  }

  /** Says what a step shows that was read from the disk a moment ago. */
  async function look() {
    if (onScreen("area")) openAnswers();
    if (onScreen("photos")) await until(() => "photos" in read().state);
    tell("back");
  }

  function arePicturesThere(known) {
    const codes = (known.photos ?? "").split(" ").filter(Boolean);
    return all(onScreen("area"), "[data-item]").every((each) => {
      const own = codes.filter((code) => known[`item:${code}`] === each.dataset.item);
      return (codesOf(each) ?? "").split(" ").filter(Boolean).length >= own.length && codesOf(each) !== null;
    });
  }

  /** What the screen offers to do with each answer of an area. */
  function offers() {
    return all(onScreen("area"), "[data-answer]").map((each) => {
      const isClosed = !slot(each, "line").hidden;
      const same = each.querySelector('[data-action="same"]');
      const [, from] = /\((.*)\)$/.exec(same.textContent) ?? [];
      const [, name] = /^Same as (.*) \(/.exec(same.textContent) ?? [];
      const isOffered = isClosed && !same.hidden;
      return {
        item: each.dataset.item ?? each.dataset.answer,
        child: each.dataset.child ?? "",
        isClosed,
        name: isClosed ? slot(each, "summary").textContent.split(": ")[0] : whoOf(each),
        same: isOffered ? { name, answer: STATES[from] ?? from } : null,
      };
    });
  }

  /** The visit whose steps are on the screen. */
  function open() {
    return place.slice(1).split("/")[0];
  }

  /** Presses "Send now" where that is on the screen. */
  function push() {
    const ways = onScreen("sent") && slot(onScreen("sent"), "ways");
    if (ways && !ways.hidden) ways.querySelector('[data-action="send-now"]').click();
  }

  function whoOf(answer) {
    return slot(answer, "who").textContent.replace(/, [^,]*$/, "");
  }

  function begin() {
    new MutationObserver(watch).observe(document, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-saved-at"],
    });
    document.addEventListener("load", ({ target }) => target.tagName === "IMG" && tellPictures(), true);
  }

  window.torture = { go, list, look, offers, open, push, tell, whole };
  begin();
})();
