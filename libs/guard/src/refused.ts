import type { Refused } from './guard.js';

/** The answers that are no. */
export const REFUSED: { readonly [reason in Refused['reason']]: Refused } = {
  unknown: Object.freeze({ active: false, reason: 'unknown' }),
  ended: Object.freeze({ active: false, reason: 'ended' }),
  stale: Object.freeze({ active: false, reason: 'stale' }),
};
