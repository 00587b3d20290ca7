// The form of the page and the pass that it carries: its key, its token, and the token of an earlier page.

export const form = document.querySelector("form.survey");
const PASS = ["key", "token", "opened"];

export function pass() {
  return Object.fromEntries(PASS.map((name) => [name, form.elements[name].value]));
}

export function carry({ key, token, opened = "" }) {
  Object.entries({ key, token, opened }).forEach(([name, value]) => { form.elements[name].value = value; });
}

/** What is answered, as pairs of name and value. */
export function answers() {
  return [...new FormData(form)].filter(([name]) => !PASS.includes(name));
}

/** The token that proves when this page was loaded. */
export function openedBy() {
  return form.elements.opened.value || form.elements.token.value;
}

/** Whether this page is the one for a device in the library. */
export const isKiosk = location.pathname.endsWith("/kiosk");

/** Whether this page is a copy kept on the device: such a copy has no key. */
export const isCopy = form?.elements.key.defaultValue === "";

/** A key made here, for a form that has none or is used again; its token comes with the sending. */
export function carryNewKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  carry({ key, token: "", opened: openedBy() });
}

/** Not form.reset(), which would bring back answers that the server had written into the page. */
export function empty() {
  for (const control of form.querySelectorAll(".choice-input")) control.checked = false;
  for (const control of form.querySelectorAll(".form-control")) {
    control.value = "";
    control.dispatchEvent(new Event("input"));
  }
}

const asItCame = (control) => (control.matches("select") ? control.querySelector("[selected]")?.value ?? "" : control.defaultValue);
const isTyped = (control) => (control.matches(".choice-input")
  ? control.checked !== control.defaultChecked : control.value !== asItCame(control));

/** Names of what is answered otherwise than the page came: typed before its scripts began. */
export function typedAlready() {
  return new Set([...form.querySelectorAll(".choice-input, .form-control")].filter(isTyped).map(({ name }) => name));
}

/** Put answers, as pairs of name and value, into the form; what it does not have is left out. */
export function fill(answers) {
  for (const [name, value] of answers) {
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden])`)) {
      if (control.matches(".choice-input")) control.checked ||= control.value === value;
      else control.value = value;
      control.dispatchEvent(new Event("input"));
    }
  }
}
