// A kiosk that filled the screen fills it for the next person too: a new page leaves full screen, and a browser allows it
// only after a touch, so the first touch brings it back. Nothing but that wish is kept, until the tab is closed.

const NAME = "diagnoza-kiosk-full-screen";

export async function fillScreen() {
  sessionStorage.setItem(NAME, "1");
  await document.documentElement.requestFullscreen().catch(() => undefined);
}

export function stayFullScreen() {
  document.addEventListener("click", () => {
    if (sessionStorage.getItem(NAME) && !document.fullscreenElement) fillScreen();
  }, { capture: true });
}
