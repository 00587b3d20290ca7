// Help on the survey page. The page is complete without it.

import { surviveReloading, takeOver } from "./carried.js";
import { count } from "./counter.js";
import { startDraft } from "./draft.js";
import { answers, carry, fill, form, isKiosk, typedAlready } from "./form.js";
import { keepCopy } from "./keep-copy.js";
import { startKiosk } from "./kiosk.js";
import { settle, startLeaving } from "./leaving.js";
import { leaveOutChosen } from "./ranking.js";
import { sendAgain } from "./send-again.js";
import { watchReturn } from "./sent-before.js";
import { showWhatIsAsked } from "./show-if.js";
import { lastAnswered, stepOf } from "./step-list.js";
import { currentStep, startSteps } from "./steps.js";
import { startSending } from "./submit.js";
import { startWaiting } from "./waiting.js";

start(takeOver(), settle());

/** `carried` is what was typed on the page before, if it led here; `restored` says that the page came with answers. */
function start(carried, restored) {
  form.querySelectorAll("[data-counter]").forEach(count);
  form.addEventListener("change", showWhatIsAsked);
  form.addEventListener("asked", leaveOutChosen);
  const step = isKiosk ? startKiosk(carried) : startOnOnesOwn(carried);
  showWhatIsAsked();
  startLeaving();
  startSteps(begun() ?? step ?? (restored ? lastAnswered(answers()) : undefined));
  sendAgain();
}

/** The step of the question that somebody answers already: on a slow network the page is there before its scripts. */
function begun() {
  const step = stepOf(document.activeElement);
  return step < 0 ? undefined : step;
}

/** The step to begin at: the first one, where a draft is offered, or the one on which the page before was left. */
function startOnOnesOwn(carried) {
  watchReturn();
  startSending();
  if (carried) goOnWith(carried);
  const offered = startDraft(carried);
  surviveReloading(currentStep);
  startWaiting();
  addEventListener("load", () => keepCopy().catch(() => undefined)); // a browser may refuse to keep anything
  return offered ? 0 : carried?.step;
}

/** What was typed here before the scripts came is newer than what came from the page before. */
function goOnWith(carried) {
  const newer = typedAlready();
  carry(carried.pass);
  fill(carried.answers.filter(([name]) => !newer.has(name)));
}
