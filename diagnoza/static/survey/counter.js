// Characters left in a text.

/** Say how many characters are left, once the person pauses. */
export function count(area) {
  const line = document.getElementById(area.dataset.counter);
  const say = () => {
    const left = Number(area.dataset.limit) - [...area.value].length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left));
    line.classList.toggle("counter-over", left < 0);
  };
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(say, 400);
  });
  say();
}
