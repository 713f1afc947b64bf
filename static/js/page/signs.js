/** Signs: one tap each, in groups, words if wanted. */
import { SIGN_GROUPS } from "../core/codes.js";
import { setField, setSign, signOf } from "../device/edits.js";
import { tick, wordsField } from "./choices.js";
import { clone, fill, slot } from "./slots.js";
import { words } from "./words.js";

export class Signs {
  #open;

  constructor(element, { open }) {
    this.#open = open;
    for (const group of SIGN_GROUPS) {
      const signs = open.rules.signs.filter((each) => each.group === group);
      if (signs.length) slot(element, "groups").append(this.#group(group, signs));
    }
  }

  #group(group, signs) {
    const set = fill(clone("choices"), { legend: words(`signs.groups.${group}`) });
    slot(set, "rows").append(...signs.map((each) => this.#sign(each)));
    return set;
  }

  #sign({ id, title }) {
    const row = clone("sign");
    const seen = signOf(this.#open.visit, id);
    const say = slot(row, "words");
    const onTick = (value, on) => {
      this.#open.edit((draft) => setSign(draft, value, on));
      say.hidden = !on;
    };
    slot(row, "tick").append(tick({ value: id, title }, Boolean(seen), onTick));
    say.append(
      wordsField({
        label: words("signs.words", { sign: title }),
        value: seen?.words,
        rows: 2,
        onType: (text) => this.#open.type(({ visit }) => setField(signOf(visit, id), "words", text)),
      }),
    );
    say.hidden = !seen;
    return row;
  }
}
