// The form of the page and the pass (key and token) that it carries.

export const form = document.querySelector("form.survey");

export function pass() {
  return { key: form.elements.key.value, token: form.elements.token.value };
}

export function carry({ key, token }) {
  form.elements.key.value = key;
  form.elements.token.value = token;
}

/** A pass of its own for another form; throws when the server cannot be reached. */
export async function freshPass() {
  const response = await fetch(form.dataset.freshUrl, { cache: "no-store" });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Not form.reset(), which would bring back answers that the server had written into the page. */
export function empty() {
  for (const control of form.querySelectorAll(".choice-input")) control.checked = false;
  for (const control of form.querySelectorAll(".form-control")) {
    control.value = "";
    control.dispatchEvent(new Event("input"));
  }
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
