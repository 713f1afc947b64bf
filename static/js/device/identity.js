/** The name of this device in the visits it makes: random, and kept as long as its storage. */

const NAME = "gcp-device-id";

export function deviceIdentity() {
  const known = localStorage.getItem(NAME);
  if (known) return known;
  const fresh = crypto.randomUUID();
  localStorage.setItem(NAME, fresh);
  return fresh;
}
