/** One carried home: its people, what is 4 or 5, its last photos and its history, without a network. */
import { localIso } from "../device/clock.js";
import { rulesInForce } from "../device/rules-shelf.js";
import { asOfWords, dayWords, isOld } from "./age-words.js";
import { itemTitle, worstFirst } from "./concern-words.js";
import { foundWords, isWithServer } from "./found-words.js";
import { carriedHistory } from "./history-frame.js";
import { homeLine, homeTitle } from "./home-words.js";
import { adultWords, nameAndAge } from "./people.js";
import { homesPlace, quickPlace, roomPlace, startPlace } from "./places.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const SHOWN = 2; // of each room; all that are carried stand on the room's own page

export class Home {
  #element;
  #context;
  #home = null;
  #pictures = [];

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    const { homes, outbox, signal } = context;
    slot(element, "sign_in").href = context.signInPlace();
    onAction(element, "again", () => this.#fetch());
    onAction(element, "forget", () => this.#forget());
    homes.addEventListener("change", () => this.#look(), { signal });
    outbox.addEventListener("change", () => this.#drawFound(), { signal });
    this.ready = this.#begin();
  }

  async #begin() {
    if (!(await this.#look())) await this.#fetch();
  }

  /** Draws the home as it is kept, again only where it has changed; false when it is not here. */
  async #look() {
    const { home: id, homes, signal } = this.#context;
    if (homes.busy && this.#home) return true;
    const [kept, rules, now] = await Promise.all([homes.find(id), rulesInForce(), homes.now()]);
    if (signal.aborted || !kept) return Boolean(kept);
    const isSame = this.#home?.tag === kept.tag && this.#home?.state === kept.state;
    if (!this.#home || !isSame) this.#draw(kept, rules);
    this.#home = kept;
    this.#drawAge(now);
    await Promise.all([this.#drawFound(), this.#showPictures()]);
    return true;
  }

  /** A home that this device does not carry is asked for, once and on demand. */
  async #fetch() {
    const { home: id, homes, signal } = this.#context;
    this.#say("loading");
    slot(this.#element, "failed").hidden = true;
    try {
      await homes.fetch(id);
      await this.#look();
    } catch (error) {
      if (!signal.aborted) this.#fail(error.code ?? "broken");
    }
  }

  #fail(code) {
    this.#say(code);
    slot(this.#element, "sign_in").hidden = code !== "signed_out";
    slot(this.#element, "failed").hidden = false;
  }

  #say(code) {
    fillOrHide(this.#element, { state: code && words(`home.${code}`) });
  }

  #draw(home, rules) {
    this.#say("");
    slot(this.#element, "failed").hidden = true;
    fill(this.#element, { title: homeTitle(home), address: homeLine(home) });
    slot(this.#element, "start").href = startPlace(home.id);
    slot(this.#element, "quick").href = quickPlace(home.id);
    this.#drawPeople(home);
    this.#drawConcerns(home, rules);
    this.#drawPhotos(home);
    const history = slot(this.#element, "history");
    history.replaceChildren(...carriedHistory(home.history));
    slot(this.#element, "history_hint").hidden = !history.querySelector("a");
    slot(this.#element, "known").hidden = false;
  }

  #drawAge(now) {
    const { as_of: asOf, state } = this.#home;
    fill(this.#element, { age: state === "found" ? "" : asOfWords(asOf, now) });
    fillOrHide(this.#element, { old: state !== "found" && isOld(asOf, now) ? words("home.old") : "" });
  }

  async #drawFound() {
    if (!this.#home) return;
    const isFound = this.#home.state === "found";
    const records = isFound ? await this.#context.outbox.list() : [];
    const record = records.find((each) => each.kind === "home" && each.home === this.#home.id);
    fillOrHide(this.#element, { found: isFound ? foundWords(this.#home, record) : "" });
    slot(this.#element, "forget").hidden = !isWithServer(record);
  }

  #drawPeople({ children, adults, checks }) {
    const today = { observed_at: localIso() };
    const lines = [
      ...children.map((each) => nameAndAge(each, today)),
      ...adults.map((each) => words("home.adult", { name: each.name, who: adultWords(each) })),
      ...Object.values(checks ?? {}),
    ];
    slot(this.#element, "people").replaceChildren(...lines.map((text) => fill(clone("carried-person"), { text })));
    slot(this.#element, "nobody").hidden = lines.length > 0;
  }

  #drawConcerns({ children, concerns, last_visit: last }, rules) {
    const names = new Map(children.map((each) => [each.id, each.name]));
    const lines = worstFirst(concerns ?? []).map((each) => concernLine(each, names, rules));
    slot(this.#element, "concerns").replaceChildren(...lines);
    slot(this.#element, "no_concerns").hidden = lines.length > 0 || !last;
    slot(this.#element, "no_visit").hidden = Boolean(last);
  }

  #drawPhotos({ photos }) {
    this.#pictures = [];
    const rooms = [...new Set(photos.map((each) => each.room ?? ""))];
    const groups = rooms.map((room) => this.#room(room, photos.filter((each) => (each.room ?? "") === room)));
    slot(this.#element, "rooms").replaceChildren(...groups);
    slot(this.#element, "photos").hidden = photos.length === 0;
  }

  #room(room, photos) {
    const title = words(room ? `rooms.${room}` : "home.no_room");
    const group = fill(clone("carried-room"), { title });
    slot(group, "pictures").append(...photos.slice(0, SHOWN).map((each) => this.#photo(each, title)));
    const link = slot(group, "compare");
    link.hidden = photos.length < 2;
    link.href = roomPlace(this.#context.home, room);
    fill(link, { count: words("home.compare", { n: photos.length }), room: `: ${title}` });
    return group;
  }

  #photo(photo, room) {
    const { caption, observed_at: at } = photo;
    const date = dayWords(at);
    const figure = fill(clone("carried-photo"), { caption: [caption, date].filter(Boolean).join(", ") });
    this.#pictures.push({ figure, photo, alt: words("home.photo_of", { room, date }) });
    return figure;
  }

  /** Shows what is here; a picture that comes later is shown when it has come. */
  async #showPictures() {
    const open = this.#pictures;
    this.#pictures = [];
    const left = await Promise.all(open.map(async (each) => ((await this.#isShown(each)) ? [] : [each])));
    this.#pictures.push(...left.flat());
  }

  async #isShown({ figure, photo, alt }) {
    const { homes, signal } = this.#context;
    const blob = await homes.picture(photo);
    if (signal.aborted) return true;
    slot(figure, "missing").hidden = Boolean(blob);
    if (!blob) return false;
    const url = URL.createObjectURL(blob);
    signal.addEventListener("abort", () => URL.revokeObjectURL(url));
    Object.assign(slot(figure, "image"), { src: url, alt, hidden: false });
    return true;
  }

  async #forget() {
    await this.#context.homes.forget(this.#context.home);
    location.replace(homesPlace());
  }
}

function concernLine({ item, child, grade, words: said, observed_at: at, by }, names, rules) {
  const line = clone("carried-concern");
  const title = itemTitle(item, rules);
  const name = names.get(child);
  line.querySelector(".app-grade").classList.add(`app-grade--${grade}`);
  fill(line, {
    grade,
    title: name ? words("home.item_of", { item: title, name }) : title,
    when: words("home.graded", { date: dayWords(at), by }),
  });
  return fillOrHide(line, { said: said ? words("area.last_words", { words: said }) : "" });
}
