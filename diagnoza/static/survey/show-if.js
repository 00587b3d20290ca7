// Questions that follow from answers to other questions.

import { form } from "./form.js";

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
export function showWhatIsAsked() {
  for (const question of form.querySelectorAll("[data-show-if]")) {
    const section = question.parentElement;
    question.hidden = !isAsked(question.dataset);
    section.hidden = section.querySelector(".question:not([hidden])") === null;
  }
  form.dispatchEvent(new Event("asked"));
}
