/** Turns a chosen file into {bytes, sha256, thumb}, in a worker where the browser has one. */
import { sha256 } from "./digest.js";
import { drawThumb } from "./thumb.js";

export class Pictures {
  #url;
  #worker = null;
  #number = 0;
  #answers = new Map();

  /** `url` is where the built picture worker is served. */
  constructor(url) {
    this.#url = url;
  }

  /** The untouched bytes, their digest and a small copy (null when it cannot be drawn). */
  async read(blob) {
    try {
      return await this.#inWorker(blob);
    } catch {
      return inPage(blob);
    }
  }

  #inWorker(blob) {
    this.#worker ??= this.#start();
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#answers.set(number, { resolve, reject });
      this.#worker.postMessage({ number, blob });
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

async function inPage(blob) {
  const bytes = await blob.arrayBuffer();
  return { bytes, sha256: await sha256(bytes), thumb: await drawThumb(blob) };
}
