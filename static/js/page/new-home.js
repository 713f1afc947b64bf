/** A home that somebody finds on a visit: kept here at once, and sent when there is a network. */
import { localIso } from "../device/clock.js";
import { AddPerson } from "./add-person.js";
import { mark, onSend, typed } from "./field.js";
import { adultWords, nameAndAge } from "./people.js";
import { homePlace } from "./places.js";
import { clone, fill, fillOrHide, onAction, slot } from "./slots.js";
import { words } from "./words.js";

const LISTS = { child: "children", adult: "adults" };
const MOST = 30; // people of one kind that a visit can hold

export class NewHome {
  #element;
  #context;
  #people = { children: [], adults: [] };

  constructor(element, context) {
    this.#element = element;
    this.#context = context;
    for (const kind of Object.keys(LISTS)) onAction(element, `add-${kind}`, () => this.#add(kind));
    onSend(slot(element, "form"), () => this.#save());
    this.#drawPeople();
  }

  /** The form of one person; what is half written there must not be forgotten when the home is saved. */
  #add(kind) {
    const place = slot(this.#element, "adding");
    const close = () => {
      place.replaceChildren();
      this.#element.querySelector(`[data-action="add-${kind}"]`).focus();
    };
    const onAdd = (person) => {
      this.#people[LISTS[kind]].push(person);
      this.#drawPeople();
      close();
    };
    const form = new AddPerson(clone("add-person"), { kind, onAdd, onCancel: close });
    place.replaceChildren(form.element);
    form.focus();
  }

  #drawPeople() {
    const today = { observed_at: localIso() };
    const { children, adults } = this.#people;
    const adultLine = (each) => words("home.adult", { name: each.name, who: adultWords(each) });
    const lines = [
      ...children.map((each) => this.#line("children", each, nameAndAge(each, today))),
      ...adults.map((each) => this.#line("adults", each, adultLine(each))),
    ];
    slot(this.#element, "people").replaceChildren(...lines);
    slot(this.#element, "nobody").hidden = lines.length > 0;
    for (const [kind, list] of Object.entries(LISTS)) {
      this.#element.querySelector(`[data-action="add-${kind}"]`).hidden = this.#people[list].length >= MOST;
    }
  }

  #line(list, person, text) {
    const line = fill(clone("new-home-person"), { text, name: person.name });
    onAction(line, "take-away", () => {
      this.#people[list] = this.#people[list].filter((each) => each !== person);
      this.#drawPeople();
      slot(this.#element, "people_title").focus();
    });
    return line;
  }

  async #save() {
    const form = this.#element;
    fillOrHide(form, { problem: "" });
    const open = form.querySelector('[data-part="add-person"]');
    if (open) return this.#finishFirst(open);
    const address = typed(form, "address").trim();
    mark(form, "address", address ? "" : words("new_home.need_address"));
    if (!address) return;
    const values = { address, postcode: typed(form, "postcode"), name: typed(form, "name"), ...this.#people };
    try {
      const id = await this.#context.homes.addFound(values, this.#context.outbox);
      this.#context.sync.run();
      location.replace(homePlace(id));
    } catch (error) {
      const isFull = error.name === "QuotaExceededError";
      fillOrHide(form, { problem: words(isFull ? "new_home.full" : "new_home.failed") });
    }
  }

  #finishFirst(open) {
    fillOrHide(this.#element, { problem: words("new_home.finish_person") });
    slot(open, "title").focus();
  }
}
