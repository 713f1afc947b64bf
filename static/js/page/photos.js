/** The photos of a visit: adding several at once, and what each of them needs said. */
import { CONSENTS, ROOMS } from "../core/codes.js";
import { clockTime } from "../device/clock.js";
import { setField } from "../device/edits.js";
import { lastPhotos } from "../device/last-photos.js";
import { selectField, wordsField } from "./choices.js";
import { LiveCamera } from "./live-camera.js";
import { Photo } from "./photo.js";
import { keepAll } from "./photo-adding.js";
import { clone, fill, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

export class Photos {
  #element;
  #context;

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    this.#listen("camera", true);
    this.#listen("files", false);
    this.#offerRooms();
    this.#drawAllConsent();
    this.#drawPhotos();
    this.#drawNoPhotos();
  }

  get #open() {
    return this.#context.open;
  }

  #listen(name, fromCamera) {
    const input = slot(this.#element, name);
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      await this.#keep(files, fromCamera);
    });
  }

  /** The room is chosen first: it goes into each photo, and its last one guides the hand. */
  #offerRooms() {
    const form = slot(this.#element, "room_camera");
    const none = { value: "", title: words("photos.choose_none") };
    const options = [none, ...ROOMS.map((value) => ({ value, title: words(`rooms.${value}`) }))];
    const onChoose = () => fill(this.#element, { state: "" });
    const field = selectField({ label: words("photos.room"), options, value: "", onChoose });
    slot(form, "room").append(field);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const room = slot(field, "field").value;
      if (room) return this.#openCamera(form, room);
      fill(this.#element, { state: words("camera.choose") });
      slot(field, "field").focus();
    });
  }

  async #openCamera(form, room) {
    const { homes, open } = this.#context;
    const ghosts = (await lastPhotos(open, homes)).filter((each) => each.room === room);
    const camera = new LiveCamera(this.#context, {
      title: words("camera.title", { room: words(`rooms.${room}`) }),
      about: { room },
      ghosts,
      onKept: (photo) => this.#addPhoto(photo),
      onClose: () => {
        form.hidden = false;
        form.querySelector("button").focus();
        this.#drawAllConsent();
      },
    });
    form.hidden = true;
    slot(this.#element, "live").replaceChildren(camera.element);
    camera.open();
  }

  async #keep(files, fromCamera) {
    fill(this.#element, { state: counted("keeping", files.length) });
    const onKept = (photo) => this.#addPhoto(photo);
    const { kept, refused } = await keepAll(this.#context, files, {}, fromCamera, onKept);
    fill(this.#element, { state: counted("kept", kept) });
    showRefused(slot(this.#element, "refused"), refused);
    this.#drawAllConsent();
  }

  #drawPhotos() {
    const { photos, withdrawn_photos: withdrawn } = this.#open.visit;
    slot(this.#element, "photos").replaceChildren();
    this.#countUnfiled();
    photos.forEach((each) => this.#addPhoto(each));
    if (!photos.length) fill(this.#element, { state: words("photos.none") });
    const { name } = this.#context.person;
    slot(this.#element, "withdrawn").replaceChildren(...(withdrawn ?? []).map((each) => withdrawnLine(each, name)));
    this.#showNoPhotos();
  }

  #addPhoto(photo) {
    const list = slot(this.#element, "photos");
    const onTakenBack = () => this.#takenBack();
    const onFiled = () => this.#countUnfiled();
    const n = list.children.length + 1;
    const view = new Photo(clone("photo"), this.#context, { photo, n, onTakenBack, onFiled });
    list.append(view.element);
    this.#showNoPhotos();
    this.#countUnfiled();
  }

  #countUnfiled() {
    const n = this.#open.visit.photos.filter((each) => !isFiled(each)).length;
    fillOrHide(this.#element, { unfiled: n ? counted("unfiled", n) : "" });
  }

  #takenBack() {
    this.#drawPhotos();
    this.#drawAllConsent();
    slot(this.#element, "camera").focus();
  }

  /** One tap for a whole set: only photos with no answer yet take it. */
  #drawAllConsent() {
    const place = slot(this.#element, "all_consent");
    const open = this.#open.visit.photos.filter((each) => !each.consent);
    place.hidden = open.length < 2;
    const set = fill(clone("choices"), { legend: words("photos.all_consent") });
    set.classList.add("app-choices--buttons");
    slot(set, "rows").append(...CONSENTS.map((each) => this.#consentButton(each)));
    place.replaceChildren(set);
  }

  #consentButton(value) {
    const button = clone("attempt");
    button.textContent = words(`consent.${value}`);
    button.addEventListener("click", async () => {
      await this.#open.edit(({ visit }) => {
        for (const each of visit.photos) if (!each.consent) each.consent = value;
      });
      this.#drawPhotos();
      this.#drawAllConsent();
    });
    return button;
  }

  #drawNoPhotos() {
    slot(this.#element, "no_photos").append(
      wordsField({
        label: words("photos.no_photos"),
        hint: words("photos.no_photos_hint"),
        value: this.#open.visit.no_photos,
        rows: 2,
        onType: (text) => this.#open.type(({ visit }) => setField(visit, "no_photos", text)),
      }),
    );
  }

  #showNoPhotos() {
    const { photos, no_photos: why } = this.#open.visit;
    slot(this.#element, "no_photos").hidden = photos.length > 0 && !why;
  }
}

/** Says of each refused file what was wrong with it. */
export function showRefused(place, refused) {
  place.hidden = refused.length === 0;
  place.replaceChildren(
    ...refused.map(({ name, code }) => line("p", words(`photos.refused.${code}`, { name }))),
  );
}

function counted(name, n) {
  return words(n === 1 ? `photos.${name}_one` : `photos.${name}`, { n });
}

function withdrawnLine({ at, why }, name) {
  return line("li", words("photos.withdrawn", { name, time: clockTime(at), why }));
}

function isFiled({ room, item }) {
  return Boolean(room || item);
}

function line(element, textContent) {
  return Object.assign(document.createElement(element), { textContent });
}
