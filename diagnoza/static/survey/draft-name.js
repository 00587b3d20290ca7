/** The name under which a survey's draft is kept, from any address of that survey. */
export const draftName = (address) => `diagnoza-draft-${new URL(address).pathname.split("/")[2]}`;

/** What the browser keeps for this site; none where its owner switched that off, together with cookies. */
export const kept = (() => {
  try {
    return localStorage;
  } catch {
    return null;
  }
})();
