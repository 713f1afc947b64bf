/** Two pictures of one place: beside each other or one over the other, zoomed and moved together. */
import { Zoom } from "../core/zoom.js";
import { slot } from "./slots.js";

const STEP = 1.5;
const PUSH = 0.1; // of the window, for an arrow key
const TAP = 8; // pixels that a finger may slip in a tap
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const KEYS = { "+": STEP, "=": STEP, "-": 1 / STEP };
const NARROW = "(max-width: 40em)";

export class Compare {
  #element;
  #windows;
  #zoom = new Zoom();
  #pointers = new Map();
  #slipped = 0;

  constructor(element) {
    this.#element = element;
    this.#windows = slot(element, "windows");
    for (const name of ["tools", "hint"]) slot(element, name).hidden = false;
    this.#windows.tabIndex = 0;
    element.querySelectorAll("[data-mode]").forEach((each) => this.#onMode(each));
    element.querySelectorAll("[data-zoom]").forEach((each) => this.#onZoom(each));
    slot(element, "share").addEventListener("input", () => this.#draw());
    this.#listen();
    this.#show(matchMedia(NARROW).matches ? "over" : "beside");
  }

  #onMode(button) {
    button.addEventListener("click", () => this.#show(button.dataset.mode));
  }

  #show(mode) {
    this.#element.dataset.shown = mode;
    for (const each of this.#element.querySelectorAll("[data-mode]")) {
      each.setAttribute("aria-pressed", String(each.dataset.mode === mode));
    }
    slot(this.#element, "slide").hidden = mode !== "over";
    this.#draw();
  }

  #onZoom(button) {
    const change = { in: STEP, out: 1 / STEP, whole: 0 }[button.dataset.zoom];
    button.addEventListener("click", () => this.#enlarge(change));
  }

  /** Zooms by a factor about a place of the window (0 to 1 each way); 0 shows the whole picture. */
  #enlarge(factor, x, y) {
    this.#zoom.by(factor, x, y);
    this.#draw();
    this.#say();
  }

  #say() {
    const n = String(Math.round(this.#zoom.scale * 10) / 10);
    slot(this.#element, "zoomed").textContent = JSON.parse(this.#element.dataset.words).zoom.replace("{n}", n);
  }

  #listen() {
    const at = this.#windows;
    at.addEventListener("keydown", (event) => this.#onKey(event));
    at.addEventListener("dblclick", (event) => event.preventDefault());
    at.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    at.addEventListener("pointerdown", (event) => this.#onDown(event));
    at.addEventListener("pointermove", (event) => this.#onMove(event));
    at.addEventListener("pointerup", (event) => this.#onUp(event));
    at.addEventListener("pointercancel", (event) => this.#pointers.delete(event.pointerId));
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const factor = event.key === "0" ? 0 : KEYS[event.key];
    if (arrow) this.#zoom.push(arrow[0] * PUSH, arrow[1] * PUSH);
    else if (factor !== undefined) this.#enlarge(factor);
    if (!arrow && factor === undefined) return;
    event.preventDefault();
    this.#draw();
  }

  /** A pinch on a touch pad comes as a wheel with Ctrl; a plain wheel scrolls the page. */
  #onWheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { x, y } = this.#placeOf(event);
    this.#enlarge(Math.exp(-event.deltaY / 200), x, y);
  }

  #onDown(event) {
    if (event.button) return;
    this.#windows.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#placeOf(event));
    if (this.#pointers.size === 1) this.#slipped = 0;
  }

  #onMove(event) {
    const was = this.#pointers.get(event.pointerId);
    if (!was) return;
    const now = this.#placeOf(event, was.window);
    const others = [...this.#pointers].filter(([id]) => id !== event.pointerId);
    this.#slipped += Math.hypot(now.x - was.x, now.y - was.y) * was.window.clientWidth;
    if (others.length === 1) this.#pinch(others[0][1], was, now);
    else if (!others.length) this.#drag(was, now);
    this.#pointers.set(event.pointerId, now);
    this.#draw();
  }

  #pinch(still, was, now) {
    const apart = (each) => Math.hypot(each.x - still.x, each.y - still.y) || 1;
    this.#zoom.by(apart(now) / apart(was), (still.x + now.x) / 2, (still.y + now.y) / 2);
    this.#say();
  }

  /** A large picture is moved; of a whole one that lies over another, the edge is. */
  #drag(was, now) {
    if (this.#zoom.scale > 1) this.#zoom.push(now.x - was.x, now.y - was.y);
    else if (this.#element.dataset.shown === "over") slot(this.#element, "share").value = now.x * 100;
  }

  /** A tap on a large picture brings the place to the middle: nobody needs to drag. */
  #onUp(event) {
    const place = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    if (!place || this.#pointers.size || this.#slipped > TAP) return;
    if (this.#zoom.scale > 1) this.#zoom.push(0.5 - place.x, 0.5 - place.y);
    else this.#drag(place, place);
    this.#draw();
  }

  /** Where a pointer is in the picture under it, 0 to 1 each way. */
  #placeOf({ target, clientX, clientY }, window = target.closest("[data-side]") ?? this.#windows.firstElementChild) {
    const { left, top, width, height } = window.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height, window };
  }

  #draw() {
    const { style } = this.#windows;
    const { scale, x, y } = this.#zoom;
    style.setProperty("--app-zoom", scale);
    style.setProperty("--app-x", `${x * 100}%`);
    style.setProperty("--app-y", `${y * 100}%`);
    style.setProperty("--app-share", `${slot(this.#element, "share").value}%`);
    this.#windows.toggleAttribute("data-large", scale > 1);
  }
}
