/** Has chosen files read and sealed, in a worker where the browser has one. */
import { readPicture } from "./read-picture.js";

export class Pictures {
  #url;
  #worker = null;
  #number = 0;
  #reading = 0;
  #answers = new Map();

  /** `url` is where the built picture worker is served. */
  constructor(url) {
    this.#url = url;
  }

  /** True while a picture is being read. */
  get busy() {
    return this.#reading > 0;
  }

  /** The picture as `readPicture` gives it; `sealer` is what the vault lends for its place. */
  async read(blob, sealer) {
    this.#reading += 1;
    try {
      return await this.#inWorker(blob, sealer).catch(() => readPicture(blob, sealer));
    } finally {
      this.#reading -= 1;
    }
  }

  #inWorker(blob, sealer) {
    this.#worker ??= this.#start();
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#answers.set(number, { resolve, reject });
      this.#worker.postMessage({ number, blob, sealer });
    });
  }

  #start() {
    const worker = new Worker(this.#url);
    worker.onmessage = ({ data }) => this.#answer(data);
    worker.onerror = () => this.#giveUp();
    return worker;
  }

  #answer({ number, error, ...picture }) {
    const { resolve, reject } = this.#answers.get(number);
    this.#answers.delete(number);
    if (error) reject(new Error(error));
    else resolve(picture);
  }

  #giveUp() {
    this.#worker = null;
    for (const { reject } of this.#answers.values()) reject(new Error("the worker stopped"));
    this.#answers.clear();
  }
}
