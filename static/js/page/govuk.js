/** Marks the page as scripted (the policy allows no inline script) and starts these of its components. */
export function startGovuk(components, body = document.body) {
  body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const Component of components) {
    const found = body.querySelectorAll(`[data-module="${Component.moduleName}"]`);
    for (const element of found) new Component(element);
  }
}
