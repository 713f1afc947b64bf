/** The live camera with the last photo laid over it, to stand in the same place again. */
import { closeCamera, openCamera, shoot } from "../device/live-camera.js";
import { dayWords } from "./age-words.js";
import { selectField } from "./choices.js";
import { keepAll } from "./photo-adding.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

export class LiveCamera {
  #context;
  #about;
  #ghosts;
  #onKept;
  #onClose;
  #stream = null;
  #kept = 0;
  #url = null;
  #end = new AbortController();

  /** `about` goes into each photo; `ghosts` are pack photos, newest first; `onKept` gets each photo. */
  constructor(context, { title, about, ghosts, onKept, onClose }) {
    this.element = fill(clone("live-camera"), { title });
    this.#context = context;
    this.#about = about;
    this.#ghosts = ghosts;
    this.#onKept = onKept;
    this.#onClose = onClose;
    onAction(this.element, "shoot", () => this.#shoot());
    onAction(this.element, "close", () => this.close());
    slot(this.element, "strength").addEventListener("input", () => this.#drawStrength());
    this.#listenOrdinary();
    const { signal } = this.#end;
    context.signal.addEventListener("abort", () => this.#stop(), { signal });
    context.open.addEventListener("held", () => this.close(), { signal });
    document.addEventListener("visibilitychange", () => this.#leave(), { signal });
  }

  /** Shows the camera's picture, or says why there is none and offers the ordinary camera. */
  async open() {
    if (this.#context.signal.aborted) return this.#stop(); // the step was left meanwhile
    slot(this.element, "title").focus();
    try {
      const stream = await openCamera();
      if (this.#end.signal.aborted) return closeCamera(stream);
      this.#stream = stream;
      const video = slot(this.element, "video");
      video.srcObject = stream;
      await video.play();
      for (const name of ["view", "taking"]) slot(this.element, name).hidden = false;
      await this.#drawGuide();
    } catch {
      this.#fail();
    }
  }

  close() {
    if (this.#end.signal.aborted) return;
    this.#stop();
    this.element.remove();
    this.#onClose?.();
  }

  /** A camera that is running ends; the ordinary one hides this page and brings a photo back to it. */
  #leave() {
    if (document.hidden && this.#stream) this.close();
  }

  #stop() {
    this.#end.abort();
    closeCamera(this.#stream);
    if (this.#url) URL.revokeObjectURL(this.#url);
  }

  #fail() {
    closeCamera(this.#stream);
    this.#stream = null;
    for (const name of ["view", "taking"]) slot(this.element, name).hidden = true;
    fillOrHide(this.element, { problem: words("camera.none") });
    slot(this.element, "ordinary").hidden = false;
  }

  #listenOrdinary() {
    const input = slot(this.element, "file");
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      this.#keep(files);
    });
  }

  /** Which of the last photos lies over the picture, and how strongly. */
  async #drawGuide() {
    const guide = slot(this.element, "guide");
    guide.hidden = this.#ghosts.length === 0;
    fillOrHide(this.element, { no_guide: this.#ghosts.length ? "" : words("camera.no_last") });
    if (!this.#ghosts.length) return;
    const options = this.#ghosts.map(({ caption, observed_at: at }, n) => ({
      value: String(n), title: [dayWords(at), caption].filter(Boolean).join(", "),
    }));
    const none = { value: "", title: words("camera.no_guide") };
    const onChoose = (value) => this.#showGhost(value);
    slot(guide, "which").replaceChildren(
      selectField({ label: words("camera.guide"), options: [...options, none], value: "0", onChoose }),
    );
    await this.#showGhost("0");
  }

  async #showGhost(value) {
    const ghost = slot(this.element, "ghost");
    const photo = value === "" ? null : this.#ghosts[value];
    const blob = photo && (await this.#context.homes.picture(photo));
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = blob && !this.#end.signal.aborted ? URL.createObjectURL(blob) : null;
    ghost.hidden = !this.#url;
    if (this.#url) ghost.src = this.#url;
    this.#drawStrength();
  }

  #drawStrength() {
    slot(this.element, "ghost").style.opacity = slot(this.element, "strength").value / 100;
  }

  async #shoot() {
    const button = this.element.querySelector('[data-action="shoot"]');
    button.disabled = true;
    try {
      await this.#keep([await shoot(this.#stream, slot(this.element, "video"))]);
    } catch {
      this.#fail();
    } finally {
      button.disabled = false;
      button.focus();
    }
  }

  async #keep(files) {
    fill(this.element, { state: words("photos.keeping_one") });
    const { kept, refused } = await keepAll(this.#context, files, this.#about, true, this.#onKept);
    this.#kept += kept;
    const said = refused.map(({ name, code }) => words(`photos.refused.${code}`, { name }));
    const total = words(this.#kept === 1 ? "photos.kept_one" : "photos.kept", { n: this.#kept });
    fill(this.element, { state: [...said, this.#kept ? total : ""].filter(Boolean).join(" ") });
  }
}
