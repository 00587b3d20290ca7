// Keeps the number of responses fresh while the page is open, and shows that a file is being read.
// Everything works without this file: reloading the page does the same.

const PERIOD = 10_000;

function keepFresh(place) {
  const figure = place.querySelector("dd");
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(place.dataset.countUrl, { headers: { Accept: "application/json" } });
    if (answer.ok) figure.textContent = (await answer.json()).count;
  }, PERIOD);
}

function showProgress(form) {
  form.addEventListener("submit", () => {
    form.querySelector("[data-while-sending]").hidden = false;
  });
}

document.querySelectorAll("[data-count-url]").forEach(keepFresh);
document.querySelectorAll("form[data-shows-progress]").forEach(showProgress);
