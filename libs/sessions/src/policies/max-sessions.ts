import type { Candidate, Policy } from './policy.js';

/** Keeps the newest `limit` sessions (0: no limit), the one that opens now included. Ties go by id, so every process picks the same losers. */
export const maxSessions = (limit: number): Policy => ({
  reason: 'limit-reached',
  toEnd: (live) => (limit === 0 ? [] : surplus(limit - 1, live)),
});

/** Those that are more than the newest `most`. */
export const surplus = (most: number, live: readonly Candidate[]): readonly Candidate[] => live.toSorted(newestFirst).slice(most);

const newestFirst = (a: Candidate, b: Candidate): number => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id);
