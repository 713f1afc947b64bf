/** One photo of the photos step: picture, caption, what it is about, consent, taking back. */
import { CONSENTS, ROOMS } from "../core/codes.js";
import { localIso } from "../device/clock.js";
import { photoOf, setField, withdrawPhoto } from "../device/edits.js";
import { itemsOf } from "../device/steps.js";
import { radioGroup, selectField, wordsField } from "./choices.js";
import { photoDate } from "./photo-date.js";
import { pictureOf } from "./photo-picture.js";
import { fill, onAction, slot, tie } from "./slots.js";
import { words } from "./words.js";

const EXPLAINED = ["not_asked", "police_power"];

export class Photo {
  #context;
  #id;
  #onFiled;

  constructor(element, context, { photo, n, onTakenBack, onFiled }) {
    this.element = element;
    this.#context = context;
    this.#id = photo.id;
    element.dataset.photo = photo.id;
    this.#onFiled = onFiled;
    fill(element, { title: words("photos.photo", { n }), date: photoDate(photo) });
    pictureOf(photo, context).then((each) => slot(element, "picture").append(each));
    this.#drawCaption(photo);
    slot(element, "selects").append(...this.#selects(photo));
    this.#drawConsent(photo);
    this.#drawTakingBack(onTakenBack);
  }

  #set(name, value) {
    return this.#context.open.edit(({ visit }) => setField(photoOf(visit, this.#id), name, value));
  }

  #type(name, value) {
    this.#context.open.type(({ visit }) => setField(photoOf(visit, this.#id), name, value));
  }

  #drawCaption(photo) {
    const field = slot(this.element, "caption");
    tie(slot(this.element, "caption_label"), field);
    field.value = photo.caption ?? "";
    field.addEventListener("input", () => this.#type("caption", field.value));
  }

  #selects(photo) {
    const { rules, visit } = this.#context.open;
    const items = rules.areas.flatMap((area) => itemsOf(area)).map(({ id, title }) => ({ value: id, title }));
    const rooms = ROOMS.map((value) => ({ value, title: words(`rooms.${value}`) }));
    const children = visit.children.map(({ id, name }) => ({ value: id, title: name }));
    const lists = { room: rooms, item: items, child: children };
    return Object.entries(lists).map(([name, options]) => this.#select(name, options, photo[name]));
  }

  #select(name, options, value) {
    const none = { value: "", title: words("photos.choose_none") };
    const onChoose = (chosen) => this.#set(name, chosen).then(this.#onFiled);
    return selectField({ label: words(`photos.${name}`), options: [none, ...options], value, onChoose });
  }

  #drawConsent(photo) {
    const options = CONSENTS.map((value) => ({ value, title: words(`consent.${value}`) }));
    const group = radioGroup({
      legend: words("photos.consent"),
      options,
      value: photo.consent,
      onChoose: (value) => {
        this.#set("consent", value);
        this.#showWhy(value);
      },
    });
    group.classList.add("app-choices--row");
    slot(this.element, "consent").append(group);
    slot(this.element, "consent_words").append(
      wordsField({
        label: words("photos.consent_words"),
        value: photo.consent_words,
        rows: 2,
        onType: (text) => this.#type("consent_words", text),
      }),
    );
    this.#showWhy(photo.consent);
  }

  #showWhy(consent) {
    slot(this.element, "consent_words").hidden = !EXPLAINED.includes(consent);
  }

  #drawTakingBack(onTakenBack) {
    const form = slot(this.element, "taking_back");
    const why = slot(form, "why");
    tie(slot(form, "why_label"), why);
    const show = (on) => {
      form.hidden = !on;
      (on ? why : button).focus();
    };
    const button = onAction(this.element, "take-back", () => show(true));
    onAction(form, "cancel", () => show(false));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      slot(form, "why_error").hidden = Boolean(why.value.trim());
      if (!why.value.trim()) return why.focus();
      await this.#takeBack(why.value.trim());
      onTakenBack();
    });
  }

  /** The line that says so is on the disk before the picture goes. */
  async #takeBack(why) {
    const { open, photos } = this.#context;
    await open.edit(({ visit }) => withdrawPhoto(visit, this.#id, why, localIso()));
    await photos.remove(this.#id);
  }
}
