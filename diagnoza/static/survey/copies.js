// Names of the copies of surveys that this device keeps. A survey's copy lies in a cache of its own, with all its files.

const ofSurvey = (slug) => `diagnoza/${slug}/`;

export const copyName = (slug, version) => ofSurvey(slug) + version;

export async function copies(slug) {
  return (await caches.keys()).filter((name) => name.startsWith(ofSurvey(slug)));
}

/** Drop the copies of a survey, all but one. */
export async function dropCopies(slug, kept) {
  for (const name of await copies(slug)) if (name !== kept) await caches.delete(name);
}
