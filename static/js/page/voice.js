/** One child's voice: seen or not, the child's own words, and what was noticed. */
import { OWN_WORDS, SEEN } from "../core/codes.js";
import { ageInMonths } from "../core/scoring.js";
import { setVoice, voiceOf } from "../device/edits.js";
import { radioGroup, wordsField } from "./choices.js";
import { slot } from "./slots.js";
import { words } from "./words.js";

const PROMPTS = [
  { name: "own_words", hint: true, rows: 6, longest: OWN_WORDS },
  { name: "appearance", hint: true },
  { name: "activity" },
  { name: "relationships" },
  { name: "surroundings" },
];

// gcp/core/child_story.py has the same.
const BANDS = [[0, "observe"], [36, "young"], [84, "middle"], [144, "older"]];
const BRIEF = ["appearance", "own_words", "activity", "relationships", "surroundings"];

export class Voice {
  #element;
  #open;
  #child;

  constructor(element, { open, step }) {
    this.#element = element;
    this.#open = open;
    this.#child = step.child.id;
    slot(element, "seen").append(this.#seen());
    slot(element, "why").append(this.#prompt({ name: "why" }));
    const prompts = step.isBrief ? BRIEF.map((name) => ({ name, rows: 1, longest: name === "own_words" ? OWN_WORDS : undefined })) : PROMPTS;
    slot(element, "prompts").append(...prompts.map((each) => this.#prompt(each)));
    if (!step.isBrief) slot(element, "prompts").firstElementChild.classList.add("app-say--own");
    this.#showWhy();
    if (!step.isBrief) this.#ask(step.child);
  }

  /** What to ask a child of that age; a child whose age is not known has no questions here. */
  #ask(child) {
    const months = ageInMonths(child, this.#open.visit.observed_at.slice(0, 10));
    const band = BANDS.findLast(([from]) => months >= from) ?? BANDS[0];
    slot(this.#element, "day").hidden = months === null;
    const asked = words(`day.${band[1]}`).split("\n").map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    });
    slot(this.#element, "questions").append(...asked);
  }

  #seen() {
    return radioGroup({
      legend: words("voice.seen"),
      options: SEEN.map((value) => ({ value, title: words(`seen.${value}`) })),
      value: voiceOf(this.#open.visit, this.#child)?.seen,
      onChoose: (value) => {
        this.#open.edit((draft) => setVoice(draft, this.#child, "seen", value));
        this.#showWhy();
      },
    });
  }

  #prompt({ name, hint, rows, longest }) {
    return wordsField({
      label: words(`voice.${name}`),
      hint: hint ? words(`voice.${name}_hint`) : "",
      value: voiceOf(this.#open.visit, this.#child)?.[name],
      rows: rows ?? 2,
      longest,
      onType: (text) => this.#type(name, text),
    });
  }

  #type(name, text) {
    this.#open.type((draft) => setVoice(draft, this.#child, name, text));
    if (!voiceOf(this.#open.visit, this.#child).seen) this.#markSeen();
  }

  /** What is written of a child was seen or heard: the choice is made, and shown to be made. */
  #markSeen() {
    this.#open.type((draft) => setVoice(draft, this.#child, "seen", "seen"));
    this.#element.querySelector('input[value="seen"]').checked = true;
  }

  #showWhy() {
    const seen = voiceOf(this.#open.visit, this.#child)?.seen;
    slot(this.#element, "why").hidden = seen !== "not_seen";
  }
}
