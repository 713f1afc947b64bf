/** Finds homes by what somebody types: any order of words, whatever the accents and capitals. */

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

/** Text as it is compared: small letters without accents, apostrophes or punctuation. */
export function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  const letters = plain.replace(/[ßæœøłđðþı]/g, (each) => LETTERS[each]);
  return letters.replace(/['’‘`´]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** What of a home's line can be looked for. */
export function searchable({ name, address, postcode, children }) {
  const code = fold(postcode ?? "");
  const words = fold([name, address, ...children].filter(Boolean).join(" "));
  return ` ${words} ${code} ${code.replaceAll(" ", "")}`;
}

/** A function that tells whether a searchable text holds all that was typed. */
export function matcher(typed) {
  const sought = fold(typed);
  const words = sought.split(" ").filter(Boolean);
  const whole = sought.replaceAll(" ", "");
  return (text) => words.every((each) => text.includes(each)) || (words.length === 2 && text.includes(` ${whole}`));
}
