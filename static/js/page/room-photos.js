/** The carried photos of one room through time, two of them side by side, without a network. */
import { rulesInForce } from "../device/rules-shelf.js";
import { dayWords } from "./age-words.js";
import { Compare } from "./compare.js";
import { itemTitle } from "./concern-words.js";
import { homePlace } from "./places.js";
import { clone, fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

const SIDES = ["left", "right"];

export class RoomPhotos {
  #element;
  #context;
  #photos = [];
  #chosen = {};

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    slot(element, "back").href = homePlace(context.home);
    fill(element, { title: words("room_photos.title", { room: roomTitle(context.room) }) });
    this.#begin();
  }

  async #begin() {
    const { home: id, homes, room, signal } = this.#context;
    const [home, rules] = await Promise.all([homes.find(id), rulesInForce()]);
    const own = home?.photos.filter((each) => (each.room ?? "") === (room ?? "")) ?? [];
    const found = await Promise.all(own.map((each) => this.#withPicture(each, home, rules)));
    if (signal.aborted) return;
    this.#photos = found.filter(Boolean).sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
    fillOrHide(this.#element, { state: this.#photos.length < 2 ? words("room_photos.too_few") : "" });
    if (this.#photos.length > 1) this.#draw();
  }

  /** The photo with its words and an address of its picture; null where that is not here. */
  async #withPicture(photo, { children }, rules) {
    const { homes, signal } = this.#context;
    const blob = await homes.picture(photo);
    if (!blob || signal.aborted) return null;
    const url = URL.createObjectURL(blob);
    signal.addEventListener("abort", () => URL.revokeObjectURL(url));
    const name = children.find((each) => each.id === photo.child)?.name;
    const item = photo.item && [itemTitle(photo.item, rules), name].filter(Boolean).join(", ");
    const day = dayWords(photo.observed_at);
    const alt = [photo.caption, item, roomTitle(photo.room), day].filter(Boolean).join(", ");
    return { ...photo, at: photo.observed_at, url, item, day, alt, meaning: rules?.grades[photo.grade]?.name };
  }

  #draw() {
    this.#chosen = usualPair(this.#photos);
    const compare = slot(this.#element, "compare");
    compare.hidden = false;
    new Compare(compare.querySelector("[data-compare]"));
    slot(this.#element, "strip").replaceChildren(...this.#photos.map((each, n) => this.#inStrip(each, n)));
    this.#show();
  }

  #inStrip(photo, n) {
    const line = said(clone("strip-photo"), photo);
    fill(line, { day: photo.day });
    Object.assign(slot(line, "image"), { src: photo.url, alt: photo.alt });
    for (const side of SIDES) {
      const button = slot(line, side);
      button.dataset.photo = n;
      button.append(hidden(`: ${photo.alt}`));
      button.addEventListener("click", () => this.#choose(side, photo));
    }
    return line;
  }

  /** Who takes the photo of the other side gives theirs for it. */
  #choose(side, photo) {
    const other = SIDES.find((each) => each !== side);
    if (this.#chosen[other] === photo) this.#chosen[other] = this.#chosen[side];
    this.#chosen[side] = photo;
    this.#show();
  }

  #show() {
    for (const side of SIDES) {
      const photo = this.#chosen[side];
      const picture = this.#element.querySelector(`[data-side="${side}"] img`);
      Object.assign(picture, { src: photo.url, alt: `${words(`room_photos.${side}`)}: ${photo.alt}` });
      fill(said(slot(this.#element, `${side}_caption`), photo), { day: photo.day });
      for (const button of this.#element.querySelectorAll(`[data-slot="${side}"]`)) {
        button.setAttribute("aria-pressed", String(this.#photos[button.dataset.photo] === photo));
      }
    }
  }
}

/** The newest photo, and the newest of another day and the same thing, or what comes nearest to it. */
function usualPair(photos) {
  const right = photos.at(-1);
  const others = photos.slice(0, -1).reverse();
  const isSame = (each) => each.item === right.item && each.child === right.child;
  const ofOtherDay = others.filter((each) => each.day !== right.day);
  return { left: ofOtherDay.find(isSame) ?? ofOtherDay[0] ?? others[0], right };
}

function said(element, { caption, item, grade, state, meaning, source }) {
  const shown = typeof grade === "number";
  const badge = slot(element, "badge");
  badge.hidden = !shown;
  slot(element, "from_file").hidden = source !== "file";
  badge.className = `app-grade app-grade--${shown ? grade : "none"}`;
  fill(element, { grade: shown ? grade : "", meaning: shown ? meaning : "" });
  const answer = state ? words("room_photos.answered", { item, state: words(`states.${state}`) }) : item;
  return fillOrHide(element, { caption: caption ?? "", item: answer ?? "" });
}

function roomTitle(room) {
  return words(room ? `rooms.${room}` : "home.no_room");
}

function hidden(textContent) {
  return Object.assign(document.createElement("span"), { className: "govuk-visually-hidden", textContent });
}
