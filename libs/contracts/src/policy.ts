import { z } from 'zod';

import { role } from './user.js';

const minute = 60_000;
const longest = 3_650 * 24 * 60 * minute;
const duration = z.number().int().min(minute).max(longest);

export const atLimit = z.enum(['end-oldest', 'refuse']);
/** What happens to a sign-in of someone who has as many sessions as they may: the oldest makes room, or the new one is refused. */
export type AtLimit = z.infer<typeof atLimit>;

export const policyRules = z.object({
  /** In milliseconds. */
  idleTimeout: z.number().int(),
  absoluteTimeout: z.number().int(),
  /** 0: no limit. */
  maxSessions: z.number().int(),
  atLimit,
});
/** What holds for the sessions of one role. */
export type PolicyRules = z.infer<typeof policyRules>;

export const policyPatch = z
  .strictObject({
    /** Both roles unless told. */
    role: role.optional(),
    idleTimeout: duration.nullable().optional(),
    absoluteTimeout: duration.nullable().optional(),
    maxSessions: z.number().int().min(0).max(100_000).nullable().optional(),
    atLimit: atLimit.nullable().optional(),
    dryRun: z.boolean().default(false),
  })
  .refine((patch) => Object.keys(patch).some((key) => key in policyRules.shape), 'must name something to change');
/** `PUT /v1/admin/policy`; null goes back to the default, what is left out stays. Timeouts in milliseconds, a minute or longer. */
export type PolicyPatch = z.infer<typeof policyPatch>;

const lock = z.string().nullable();

export const policy = z.object({
  policy: z.object({ user: policyRules, admin: policyRules }),
  /** The variable that was set and so cannot be changed here, for each rule; null where the page decides. */
  lockedBy: z.object({ idleTimeout: lock, absoluteTimeout: lock, maxSessions: lock, atLimit: lock }),
  /** How many live sessions the change ends, the asking one included; exact. Only in the answer to a `PUT`. */
  wouldEnd: z.number().int().optional(),
});
/** `GET /v1/admin/policy` */
export type Policy = z.infer<typeof policy>;
