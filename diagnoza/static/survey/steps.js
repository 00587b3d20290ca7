// One question at a time, with "step 3 of 13". Without a script the page is one long form.

import { form } from "./form.js";
import { stepOf, steps } from "./step-list.js";

const PARTS = ".survey-section, .survey-section > :not(h2), .grid-row";
const WRONG = '.has-error, [aria-invalid="true"]';
const bar = form.querySelector("[data-steps]");
const words = bar.querySelector("[data-progress-words]");
const buttons = form.querySelector("[data-step-buttons]");
const next = buttons.querySelector("[data-next]");
const back = buttons.querySelector("[data-back]");
const introduction = document.querySelector("[data-first-step]");
const sending = form.querySelector("[data-last-step]");
const hasHistory = () => form.dataset.kiosk === undefined; // a kiosk keeps none
let shown = [];
let at = 0;

/** The number of the step that is shown, from 0. */
export const currentStep = () => at;

/** Show one step and what belongs beside it. Hidden by a class, so that print has everything. */
function show(wanted) {
  const all = steps();
  at = Math.min(Math.max(wanted, 0), all.length - 1);
  shown = all[at];
  for (const part of form.querySelectorAll(PARTS)) part.classList.toggle("step-off", !belongs(part));
  introduction.classList.toggle("step-off", at > 0);
  sending.classList.toggle("step-off", at < all.length - 1);
  next.hidden = at === all.length - 1;
  back.hidden = at === 0;
  buttons.hidden = all.length < 2;
  progress(at + 1, all.length);
}

const belongs = (part) => shown.some((one) => one.contains(part) || part.contains(one));

function progress(number, all) {
  bar.hidden = all < 2;
  words.textContent = words.dataset.progressWords.replace("{number}", number).replace("{all}", all);
  bar.querySelector("progress").max = all;
  bar.querySelector("progress").value = number;
}

/** A step of its own in the browser's history. */
export function goTo(number) {
  show(number);
  if (hasHistory()) history.pushState({ ...history.state, step: at }, "");
  land();
}

function land() {
  const place = heading();
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  (introduction.classList.contains("step-off") ? bar : document.body).scrollIntoView();
}

/** The section's heading on its first step, with the text under it; the question on the others. */
function heading() {
  const section = shown[0].closest(".survey-section");
  if (at === 0 || !section.contains(steps()[at - 1][0])) return section.querySelector("h2");
  return shown.at(-1).closest(".question").querySelector("legend, .question-text") ?? shown[0];
}

/** Links of the error summary lead to their step. */
function followLink(event) {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  const step = sending.contains(target) ? steps().length - 1 : stepOf(target);
  if (!target || step < 0) return;
  event.preventDefault();
  goTo(step);
  target.focus();
}

/** The step of the first mistake, or the last one. */
export function showFirstError() {
  const first = firstError();
  show(first < 0 ? steps().length - 1 : first);
}

const firstError = () => stepOf(form.querySelector(WRONG));

/** Enter in a field goes on to the next step; it sends only from the last one. */
function goOn(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT" || next.hidden) return;
  event.preventDefault();
  goTo(at + 1);
}

/** Other answers may ask more or less; whoever answers stays at the same question. */
function askedAnew() {
  const same = steps().findIndex((step) => step[0] === shown[0]);
  show(same < 0 ? at : same);
}

/** Begin at a step chosen by the page before, or the one shown when the page was left, or the one with a mistake. */
export function startSteps(chosen) {
  const remembered = hasHistory() ? history.state?.step : undefined;
  show(chosen ?? remembered ?? Math.max(firstError(), 0));
  if (hasHistory()) history.replaceState({ ...history.state, step: at }, "");
  next.addEventListener("click", () => goTo(at + 1));
  back.addEventListener("click", () => goTo(at - 1));
  form.addEventListener("asked", askedAnew);
  form.addEventListener("keydown", goOn);
  document.addEventListener("click", followLink);
  if (hasHistory()) addEventListener("popstate", (event) => { show(event.state?.step ?? 0); land(); });
}
