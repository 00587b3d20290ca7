// At a kiosk a form for contact details that is left alone makes room for the next person; "back" leads to an empty one.

const IDLE = 120_000;
const form = document.querySelector("form[data-next-person]");
const leave = () => { form.reset(); location.replace(form.dataset.nextPerson); };
let timer = setTimeout(leave, IDLE);

for (const sign of ["input", "click", "keydown", "scroll", "touchstart"]) {
  document.addEventListener(sign, () => { clearTimeout(timer); timer = setTimeout(leave, IDLE); }, { passive: true });
}

/** Sent without a page of its own in the history: what was typed is not there for "back" to bring. */
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store" }).catch(() => null);
  if (answer?.redirected) { form.reset(); location.replace(answer.url); }
  else if (answer) show(await answer.text());
  else form.submit(); // the browser then says that there is no connection
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
