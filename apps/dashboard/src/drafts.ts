// What is being typed right now and would be lost with the session. Only names, never passwords; only in this page's memory.
const drafts = new Map<string, string>();
let lost: string | null = null;

/** Keeps what stands in a field. An empty or unchanged text is no draft. */
export const keepDraft = (field: string, text: string, saved: string): void => {
  if (text.trim() === '' || text === saved) drafts.delete(field);
  else drafts.set(field, text);
};

export const dropDraft = (field: string): void => {
  drafts.delete(field);
};

/** The session ended: what was being typed is lost, and the signed-out page may say so. */
export const loseDrafts = (): void => {
  lost = [...drafts.values()].at(-1) ?? null;
  drafts.clear();
};

export const lostDraft = (): string | null => lost;
