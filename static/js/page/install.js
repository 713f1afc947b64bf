/** Says how to put the app on the home screen, until the person has done so or put the hint away. */
import { onAction, slot } from "./slots.js";

const AWAY = "gcp-install-hint-away";

let offer = null;
let shown = null;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // the browser's own banner would come at any moment of a visit
  offer = event;
  shown?.refresh();
});

export class InstallHint {
  #element;

  constructor(element) {
    this.#element = element;
    onAction(element, "install", () => this.#install());
    onAction(element, "away", () => this.#putAway());
    shown = this;
    this.refresh();
  }

  refresh() {
    const isApple = /iPad|iPhone/.test(navigator.userAgent) || isDesktopIpad();
    this.#element.hidden = isInstalled() || localStorage.getItem(AWAY) !== null || !(offer || isApple);
    slot(this.#element, "apple").hidden = !isApple;
    this.#element.querySelector('[data-action="install"]').hidden = !offer;
  }

  async #install() {
    const asked = offer;
    offer = null; // a browser lets each offer be used once
    await asked?.prompt();
    this.refresh();
  }

  #putAway() {
    localStorage.setItem(AWAY, "yes");
    this.refresh();
  }
}

function isInstalled() {
  return matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
}

/** Safari on an iPad calls itself a Mac; a Mac has no touch screen. */
function isDesktopIpad() {
  return /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
}
