/** Sentences that one tap adds to a field, so that nothing has to be typed. */
import { clone, slot } from "./slots.js";

/** Buttons for `sentences`, beneath the field of a `wordsField` group; `onText` gets the whole text. */
export function phrases(group, sentences, onText) {
  const field = slot(group, "field");
  const row = clone("phrases");
  row.append(
    ...sentences.map((sentence) => {
      const button = clone("attempt");
      button.textContent = sentence;
      button.addEventListener("click", () => {
        if (field.value.includes(sentence)) return;
        const before = field.value.trimEnd();
        field.value = before ? `${before}\n${sentence}` : sentence;
        onText(field.value);
      });
      return button;
    }),
  );
  return row;
}
