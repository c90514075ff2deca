import { z } from 'zod';

import { revocationFilter, type RevocationFilter } from './admin-query.js';
import { deviceType } from './device.js';
import { cursor, limit } from './list.js';
import { receipt } from './receipt.js';
import { adminSession } from './session.js';
import { id, instant, line } from './text.js';

/** `POST /v1/admin/revocations`. What was opened before the request is ended, but for the session that asks; an empty filter needs `everyone`. */
export const revocationRequest = z
  .strictObject({
    filter: revocationFilter,
    everyone: z.boolean().optional(),
    reason: line(500),
    dryRun: z.boolean().optional(),
    includeSelf: z.boolean().optional(),
  })
  .refine(({ filter, everyone }) => everyone === true || !choosesAll(filter), { path: ['everyone'], message: 'must be true where the filter is empty', when: ({ issues }) => issues.length === 0 });
export type RevocationRequest = z.infer<typeof revocationRequest>;

export const revocationStatus = z.enum(['queued', 'running', 'completed', 'cancelled', 'failed']);
export type RevocationStatus = z.infer<typeof revocationStatus>;

export const revocation = z.object({
  id,
  status: revocationStatus,
  filter: revocationFilter,
  reason: z.string(),
  /** How many matched when it was asked for. */
  matched: z.number().int(),
  /** How many it has ended so far. */
  revoked: z.number().int(),
  socketsClosed: z.number().int(),
  /** The session that it leaves signed in: the one that asked. */
  sparedSessionId: id.nullable(),
  createdBy: z.object({ id, email: z.string(), name: z.string().nullable() }),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Null before its end, and where nothing was ended. */
  receipt: receipt.nullable(),
});
/** A bulk revocation: a row in PostgreSQL is its truth, whatever happens to the process that carries it out. */
export type Revocation = z.infer<typeof revocation>;

/** The answer to `POST /v1/admin/revocations`, and again to the same `Idempotency-Key`. */
export const revocationAccepted = z.object({ revocation });
export type RevocationAccepted = z.infer<typeof revocationAccepted>;

export const revocationPreview = z.object({
  matched: z.number().int(),
  /** By the database's clock; as `filter.createdBefore` it keeps to what was counted. */
  countedAt: instant,
  /** Of those that match the newest by activity, 20 at most. */
  sample: z.array(adminSession),
  /** The most frequent first, ten at most of each; `users` says how many there are of them. */
  breakdown: z.object({
    users: z.number().int(),
    byUser: z.array(z.object({ userId: id, email: z.string(), name: z.string().nullable(), count: z.number().int() })),
    byCountry: z.array(z.object({ country: z.string().nullable(), count: z.number().int() })),
    byDevice: z.array(z.object({ type: deviceType, count: z.number().int() })),
  }),
});
/** The answer to `dryRun`: what would be ended now. */
export type RevocationPreview = z.infer<typeof revocationPreview>;

/** `GET /v1/admin/revocations`, the newest first. */
export const revocationQuery = z.strictObject({ status: revocationStatus.optional(), limit, cursor: cursor.optional() });
export type RevocationQuery = z.infer<typeof revocationQuery>;

export const idempotencyKey = z.string().min(1).max(255).regex(/^[\x21-\x7E]+$/u, 'must be visible ASCII characters');

export const revocationProgress = revocation.pick({ id: true, status: true, matched: true, revoked: true, socketsClosed: true, finishedAt: true, receipt: true });
/** How far a bulk revocation is: told to every administrator who watches, at most once a second. */
export type RevocationProgress = z.infer<typeof revocationProgress>;

/** Whether a filter leaves nobody out. */
export const choosesAll = ({ status, ...rest }: RevocationFilter): boolean => (status ?? 'live') === 'live' && Object.values(rest).every((value) => value === undefined);
