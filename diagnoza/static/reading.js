// Asks the server to read on, shows how far it is, and leaves when everything is read.
// Without this file the page loads itself again and does the same.

const place = document.querySelector("[data-reading]");

async function readOn() {
  const answer = await fetch(place.dataset.reading, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`reading stopped: ${answer.status}`);
  const { left, total } = await answer.json();
  place.querySelector("progress").value = total - left;
  place.querySelector("[data-done]").textContent = total - left;
  return left;
}

async function readAll() {
  try {
    while (await readOn());
  } catch {
    // The network or the sign-in is gone; the next page says which, and what was read is kept.
  }
  location.replace(place.dataset.then);
}

readAll();
