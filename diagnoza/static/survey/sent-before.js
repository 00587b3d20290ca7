// Going back to a form that was sent.

import { carry, carryNewKey, empty, form, pass } from "./form.js";
import { forgetMistakes } from "./mistakes.js";
import { showWhatIsAsked } from "./show-if.js";
import { goTo } from "./steps.js";

const notice = form.querySelector("[data-sent-before]");

/** Called when the form has been sent. */
export const markSent = () => history.replaceState({ ...history.state, sent: pass() }, "");

/**
 * Whoever goes back to a form that was sent finds the same key in it, so that changed answers take the place of
 * the earlier ones; it is kept in the browser's history, because a page loaded anew carries a new key.
 */
export function watchReturn() {
  addEventListener("pageshow", () => {
    const sent = history.state?.sent;
    notice.hidden = !sent;
    if (sent) carry(sent);
    showWhatIsAsked();
  });
  notice.querySelector("[data-start-anew]").addEventListener("click", startAnew);
}

/** An empty form with its own key, so that it does not take the place of the answers sent before. */
function startAnew() {
  carryNewKey();
  history.replaceState(null, "");
  empty();
  forgetMistakes();
  notice.hidden = true;
  showWhatIsAsked();
  goTo(0);
}
