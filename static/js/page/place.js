/** Where a quick record is made: an address, now or later, and how one got in. */
import { ACCESS, KINDS } from "../core/codes.js";
import { setField } from "../device/edits.js";
import { radioGroup } from "./choices.js";
import { homeLine, homeTitle } from "./home-words.js";
import { fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

const LISTS = { kind: ["kinds", KINDS], access: ["access", ACCESS] };

export class Place {
  #element;
  #open;

  constructor(element, { open }) {
    this.#element = element;
    this.#open = open;
    const { found, home, visit } = open.draft;
    slot(element, "typing").hidden = !found;
    fillOrHide(element, { known: found ? "" : [homeTitle(home), homeLine(home)].filter(Boolean).join(", ") });
    for (const name of ["address", "postcode"]) this.#listen(name, home);
    slot(element, "how").hidden = !visit.quick; // a full visit asks that when arriving
    for (const name of Object.keys(LISTS)) slot(element, name).append(this.#choice(name));
    this.#sayHow();
  }

  #listen(name, home) {
    const field = slot(this.#element, name);
    field.value = home[name];
    field.addEventListener("input", () => this.#open.type((draft) => (draft.home[name] = field.value)));
  }

  #choice(name) {
    const [list, values] = LISTS[name];
    return radioGroup({
      legend: words(`arriving.${name}`),
      options: values.map((value) => ({ value, title: words(`${list}.${value}.title`) })),
      value: this.#open.visit[name],
      onChoose: (value) => {
        this.#open.edit(({ visit }) => setField(visit, name, value));
        this.#sayHow();
      },
    });
  }

  #sayHow() {
    const said = Object.entries(LISTS).map(([name, [list]]) => this.#open.visit[name] && words(`${list}.${this.#open.visit[name]}.title`));
    fill(this.#element, { said: words("quick.how", { how: said.filter(Boolean).join(". ") }) });
  }
}
