// Help on the survey page. The page is complete without it.

import { surviveReloading, takeOver } from "./survey/carried.js";
import { count } from "./survey/counter.js";
import { startDraft } from "./survey/draft.js";
import { answers, carry, fill, form, isKiosk, typedAlready } from "./survey/form.js";
import { keepCopy } from "./survey/keep-copy.js";
import { startKiosk } from "./survey/kiosk.js";
import { settle, startLeaving } from "./survey/leaving.js";
import { leaveOutChosen } from "./survey/ranking.js";
import { sendAgain } from "./survey/send-again.js";
import { watchReturn } from "./survey/sent-before.js";
import { showWhatIsAsked } from "./survey/show-if.js";
import { lastAnswered, stepOf } from "./survey/step-list.js";
import { currentStep, startSteps } from "./survey/steps.js";
import { startSending } from "./survey/submit.js";
import { startWaiting } from "./survey/waiting.js";

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
