// Typing from paper: a line that is full gives way to the next one, Enter goes on, Backspace in an empty line goes back.
// Everything works without this file: Tab goes on, and Enter checks the form without storing it.

const form = document.querySelector("[data-typed-form]");
const lines = [...form.querySelectorAll("[data-typed]")];

/** The line so many places away; past the last one, the button that stores. */
function goTo(line, places) {
  const next = lines[lines.indexOf(line) + places];
  const target = next ?? (places > 0 ? form.querySelector("[name=save]") : line);
  target.focus();
  if (next) next.select();
}

/** Says at once when a number means nothing, and which numbers there are. */
function judge(line) {
  const wrong = line.validity.patternMismatch;
  if (wrong) line.setAttribute("aria-invalid", "true");
  else line.removeAttribute("aria-invalid");
  const said = document.getElementById(`${line.id}-allowed`);
  if (said) said.textContent = wrong ? said.dataset.allowed : "";
}

function filled(event) {
  const line = event.target.closest("[data-typed]");
  if (!line || line.tagName === "TEXTAREA") return;
  const full = Number(line.dataset.full);
  const length = line.value.replace(/[\s,.;-]/g, "").length;
  if (length >= full || line.hasAttribute("aria-invalid")) judge(line);
  if (full && length === full && !line.validity.patternMismatch) goTo(line, 1);
}

function keys(event) {
  const line = event.target.closest("[data-typed]");
  if (!line || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (line.tagName !== "TEXTAREA") judge(line);
    if (!line.validity.patternMismatch) goTo(line, 1);
  } else if (event.key === "Backspace" && line.value === "") {
    event.preventDefault();
    goTo(line, -1);
  }
}

form.addEventListener("input", filled);
form.addEventListener("keydown", keys);
