// What is chosen at one place of an order cannot be chosen at another.

import { form } from "./form.js";

/** A list leaves out what the other lists of its question have; its own choice stays, or it would not be sent. */
export function leaveOutChosen() {
  for (const picks of form.querySelectorAll(".picks")) {
    const lists = [...picks.querySelectorAll("select")];
    for (const list of lists) leaveOut(list, lists.filter((other) => other !== list).map(({ value }) => value));
  }
}

function leaveOut(list, taken) {
  for (const option of list.options) {
    option.disabled = option.value !== "" && !option.selected && taken.includes(option.value);
  }
}
