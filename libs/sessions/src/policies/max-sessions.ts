import type { Candidate, Policy } from './policy.js';

/** Keeps the newest `limit` sessions (0: no limit), the one that opens now included. Ties go by id, so every process picks the same losers. */
export const maxSessions = (limit: number): Policy => ({
  reason: 'limit-reached',
  toEnd: (live) => (limit === 0 ? [] : live.toSorted(newestFirst).slice(limit - 1)),
});

const newestFirst = (a: Candidate, b: Candidate): number => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id);
