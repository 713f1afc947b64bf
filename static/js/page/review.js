/** What is graded and what is not, and signing off. */
import { fromField, toField } from "../device/clock.js";
import { signedVisit } from "../device/draft.js";
import { setField } from "../device/edits.js";
import { reasonDemanded } from "../device/correction.js";
import { addressDemanded, foundHome } from "../device/quick.js";
import { demanded, missing } from "../device/review.js";
import { stepIn } from "../device/steps.js";
import { areaHint } from "./grade-words.js";
import { nameOf } from "./people.js";
import { stepPlace, tasksPlace } from "./places.js";
import { drawReason } from "./reason.js";
import { clone, fill, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class Review {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    this.#drawAreas();
    drawReason(element, context.open, () => this.#drawOpenPoints());
    this.#drawOpenPoints();
    this.#drawLeft();
    onAction(element, "sign-off", () => this.#ask(true));
    onAction(element, "not-yet", () => this.#ask(false));
    onAction(element, "confirm", () => this.#sign());
  }

  #drawAreas() {
    const { open } = this.#context;
    const scored = open.score();
    const lines = open.rules.areas.map((area) => {
      const fact = areaHint(area, scored, open.visit) || words("bar.none");
      return this.#line(area.title, `area-${area.id}`, fact);
    });
    slot(this.#element, "areas").append(...lines);
  }

  #drawOpenPoints() {
    const { open } = this.#context;
    const needed = [...demanded(open.visit), ...addressDemanded(open.draft), ...reasonDemanded(open.draft)];
    const lacking = missing(open.draft, open.rules);
    this.#section("demanded", needed, (each) => words(`review.demanded.${each.code}`));
    this.#section("missing", lacking, (each) => this.#missingWords(each));
    slot(this.#element, "nothing").hidden = needed.length + lacking.length > 0;
    const isSigned = open.draft.state !== "draft";
    const canSign = needed.length === 0 && !isSigned;
    if (!canSign) slot(this.#element, "confirm").hidden = true;
    const isAsked = !slot(this.#element, "confirm").hidden;
    this.#element.querySelector('[data-action="sign-off"]').hidden = !canSign || isAsked;
  }

  #section(name, points, say) {
    const section = slot(this.#element, name);
    section.hidden = points.length === 0;
    slot(section, "lines").replaceChildren(...points.map((each) => this.#line(say(each), each.step, "")));
  }

  #missingWords({ code, area, item, child, count }) {
    const key = code === "wordless" && child ? "wordless_child" : code;
    const values = { area: area?.title, item: item?.title, count };
    return words(`review.missing.${key}`, { ...values, name: nameOf(this.#context.open.visit, child) });
  }

  #line(link, step, fact) {
    const line = fill(clone("review-line"), { link, fact });
    const place = slot(line, "link");
    const { visit } = this.#context.open;
    place.href = stepPlace(visit.id, stepIn(visit, step));
    if (step === "review") place.addEventListener("click", (event) => this.#toReason(event));
    return line;
  }

  /** The reason is asked on this very step, so the link only leads to its field. */
  #toReason(event) {
    event.preventDefault();
    slot(slot(this.#element, "reason"), "field").focus();
  }

  #drawLeft() {
    const { open } = this.#context;
    const field = slot(this.#element, "left");
    field.value = toField(open.visit.left_at);
    field.addEventListener("change", () =>
      open.edit(({ visit }) => setField(visit, "left_at", fromField(field.value))),
    );
  }

  #ask(on) {
    slot(this.#element, "confirm").hidden = !on;
    const button = this.#element.querySelector('[data-action="sign-off"]');
    button.hidden = on;
    (on ? slot(this.#element, "confirm_title") : button).focus();
  }

  async #sign() {
    const { api, homes, open, outbox, sync, app } = this.#context;
    const how = { app: app.version, ahead: api.clockAhead };
    await open.settled();
    if (open.readOnly) return;
    open.readOnly = true; // no tap may slip in between the signature and the write
    try {
      await open.saver.flush();
      const found = open.draft.found ? await homes.foundRecord(foundHome(open.draft)) : null;
      await outbox.queue(open.draft, signedVisit(open.draft, open.score(), how), [], found);
    } catch {
      open.readOnly = false;
      slot(this.#element, "failed").hidden = false;
      return;
    }
    await app.leave();
    location.hash = tasksPlace(open.visit.id);
    sync.run();
  }
}
