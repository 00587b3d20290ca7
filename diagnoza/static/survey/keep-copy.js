// A copy of the empty survey is kept on the device, to be opened without a network.

import { copyName, dropCopies } from "./copies.js";
import { form, isCopy } from "./form.js";

/** The address without the code of a slip, which is this person's alone. */
function addressKept() {
  const address = new URL(location.href);
  address.searchParams.delete("kod");
  return address.pathname + address.search;
}

/** The page as the browser has it already, without its key and code; its token says later when the page was loaded. */
async function emptyPage() {
  const response = await fetch(location.href, { cache: "force-cache" });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const field = (name) => page.querySelector(`form.survey [name=${name}]`);
  field("opened").setAttribute("value", field("token").value);
  for (const name of ["key", "token", "entry-code"]) field(name)?.setAttribute("value", "");
  const headers = new Headers(response.headers);
  headers.set("Expires", new Date(`${form.dataset.lastDay}T23:59:59`).toUTCString());
  return new Response(`<!doctype html>${page.documentElement.outerHTML}`, { headers });
}

function files() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  return [...new Set(loaded.filter((name) => new URL(name).origin === location.origin && name.includes("/static/")))];
}

/** Only an empty page names the version under which it may be kept. A newer one takes the place of the older. */
export async function keepCopy() {
  const { keepAs, worker } = form.dataset;
  if (!keepAs || isCopy || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register(worker, { type: "module", updateViaCache: "none" });
  const slug = location.pathname.split("/").at(-1);
  const name = copyName(slug, keepAs);
  const cache = await caches.open(name);
  await cache.addAll(files());
  await cache.put(addressKept(), await emptyPage());
  await dropCopies(slug, name);
}
