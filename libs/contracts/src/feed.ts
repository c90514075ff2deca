import { z } from 'zod';

import { event } from './event.js';
import { digits } from './list.js';
import { id, instant, line } from './text.js';

/** Where a reader of the feed stands: opaque. To ask with it says that everything up to it is applied. */
export const feedCursor = z.string().min(1).max(2048).regex(/^[\w-]+$/u);

/**
 * `GET /v1/feed`. Without `after`: from now on. Without `consumer`: registers one, and only then are `lease` (milliseconds, at most LEASE, which it is
 * unless told), `label` and `onStale` (`allow`: it may admit without a lease, and only its acknowledgements confirm) taken. `sockets`: how many it has open.
 */
export const feedQuery = z.strictObject({
  after: feedCursor.optional(),
  consumer: id.optional(),
  lease: digits(1, 600_000).optional(),
  label: line(100).optional(),
  onStale: z.enum(['deny', 'allow']).optional(),
  sockets: digits(0, 100_000_000).optional(),
});
export type FeedQuery = z.infer<typeof feedQuery>;

/**
 * Which history of the database an answer was read from: opaque, and another one after a failover, a restore or a move. What two sources say cannot be put
 * together: a primary that was replaced may go on answering.
 */
export const source = z.string().min(1).max(200);

export const feedPage = z.object({
  events: z.array(event),
  cursor: feedCursor,
  source,
  consumer: id,
  /** The lease that is in this consumer's row: it may rely on nothing longer. */
  leaseMs: z.number().int(),
  /** How often the servers themselves ask. */
  pollIntervalMs: z.number().int(),
  /** Activity moves a session's deadline by so much. */
  idleTimeoutMs: z.number().int(),
});
/** All that was committed before the request began and that the cursor did not know. Events may come again: drop by `id`. */
export type FeedPage = z.infer<typeof feedPage>;

/** `POST /v1/feed/acks`: nothing of what these events ended passes any more. */
export const feedAcks = z.strictObject({
  consumer: id,
  acks: z.array(z.strictObject({ eventId: id, socketsClosed: z.number().int().min(0).max(100_000_000) })).min(1).max(500),
});
export type FeedAcks = z.infer<typeof feedAcks>;

/** `POST /v1/feed/activity`: when sessions were last used. What lies ahead of the server's clock counts as now. */
export const feedActivity = z.strictObject({ seen: z.array(z.strictObject({ sessionId: id, at: instant })).min(1).max(500) });
export type FeedActivity = z.infer<typeof feedActivity>;

/** `GET /v1/feed/stream`; the header `Last-Event-ID` says from where on, else from now. */
export const feedStreamQuery = z.strictObject({ consumer: id });
