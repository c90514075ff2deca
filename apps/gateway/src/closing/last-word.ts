import { statusOf, type Actor, type Event, type Session } from '@curfew/contracts';
import { v7 as uuidV7 } from 'uuid';

import type { LastWord } from '../sockets/connection.js';

/** An event as one session sees it: `current` is true on that session's own. */
export const seenBy = (event: Event, sessionId: string): Event =>
  event.session === null ? event : { ...event, session: { ...event.session, current: event.session.id === sessionId } };

/** What a session's own sockets are told last when this event ended it; an act that ended many becomes the end of this one. */
export const wordOf = (event: Event, sessionId: string, userId: string | null): LastWord => {
  if (event.sessionId === sessionId && (event.type === 'session-revoked' || event.type === 'session-expired')) {
    return { name: event.type, event: seenBy(event, sessionId) };
  }
  const { id, position, occurredAt, actor, reason, from = null } = event;
  return { name: 'session-revoked', event: { id, position, type: 'session-revoked', occurredAt, userId, sessionId, actor, reason, from, session: null } };
};

/** The same for a session that was found ended by reading it, after events had been missed. Its event is in the log; this one has an id of its own. */
export const wordOfRow = (session: Session): LastWord => {
  const name = session.endReason !== null && statusOf(session.endReason) === 'expired' ? 'session-expired' : 'session-revoked';
  const actor: Actor = session.endedBy === null ? SYSTEM : { type: session.endedBy.type, id: session.endedBy.id };
  const occurredAt = session.endedAt ?? new Date().toISOString();
  const { id: sessionId, userId, endReason: reason } = session;
  const event: Event = { id: uuidV7(), position: '', type: name, occurredAt, userId, sessionId, actor, reason, session: { ...session, current: true } };
  return { name, event };
};

/** And when not even that can be read: it is over, for a reason that cannot be told now. */
export const wordOfUnknown = (sessionId: string, userId: string | null): LastWord => ({
  name: 'session-revoked',
  event: {
    id: uuidV7(),
    position: '',
    type: 'session-revoked',
    occurredAt: new Date().toISOString(),
    userId,
    sessionId,
    actor: SYSTEM,
    reason: null,
    session: null,
  },
});

/** Back after a random time, so that not all come at once: up to 30 s, in whole milliseconds. */
export const goingAway = (random: number): LastWord => ({ name: 'going-away', retryAfterMs: Math.floor(random * 30_001) });

const SYSTEM: Actor = { type: 'system', id: null };
