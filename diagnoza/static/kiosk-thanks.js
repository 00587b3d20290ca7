// After a while the survey comes for the next person, in the place of this page: "back" leads to neither.

import { stayFullScreen } from "./survey/full-screen.js";
import { takeThanks } from "./survey/kiosk-thanks-address.js";

const next = document.querySelector("[data-next-person]");
const go = () => location.replace(next.href);
next.addEventListener("click", (event) => { event.preventDefault(); go(); });
setTimeout(go, 40_000);
stayFullScreen();
showReceipt();

/** The code comes over the network and through no address of this page, so that no history keeps it. */
async function showReceipt() {
  const address = takeThanks();
  const answer = address && await fetch(address, { cache: "no-store" });
  const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
  const code = page?.querySelector("[data-receipt]");
  const place = document.querySelector("[data-receipt-place]");
  place.querySelector(".receipt").textContent = code?.textContent ?? "";
  place.hidden = !code;
}
