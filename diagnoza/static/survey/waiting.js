// Answers that wait on this device, shown on the pages of their survey: how many, and what can be done with them.

import { deliverAll } from "./delivery.js";
import { remove, waiting } from "./queue.js";

const RETRY = 15_000;
const panel = document.querySelector("[data-waiting]");
const delivered = document.querySelector("[data-delivered]");
const throwing = panel.querySelector("[data-throwing]");
const slug = panel.dataset.waiting;
let timer;
let known = 0;

/** Show what waits now. What was here and was sent, by this page or by the service worker, is said too. */
export async function showWaiting(thanks) {
  const items = await waiting(slug);
  for (const part of panel.querySelectorAll("[data-if]")) {
    const concerned = items.filter(({ state }) => part.dataset.if.split(" ").includes(state)).length;
    part.hidden = concerned === 0;
    if (part.dataset.words) part.textContent = part.dataset.words.replace("{n}", concerned);
  }
  panel.hidden = items.length === 0;
  sayDelivered(items.length, thanks);
  known = items.length;
  return items;
}

/** Said once everything is gone, and left standing until something waits again: page and worker may both come to look. */
function sayDelivered(left, thanks) {
  if (left > 0) delivered.hidden = true;
  if (left > 0 || known === 0) return;
  delivered.hidden = false;
  panel.dispatchEvent(new CustomEvent("delivered", { detail: thanks ?? panel.dataset.thanks }));
}

/** Try now and, while something waits, again and again. */
async function send() {
  clearTimeout(timer);
  const thanks = await deliverAll(slug).catch(() => undefined);
  const items = await showWaiting(thanks);
  if (items.some(({ state }) => state === "waiting")) timer = setTimeout(send, RETRY);
}

/** Something was put here: show it, with the focus on it, and send it when there is a network, even with the page closed. */
export async function nowWaiting() {
  await showWaiting();
  panel.querySelector("h2").focus();
  clearTimeout(timer);
  timer = setTimeout(send, RETRY);
  const worker = await navigator.serviceWorker?.ready;
  worker?.sync?.register("diagnoza-waiting").catch(() => undefined);
}

async function save() {
  const forms = (await waiting(slug)).map(({ key, opened, language, address, answers }) => {
    return { key, opened, language, place: new URL(address).searchParams.get("z") ?? "", answers };
  });
  const content = JSON.stringify({ format: "diagnoza-answers", version: 1, survey: slug, forms });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `${slug}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  panel.querySelector("[data-saved]").hidden = false;
}

async function throwAway() {
  clearTimeout(timer);
  for (const { key } of await waiting(slug)) await remove(key);
  known = 0;
  await showWaiting();
  panel.dispatchEvent(new Event("thrown-away"));
}

/** Take one form back to be mended; it stays here until it is sent again. */
async function giveBack() {
  const items = await waiting(slug);
  panel.dispatchEvent(new CustomEvent("mend", { detail: items.find(({ state }) => state === "refused") ?? items.at(-1) }));
}

/** Done with each page of the survey: what waits is shown and tried. */
export async function startWaiting() {
  panel.querySelector("[data-try]").addEventListener("click", send);
  panel.querySelector("[data-save]").addEventListener("click", save);
  panel.querySelector("[data-mend]")?.addEventListener("click", giveBack);
  panel.querySelector("[data-throw]").addEventListener("click", () => throwing.showModal());
  throwing.addEventListener("close", () => throwing.returnValue === "throw" && throwAway());
  addEventListener("online", send);
  navigator.serviceWorker?.addEventListener("message", () => showWaiting());
  const items = await showWaiting().catch(() => []); // a browser may refuse to keep anything
  if (items.length > 0) await send();
}

export const whenPanel = (event, work) => panel.addEventListener(event, work);
