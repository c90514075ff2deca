import { z } from 'zod';

import { deviceType } from './device.js';
import { instant } from './text.js';

const count = z.number().int().min(0);

export const stats = z.object({
  /** When it was counted: some seconds ago at most, longer where counting takes long. */
  asOf: instant,
  live: count,
  online: count,
  byDevice: z.array(z.object({ type: deviceType, count })),
  /** The twenty with the most; null where the country is not known. */
  byCountry: z.array(z.object({ country: z.string().nullable(), count })),
  byBrowser: z.array(z.object({ browser: z.string().nullable(), count })),
  /** The last 48 hours in UTC, the oldest first, without a gap. The worker counts: some seconds behind. */
  byHour: z.array(z.object({ hour: instant, signIns: count, failedSignIns: count, ends: count })),
  /** How long the last canary, a session that is opened and ended for it, took to reach every consumer, and those of the last hour. Null where none was flown in it. */
  canary: z.object({ at: instant, latencyMs: z.number(), p50Ms: z.number(), p99Ms: z.number() }).nullable(),
});
/** `GET /v1/admin/stats` */
export type Stats = z.infer<typeof stats>;
