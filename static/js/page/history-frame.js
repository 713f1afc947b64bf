/** The server's rendering of a home's history, as nodes that can stand in a page of this device. */
import { words } from "./words.js";

const UNWANTED = "script, style, link, meta, base, iframe, frame, object, embed, form, input, button";

/** The nodes of the history. Its links open beside this page, so that what is unlocked stays open. */
export function carriedHistory(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const each of body.querySelectorAll(UNWANTED)) each.remove();
  for (const each of body.querySelectorAll("*")) dropHandlers(each);
  for (const each of body.querySelectorAll("a")) openBeside(each);
  return [...body.childNodes].map((each) => document.importNode(each, true));
}

function dropHandlers(element) {
  const names = element.getAttributeNames().filter((name) => name.startsWith("on") || name === "style");
  for (const name of names) element.removeAttribute(name);
}

function openBeside(link) {
  if (!/^\/(?!\/)/.test(link.getAttribute("href") ?? "")) return link.removeAttribute("href");
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener");
  const label = link.getAttribute("aria-label");
  if (label) return link.setAttribute("aria-label", `${label} ${words("home.opens_beside")}`);
  const hint = link.ownerDocument.createElement("span");
  hint.className = "govuk-visually-hidden";
  hint.textContent = ` ${words("home.opens_beside")}`;
  link.append(hint);
}
