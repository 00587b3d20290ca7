// What is wrong with answers that were sent, shown in the form that is open.

import { count } from "./counter.js";
import { carry, form } from "./form.js";
import { forgetMistakes, summarise } from "./mistakes.js";
import { showWhatIsAsked } from "./show-if.js";
import { showFirstError } from "./steps.js";

/** Put the questions of the page that the server sent back, with answers and errors, in place; false when it has no form. */
export function mend(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const key = page.querySelector("form.survey [name=key]");
  if (!key) return false;
  carry(Object.fromEntries(["key", "token", "opened"].map((name) => [name, key.form.elements[name].value])));
  forgetMistakes();
  const questions = [...page.querySelectorAll(".survey-section")];
  form.querySelectorAll(".survey-section").forEach((section, at) => section.replaceWith(questions[at]));
  form.querySelectorAll("[data-counter]").forEach(count);
  showWhatIsAsked();
  showFirstError();
  summarise(page.querySelector(".error-summary"), page.title);
  return true;
}
