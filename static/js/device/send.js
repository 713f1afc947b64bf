/** Puts one thing on its way: a home or a visit whole, a large photo part by part. */

const PATIENCE = 120_000;
const PART = 512 * 1024;
const GOES_ON = 202;

/**
 * {status, json} of the server's last answer; null when none came. `onPart` hears how much of a
 * large photo the server holds. A photo that was cut goes on from there (RFC 9110 §14.4).
 */
export async function put(api, record, body, onPart = () => {}) {
  if (record.kind !== "photo") return api.ask("PUT", pathOf(record), { body, patience: PATIENCE });
  if (body.byteLength <= PART) return putBytes(api, record, body);
  let answer = await putBytes(api, record, null, `bytes */${body.byteLength}`);
  let before = -1;
  while (answer?.status === GOES_ON) {
    const have = heldOf(record, answer, body.byteLength);
    if (have === null || have <= before) return null; // no answer of ours, or it goes round in circles
    onPart({ have, total: body.byteLength });
    before = have;
    const part = body.slice(have, have + PART);
    const range = `bytes ${have}-${have + part.byteLength - 1}/${body.byteLength}`;
    answer = await putBytes(api, record, part, range);
  }
  return answer;
}

function putBytes(api, record, body, range) {
  const headers = range ? { "Content-Range": range } : {};
  return api.ask("PUT", pathOf(record), { body, type: record.type, headers, patience: PATIENCE });
}

function heldOf(record, { json }, total) {
  const isOurs = json?.sha256 === record.sha256 && Number.isInteger(json.have);
  return isOurs && json.have >= 0 && json.have < total ? json.have : null;
}

function pathOf({ kind, home, visit, revision, sha256 }) {
  if (kind === "home") return `/api/homes/${home}`;
  return kind === "visit" ? `/api/visits/${visit}/revisions/${revision}` : `/api/photos/${sha256}`;
}
