/** What to fetch, keep and remove of the homes that a person carries: decisions only. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ORDER = new Intl.Collator("en-GB", { numeric: true });
const MARK = /^[0-9a-f]{12}$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** The index in an answer; null when it is none of ours, or not whole: then nothing may be removed. */
export function indexIn(answer) {
  const { as_of: asOf, rules, homes, joined, sent_back: back } = objectIn(answer);
  if (answer?.status !== 200 || !isTime(asOf) || !DIGEST.test(rules)) return null;
  if (!isObject(homes) || !Object.entries(homes).every(isTagged)) return null;
  return { as_of: asOf, rules, homes, joined: isObject(joined) ? joined : {}, back: Array.isArray(back) ? back : [] };
}

/** {pack, tag, as_of, rules} of the one home that was asked for; null when the answer is not that. */
export function packIn(answer, home) {
  const { as_of: asOf, rules, homes, tag } = objectIn(answer);
  const pack = answer?.status === 200 && Array.isArray(homes) ? homes.find((each) => each?.id === home) : null;
  if (!pack || !isWhole(pack) || !isTime(asOf)) return null;
  return { pack, tag: pack.tag ?? tag ?? null, as_of: pack.as_of ?? asOf, rules };
}

/** Why an answer brought nothing: offline, signed_out, unknown_home or broken. */
export function faultOf(answer) {
  if (!answer) return "offline";
  if (answer.status === 401) return "signed_out";
  return isOurs(answer) && [403, 404].includes(answer.status) ? "unknown_home" : "broken";
}

/** True for an error in our own shape: the server is there, and refuses this one thing. */
export function isOurs(answer) {
  return typeof objectIn(answer).error?.code === "string";
}

/**
 * {fetch, remove}: ids, by the index and what is kept ({home, state, tag}). A home found on this
 * device stays as it is until the server has given its receipt (`sent` holds those), and lists it
 * or says that it was joined with a known one.
 */
export function planHomes({ homes, joined }, kept, sent) {
  const own = new Map(kept.map((each) => [each.home, each]));
  const isOpen = (home) => own.get(home)?.state === "found" && !sent.has(home);
  const isListed = (home) => Object.hasOwn(homes, home);
  const fetch = Object.keys(homes).filter((home) => !isOpen(home) && own.get(home)?.tag !== homes[home]);
  const isGone = ({ home, state }) => state !== "found" || (sent.has(home) && Object.hasOwn(joined, home));
  const gone = kept.filter((each) => !isListed(each.home) && isGone(each));
  return { fetch, remove: gone.map((each) => each.home) };
}

/** {fetch: [{name, home}], drop: [name]}, by the pictures that kept homes name and those kept. */
export function planPictures(kept, names) {
  const wanted = new Map();
  for (const { home, pictures } of kept) {
    for (const name of pictures ?? []) if (!wanted.has(name)) wanted.set(name, home);
  }
  const have = new Set(names);
  return {
    fetch: [...wanted].filter(([name]) => !have.has(name)).map(([name, home]) => ({ name, home })),
    drop: names.filter((name) => !wanted.has(name)),
  };
}

/** The names of the pictures that a pack names and the server has, each once. */
export function picturesOf({ photos }) {
  const arrived = photos.filter((each) => each.arrived !== false && DIGEST.test(each.sha256));
  return [...new Set(arrived.map(pictureName))];
}

/** A photo's picture by name: another one as soon as something else is blacked out of it. */
export function pictureName({ sha256, redaction }) {
  return MARK.test(redaction) ? `${sha256}.${redaction}` : sha256;
}

/** Where the server has the picture of that name. */
export function pictureAddress(name) {
  const [sha256, redaction] = name.split(".");
  return `/photos/${sha256}/carried${redaction ? `?redaction=${redaction}` : ""}`;
}

/** The little of a pack that the list of homes shows. */
export function lineOf({ id, name, address, postcode, children, concerns, last_visit: last }) {
  const names = new Map(children.map((each) => [each.id, each.name]));
  return {
    id, name, address, postcode,
    children: [...names.values()],
    concerns: (concerns ?? []).map(({ item, grade, child }) => ({ item, grade, child: names.get(child) ?? null })),
    last_visit: last ?? null,
  };
}

/** What waits to be shown first: homes found here, then by name or address. */
export function inListOrder(a, b) {
  if (a.state !== b.state) return a.state === "found" ? -1 : 1;
  return ORDER.compare(titleOf(a), titleOf(b));
}

function titleOf({ name, address }) {
  return name || address;
}

function isTagged([home, tag]) {
  return UUID.test(home) && typeof tag === "string" && tag !== "";
}

function isWhole({ address, children, adults, last, photos, history }) {
  const lists = [children, adults, last, photos];
  return typeof address === "string" && typeof history === "string" && lists.every(Array.isArray);
}

function isTime(value) {
  return typeof value === "string" && Number.isFinite(Date.parse(value));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectIn(answer) {
  return isObject(answer?.json) ? answer.json : {};
}
