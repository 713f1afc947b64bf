/** Asks a worker, call by call; one that stops or hangs is ended, and fails the calls under way. */

export class WorkerCalls {
  #url;
  #patience;
  #worker = null;
  #number = 0;
  #answers = new Map();

  /** `url` is where the built worker is served; `patience` is how many milliseconds a call may take. */
  constructor(url, patience) {
    this.#url = url;
    this.#patience = patience;
  }

  async call(data) {
    this.#worker ??= this.#start();
    this.#number += 1;
    const number = this.#number;
    const timer = setTimeout(() => this.#giveUp(), this.#patience);
    try {
      return await new Promise((resolve, reject) => {
        this.#answers.set(number, { resolve, reject });
        this.#worker.postMessage({ number, data });
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #start() {
    const worker = new Worker(this.#url);
    worker.onmessage = ({ data }) => this.#answer(data);
    worker.onerror = () => this.#giveUp();
    return worker;
  }

  #answer({ number, error, result }) {
    const waiting = this.#answers.get(number);
    this.#answers.delete(number);
    if (error) waiting?.reject(Object.assign(new Error(error.message), { name: error.name }));
    else waiting?.resolve(result);
  }

  /** Ended before anything else is tried: what it still held back must not come later. */
  #giveUp() {
    this.#worker?.terminate();
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
