import { z } from 'zod';

import { session } from './session.js';
import { id, instant } from './text.js';

export const receipt = z.object({
  position: z.string(),
  confirmed: z.boolean(),
  consumers: z.object({ acknowledged: z.number().int(), live: z.number().int() }),
  socketsClosed: z.number().int(),
  elapsedMs: z.number(),
});
/** What proves that a revocation has reached the consumers. `confirmed`: no consumer admits the session now or ever again. */
export type Receipt = z.infer<typeof receipt>;

export const ended = z.object({ session, receipt });
/** The answer to the end of one session. */
export type Ended = z.infer<typeof ended>;

export const endedMany = z.object({ revoked: z.number().int(), more: z.literal(true).optional(), receipt });
/** The answer to one act that ended many: `revoked` is exact to 1,000; beyond that 1,000 with `more`. */
export type EndedMany = z.infer<typeof endedMany>;

export const consumer = z.object({
  id,
  kind: z.string(),
  label: z.string().nullable(),
  /** How long ago it was last heard of, in milliseconds, by this api's own clock: an upper bound of the age of what it knows. */
  lagMs: z.number(),
  leaseMs: z.number().int(),
  /** Not heard of for its whole lease: it admits nobody any more. */
  lapsed: z.boolean(),
  allowsWhenStale: z.boolean(),
  sockets: z.number().int(),
  registeredAt: instant,
  /** The last canary session: how long it took this consumer to know of its end, in milliseconds, or null where that was beyond the bound. Null: none was flown since it started. */
  canary: z.object({ at: instant, tookMs: z.number().nullable() }).nullable(),
});
/** A process that admits requests or sockets for sessions. */
export type Consumer = z.infer<typeof consumer>;
