// Leaving the form for another language, or with a code: only when the server answers, so that no failing network can
// take the answers with it; and to an address that can be loaded again without losing what is typed later.

import { handOver, leaveNothing } from "./carried.js";
import { carry, form, isKiosk, pass } from "./form.js";
import { freshToken } from "./sending.js";
import { currentStep } from "./steps.js";

const noNetwork = document.querySelector("[data-no-network]");
let allowed;

async function leave(event) {
  const button = event.submitter;
  if (!button?.hasAttribute("formaction") || button === allowed) return;
  event.preventDefault();
  if (await serverAnswers()) go(button);
}

/** Whether it does; if not, the page says so. */
async function serverAnswers() {
  noNetwork.hidden = true;
  try {
    carry({ ...pass(), token: await freshToken(form.dataset.freshUrl, pass().key) });
    return true;
  } catch {
    noNetwork.hidden = false;
    noNetwork.focus();
    return false;
  }
}

function go(button) {
  if (button.matches("[data-language]") && handOver(currentStep())) open(surveyAt(new URL(button.formAction).search));
  else sendTo(button);
}

/** No history keeps the pages of a kiosk. */
const open = (address) => (isKiosk ? location.replace(address) : location.assign(address));

function surveyAt(choices) {
  const address = new URL(isKiosk ? location.pathname : form.action, location);
  address.search = choices;
  return address;
}

function sendTo(button) {
  leaveNothing();
  allowed = button;
  form.requestSubmit(button);
  allowed = undefined;
}

/**
 * A form that came as the answer to something sent gets an address of its own, or loading it anew would send that again.
 * Only a page that has such an address is marked to be kept as a copy. Whether answers came with it, and nothing wrong.
 */
export function settle() {
  if (form.dataset.keepAs) return false;
  const choices = new URL(form.action).searchParams;
  choices.delete("wyslane");
  history.replaceState(history.state, "", surveyAt(choices));
  return document.querySelector(".error-summary") === null;
}

export const startLeaving = () => form.addEventListener("submit", leave);
