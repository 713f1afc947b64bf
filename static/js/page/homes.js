/** The homes that this device carries: looked through as you type, and how old they are. */
import { rulesInForce } from "../device/rules-shelf.js";
import { matcher, searchable } from "../device/search.js";
import { asOfWords, dayWords, isOld } from "./age-words.js";
import { concernsLine } from "./concern-words.js";
import { foundWords } from "./found-words.js";
import { homeLine, homeTitle } from "./home-words.js";
import { homePlace } from "./places.js";
import { drawQuick } from "./quick-link.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const SCREENFUL = 30;
const PAUSE = 1000; // between two drawings of the list while homes are coming in

export class Homes {
  #element;
  #context;
  #rows = [];
  #known = new Map();
  #drawing = null;
  #again = false;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const { homes, outbox, signal } = context;
    const field = slot(element, "sought");
    field.value = homes.sought;
    field.addEventListener("input", () => this.#seek(field.value));
    slot(element, "form").addEventListener("submit", (event) => event.preventDefault());
    slot(element, "sign_in").href = context.signInPlace();
    drawQuick(element, context.person);
    onAction(element, "fetch", () => homes.refresh());
    homes.addEventListener("change", () => this.#changed(), { signal });
    outbox.addEventListener("change", () => this.#drawSoon(), { signal });
    this.ready = this.#draw();
  }

  #changed() {
    this.#drawProgress();
    this.#drawSoon();
  }

  /** While homes come in one by one the list is drawn now and then, and once more at the end. */
  #drawSoon() {
    if (this.#context.signal.aborted) return;
    this.#again = true;
    this.#drawing ??= this.#drawAgain();
  }

  async #drawAgain() {
    while (this.#again && !this.#context.signal.aborted) {
      this.#again = false;
      await this.#draw();
      if (this.#context.homes.busy) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    this.#drawing = null;
  }

  async #draw() {
    const { homes, outbox } = this.#context;
    const [lines, rules, records, asOf, now] = await Promise.all([
      homes.list(), rulesInForce(), outbox.list(), homes.age(), homes.now(),
    ]);
    const sent = new Map(records.filter((each) => each.kind === "home").map((each) => [each.home, each]));
    slot(this.#element, "search").hidden = lines.length === 0;
    await this.#drawRows(lines, (line) => this.#row(line, rules, sent.get(line.home)));
    fill(this.#element, { age: asOf ? asOfWords(asOf, now) : "" });
    fillOrHide(this.#element, { old: asOf && isOld(asOf, now) ? words("homes.old") : "" });
    fillOrHide(this.#element, { empty: lines.length ? "" : words(asOf ? "homes.empty" : "homes.first") });
    this.#drawProgress();
    this.#seek(homes.sought);
  }

  /** What fits on a screen is there at once; the rest follows when that has been drawn. */
  async #drawRows(lines, rowOfLine) {
    if (!this.#rows.length && lines.length > SCREENFUL) {
      this.#putRows(lines.slice(0, SCREENFUL).map(rowOfLine));
      await new Promise((resolve) => setTimeout(resolve));
    }
    this.#putRows(lines.map(rowOfLine));
  }

  /** The row that is there already, where nothing in it has changed. */
  #row(line, rules, sent) {
    const mark = JSON.stringify([{ ...line, as_of: null }, sent?.status, rules?.digest]);
    const known = this.#known.get(line.home);
    if (known?.mark === mark) return known;
    const row = { mark, text: searchable(line), element: rowOf(line, rules, sent) };
    this.#known.set(line.home, row);
    return row;
  }

  /** Rows that stay as they are keep the focus of whoever is in them. */
  #putRows(rows) {
    const isSame = rows.length === this.#rows.length && rows.every((each, at) => each === this.#rows[at]);
    if (!isSame) slot(this.#element, "lines").replaceChildren(...rows.map((each) => each.element));
    this.#rows = rows;
  }

  #seek(typed) {
    this.#context.homes.sought = typed;
    const fits = matcher(typed);
    let found = 0;
    for (const { text, element } of this.#rows) {
      const isFound = fits(text);
      if (element.hidden === isFound) element.hidden = !isFound;
      if (isFound) found += 1;
    }
    fill(this.#element, { count: countWords(found, this.#rows.length, typed.trim()) });
  }

  #drawProgress() {
    const { busy, problem, progress } = this.#context.homes;
    const isTold = problem && problem !== "locked" && !busy;
    fill(this.#element, { progress: busy ? progressWords(progress) : "" });
    fillOrHide(this.#element, { problem: isTold ? words(`homes.problems.${problem}`) : "" });
    slot(this.#element, "sign_in").hidden = !isTold || problem !== "signed_out";
    this.#element.querySelector('[data-action="fetch"]').disabled = busy;
  }
}

function rowOf(line, rules, sent) {
  const row = fill(clone("carried-line"), { link: homeTitle(line) });
  slot(row, "link").href = homePlace(line.home);
  row.dataset.home = line.home;
  return fillOrHide(row, {
    address: homeLine(line),
    children: line.children.join(", "),
    found: line.state === "found" ? foundWords(line, sent) : "",
    last: line.state === "found" ? "" : lastVisit(line),
    concerns: line.concerns.length ? concernsLine(line.concerns, rules) : "",
  });
}

function lastVisit({ last_visit: last }) {
  if (!last) return words("homes.no_visit");
  const how = `${words(`kinds.${last.kind}.title`)}, ${words(`access.${last.access}.title`).toLowerCase()}`;
  return words("homes.last_visit", { date: dayWords(last.observed_at), how });
}

function progressWords(progress) {
  if (!progress) return words("homes.asking");
  return words(`homes.fetching_${progress.what}`, { n: progress.done + 1, total: progress.total });
}

function countWords(found, total, typed) {
  if (!total) return "";
  if (typed) return found ? words("homes.found_of", { n: found, total }) : words("homes.none_found", { total });
  return total === 1 ? words("homes.one") : words("homes.count", { total });
}
