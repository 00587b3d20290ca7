// Sending the form without leaving the page, so that no failing network can take the answers with it.

import { leaveNothing } from "./carried.js";
import { endDraft } from "./draft.js";
import { answers, carry, carryNewKey, empty, fill, form, isCopy, openedBy, pass } from "./form.js";
import { mend } from "./mending.js";
import { forgetMistakes, showMistakes } from "./mistakes.js";
import { put, remove } from "./queue.js";
import { freshToken, post } from "./sending.js";
import { markSent } from "./sent-before.js";
import { showWhatIsAsked } from "./show-if.js";
import { goTo, showFirstError } from "./steps.js";
import { nowWaiting, whenPanel } from "./waiting.js";

const introduction = document.querySelector("[data-first-step]");
const another = document.querySelector("[data-another]");
const sending = form.querySelector("[data-sending]");
const notKept = form.querySelector("[data-not-kept]");
let busy = false;

async function submit(event) {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  sending.hidden = false;
  notKept.hidden = true;
  await send().catch(wait);
  busy = false;
  sending.hidden = true;
}

/** No network: what would be refused days later is said now. */
async function wait() {
  if (showMistakes()) showFirstError();
  else await putAway("waiting");
}

async function send() {
  const { key, token, opened } = pass();
  if (!token) carry({ key, token: await freshToken(form.dataset.freshUrl, key), opened });
  const answer = await post(form.action, new FormData(form));
  if (answer.sent) await leave(answer.thanks);
  else if (answer.closed) await putAway("closed");
  else if (!mend(answer.page)) await putAway("refused");
}

async function leave(thanks) {
  await remove(pass().key).catch(() => undefined); // it may have waited here before
  endDraft();
  leaveNothing();
  markSent();
  location.assign(thanks);
}

/** The answers wait on this device; where it keeps nothing they stay in the form. */
async function putAway(state) {
  try {
    await put({ ...described(), state });
  } catch {
    notKept.hidden = false;
    return;
  }
  startAnew();
  hideForm(true);
  await nowWaiting();
}

function described() {
  const [slug, language] = [new URL(form.action).pathname.split("/").at(-1), document.documentElement.lang];
  const [address, freshAddress] = [form.action, new URL(form.dataset.freshUrl, location).href];
  return { key: pass().key, slug, language, address, freshAddress, opened: openedBy(), answers: answers() };
}

function hideForm(hidden) {
  form.hidden = hidden;
  introduction.hidden = hidden;
  another.hidden = !hidden;
}

/** An empty form with its own key, for whoever answers next on this device. */
function startAnew() {
  endDraft();
  forgetMistakes();
  carryNewKey();
  empty();
  history.replaceState(null, "");
  showWhatIsAsked();
}

function answerAgain() {
  hideForm(false);
  goTo(0);
}

/** The same key as before, so that the mended answers take the place of those that wait. */
function takeBack(item) {
  startAnew();
  carry({ key: item.key, token: "", opened: item.opened });
  fill(item.answers);
  showWhatIsAsked();
  answerAgain();
}

export function startSending() {
  if (isCopy && !history.state?.sent) carryNewKey();
  form.addEventListener("submit", submit);
  another.addEventListener("click", answerAgain);
  whenPanel("mend", (event) => takeBack(event.detail));
  whenPanel("delivered", (event) => form.hidden && location.assign(event.detail));
  whenPanel("thrown-away", () => form.hidden && answerAgain());
}
