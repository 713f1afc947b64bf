/** Has chosen files read and sealed, in a worker where the browser has one. */
import { readPicture } from "./read-picture.js";
import { WorkerCalls } from "./worker-calls.js";

const PATIENCE = 60_000;

export class Pictures {
  #worker;

  /** `url` is where the built picture worker is served. */
  constructor(url) {
    this.#worker = new WorkerCalls(url, PATIENCE);
  }

  /** The picture as `readPicture` gives it; `sealer` is what the vault lends for its place. */
  read(blob, sealer) {
    return this.#worker.call({ blob, sealer }).catch(() => readPicture(blob, sealer));
  }
}
