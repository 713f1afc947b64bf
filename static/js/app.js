/** Gives each element that carries one of our data attributes to the class that owns it. */
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { BeingMade } from "./page/being-made.js";
import { Compare } from "./page/compare.js";
import { startGovuk } from "./page/govuk.js";
import { OutboxStatus } from "./page/outbox-status.js";
import { Redact } from "./page/redact.js";

const OWNERS = {
  "[data-being-made]": (element) => new BeingMade(element),
  "[data-compare]": (element) => new Compare(element),
  "[data-redact]": (element) => new Redact(element),
  "[data-outbox-status][data-words]": (element) => {
    const { person, words } = element.dataset;
    const say = (_, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    new OutboxStatus(element, { person, say });
  },
};

startGovuk([Button, ErrorSummary, SkipLink]);
for (const [selector, own] of Object.entries(OWNERS)) {
  document.querySelectorAll(selector).forEach(own);
}
