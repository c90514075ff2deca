import { z } from 'zod';

import { session } from './session.js';

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
