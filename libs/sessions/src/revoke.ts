import { CurfewError, type EndReason, type Event } from '@curfew/contracts';
import { endGeneration, endSession, endSessions, expireSessions, lockRealm, lockUser, type Batch, type End } from '@curfew/persistence';

import type { Change } from './change.js';
import type { By } from './origin.js';

/** One session, of `userId` unless it is anybody's. */
export interface OneSession {
  readonly sessionId: string;
  readonly userId?: string;
}

/** All sessions of a user, or of everyone; `spare` goes on. */
export type ManySessions = { readonly userId: string; readonly spare?: string | undefined } | { readonly everyone: true; readonly spare?: string | undefined };

/** Ends one session within a transaction; undefined when it is not live any more, or not there. */
export async function revokeOne(change: Change, { sessionId, userId }: OneSession, end: End): Promise<Event | undefined> {
  const event = await endSession(change.sql, { sessionId, userId: userId ?? null }, end);
  if (event !== undefined) {
    change.record(event);
    return event;
  }
  // Its deadline may have passed without a mark: then it ends of that.
  for (const expired of await expireSessions(change.sql, [sessionId])) change.record(expired);
  return undefined;
}

/** Ends those of these sessions that are live and still match, within a transaction, each with its event. Some may be passed over: ask again. */
export async function revokeMatching(change: Change, batch: Batch, end: End): Promise<readonly Event[]> {
  const events = await endSessions(change.sql, batch, end);
  for (const event of events) change.record(event);
  return events;
}

/** Marks those of these sessions whose deadline has passed, within a transaction, each with its event. */
export async function expireAll(change: Change, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const event of await expireSessions(change.sql, ids)) change.record(event);
}

/** What an act that ended many did: `revoked` is exact to 1,000. */
export interface RevokedMany {
  readonly event: Event;
  readonly revoked: number;
  readonly more: boolean;
}

/** Ends a generation within a transaction. A spared session that is not live any more: 401, and nothing is changed. */
export async function revokeMany(change: Change, many: ManySessions, end: End): Promise<RevokedMany> {
  const userId = 'userId' in many ? many.userId : null;
  if (userId === null) await lockRealm(change.sql);
  else if ((await lockUser(change.sql, userId)) === undefined) throw new CurfewError('not-found');
  const ended = await endGeneration(change.sql, { userId, spare: many.spare ?? null }, end);
  if (ended === undefined) throw new CurfewError('unauthenticated');
  change.record(ended.event);
  return { event: ended.event, revoked: Math.min(ended.counted, 1_000), more: ended.counted > 1_000 };
}

/** Why and by whom, as it is written; `from` stays with the account's own acts. */
export const endOf = (reason: EndReason, { actor, from, requestId, ipAddress, note }: By): End => ({
  reason,
  by: actor.type === 'user' && from !== undefined ? { ...actor, from } : actor,
  requestId: requestId ?? null,
  ipAddress: ipAddress ?? null,
  note: note ?? null,
});
