// A device in the library: nothing of one person is left for the next one.

import { empty, fill, form } from "./form.js";
import { handThanks } from "./kiosk-thanks-address.js";
import { mend } from "./mending.js";
import { post } from "./sending.js";
import { showWhatIsAsked } from "./show-if.js";

const WARNING = 90_000;
const EMPTYING = 30_000;
const TYPED = "diagnoza-kiosk-language"; // lives only while the page is loaded in another language
const parts = document.querySelector("[data-kiosk-parts]");
const idle = parts.querySelector("[data-idle]");
let timer;

export const isKiosk = location.pathname.endsWith("/kiosk");

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

/** Another language by a page in the place of this one; what was typed is read once and forgotten. */
function changeLanguage(event) {
  event.preventDefault();
  sessionStorage.setItem(TYPED, JSON.stringify([...new FormData(form)]));
  const address = new URL(location.href);
  const chosen = new URL(event.target.formAction).searchParams;
  for (const choice of ["lang", "wersja"]) {
    if (chosen.has(choice)) address.searchParams.set(choice, chosen.get(choice));
    else address.searchParams.delete(choice);
  }
  location.replace(address);
}

function takeTyped() {
  const typed = sessionStorage.getItem(TYPED);
  sessionStorage.removeItem(TYPED);
  empty();
  if (typed) fill(JSON.parse(typed));
  showWhatIsAsked();
}

/** Pages around the survey are read without leaving it. */
async function read(event) {
  event.preventDefault();
  const answer = await fetch(event.target.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  parts.querySelector("[data-read]").replaceChildren(...page.querySelector("main").children);
  parts.querySelector("[data-reading]").showModal();
}

function closeWaysOut() {
  for (const part of document.querySelectorAll("[data-own-device]")) part.hidden = true;
  document.querySelector(".site-footer").hidden = true;
  document.querySelector(".brand").removeAttribute("href");
  for (const link of document.querySelectorAll("[data-first-step] a")) link.addEventListener("click", read);
  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", changeLanguage);
}

export function startKiosk() {
  form.dataset.kiosk = "";
  form.autocomplete = "off";
  parts.hidden = false;
  closeWaysOut();
  watchIdleness();
  form.addEventListener("submit", send);
  parts.querySelector("[data-full-screen]").addEventListener("click", () => document.documentElement.requestFullscreen());
  parts.querySelector("[data-start-over]").addEventListener("click", startOver);
  addEventListener("pageshow", takeTyped);
}
