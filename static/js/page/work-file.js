/** The screen that saves unsent work to a file; reading one in is a part of it. */
import { stateOf } from "../device/kept.js";
import { costOf } from "../device/removal-rules.js";
import { chosenOf, exportWork, noteSaved, unsentWork } from "../device/work-file.js";
import { tickGroup } from "./choices.js";
import { offerToShow, onSend } from "./field.js";
import { homeTitle } from "./home-words.js";
import { counted, stateWords } from "./kept-words.js";
import { newPassphrase } from "./new-passphrase.js";
import { fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";
import { ReadFile } from "./work-file-reading.js";

export class WorkFile {
  #element;
  #context;
  #unsent = { visits: [], homes: [] };
  #ids = new Set();
  #file = null;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const form = slot(element, "save_form");
    offerToShow(form);
    onSend(form, () => this.#save());
    slot(element, "download").addEventListener("click", () =>
      noteSaved(context, this.#file.work).then(() => context.outbox.tell()),
    );
    context.signal.addEventListener("abort", () => this.#letGo());
    this.reading = new ReadFile(slot(element, "reading"), context, { onTaken: () => this.#draw() });
    this.ready = this.#draw();
  }

  async #draw() {
    const { chosen } = this.#context;
    this.#unsent = await unsentWork(this.#context);
    const all = [...this.#unsent.visits, ...this.#unsent.homes].map((each) => each.id);
    this.#ids = new Set(chosen ? all.filter((each) => each === chosen) : all);
    slot(this.#element, "nothing").hidden = all.length > 0;
    slot(this.#element, "save_form").hidden = all.length === 0;
    const group = tickGroup({
      legend: words("work_file.choose"),
      options: [
        ...this.#unsent.visits.map((each) => this.#visitOption(each)),
        ...this.#unsent.homes.map(homeOption),
      ],
      chosen: [...this.#ids],
      onTick: (id, isOn) => (isOn ? this.#ids.add(id) : this.#ids.delete(id)),
    });
    slot(this.#element, "choice").replaceChildren(group);
  }

  #visitOption(kept) {
    const { answers, photos } = costOf(kept);
    const what = counted("removing", { answer: answers, photo: photos }) || words("removing.nothing");
    const state = stateWords(stateOf(kept, this.#context.sync.sending), kept.updated_at);
    const hint = words("work_file.visit_hint", { state, what });
    return { value: kept.id, title: homeTitle(kept.draft.home), hint };
  }

  async #save() {
    const fault = this.#ids.size ? "" : words("work_file.need_choice");
    fillOrHide(this.#element, { save_problem: "", choice_error: fault });
    const passphrase = newPassphrase(slot(this.#element, "save_form"));
    if (!passphrase || !this.#ids.size) return;
    this.#letGo();
    try {
      const work = chosenOf(this.#unsent, [...this.#ids]);
      this.#file = await exportWork(this.#context, work, passphrase, (step) => this.#say(step));
      if (!this.#context.signal.aborted) this.#offer();
    } catch (error) {
      this.#fail(error);
    } finally {
      fill(this.#element, { writing: "" });
    }
  }

  #say({ done, total }) {
    fill(this.#element, { writing: words("work_file.writing", { n: done + 1, total }) });
  }

  /** Saved at once; the link stays for a browser that asked first, or a second place. */
  #offer() {
    const { blob, name, work } = this.#file;
    const link = slot(this.#element, "download");
    Object.assign(link, { href: URL.createObjectURL(blob), download: name });
    fill(this.#element, {
      holds: words("work_file.saved", { what: amountOf(work), name }),
      download: words("work_file.save_again", { name }),
    });
    for (const name of ["passphrase", "again"]) slot(this.#element, name).value = "";
    slot(this.#element, "ready").hidden = false;
    link.click();
    slot(this.#element, "ready_title").focus();
  }

  #fail(error) {
    const code = error.name === "QuotaExceededError" ? "full" : error.code;
    const known = ["full", "changed"].includes(code) ? code : "not_saved";
    fillOrHide(this.#element, { save_problem: words(`work_file.${known}`) });
  }

  #letGo() {
    const link = slot(this.#element, "download");
    if (link.href) URL.revokeObjectURL(link.href);
    link.removeAttribute("href");
    slot(this.#element, "ready").hidden = true;
    this.#file = null;
  }
}

function homeOption({ id, home }) {
  return { value: id, title: homeTitle(home), hint: words("work_file.home_hint") };
}

function amountOf({ visits, homes }) {
  const photos = visits.reduce((sum, each) => sum + costOf(each).photos, 0);
  return counted("work_file", { visit: visits.length, home: homes.length, photo: photos });
}
