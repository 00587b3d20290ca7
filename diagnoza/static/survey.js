// Small help on the survey page. The page is complete without it.

const form = document.querySelector("form.survey");

/** What is answered to a question now: its controls are named "key" or "key.part". */
function answersTo(key) {
  const fields = new FormData(form);
  return [...fields.keys()]
    .filter((name) => name === key || name.startsWith(`${key}.`))
    .flatMap((name) => fields.getAll(name))
    .filter((value) => value !== "");
}

/** A question follows from any answer to another one, or from one of the answers it names. */
function isAsked({ showIf, showEquals }) {
  const answers = answersTo(showIf);
  return showEquals ? answers.some((answer) => showEquals.split(" ").includes(answer)) : answers.length > 0;
}

/** Show the questions that follow from earlier answers, and a section only with something in it. */
function showWhatIsAsked() {
  for (const question of form.querySelectorAll("[data-show-if]")) {
    const section = question.parentElement;
    question.hidden = !isAsked(question.dataset);
    section.hidden = section.querySelector(".question:not([hidden])") === null;
  }
}

/** Say how many characters are left, once the person pauses. */
function count(area) {
  const line = document.getElementById(area.dataset.counter);
  const say = () => {
    const left = Number(area.dataset.limit) - [...area.value].length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left));
    line.classList.toggle("counter-over", left < 0);
  };
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(say, 400);
  });
  say();
}

/**
 * Whoever goes back to a form that was sent finds the same key in it, so that changed answers take the place of
 * the earlier ones; it is kept in the browser's history, because a page loaded anew carries a new key.
 */
function watchReturn() {
  const notice = form.querySelector("[data-sent-before]");
  form.addEventListener("submit", () => history.replaceState(pass(), ""));
  addEventListener("pageshow", () => {
    notice.hidden = !history.state;
    if (history.state) carry(history.state);
    showWhatIsAsked();
  });
  notice.querySelector("[data-start-anew]").addEventListener("click", async () => {
    await startAnew();
    notice.hidden = true;
  });
}

function pass() {
  return { key: form.elements.key.value, token: form.elements.token.value };
}

function carry({ key, token }) {
  form.elements.key.value = key;
  form.elements.token.value = token;
}

/** Not form.reset(), which would bring back answers that the server had written into the page. */
function empty() {
  for (const control of form.querySelectorAll(".choice-input")) control.checked = false;
  for (const control of form.querySelectorAll(".form-control")) {
    control.value = "";
    control.dispatchEvent(new Event("input"));
  }
}

/** An empty form with its own key, so that it does not take the place of the answers sent before. */
async function startAnew() {
  try {
    const response = await fetch(form.dataset.freshUrl, { cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    carry(await response.json());
    history.replaceState(null, "");
    empty();
    showWhatIsAsked();
    form.querySelector(".choice-input, .form-control").focus();
  } catch {
    location.assign(form.action); // the server or the browser then says what is wrong
  }
}

form.addEventListener("change", showWhatIsAsked);
form.querySelectorAll("[data-counter]").forEach(count);
watchReturn();
showWhatIsAsked();
