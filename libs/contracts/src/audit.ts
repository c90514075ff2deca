import { z } from 'zod';

import { event, eventType } from './event.js';
import { cursor, limit } from './list.js';
import { id } from './text.js';

/** What stands in the audit trail alone: no consumer and no socket is told of it. */
export const auditOnly = z.enum(['revocation-confirmed', 'invitation-made', 'invitation-accepted', 'policy-changed', 'consumer-removed', 'user-erased']);

export const auditType = z.enum([...eventType.options, ...auditOnly.options]);
export type AuditType = z.infer<typeof auditType>;

export const auditReceipt = z.object({
  /** The event that was confirmed. */
  eventId: id,
  position: z.string(),
  consumers: z.object({ acknowledged: z.number().int(), live: z.number().int() }),
  socketsClosed: z.number().int(),
  /** From the commit until the worker found it confirmed: no consumer took longer. */
  elapsedMs: z.number(),
});
/** The proof of a revocation, as the audit trail keeps it. */
export type AuditReceipt = z.infer<typeof auditReceipt>;

export const auditEvent = event.extend({
  type: auditType,
  /** Where it was done from; null where nobody asked for it, or once it was erased. */
  ipAddress: z.string().nullable(),
  /** The reason in words, as an administrator gave it. */
  note: z.string().nullable(),
  /** `revocation-confirmed` only. */
  receipt: auditReceipt.nullable(),
  /** Whether its personal fields were erased. */
  erased: z.boolean(),
});
/** An event as the audit trail has it: who, whom, from where, why, by which request, and the proof. */
export type AuditEvent = z.infer<typeof auditEvent>;

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

const auditFilters = {
  type: auditType.optional(),
  userId: id.optional(),
  sessionId: id.optional(),
  actorId: id.optional(),
  /** From this instant on (RFC 3339). */
  from: moment.optional(),
  /** Before this instant. */
  to: moment.optional(),
};

/** `GET /v1/admin/events` */
export const auditQuery = z.strictObject({ ...auditFilters, limit, cursor: cursor.optional() });
export type AuditQuery = z.infer<typeof auditQuery>;

/** `GET /v1/admin/events/export` */
export const auditExportQuery = z.strictObject({ ...auditFilters, format: z.enum(['csv', 'ndjson']).default('csv') });
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

export const auditBreak = z.enum(['edited', 'removed', 'inserted', 'reordered', 'cut']);
/** What was done to a trail: the content of an event or a link of the chain changed, one is missing, one too many, two changed places, or the end is gone. */
export type AuditBreak = z.infer<typeof auditBreak>;

export const auditVerification = z.object({
  ok: z.boolean(),
  /** How many events were checked against the chain. */
  checked: z.number().int(),
  /** The position of the first event that is not as it was chained; null while all are. */
  firstBroken: z.string().nullable(),
  problem: auditBreak.nullable(),
  /** The last link. Kept somewhere else, it shows later that nothing before it was written anew. */
  head: z.object({ number: z.number().int(), hash: z.string() }).nullable(),
});
/** `GET /v1/admin/events/verify` */
export type AuditVerification = z.infer<typeof auditVerification>;
