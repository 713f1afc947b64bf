/** The sentences of the visit, from the page's own data block. */

let text = {};

export function useWords(block) {
  text = block;
}

/** The sentence at a path such as `area.same_as`, its {places} filled with values. */
export function words(path, values = {}) {
  const sentence = path.split(".").reduce((at, key) => at?.[key], text);
  if (typeof sentence !== "string") throw new Error(`no text visit.${path}`);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
