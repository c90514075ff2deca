import { isOfPeople, type Event, type Session, type WatchFilter } from '@curfew/contracts';
import { matches, present } from '@curfew/sessions';

/** When it is looked, and what counts as idle. */
export interface Sight {
  readonly now: number;
  readonly idleAfterMs: number;
}

/**
 * Whether who watches this is told of an event: its session is what the filter chooses, as it is after it or, where the event ended it, as it was
 * before. What a change of a session has moved out of the filter is told too, as it may have stood in it. An event of no single session is seen by all but those who watch another user. Pure.
 */
export const isSeen = ({ userId, session, type }: Event, filter: WatchFilter, sight: Sight): boolean => {
  if (!isOfPeople({ userId })) return false;
  if (session === null) return filter.userId === undefined || userId === null || filter.userId === userId;
  const seen = (view: Session): boolean => matches(present(view, { ...sight, currentId: null, connections: 0 }), filter);
  if (type === 'session-updated') return matches(session, mayHaveStood(filter));
  return seen(session) || ((type === 'session-revoked' || type === 'session-expired') && seen(before(session)));
};

// Address, place and device are what such an event changes: it does not say what they were.
const mayHaveStood = ({ userId, status }: WatchFilter): WatchFilter => ({
  ...(userId === undefined ? {} : { userId }),
  status: status === 'active' || status === 'idle' ? 'live' : (status ?? 'live'),
});

const before = (session: Session): Session => ({ ...session, status: 'active', endedAt: null, endReason: null, endedBy: null });
