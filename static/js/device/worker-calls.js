/** Asks a worker, call by call; a worker that stops fails the calls that are under way. */

export class WorkerCalls {
  #url;
  #worker = null;
  #number = 0;
  #answers = new Map();

  /** `url` is where the built worker is served. */
  constructor(url) {
    this.#url = url;
  }

  /** How many calls are under way. */
  get pending() {
    return this.#answers.size;
  }

  call(data) {
    this.#worker ??= this.#start();
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#answers.set(number, { resolve, reject });
      this.#worker.postMessage({ number, data });
    });
  }

  #start() {
    const worker = new Worker(this.#url);
    worker.onmessage = ({ data }) => this.#answer(data);
    worker.onerror = () => this.#giveUp();
    return worker;
  }

  #answer({ number, error, result }) {
    const { resolve, reject } = this.#answers.get(number);
    this.#answers.delete(number);
    if (error) reject(Object.assign(new Error(error.message), { name: error.name }));
    else resolve(result);
  }

  #giveUp() {
    this.#worker = null;
    for (const { reject } of this.#answers.values()) reject(new Error("the worker stopped"));
    this.#answers.clear();
  }
}

/** In the worker: answers each call with what `work` gives, and what `moved` says goes without a copy. */
export function answerCalls(work, moved = () => []) {
  self.onmessage = async ({ data: { number, data } }) => {
    try {
      const result = await work(data);
      self.postMessage({ number, result }, moved(result));
    } catch ({ name, message }) {
      self.postMessage({ number, error: { name, message } });
    }
  };
}
