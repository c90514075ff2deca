import { z } from 'zod';

import { device, deviceType, label, location } from './device.js';
import { cursor, digits, limit } from './list.js';
import { id, instant, line } from './text.js';

export const status = z.enum(['active', 'idle', 'signed-out', 'revoked', 'expired']);
/** `active` and `idle` are live; the others are ended, for ever. */
export type Status = z.infer<typeof status>;

export const endReason = z.enum([
  'signed-out',
  'idle-timeout',
  'absolute-timeout',
  'revoked-by-user',
  'revoked-by-admin',
  'revoked-by-service',
  'password-changed',
  'user-disabled',
  'limit-reached',
  'token-reuse',
  'suspicious',
  'bulk',
]);
/** Why a session ended. */
export type EndReason = z.infer<typeof endReason>;

/** The status of a session that ended for `reason`. */
export const statusOf = (reason: EndReason): 'signed-out' | 'expired' | 'revoked' => {
  if (reason === 'signed-out') return 'signed-out';
  return reason === 'idle-timeout' || reason === 'absolute-timeout' ? 'expired' : 'revoked';
};

export const actorType = z.enum(['user', 'admin', 'service', 'system']);
/** Who did something: `system` acts without an id. */
export const actor = z.object({ type: actorType, id: z.string().nullable() });
export type Actor = z.infer<typeof actor>;

export const endedBy = z.object({ type: actorType, id: z.string().nullable(), from: z.string().nullable().optional(), blocked: z.boolean().optional() });
/** Who ended a session; `from` is the ending device's name, for the account's own sessions only; `blocked`: the same act blocked its device. */
export type EndedBy = z.infer<typeof endedBy>;

export const session = z.object({
  id,
  userId: id,
  status,
  online: z.boolean(),
  connections: z.number().int(),
  current: z.boolean(),
  unfamiliar: z.boolean(),
  device,
  ipAddress: z.string(),
  location: location.nullable(),
  createdAt: instant,
  lastActiveAt: instant,
  expiresAt: instant,
  /** Where `expiresAt` cannot move beyond, whatever the activity. Events from before it was told lack it. */
  absoluteExpiresAt: instant.optional(),
  endedAt: instant.nullable(),
  endReason: endReason.nullable(),
  endedBy: endedBy.nullable(),
  method: z.string(),
});
/** One signed-in device of one user. */
export type Session = z.infer<typeof session>;

export const adminSession = session.extend({ user: z.object({ id, email: z.string(), name: z.string().nullable() }) });
/** A session as an administrator sees it. */
export type AdminSession = z.infer<typeof adminSession>;

/** `live`: would be admitted right now. */
export const liveness = z.enum(['live', 'ended', 'all']);
export type Liveness = z.infer<typeof liveness>;

/** `GET /v1/sessions` */
export const sessionQuery = z.strictObject({ status: liveness.default('live'), limit, cursor: cursor.optional() });
export type SessionQuery = z.infer<typeof sessionQuery>;

/** `PATCH /v1/sessions/:id` */
export const sessionPatch = z
  .strictObject({ label: label.nullable().optional(), type: deviceType.optional() })
  .refine((patch) => Object.keys(patch).length > 0, 'must name something to change');
export type SessionPatch = z.infer<typeof sessionPatch>;

/** How long, in milliseconds, the answer to a revocation may wait to be confirmed. */
export const wait = digits(0, 600_000).optional();

/** `DELETE /v1/sessions/current` */
export const signOutQuery = z.strictObject({ wait });

/** `DELETE /v1/sessions/:id`; `block` also keeps its device from signing in again. */
export const endQuery = z.strictObject({ wait, block: z.enum(['true', 'false']).optional() });

/** `DELETE /v1/sessions` */
export const endAllQuery = z.strictObject({ except: z.literal('current').optional(), wait });

export const sort = z.enum(['-createdAt', 'createdAt', '-lastActiveAt', 'lastActiveAt']);
export type Sort = z.infer<typeof sort>;

/** `DELETE /v1/admin/sessions/:id` */
export const adminEndQuery = z.strictObject({ reason: line(500).optional(), wait });
