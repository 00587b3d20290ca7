// The service worker of the surveys: without a network it opens the copy of an empty survey that the device keeps,
// and sends what waits once there is one. It keeps nothing itself, and touches no other page.

import { copies, dropCopies } from "../static/survey/copies.js";
import { deliverAll } from "../static/survey/delivery.js";

const SURVEY = /\/a\/([^/]+)$/;
const PATIENCE = 4_000; // for a network that is there and does not answer, when there is a copy
const opened = new Map(); // pages opened from a copy, and the cache with their files

async function copyOf(slug, request) {
  for (const name of await copies(slug)) {
    const cache = await caches.open(name);
    const page = (await cache.match(request, { ignoreVary: true }))
      ?? (await cache.match(request, { ignoreVary: true, ignoreSearch: true }));
    if (page && new Date(page.headers.get("Expires")) > Date.now()) return { name, page };
  }
  await dropCopies(slug);
  return null;
}

/** The answer of the server, if it comes in time and the server is well. */
async function fromServer(request) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
  const response = await Promise.race([fetch(request), late]);
  if (response.status >= 500) throw new Error(String(response.status));
  return response;
}

async function survey(event, slug) {
  const copy = await copyOf(slug, event.request);
  if (!copy) return fetch(event.request);
  try {
    return await fromServer(event.request);
  } catch {
    opened.set(event.resultingClientId, copy.name);
    return copy.page;
  }
}

async function file(request, name) {
  const cache = await caches.open(name);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function send() {
  await deliverAll();
  for (const page of await clients.matchAll()) page.postMessage("sent");
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request, clientId } = event;
  const place = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && SURVEY.test(place)) event.respondWith(survey(event, SURVEY.exec(place)[1]));
  else if (opened.has(clientId) && place.includes("/static/")) event.respondWith(file(request, opened.get(clientId)));
});
addEventListener("sync", (event) => {
  if (event.tag === "diagnoza-waiting") event.waitUntil(send());
});
