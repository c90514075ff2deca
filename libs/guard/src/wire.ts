import { event, feedPage, knownSession } from '@curfew/contracts';
import { z } from 'zod';

// What a guard reads of an answer, and no more: a Curfew that is newer than this guard may say more, and have types of events that it does not know.

/** An event, as far as a guard reads it. */
export const heardEvent = event.pick({ id: true, userId: true, sessionId: true, reason: true, sparedSessionId: true, generation: true }).extend({ type: z.string() });
export type HeardEvent = z.infer<typeof heardEvent>;

/** `GET /v1/feed` */
export const page = feedPage.extend({ events: z.array(heardEvent) });
export type FeedAnswer = z.infer<typeof page>;

const holder = z.object({ role: z.string(), externalId: z.string().nullable() });

/** `POST /v1/feed/sessions` */
export const found = z.object({ sessions: z.array(knownSession.omit({ session: true, user: true }).extend({ user: holder })), source: feedPage.shape.source });
export type FoundAnswer = z.infer<typeof found>;
export type Found = FoundAnswer['sessions'][number];
