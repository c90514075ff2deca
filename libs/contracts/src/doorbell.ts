import { z } from 'zod';

import { event, presence } from './event.js';
import { id } from './text.js';

/** The Redis channels, each with messages that carry an HMAC. None of them makes a consumer admit more than the log does. */
export const channels = { events: 'curfew:events', acks: 'curfew:acks', presence: 'curfew:presence' } as const;
export type Channel = (typeof channels)[keyof typeof channels];

/** A message on `curfew:events`: events as they were committed (`trace`: the W3C traceparent of who did), or a heartbeat by which a process finds a connection that is half open. */
export const ringing = z.union([z.object({ events: z.array(event).min(1), trace: z.string().max(64).optional() }), z.object({ heartbeat: z.string().max(64) })]);
export type Ringing = z.infer<typeof ringing>;

/** This registration of a consumer lets nothing of what the event ended pass any more. */
export const acknowledgement = z.object({ eventId: id, consumerId: id, socketsClosed: z.number().int().min(0) });
export type Acknowledgement = z.infer<typeof acknowledgement>;

/** A message on `curfew:acks`: what was acknowledged within a moment. */
export const acknowledging = z.object({ acknowledgements: z.array(acknowledgement).min(1) });

/** A message on `curfew:presence`: who came, went or was active, with whose they are and how many sockets are open on all gateways. */
export const presenceNews = z.object({ news: z.array(presence.extend({ userId: id, connections: z.number().int().min(0) })).min(1) });
export type PresenceNews = z.infer<typeof presenceNews>;
