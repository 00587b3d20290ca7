// At a kiosk a form for contact details that is left alone makes room for the next person; "back" leads to an empty one.

import { stayFullScreen } from "./survey/full-screen.js";
import { isOurs } from "./survey/sending.js";

const IDLE = 120_000;
const form = document.querySelector("form[data-next-person]");
const leave = () => { form.reset(); location.replace(form.dataset.nextPerson); };
const notSent = form.querySelector("[data-not-sent]");
let timer = setTimeout(leave, IDLE);
stayFullScreen();

for (const sign of ["input", "click", "keydown", "scroll", "touchstart"]) {
  document.addEventListener(sign, () => { clearTimeout(timer); timer = setTimeout(leave, IDLE); }, { passive: true });
}

/** Sent without a page of its own in the history: what was typed is not there for "back" to bring. */
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  notSent.hidden = true;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store" }).catch(() => null);
  if (!answer || !isOurs(answer)) notSent.hidden = false;
  else if (answer.redirected) { form.reset(); location.replace(answer.url); }
  else show(await answer.text());
});

/** What is wrong, in this page's place. */
function show(page) {
  const main = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  const summary = main.querySelector(".error-summary");
  if (!summary) return leave(); // the survey has ended
  document.querySelector("main .error-summary")?.remove();
  document.querySelector("main").prepend(summary);
  summary.focus();
}
