// Sending without leaving the page. Throws when the server cannot be reached.

/** Where the thanks are, or the page with what is wrong. The key in the fields makes a repeated sending harmless. */
export async function post(address, fields) {
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields), cache: "no-store" });
  if (response.ok) return { sent: true };
  if (response.status >= 500) throw new Error(String(response.status));
  return { sent: false, page: new DOMParser().parseFromString(await response.text(), "text/html") };
}
