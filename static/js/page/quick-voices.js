/** Each child's voice in five short prompts, one child under the other. */
import { nameAndAge } from "./people.js";
import { clone, fill, slot } from "./slots.js";
import { Voice } from "./voice.js";

export class QuickVoices {
  constructor(element, context) {
    const { visit } = context.open;
    slot(element, "nobody").hidden = visit.children.length > 0;
    slot(element, "voices").append(...visit.children.map((child) => voiceOf(child, context)));
  }
}

function voiceOf(child, context) {
  const section = fill(clone("quick-voice"), { name: nameAndAge(child, context.open.visit) });
  const voice = clone("voice");
  new Voice(voice, { ...context, step: { child, isBrief: true } });
  slot(section, "voice").append(voice);
  return section;
}
