import { deviceType, endReason } from '@curfew/contracts';
import { z } from 'zod';

import type { Leaving } from '../leaving.js';

const at = z.number();
const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('own'), at }),
  z.object({ kind: z.literal('unknown') }),
  z.object({
    kind: z.literal('ended'),
    reason: z.union([endReason, z.literal('unknown')]),
    by: z.enum(['user', 'admin', 'service', 'system']),
    from: z.string().nullable(),
    at,
    device: z.object({ name: z.string(), type: deviceType }).nullable(),
    days: z.number(),
  }),
]);

/** What the history entry says about why; nothing known when it says nothing. */
export const leavingIn = (state: unknown): Leaving => {
  const parsed = schema.safeParse(state);
  return parsed.success ? parsed.data : { kind: 'unknown' };
};
