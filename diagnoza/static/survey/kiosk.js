// A device in the library: nothing of one person is left for the next one.

import { carry, empty, fill, form } from "./form.js";
import { fillScreen, stayFullScreen } from "./full-screen.js";
import { handThanks } from "./kiosk-thanks-address.js";
import { mend } from "./mending.js";
import { isOurs, post } from "./sending.js";
import { showWhatIsAsked } from "./show-if.js";

const WARNING = 90_000;
const EMPTYING = 30_000;
const parts = document.querySelector("[data-kiosk-parts]");
const noNetwork = document.querySelector("[data-no-network]");
const idle = parts.querySelector("[data-idle]");
let timer;

/** The survey for the next person takes the place of this page in the history. */
function startOver() {
  empty();
  const address = new URL(location.href);
  for (const choice of ["lang", "wersja"]) address.searchParams.delete(choice); // the next person starts in the library's language
  location.replace(address);
}

function watch() {
  clearTimeout(timer);
  timer = setTimeout(warn, WARNING);
}

function warn() {
  idle.showModal();
  timer = setTimeout(startOver, EMPTYING);
}

function watchIdleness() {
  for (const sign of ["input", "click", "keydown", "scroll", "touchstart"]) {
    document.addEventListener(sign, () => idle.open || watch(), { passive: true });
  }
  idle.querySelector("[data-still-here]").addEventListener("click", () => idle.close());
  idle.addEventListener("close", watch);
}

/** The survey's address, saying that the answer comes from here. */
function addressOfKiosk() {
  const address = new URL(form.action);
  address.searchParams.set("kiosk", "1");
  return address.href;
}

async function send(event) {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  const button = form.querySelector("#send-answers");
  button.disabled = true;
  try {
    const answer = await post(addressOfKiosk(), new FormData(form));
    if (answer.sent) leave(answer.thanks);
    else if (!mend(answer.page)) location.replace(location.pathname); // the survey has ended: its page says so
  } catch {
    parts.querySelector("[data-not-sent]").hidden = false;
  }
  button.disabled = false;
}

function leave(thanks) {
  empty();
  handThanks(thanks);
  location.replace(parts.dataset.kioskThanks);
}

/** The form of a person who has just come, or who chose another language. */
function begin(carried) {
  empty();
  if (carried) {
    carry(carried.pass);
    fill(carried.answers);
  }
  showWhatIsAsked();
}

/** Pages around the survey are read without leaving it. */
async function read(event) {
  event.preventDefault();
  const answer = await fetch(event.target.href).catch(() => null);
  const missing = !answer || !isOurs(answer);
  noNetwork.hidden = !missing;
  if (missing) return noNetwork.focus();
  parts.querySelector("[data-read]").replaceChildren(...withoutLinks(await answer.text()));
  parts.querySelector("[data-reading]").showModal();
}

/** What a page says. Its links would lead out of the kiosk, so only their words are left. */
function withoutLinks(text) {
  const content = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  content.querySelector(".back-link")?.remove();
  for (const link of content.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  return content.children;
}

function closeWaysOut() {
  for (const part of document.querySelectorAll("[data-own-device]")) part.hidden = true;
  document.querySelector(".site-footer").hidden = true;
  document.querySelector(".brand").removeAttribute("href");
  for (const link of document.querySelectorAll("[data-first-step] a")) link.addEventListener("click", read);
}

/** A browser may put back what it remembers of the form when it shows the page; who writes already is not disturbed. */
function beginAgainWithThePage(carried) {
  let writing = false;
  form.addEventListener("input", () => (writing = true), { once: true });
  addEventListener("pageshow", (event) => {
    if (event.persisted) begin(null);
    else if (!writing) begin(carried);
  });
}

/** The step to begin at, if the page before was left in the middle of a form for another language. */
export function startKiosk(carried) {
  form.dataset.kiosk = "";
  form.autocomplete = "off";
  history.scrollRestoration = "manual"; // the next person starts at the top
  parts.hidden = false;
  closeWaysOut();
  watchIdleness();
  form.addEventListener("submit", send);
  parts.querySelector("[data-full-screen]").addEventListener("click", fillScreen);
  stayFullScreen();
  parts.querySelector("[data-start-over]").addEventListener("click", startOver);
  begin(carried);
  beginAgainWithThePage(carried);
  return carried?.step;
}
