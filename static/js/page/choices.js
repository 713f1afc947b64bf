/** Groups of large radios and ticks, and text fields, cloned from their templates. */
import { WORDS } from "../core/codes.js";
import { clone, fill, fillOrHide, freshName, slot, tie } from "./slots.js";

/** A group of radio rows; `options` are {value, title, hint?}. `onChoose` gets the value. */
export function radioGroup({ legend, options, value, onChoose }) {
  const group = clone("choices");
  const name = freshName();
  fill(group, { legend });
  for (const option of options) {
    const row = rowOf("choice", option);
    const input = row.querySelector("input");
    Object.assign(input, { name, value: option.value, checked: option.value === value });
    input.addEventListener("change", () => onChoose(option.value));
    slot(group, "rows").append(row);
  }
  return group;
}

/** A group of tick rows; `chosen` holds the ticked values. `onTick` gets the value and whether. */
export function tickGroup({ legend, options, chosen, onTick }) {
  const group = clone("choices");
  fill(group, { legend });
  for (const option of options) {
    slot(group, "rows").append(tick(option, chosen.includes(option.value), onTick));
  }
  return group;
}

/** One tick row. */
export function tick(option, checked, onTick) {
  const row = rowOf("tick", option);
  const input = row.querySelector("input");
  Object.assign(input, { value: option.value, checked });
  input.addEventListener("change", () => onTick(option.value, input.checked));
  return row;
}

/** A labelled text area; `onType` gets its text at each keystroke. */
export function wordsField({ label, hint, value, rows = 3, longest = WORDS, onType }) {
  const group = fillOrHide(clone("words"), { hint });
  const field = slot(group, "field");
  fill(group, { label });
  tie(slot(group, "label"), field);
  if (hint) {
    slot(group, "hint").id = `${field.id}-hint`;
    field.setAttribute("aria-describedby", `${field.id}-hint`);
  }
  Object.assign(field, { value: value ?? "", rows, maxLength: longest });
  field.addEventListener("input", () => onType(field.value));
  return group;
}

/** A labelled drop-down; `options` are {value, title}, the first one for "not set". */
export function selectField({ label, options, value, onChoose }) {
  const group = fill(clone("select"), { label });
  const field = slot(group, "field");
  tie(slot(group, "label"), field);
  for (const option of options) {
    field.add(new Option(option.title, option.value, false, option.value === (value ?? "")));
  }
  field.addEventListener("change", () => onChoose(field.value));
  return group;
}

function rowOf(template, { title, hint }) {
  return fillOrHide(fill(clone(template), { title }), { hint });
}
