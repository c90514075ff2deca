import { z } from 'zod';

import { cursor, limit } from './list.js';
import { actor, session } from './session.js';
import { id, instant } from './text.js';

export const eventType = z.enum([
  'session-created',
  'session-updated',
  'session-revoked',
  'session-expired',
  'sessions-revoked',
  'user-created',
  'user-updated',
  'user-disabled',
  'user-enabled',
  'role-changed',
  'password-changed',
  'sign-in-failed',
  'device-blocked',
  'device-unblocked',
  'api-key-created',
  'api-key-revoked',
  'signing-keys-replaced',
]);
export type EventType = z.infer<typeof eventType>;

export const event = z.object({
  id,
  position: z.string(),
  type: eventType,
  occurredAt: instant,
  userId: id.nullable(),
  sessionId: id.nullable(),
  actor,
  reason: z.string().nullable(),
  session: session.nullable(),
  /** The request that did it: the same in the logs of every process that hears of it. */
  requestId: z.string().nullable().optional(),
  /** `sessions-revoked` only: the name of the device that it was done from, for the account's own acts. */
  from: z.string().nullable().optional(),
  /** `sessions-revoked` only: the one session that goes on. */
  sparedSessionId: id.nullable().optional(),
  /** `sessions-revoked` only: the generation that begins with it, of the user or (without a `userId`) of everyone. */
  generation: z.number().int().optional(),
});
/** A fact about sessions, written in the same transaction as the change. */
export type Event = z.infer<typeof event>;

/** `GET /v1/activity` */
export const activityQuery = z.strictObject({ limit, cursor: cursor.optional() });
export type ActivityQuery = z.infer<typeof activityQuery>;

export const presence = z.object({ sessionId: id, online: z.boolean(), lastActiveAt: instant });
/** Whether a session has an open socket, and when it was last active. Not in the log. */
export type Presence = z.infer<typeof presence>;
