/** How much one person has not sent yet, for any page: reads the outbox, opens nothing sealed. */
import { read } from "./database.js";
import { summary } from "./outbox-states.js";

/** {unsent, oldest}: how many visits and photos wait, and since when the oldest does. */
export async function unsentOf(person) {
  return summary(await read("outbox", (at) => at.store.index("person").getAll(person)));
}
