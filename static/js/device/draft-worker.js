/** Seals and writes drafts away from the page: a tap is on the disk while the page still draws it. */
import { seal } from "./cipher.js";
import { neverMake, write } from "./database.js";
import { answerCalls } from "./worker-calls.js";

const encoder = new TextEncoder();

neverMake(); // a store that the browser has cleared is made again by the page, which holds its vault
answerCalls(async ({ record, json, sealer: { key, place } }) => {
  const box = await seal(key, place, encoder.encode(json));
  await write("drafts", (at) => at.store.put({ ...record, ...box }));
});
