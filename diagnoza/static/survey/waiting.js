// Sending without a network: the answers wait on the page, visibly, and go once when the network is back.

import { form, freshPass } from "./form.js";

const RETRY = 15_000;
const notice = form.querySelector("[data-waiting]");
let waiting = false;

/** The browser itself sends once the server answers, so that what follows is the same as without a script. */
async function send() {
  try {
    await freshPass();
    form.submit();
  } catch {
    notice.hidden = false;
    setTimeout(send, RETRY);
  }
}

function begin(event) {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (waiting) return;
  waiting = true;
  send();
}

export function startWaiting() {
  form.addEventListener("submit", begin);
  addEventListener("pageshow", () => { waiting = false; notice.hidden = true; });
}
