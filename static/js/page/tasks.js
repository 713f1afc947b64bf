/** The steps of one visit, in any order, with how far each has come. */
import { clockTime, longDate } from "../device/clock.js";
import { isCorrection } from "../device/correction.js";
import { makeFull } from "../device/quick.js";
import { stepsOf } from "../device/steps.js";
import { dayWords } from "./age-words.js";
import { drawAgreed } from "./agreed-words.js";
import { areaHint } from "./grade-words.js";
import { homeLine, homeTitle } from "./home-words.js";
import { stepPlace } from "./places.js";
import { clockWarning, roomWarning } from "./room.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { stepTitle } from "./step-titles.js";
import { words } from "./words.js";

const GROUPS = [
  ["before", ["place", "arriving", "people", "family"]],
  ["areas", ["area", "items", "signs"]],
  ["voices", ["voice", "voices"]],
  ["after", ["next-steps", "powers", "photos", "notes", "review", "finish"]],
];

export class Tasks {
  #context;

  constructor(element, context) {
    this.#context = context;
    const { home } = context.open.draft;
    fill(element, {
      name: homeTitle(home),
      address: homeLine(home),
    });
    fillOrHide(element, { last_visit: isCorrection(context.open.draft) ? "" : lastVisit(home) });
    fillOrHide(element, { known_at: knownAt(context.open.draft) });
    const n = context.recovered;
    fillOrHide(element, { recovered: n ? words("tasks.recovered", { n }) : "" });
    const { refused: message } = context.open.draft;
    fillOrHide(element, { refused: message ? words("sent.refused", { message }) : "" });
    const isSigned = context.open.draft.state !== "draft";
    if (!isSigned) this.#warn(element);
    fillOrHide(element, { correcting: isSigned ? "" : correctingWords(context.open.draft) });
    drawAgreed(element, context.open);
    slot(element, "order").hidden = isSigned;
    if (isSigned) slot(element, "sending").append(context.part("sent"));
    slot(element, "quick").hidden = isSigned || !context.open.visit.quick || context.open.readOnly;
    onAction(element, "full", () => this.#goOn());
    this.#drawGroups(element);
  }

  /** The same record, with every step and item from here on. */
  async #goOn() {
    await this.#context.open.edit(makeFull);
    await this.#context.app.show();
  }

  /** Before it matters: a device that is nearly full, or whose clock is off. */
  async #warn(element) {
    fillOrHide(element, { clock: clockWarning(this.#context.api.clockAhead) });
    fillOrHide(element, { room: await roomWarning() });
  }

  #drawGroups(element) {
    const { open } = this.#context;
    const steps = stepsOf(open.draft, open.rules);
    const scored = open.score();
    for (const [name, types] of GROUPS) {
      const own = steps.filter((each) => types.includes(each.type));
      if (!own.length) continue;
      const group = fill(clone("task-group"), { title: words(`tasks.${name}`) });
      slot(group, "steps").append(...own.map((step) => this.#line(step, scored)));
      slot(element, "groups").append(group);
    }
  }

  #line(step, scored) {
    const { visit } = this.#context.open;
    const line = fillOrHide(clone("task"), { hint: hintOf(step, scored, visit) });
    fill(line, { link: stepTitle(step), status: words(`statuses.${step.status}`) });
    line.dataset.task = step.id;
    line.dataset.status = step.status;
    slot(line, "link").href = stepPlace(visit.id, step.id);
    return line;
  }
}

function hintOf(step, scored, visit) {
  if (step.type === "area") return areaHint(step.area, scored, visit);
  if (step.type === "signs" && step.status === "done") return signsHint(visit.signs.length);
  if (step.type === "photos") return photosHint(visit);
  if (step.type === "family") return countHint("given", visit.own_grades);
  if (step.type === "powers") return countHint("used", visit.powers);
  if (step.type === "next-steps") return countHint("agreed", visit.next_steps);
  return "";
}

function signsHint(n) {
  return n ? words("tasks.signs_some", { n }) : words("tasks.signs_none");
}

function countHint(word, list) {
  return list?.length ? words(`tasks.${word}`, { n: list.length }) : words("tasks.optional");
}

function photosHint({ photos, no_photos: why }) {
  if (!photos.length) return why ? words("tasks.no_photos") : "";
  return photos.length === 1 ? words("tasks.photos_one") : words("tasks.photos_some", { n: photos.length });
}

function correctingWords({ corrects, revision: n }) {
  if (!corrects) return "";
  return words("correction.correcting", { n, old: corrects.revision, date: longDate(corrects.signed_at) });
}

/** How old the carried home was when the visit began; nothing where it was fetched then. */
function knownAt({ home, state }) {
  const { known_at: at } = home;
  return at && state === "draft" ? words("tasks.known_at", { date: dayWords(at), time: clockTime(at) }) : "";
}

function lastVisit({ last_visit: last }) {
  if (!last) return words("tasks.no_last_visit");
  return words("tasks.last_visit", { date: longDate(last.observed_at), by: last.by });
}
