// Answers that came back because very many were being sent: they go by themselves when it is time.

import { form } from "./form.js";

export function sendAgain() {
  const held = document.querySelector("[data-send-again]");
  if (held) setTimeout(() => form.requestSubmit(form.querySelector("#send-answers")), held.dataset.sendAgain * 1000);
}
