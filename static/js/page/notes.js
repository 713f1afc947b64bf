/** Notes; where nobody could get in, first what was tried. */
import { isWithoutAccess } from "../device/draft.js";
import { setField } from "../device/edits.js";
import { wordsField } from "./choices.js";
import { clone, slot } from "./slots.js";
import { words } from "./words.js";

const ATTEMPTS = ["listened", "knocked", "back", "phoned", "note_left"];

export class Notes {
  #open;
  #field;

  constructor(element, { open }) {
    this.#open = open;
    const notes = wordsField({
      label: words("notes.notes"),
      hint: words("notes.notes_hint"),
      value: open.visit.notes,
      rows: 8,
      onType: (text) => open.type(({ visit }) => setField(visit, "notes", text)),
    });
    this.#field = slot(notes, "field");
    slot(element, "notes").append(notes);
    slot(element, "tried").hidden = !isWithoutAccess(open.visit);
    slot(element, "attempts").append(...ATTEMPTS.map((each) => this.#attempt(each)));
  }

  #attempt(name) {
    const button = clone("attempt");
    const line = words(`notes.attempts.${name}`);
    button.textContent = line;
    button.addEventListener("click", () => this.#add(line));
    return button;
  }

  #add(line) {
    const before = this.#field.value.trimEnd();
    this.#field.value = before ? `${before}\n${line}` : line;
    this.#open.edit(({ visit }) => setField(visit, "notes", this.#field.value));
  }
}
