// What is typed goes along to the next page of this survey in this tab, and through loading a page anew. It is read there
// once and forgotten; nothing of it outlives the tab.

import { answers, pass } from "./form.js";

const NAME = "diagnoza-carried";
let over = false; // sent, put away, or handed over already

/** Leave it for the page that comes; false where the browser keeps nothing. */
export function handOver(step, onlyIfReloaded = false) {
  over = true;
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ pass: pass(), answers: answers(), step, onlyIfReloaded }));
    return true;
  } catch {
    return false;
  }
}

/** What the page before left for this one, or null. */
export function takeOver() {
  const carried = taken();
  return carried?.onlyIfReloaded && !isReloaded() ? null : carried;
}

function taken() {
  try {
    const carried = sessionStorage.getItem(NAME);
    sessionStorage.removeItem(NAME);
    return JSON.parse(carried);
  } catch {
    return null;
  }
}

const isReloaded = () => performance.getEntriesByType("navigation")[0]?.type === "reload";
const isTyped = () => answers().some(([name, value]) => name !== "information" && value !== "");

/** The answers are where they belong: nothing is to be left behind. */
export const leaveNothing = () => { over = true; };

/** A script cannot know whether a page that goes will be loaded anew; a page that is not throws the answers away. */
export function surviveReloading(currentStep) {
  addEventListener("pagehide", () => !over && isTyped() && handOver(currentStep(), true));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    over = false;
    taken();
  });
}
