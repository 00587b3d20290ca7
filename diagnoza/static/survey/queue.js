// Answers that wait on this device to be sent. The service worker reads them too.

const STORE = "waiting";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("diagnoza", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** One transaction; done once it is on the disk. */
async function within(mode, work) {
  const base = await opened();
  const result = await new Promise((resolve, reject) => {
    const transaction = base.transaction(STORE, mode, { durability: "strict" });
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
  base.close();
  return result;
}

/** What waits, of one survey or of all. A waiting form is "waiting", "refused" (to be mended) or "closed" (too late). */
export async function waiting(slug) {
  const all = await within("readonly", (store) => store.getAll());
  return all.filter((item) => slug === undefined || item.slug === slug);
}

export const put = (item) => within("readwrite", (store) => store.put(item));
export const remove = (key) => within("readwrite", (store) => store.delete(key));

/** Say what became of a form, unless it was thrown away in the meantime. */
export function mark(key, state) {
  return within("readwrite", (store) => {
    const request = store.get(key);
    request.onsuccess = () => request.result && store.put({ ...request.result, state });
    return request;
  });
}
