/** Starts the GOV.UK components that our pages use, and only those. */
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

const COMPONENTS = [Button, ErrorSummary, SkipLink];

/** Marks the page as scripted (the policy allows no inline script) and starts its components. */
export function startGovuk(body = document.body) {
  body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const Component of COMPONENTS) {
    const found = body.querySelectorAll(`[data-module="${Component.moduleName}"]`);
    for (const element of found) new Component(element);
  }
}
