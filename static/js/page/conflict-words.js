/** How two versions of a visit differ, in plain words. */
import { clockTime, longDate } from "../device/clock.js";
import { figures } from "../device/conflict.js";
import { itemsOf } from "../device/steps.js";
import { answerWords, nameOf } from "./people.js";
import { words } from "./words.js";

const TIMES = ["observed_at", "left_at"];
const VOICE = ["why", "appearance", "own_words", "activity", "relationships", "surroundings"];

/** [{name, mine, server}]: when each was written, and how much is in it. */
export function figureLines(mine, server) {
  const [ours, theirs] = [figures(mine), figures(server)];
  return Object.keys(ours).map((name) => {
    const say = name === "written_at" ? time : String;
    return { name: words(`conflict.figures.${name}`), mine: say(ours[name]), server: say(theirs[name]) };
  });
}

/** {name, mine, server} of one difference; what one of them does not hold is said so. */
export function differenceLine({ list, name, mine, server }, versions, rules) {
  const [ours, theirs] = [mine, server].map((each, at) => {
    const visit = at === 0 ? versions.mine : versions.server;
    return each === null ? "" : SAY[list](each, visit, name);
  });
  const none = words("conflict.nothing");
  return { name: NAME[list](name, mine ?? server, versions, rules), mine: ours || none, server: theirs || none };
}

const NAME = {
  fields: (name) => words(`conflict.fields.${name}`),
  children: (id, person) => person.name,
  adults: (id, person) => person.name,
  grades: (key, { item, child }, versions, rules) => itemName(item, child, versions, rules),
  next_steps: (key, { item, child }, versions, rules) =>
    words("conflict.next_step", { what: itemName(item, child, versions, rules) }),
  own_grades: (key, { item, child, person }, versions, rules) =>
    words("conflict.own_grade", { what: itemName(item, child, versions, rules), name: personName(versions, person) }),
  powers: (key, { power }) => words(`powers.kinds.${power}`),
  signs: (id, entry, versions, rules) => rules.signs.find((each) => each.id === id)?.title ?? id,
  voices: (child, entry, versions) => words("steps.voice", { name: personName(versions, child) }),
  photos: (sha256, photo) => words("conflict.photo", { what: photo.caption || longDate(photo.observed_at) }),
};

const SAY = {
  fields: fieldWords,
  children: personWords,
  adults: personWords,
  grades: (entry, visit) =>
    joined([answerWords(entry), entry.same_as && sameAs(entry, visit), entry.words, madeUp(entry)]),
  next_steps: ({ words: said, target, by, helps }) =>
    joined([said, words("next_steps.reach", { target }), by && longDate(by), helps]),
  own_grades: (entry) => joined([answerWords(entry), entry.words]),
  powers: ({ began_at: at, words: said, children }, visit) =>
    joined([time(at), (children ?? []).map((id) => nameOf(visit, id)).join(", "), said]),
  signs: (entry) => joined([words("conflict.ticked"), entry.words]),
  voices: (entry) => joined([words(`seen.${entry.seen}`), ...VOICE.map((name) => entry[name])]),
  photos: (photo) =>
    joined([
      words("conflict.there"), photo.caption, photo.room && words(`rooms.${photo.room}`),
      photo.consent && words(`consent.${photo.consent}`), photo.consent_words,
    ]),
};

function fieldWords(value, visit, name) {
  if (TIMES.includes(name)) return time(value);
  if (name === "kind" || name === "access") return words(`${name === "kind" ? "kinds" : "access"}.${value}.title`);
  if (name === "quick") return words("conflict.yes");
  if (name === "care") return careWords(value, visit);
  if (name === "present") return value.map((id) => nameOf(visit, id)).join(", ");
  if (name === "in_charge") return value === "nobody" ? words("people.nobody") : nameOf(visit, value);
  return value;
}

function careWords({ in_charge_age: age, check, takes_over: over }, visit) {
  const years = Number.isInteger(age) ? words("people.years", { n: age }) : "";
  if (!over) return joined([years, check]);
  const who = nameOf(visit, over.person) || over.name;
  return joined([years, check, who, over.relation, words(`care.checked.${over.checked}`), over.words]);
}

function personWords({ name, born, about_years: years, relation }) {
  const about = Number.isInteger(years) ? words("people.about", { age: words("people.years", { n: years }) }) : "";
  return joined([name, born && longDate(born), about, relation]);
}

function itemName(id, child, versions, rules) {
  const item = rules.areas.flatMap(itemsOf).find((each) => each.id === id);
  return [item?.title ?? id, child && personName(versions, child)].filter(Boolean).join(", ");
}

function personName({ mine, server }, id) {
  return nameOf(mine, id) || nameOf(server, id);
}

function sameAs({ same_as: other }, visit) {
  return words("conflict.same_as", { name: nameOf(visit, other) });
}

function madeUp({ made_up_by: by, made_up_words: how }) {
  return joined([...(by ?? []).map((each) => words(`made_up_by.${each}`)), how]);
}

function joined(parts) {
  return parts.filter(Boolean).join(". ");
}

function time(iso) {
  return words("conflict.at", { time: clockTime(iso), date: longDate(iso) });
}
