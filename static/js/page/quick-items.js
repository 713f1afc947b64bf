/** The quick items of every area, one under the other. */
import { askedOf, subjectsOf } from "../device/steps.js";
import { Item } from "./item.js";
import { clone, fillOrHide, slot } from "./slots.js";
import { words } from "./words.js";

export class QuickItems {
  constructor(element, context) {
    const { rules, visit } = context.open;
    const items = rules.areas.flatMap((area) => askedOf(area, { quick: true }));
    const blocks = items.flatMap((item) => {
      const subjects = subjectsOf(item, visit);
      return subjects.length ? [new Item(clone("item"), context, item, subjects).element] : [];
    });
    slot(element, "items").append(...blocks);
    const isChildless = !visit.children.length && items.some((each) => each.about === "child");
    fillOrHide(element, { empty: isChildless ? words("quick.no_children") : "" });
  }
}
