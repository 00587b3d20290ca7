// What is typed is kept on this device, only when the person asks for it, until it is sent or 14 days have passed.

import { draftName, kept } from "./draft-name.js";
import { answers, carry, fill, form, pass } from "./form.js";
import { showWhatIsAsked } from "./show-if.js";
import { lastAnswered } from "./step-list.js";
import { goTo } from "./steps.js";

const DAYS = 14 * 24 * 3600 * 1000;
const PAUSE = 400;
const parts = document.querySelector("[data-draft]");
const keep = parts.querySelector("[data-keep]");
const offer = parts.querySelector("[data-offer]");
const name = draftName(form.action);
let pause; // while something typed is not kept yet

function read() {
  const draft = JSON.parse(localStorage.getItem(name) ?? "null");
  if (draft && Date.now() - draft.kept < DAYS) return draft;
  localStorage.removeItem(name);
  return null;
}

function save() {
  pause = clearTimeout(pause);
  if (!keep.checked) return;
  localStorage.setItem(name, JSON.stringify({ kept: Date.now(), pass: pass(), answers: answers() }));
}

function consent() {
  if (keep.checked) save();
  else localStorage.removeItem(name);
}

/** The same key as before: what was sent from the draft by another tab is replaced, not doubled. */
function goOn(draft) {
  carry(draft.pass);
  fill(draft.answers);
  keep.checked = true;
  offer.hidden = true;
  showWhatIsAsked();
  goTo(lastAnswered(draft.answers));
}

function forget() {
  localStorage.removeItem(name);
  offer.hidden = true;
}

/** What was kept is sent, or waits in the queue: it is a draft no more. */
export function endDraft() {
  pause = clearTimeout(pause);
  keep.checked = false;
  kept?.removeItem(name);
}

/** A page may be closed, or loaded anew, before the pause is over. */
function saveAtOnce() {
  addEventListener("pagehide", () => pause && save());
  document.addEventListener("visibilitychange", () => document.hidden && pause && save());
}

/** Whether a draft is offered. `carried` is what came from the page before: its draft goes on without being offered. */
export function startDraft(carried) {
  if (!kept) return false;
  const draft = read();
  const same = Boolean(draft && carried && draft.pass.key === carried.pass.key);
  parts.hidden = false;
  keep.checked = same;
  if (same) save();
  offer.hidden = draft === null || same;
  offer.querySelector("[data-go-on]").addEventListener("click", () => goOn(draft));
  offer.querySelector("[data-forget]").addEventListener("click", forget);
  keep.addEventListener("change", consent);
  form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(save, PAUSE); });
  form.addEventListener("submit", save);
  saveAtOnce();
  return !offer.hidden;
}
