// Help on the survey page. The page is complete without it.

import { count } from "./survey/counter.js";
import { startDraft } from "./survey/draft.js";
import { form } from "./survey/form.js";
import { isKiosk, startKiosk } from "./survey/kiosk.js";
import { watchReturn } from "./survey/sent-before.js";
import { showWhatIsAsked } from "./survey/show-if.js";
import { startSteps } from "./survey/steps.js";
import { startWaiting } from "./survey/waiting.js";

form.querySelectorAll("[data-counter]").forEach(count);
form.addEventListener("change", showWhatIsAsked);
showWhatIsAsked();
if (isKiosk) {
  startKiosk();
} else {
  startDraft();
  watchReturn();
  startWaiting();
}
startSteps();
