// Help on the survey page. The page is complete without it.

import { count } from "./survey/counter.js";
import { startDraft } from "./survey/draft.js";
import { form } from "./survey/form.js";
import { keepCopy } from "./survey/keep-copy.js";
import { isKiosk, startKiosk } from "./survey/kiosk.js";
import { sendAgain } from "./survey/send-again.js";
import { watchReturn } from "./survey/sent-before.js";
import { showWhatIsAsked } from "./survey/show-if.js";
import { startSteps } from "./survey/steps.js";
import { startSending } from "./survey/submit.js";
import { startWaiting } from "./survey/waiting.js";

form.querySelectorAll("[data-counter]").forEach(count);
form.addEventListener("change", showWhatIsAsked);
showWhatIsAsked();
if (isKiosk) {
  startKiosk();
} else {
  startDraft();
  watchReturn();
  startSending();
  startWaiting();
  addEventListener("load", () => keepCopy().catch(() => undefined)); // a browser may refuse to keep anything
}
startSteps();
sendAgain();
