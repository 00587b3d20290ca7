// What is typed is kept on this device, only when the person asks for it, until it is sent or 14 days have passed.

import { answers, carry, fill, form, pass } from "./form.js";
import { showWhatIsAsked } from "./show-if.js";
import { draftName, kept } from "./draft-name.js";

const DAYS = 14 * 24 * 3600 * 1000;
const PAUSE = 400;
const parts = document.querySelector("[data-draft]");
const keep = parts.querySelector("[data-keep]");
const offer = parts.querySelector("[data-offer]");
const name = draftName(form.action);
let pause;

function read() {
  const draft = JSON.parse(localStorage.getItem(name) ?? "null");
  if (draft && Date.now() - draft.kept < DAYS) return draft;
  localStorage.removeItem(name);
  return null;
}

function save() {
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
}

function forget() {
  localStorage.removeItem(name);
  offer.hidden = true;
}

export function startDraft() {
  if (!kept) return;
  const draft = read();
  parts.hidden = false;
  offer.hidden = draft === null;
  if (draft) history.replaceState({ ...history.state, step: 0 }, ""); // where the offer lies, also after reloading
  offer.querySelector("[data-go-on]").addEventListener("click", () => goOn(draft));
  offer.querySelector("[data-forget]").addEventListener("click", forget);
  keep.addEventListener("change", consent);
  form.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(save, PAUSE); });
  form.addEventListener("submit", save);
  addEventListener("pagehide", () => clearTimeout(pause));
}
