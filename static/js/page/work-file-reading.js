/** Reads a file of unsent work in, and says what came of it. */
import { importWork, openWorkFile } from "../device/work-file-import.js";
import { WorkFileRefused } from "../device/work-file-format.js";
import { mark, offerToShow, onSend, typed } from "./field.js";
import { counted, moment } from "./kept-words.js";
import { fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

export class ReadFile {
  #element;
  #context;
  #onTaken;
  #file = null;

  /** `onTaken` is called when something was read in. */
  constructor(element, context, { onTaken }) {
    this.#element = element;
    this.#context = context;
    this.#onTaken = onTaken;
    const form = slot(element, "read_form");
    offerToShow(form);
    onSend(form, () => this.#read());
    slot(form, "file").addEventListener("change", () => this.#choose());
  }

  /** What can be known without the passphrase is said before it is asked for. */
  async #choose() {
    const [blob] = slot(this.#element, "file").files;
    this.#file = null;
    mark(this.#element, "file", "");
    mark(this.#element, "opens", "");
    slot(this.#element, "done").hidden = true;
    slot(this.#element, "opening").hidden = true;
    if (!blob) return;
    try {
      this.#file = await openWorkFile(blob, this.#context.person.id);
      slot(this.#element, "opening").hidden = false;
      slot(this.#element, "opens").focus();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #read() {
    mark(this.#element, "opens", "");
    if (!this.#file) return;
    try {
      const passphrase = typed(this.#element, "opens");
      const result = await importWork(this.#context, this.#file, passphrase, (step) => this.#say(step));
      this.#finish(result);
    } catch (error) {
      this.#fail(error);
    } finally {
      fill(this.#element, { progress: "" });
      this.#tell();
    }
  }

  #say({ done, total }) {
    const percent = Math.floor((100 * done) / total);
    const name = percent < 50 ? "checking" : "taking"; // everything is read twice
    fill(this.#element, { progress: words(`work_file.${name}`, { percent }) });
  }

  #finish({ visits, homes, photos, here, apart }) {
    const what = counted("work_file", { visit: visits, home: homes, photo: photos });
    fill(this.#element, { taken: what ? words("work_file.taken", { what }) : words("work_file.taken_none") });
    const known = words(here === 1 ? "work_file.here_one" : "work_file.here", { n: here });
    fillOrHide(this.#element, { here: here ? known : "" });
    slot(this.#element, "apart").hidden = apart.length === 0;
    slot(this.#element, "apart_lines").replaceChildren(...apart.map(apartLine));
    this.#clear();
    slot(this.#element, "done").hidden = false;
    slot(this.#element, "done_title").focus();
  }

  #clear() {
    this.#file = null;
    slot(this.#element, "read_form").reset();
    slot(this.#element, "opening").hidden = true;
  }

  /** What came in is shown and sent; also what came in before the device was full. */
  #tell() {
    const { outbox, sync } = this.#context;
    outbox.dispatchEvent(new Event("change"));
    sync.run();
    this.#onTaken();
  }

  #fail(error) {
    const message = words(`work_file.refused.${codeOf(error)}`);
    if (error.code === "passphrase") return mark(this.#element, "opens", message);
    this.#clear();
    mark(this.#element, "file", message);
  }
}

function codeOf(error) {
  if (error instanceof WorkFileRefused) return error.code;
  return error.name === "QuotaExceededError" ? "full" : "failed";
}

function apartLine({ title, updated_at: changed }) {
  const textContent = changed ? words("work_file.apart_line", { title, ...moment(changed) }) : title;
  return Object.assign(document.createElement("li"), { textContent });
}
