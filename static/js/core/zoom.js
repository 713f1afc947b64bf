/** How large a picture is in its window and how far it is moved: arithmetic only. */

const MOST = 8;

/** `scale` from 1 to 8; `x` and `y` are how far the middle is off, in windows. */
export class Zoom {
  scale = 1;
  x = 0;
  y = 0;

  /** Larger or smaller by a factor, the given place (0 to 1 each way) staying where it is; 0: whole. */
  by(factor, x = 0.5, y = 0.5) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const change = scale / this.scale;
    this.scale = scale;
    this.#moveTo((this.x + 0.5 - x) * change - 0.5 + x, (this.y + 0.5 - y) * change - 0.5 + y);
  }

  /** Moves the picture by parts of the window, never so far that its edge comes into sight. */
  push(x, y) {
    this.#moveTo(this.x + x, this.y + y);
  }

  #moveTo(x, y) {
    const most = (this.scale - 1) / 2;
    this.x = Math.min(most, Math.max(-most, x));
    this.y = Math.min(most, Math.max(-most, y));
  }
}
