// After a while the survey comes for the next person, in the place of this page: "back" leads to neither.

const next = document.querySelector("[data-next-person]");
const go = () => location.replace(next.href);
next.addEventListener("click", (event) => { event.preventDefault(); go(); });
setTimeout(go, 20_000);
