// Talking to the server without leaving the page; the service worker does it too. Throws when the server cannot be reached:
// a page that some network puts in its place, such as one to sign in to a hotspot, is no answer of ours.

const OURS = "Diagnoza-Answer"; // diagnoza/headers.py
const THANKS = /\/dziekujemy$/;
const ASKING = 10_000;
const SENDING = 25_000;

async function ask(address, fields, patience) {
  const body = new URLSearchParams(fields);
  const response = await fetch(address, { method: "POST", body, cache: "no-store", signal: AbortSignal.timeout?.(patience) });
  if (!isOurs(response)) throw new Error("not an answer of the server");
  if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
  return response;
}

export const isOurs = (response) => response.headers.has(OURS);

/** A token for a key. */
export async function freshToken(address, key) {
  const response = await ask(address, { key }, ASKING);
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).token;
}

/** Whether the answers are stored: only then does the server lead to the thanks. */
const isThanked = ({ ok, url }) => ok && THANKS.test(new URL(url).pathname);

/** Where the thanks are, or the page with what is wrong. The key in the fields makes a repeated sending harmless. */
export async function post(address, fields) {
  const response = await ask(address, fields, SENDING);
  if (isThanked(response)) return { sent: true, thanks: response.url };
  return { sent: false, closed: [404, 410].includes(response.status), page: await response.text() };
}
