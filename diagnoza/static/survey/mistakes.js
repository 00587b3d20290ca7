// What the device itself can see to be wrong, before answers are put away for a day when the server refuses them.
// The server judges everything again.

import { form } from "./form.js";

const template = document.querySelector("template[data-mistakes]");
const words = template.dataset;

/** Whether something is wrong; it is then marked and listed as the server would. */
export function showMistakes() {
  forgetMistakes();
  const found = [...form.querySelectorAll(".question, .survey-section > .field")]
    .map((part) => ({ part, message: wrongIn(part) }))
    .filter(({ message }) => message);
  found.forEach(mark);
  if (found.length > 0) summarise(summaryOf(found), `${words.title} ${document.title}`);
  return found.length > 0;
}

/** What to do about an answer that would not be accepted, or nothing. */
function wrongIn(part) {
  if (part.hidden) return "";
  const [code, text] = [part.querySelector("#entry-code"), part.querySelector("textarea")];
  const found = part.querySelectorAll(".choice-input:checked").length;
  if (code?.value.trim() === "") return words.noCode;
  if (text && [...text.value].length > Number(text.dataset.limit)) return words.tooLong.replace("{limit}", text.dataset.limit);
  if (isRepeated(part)) return words.repeated;
  if (!(found > Number(part.dataset.most))) return ""; // also where there is no limit
  return words.tooMany.replace("{found}", found).replace("{limit}", part.dataset.most);
}

function isRepeated(part) {
  const chosen = [...part.querySelectorAll(".picks select")].map(({ value }) => value).filter(Boolean);
  return new Set(chosen).size < chosen.length;
}

const controlsOf = (part) => part.querySelectorAll("input, select, textarea");

function mark({ part, message }) {
  const said = document.createElement("p");
  said.className = "field-error";
  said.id = `${controlsOf(part)[0].id}-mistake`;
  said.textContent = message;
  part.classList.add("has-error");
  (part.querySelector(".form-text") ?? part.firstElementChild).after(said);
  for (const control of controlsOf(part)) control.setAttribute("aria-invalid", "true");
  describe(controlsOf(part)[0], (ids) => [...ids, said.id]);
}

/** Change the list of texts that describe a control. */
function describe(control, change) {
  const ids = change((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length > 0) control.setAttribute("aria-describedby", ids.join(" "));
  else control.removeAttribute("aria-describedby");
}

function summaryOf(found) {
  const summary = template.content.firstElementChild.cloneNode(true);
  const line = summary.querySelector("li");
  line.replaceWith(...found.map((one) => lineFor(line.cloneNode(true), one)));
  return summary;
}

function lineFor(line, { part, message }) {
  const link = line.querySelector("a");
  const question = part.querySelector("legend, .question-text, label").textContent.trim().replace(/[.:]$/, "");
  link.href = `#${controlsOf(part)[0].id}`;
  link.textContent = `${question}${question.endsWith("?") ? "" : ":"} ${message}`;
  return line;
}

/** Put the list of what is wrong above everything, with the focus on it. */
export function summarise(summary, title) {
  document.title = title;
  document.querySelector("main").prepend(summary);
  summary.focus();
}

/** Nothing is wrong any more: the answers go away, or are judged anew. */
export function forgetMistakes() {
  if (document.title.startsWith(words.title)) document.title = document.title.slice(words.title.length).trim();
  for (const said of document.querySelectorAll(".error-summary, form.survey .field-error")) said.remove();
  for (const part of form.querySelectorAll(".has-error")) part.classList.remove("has-error");
  for (const part of form.querySelectorAll("[aria-invalid]")) part.removeAttribute("aria-invalid");
  for (const part of form.querySelectorAll("[aria-describedby]")) {
    describe(part, (ids) => ids.filter((id) => !/-(error|mistake)$/.test(id)));
  }
}
