/** Has chosen files read and sealed, in a worker where the browser has one. */
import { readPicture } from "./read-picture.js";
import { WorkerCalls } from "./worker-calls.js";

const PATIENCE = 60_000;

export class Pictures {
  #worker;
  #reading = 0;

  /** `url` is where the built picture worker is served. */
  constructor(url) {
    this.#worker = new WorkerCalls(url, PATIENCE);
  }

  /** True while a picture is being read. */
  get busy() {
    return this.#reading > 0;
  }

  /** The picture as `readPicture` gives it; `sealer` is what the vault lends for its place. */
  async read(blob, sealer) {
    this.#reading += 1;
    try {
      return await this.#worker.call({ blob, sealer }).catch(() => readPicture(blob, sealer));
    } finally {
      this.#reading -= 1;
    }
  }
}
