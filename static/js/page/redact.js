/** Boxes over a photo that will be blacked out: drawn with any pointer, or written as percentages. */
import { onAction, slot } from "./slots.js";

const SIDES = ["left", "top", "right", "bottom"];
const LEAST = 0.5; // per cent: less was a tap and not a box
const MOST = 50;

export class Redact {
  #element;
  #picture;
  #start = null;
  #drawn = null;

  constructor(element) {
    this.#element = element;
    this.#picture = slot(element, "picture");
    element.addEventListener("focusin", (event) => event.target.closest("[data-box]") && this.#uncover());
    slot(element, "how").hidden = false;
    element.querySelectorAll("[data-box]").forEach((each) => this.#own(each));
    onAction(element, "add", () => this.#add()?.querySelector("input").focus()).hidden = false;
    this.#picture.addEventListener("pointerdown", (event) => this.#begin(event));
    this.#picture.addEventListener("pointermove", (event) => this.#move(event));
    this.#picture.addEventListener("pointerup", () => this.#end());
    this.#picture.addEventListener("pointercancel", () => this.#drop());
    this.#show();
  }

  get #rows() {
    return [...this.#element.querySelectorAll("form [data-box]")];
  }

  #own(row) {
    row.addEventListener("input", () => this.#show());
    onAction(row, "remove", () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      this.#uncover();
      this.#show();
      (next?.querySelector("input") ?? this.#element.querySelector('[data-action="add"]')).focus();
    }).hidden = false;
    return row;
  }

  /** A row for one more box: the first that is empty, else a fresh one; null when there are enough. */
  #add() {
    const empty = this.#rows.find((row) => fieldsOf(row).every((each) => !each.value.trim()));
    if (empty || this.#rows.length >= MOST) return empty ?? null;
    const row = slot(this.#element, "fresh").content.firstElementChild.cloneNode(true);
    slot(this.#element, "boxes").append(this.#own(row));
    this.#show();
    return row;
  }

  /** To change the boxes one has to see what is under them; only then it is fetched. */
  #uncover() {
    const image = slot(this.#element, "image");
    if (image.getAttribute("src") !== this.#element.dataset.src) image.src = this.#element.dataset.src;
  }

  #begin(event) {
    if (event.button || this.#start) return;
    this.#uncover();
    this.#picture.setPointerCapture(event.pointerId);
    this.#start = this.#placeOf(event);
    this.#drawn = this.#add();
  }

  #move(event) {
    if (!this.#start || !this.#drawn) return;
    const now = this.#placeOf(event);
    const edges = ["x", "y"].map((axis) => [this.#start[axis], now[axis]].sort((a, b) => a - b));
    const values = [edges[0][0], edges[1][0], edges[0][1], edges[1][1]];
    if (values[2] - values[0] < LEAST || values[3] - values[1] < LEAST) return;
    // Outward, so that nothing at the edge of what was drawn is left.
    const round = [Math.floor, Math.floor, Math.ceil, Math.ceil];
    fieldsOf(this.#drawn).forEach((each, n) => (each.value = (round[n](values[n] * 10) / 10).toFixed(1)));
    this.#show();
  }

  #end() {
    this.#start = this.#drawn = null;
  }

  /** The finger began to scroll or was lost: what was drawn so far is no box. */
  #drop() {
    if (this.#drawn) fieldsOf(this.#drawn).forEach((each) => (each.value = ""));
    this.#end();
    this.#show();
  }

  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = slot(this.#element, "image").getBoundingClientRect();
    const part = (at, from, length) => Math.min(100, Math.max(0, ((at - from) / length) * 100));
    return { x: part(clientX, left, width), y: part(clientY, top, height) };
  }

  #show() {
    this.#picture.querySelectorAll(".app-redact__box").forEach((each) => each.remove());
    this.#rows.forEach((row, n) => {
      for (const each of row.querySelectorAll('[data-slot="number"]')) each.textContent = n + 1;
      const [left, top, right, bottom] = fieldsOf(row).map((each) => parseFloat(each.value.replace(",", ".")));
      if (!(left < right && top < bottom)) return;
      const box = Object.assign(document.createElement("span"), { className: "app-redact__box", textContent: n + 1 });
      Object.assign(box.style, {
        left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%`,
      });
      this.#picture.append(box);
    });
  }
}

function fieldsOf(row) {
  return SIDES.map((side) => row.querySelector(`[name="${side}"]`));
}
