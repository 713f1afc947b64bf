/** A small home, small rules and a draft to try things on. */
import { newDraft } from "../../static/js/device/draft.js";

export const MIA = "mia";
export const JAY = "jay";

const GRADES = { 1: "one", 2: "two", 3: "three", 4: "four", 5: "five" };

function item(id, about, more = {}) {
  return { id, title: id, about, question: `${id}?`, look_for: [], grades: GRADES, ...more };
}

export const RULES = {
  digest: "d".repeat(64),
  roll_up: { rule: "graded_care", decisive_above: 3 },
  areas: [
    {
      id: "sleeping",
      title: "Sleeping",
      items: [
        item("sleeping.room", "home"),
        item("sleeping.bedding", "child"),
        item("sleeping.cot", "child", { ages: { from_months: 0, to_months: 12 } }),
      ],
    },
    {
      id: "physical",
      title: "Physical",
      sub_areas: [{ id: "physical.food", title: "Food", items: [item("physical.food.enough", "child")] }],
    },
  ],
  signs: [{ id: "cannabis", title: "Smell of cannabis", group: "substances" }],
};

export const HOME = {
  id: "home",
  name: "Alder Lane 12",
  address: "12 Alder Lane",
  postcode: "NF1",
  children: [
    { id: MIA, name: "Mia", born: "2018-03-01", about_years: null },
    { id: JAY, name: "Jay", born: null, about_years: 5 },
  ],
  adults: [{ id: "dana", name: "Dana", role: "carer", relation: null }],
  last: [{ item: "sleeping.bedding", child: MIA, grade: 4, observed_at: "2025-03-03T10:00:00Z" }],
  last_visit: null,
};

export function draftOf(home = HOME) {
  return newDraft({ home, rules: RULES, device: { id: "device", app: "1" }, now: new Date("2026-11-23T14:02:31Z") });
}
