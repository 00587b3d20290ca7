// Sending what waits on this device. The service worker does it too; the key of each form keeps it one response.

import { mark, remove, waiting } from "./queue.js";
import { freshToken, post } from "./sending.js";

/** It leaves the device only once the server has said that it is stored. */
async function deliver({ key, opened, address, freshAddress, answers }) {
  const token = await freshToken(freshAddress, key);
  const answer = await post(address, [...answers, ["key", key], ["token", token], ["opened", opened]]);
  if (answer.sent) await remove(key);
  else await mark(key, answer.closed ? "closed" : "refused");
  return answer.thanks;
}

/** Send every form that may be accepted; where the last of them is thanked for. Throws when the server cannot be reached. */
export async function deliverAll(slug) {
  let thanks;
  for (const item of await waiting(slug)) {
    if (item.state !== "refused") thanks = (await deliver(item)) ?? thanks;
  }
  return thanks;
}
