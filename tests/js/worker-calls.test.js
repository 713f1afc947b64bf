import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkerCalls } from "../../static/js/device/worker-calls.js";

/** A worker in this very thread: `answers` decides what it does with each message. */
class Here {
  static made = [];

  constructor() {
    Here.made.push(this);
    this.ended = false;
  }

  postMessage({ number, data }) {
    const reply = (more) => queueMicrotask(() => this.onmessage({ data: { number, ...more } }));
    if (data === "hang") return;
    if (data === "break") return queueMicrotask(() => this.onerror());
    reply(data === "fail" ? { error: { name: "QuotaExceededError", message: "full" } } : { result: `did ${data}` });
  }

  terminate() {
    this.ended = true;
  }
}

function calls(patience = 1000) {
  globalThis.Worker = Here;
  Here.made = [];
  return new WorkerCalls("/worker.js", patience);
}

test("a call gives what the worker answers, an error keeps its name", async () => {
  const worker = calls();
  assert.equal(await worker.call("this"), "did this");
  await assert.rejects(worker.call("fail"), { name: "QuotaExceededError", message: "full" });
  assert.equal(Here.made.length, 1, "one worker for all calls");
});

test("a worker that hangs is ended before its call fails, and the next call has a new one", async () => {
  const worker = calls(5);
  await assert.rejects(worker.call("hang"));
  assert.equal(Here.made[0].ended, true);
  assert.equal(await worker.call("that"), "did that");
  assert.equal(Here.made.length, 2);
});

test("a worker that stops fails every call under way", async () => {
  const worker = calls();
  const [first, second] = await Promise.allSettled([worker.call("hang"), worker.call("break")]);
  assert.deepEqual([first.status, second.status], ["rejected", "rejected"]);
});
