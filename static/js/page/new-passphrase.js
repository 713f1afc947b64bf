/** The two fields of a new passphrase, and what is wrong with it. */
import { SHORTEST_PASSPHRASE, passphraseFault } from "../device/key-wraps.js";
import { mark, typed } from "./field.js";
import { words } from "./words.js";

/** The passphrase that was typed twice alike, or null after saying what is wrong. */
export function newPassphrase(form) {
  const passphrase = typed(form, "passphrase");
  const fault = passphraseFault(passphrase);
  const isAlike = passphrase === typed(form, "again");
  mark(form, "again", fault || isAlike ? "" : words("passphrase.differ"));
  mark(form, "passphrase", fault ? words(`passphrase.${fault}`, { least: SHORTEST_PASSPHRASE }) : "");
  return fault || !isAlike ? null : passphrase;
}
