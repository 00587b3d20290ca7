// The steps of the form: a question each; a long grid comes in parts, a text goes with the question after it.

import { form } from "./form.js";

const ROWS = 5;

/** Each step as the parts of the page that it shows. What is not asked has none. */
export function steps() {
  return [...form.querySelectorAll(".survey-section:not([hidden])")].flatMap(ofSection);
}

function ofSection(section) {
  const steps = [];
  let texts = [];
  for (const part of section.querySelectorAll(":scope > :not(h2, [hidden])")) {
    if (part.matches("p")) {
      texts.push(part);
    } else {
      const [first, ...others] = cut(part);
      steps.push([...texts, ...first], ...others);
      texts = [];
    }
  }
  return texts.length > 0 ? [...steps, texts] : steps;
}

/** Parts of much the same length: eleven rows are 4, 4 and 3. */
function cut(question) {
  const rows = [...question.querySelectorAll(".grid-row")];
  if (rows.length <= ROWS) return [[question]];
  const size = Math.ceil(rows.length / Math.ceil(rows.length / ROWS));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
}

/** The number of the step on which a control, a row or a whole question lies, or -1. */
export function stepOf(target) {
  return steps().findIndex((step) => step.some((part) => part.contains(target) || isAround(target, part)));
}

const isAround = (target, part) => Boolean(target?.matches(".question")) && target.contains(part);

/** The last step with an answer; the first one where nothing is answered. */
export function lastAnswered(answers) {
  const given = answers.filter(([, value]) => value !== "").map(([name]) => name);
  const controls = given.map((name) => form.querySelector(`.survey-section [name="${CSS.escape(name)}"]`));
  return Math.max(0, ...controls.map((control) => (control ? stepOf(control) : -1)));
}
