import type { Event, Presence, Session } from '@curfew/contracts';

type List = readonly Session[];

/**
 * The list of live sessions after an event. Safe to apply again, and to events of sessions that are not in the list.
 * An ended session leaves; a new one comes right after this device; nothing else moves.
 */
export const applyEvent = <T extends Session>(list: readonly T[], event: Event, complete: (session: Session) => T | null): readonly T[] => {
  switch (effects[event.type]) {
    case 'opens':
      return event.session === null ? list : opened(list, event.session, complete);
    case 'changes':
      return event.session === null ? list : updated(list, event.session);
    case 'ends one':
      return without(list, (session) => session.id === event.sessionId);
    case 'ends many':
      return without(list, (session) => isEndedBy(event, session));
    case 'none':
      return list;
  }
};

const effects = {
  'session-created': 'opens',
  'session-updated': 'changes',
  'session-revoked': 'ends one',
  'session-expired': 'ends one',
  'sessions-revoked': 'ends many',
  'user-disabled': 'ends many',
  'user-created': 'none',
  'user-updated': 'none',
  'user-enabled': 'none',
  'role-changed': 'none',
  'password-changed': 'none',
  'sign-in-failed': 'none',
  'device-blocked': 'none',
  'device-unblocked': 'none',
  'api-key-created': 'none',
  'api-key-revoked': 'none',
  'signing-keys-replaced': 'none',
} as const satisfies Readonly<Record<Event['type'], string>>;

/** Whether an act that ended many ended this one: of that user (or of everyone), opened before it, and not spared. */
export const isEndedBy = (event: Event, session: Session): boolean =>
  (event.userId === null || event.userId === session.userId) && session.id !== event.sparedSessionId && isBefore(session, event);

/** The list after news of who is online. Nothing moves: the order is the list's own. */
export const applyPresence = <T extends Session>(list: readonly T[], news: readonly Presence[]): readonly T[] => {
  const byId = new Map(news.map((one) => [one.sessionId, one]));
  if (!list.some((session) => byId.has(session.id))) return list;
  return list.map((session) => {
    const one = byId.get(session.id);
    return one === undefined ? session : present(session, one);
  });
};

/** This device first, then the newest activity: the order of the contract. */
export const inOrder = (list: List): List =>
  list.toSorted(
    (a, b) => Number(b.current) - Number(a.current) || compare(b.lastActiveAt, a.lastActiveAt) || compare(b.id, a.id),
  );

/** What was fetched, in the order in which it is on the screen; what is new comes right after this device. */
export const inOrderOf = <T extends Session>(shown: List, fetched: readonly T[]): readonly T[] => {
  const place = new Map(shown.map((session, index) => [session.id, index]));
  const rank = (session: Session): number => (session.current ? -2 : (place.get(session.id) ?? -1));
  return fetched.toSorted((a, b) => rank(a) - rank(b));
};

const opened = <T extends Session>(list: readonly T[], session: Session, complete: (session: Session) => T | null): readonly T[] => {
  if (list.some((known) => known.id === session.id)) return updated(list, session);
  const row = complete({ ...session, current: false });
  if (row === null) return list;
  const at = list.findIndex((known) => known.current) + 1;
  return [...list.slice(0, at), row, ...list.slice(at)];
};

// Who asks and who is online is not the log's to say: the event's copy was made for nobody in particular.
const updated = <T extends Session>(list: readonly T[], session: Session): readonly T[] =>
  list.map((known) =>
    known.id === session.id
      ? {
          ...known,
          ...session,
          current: known.current,
          online: known.online,
          connections: known.connections,
          lastActiveAt: later(known.lastActiveAt, session.lastActiveAt),
        }
      : known,
  );

const present = <T extends Session>(session: T, news: Presence): T => ({
  ...session,
  online: news.online,
  connections: news.online ? Math.max(1, session.connections) : 0,
  lastActiveAt: later(session.lastActiveAt, news.lastActiveAt),
  status: news.lastActiveAt > session.lastActiveAt ? 'active' : session.status,
});

const without = <T extends Session>(list: readonly T[], gone: (session: T) => boolean): readonly T[] =>
  list.some(gone) ? list.filter((session) => !gone(session)) : list;

const isBefore = (session: Session, event: Event): boolean => session.createdAt <= event.occurredAt;

// RFC 3339 in UTC with milliseconds: they compare as text.
const later = (a: string, b: string): string => (a > b ? a : b);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
