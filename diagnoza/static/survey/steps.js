// One section at a time, with "step 3 of 5". Without a script the page is one long form.

import { form } from "./form.js";

const bar = form.querySelector("[data-steps]");
const words = bar.querySelector("[data-progress-words]");
const buttons = form.querySelector("[data-step-buttons]");
const back = buttons.querySelector("[data-back]");
const introduction = document.querySelector("[data-first-step]");
const sending = form.querySelector("[data-last-step]");
let shown = null;

/** Sections in which something is asked. */
function sections() {
  return [...form.querySelectorAll(".survey-section:not([hidden])")];
}

/** Show one section, counted from 0, and what belongs beside it. Hidden by a class, so that print has everything. */
function show(number) {
  const all = sections();
  const at = Math.min(Math.max(number, 0), all.length - 1);
  shown = all[at];
  for (const section of form.querySelectorAll(".survey-section")) section.classList.toggle("step-off", section !== shown);
  introduction.classList.toggle("step-off", at > 0);
  sending.classList.toggle("step-off", at < all.length - 1);
  buttons.querySelector("[data-next]").hidden = at === all.length - 1;
  back.hidden = at === 0;
  buttons.hidden = all.length < 2;
  progress(at + 1, all.length);
  return at;
}

function progress(number, all) {
  bar.hidden = all < 2;
  words.textContent = words.dataset.progressWords.replace("{number}", number).replace("{all}", all);
  bar.querySelector("progress").max = all;
  bar.querySelector("progress").value = number;
}

/** A step of its own in the browser's history, except at a kiosk, which keeps none. */
export function goTo(number) {
  const step = show(number);
  const state = { ...history.state, step };
  if (form.dataset.kiosk === undefined) history.pushState(state, "");
  else history.replaceState(state, "");
  land();
}

function land() {
  const heading = shown.querySelector("h2");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  (introduction.classList.contains("step-off") ? bar : document.body).scrollIntoView();
}

/** The step on which a control or row lies; links of the error summary lead there. */
function stepOf(target) {
  return sections().findIndex((section) => section.contains(target));
}

function followLink(event) {
  const link = event.target.closest('a[href^="#"]');
  const step = link ? stepOf(document.getElementById(link.hash.slice(1))) : -1;
  if (step < 0) return;
  goTo(step);
  document.getElementById(link.hash.slice(1)).focus();
  event.preventDefault();
}

/** The step of the first mistake, or the last one. */
export function showFirstError() {
  const first = stepOf(form.querySelector('[aria-invalid="true"]'));
  show(first < 0 ? sections().length - 1 : first);
}

/** Enter in a field goes on to the next step; it sends only from the last one. */
function goOn(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  const step = sections().indexOf(shown);
  if (step === sections().length - 1) return;
  event.preventDefault();
  goTo(step + 1);
}

export function startSteps() {
  const first = stepOf(form.querySelector('[aria-invalid="true"]'));
  const asked = Number(new URLSearchParams(location.hash.slice(1)).get("krok") ?? 0);
  show(history.state?.step ?? (first < 0 ? asked : first));
  buttons.querySelector("[data-next]").addEventListener("click", () => goTo(sections().indexOf(shown) + 1));
  back.addEventListener("click", () => goTo(sections().indexOf(shown) - 1));
  addEventListener("popstate", (event) => { show(event.state?.step ?? 0); land(); });
  form.addEventListener("asked", () => show(Math.max(sections().indexOf(shown), 0)));
  form.addEventListener("keydown", goOn);
  document.addEventListener("click", followLink);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      button.formAction = `${button.formAction.split("#")[0]}#krok=${sections().indexOf(shown)}`;
    });
  }
}
