/** The name under which a survey's draft is kept, from any address of that survey. */
export const draftName = (address) => `diagnoza-draft-${new URL(address).pathname.split("/")[2]}`;
