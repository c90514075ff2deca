import type { Event, Session } from '@curfew/contracts';

/** One line of a history: an event, or the same one several times in a row. */
export interface Happening {
  readonly event: Event;
  /** What a `session-updated` changed; null for every other type. */
  readonly change: Change | null;
  /** The session before the change. */
  readonly before: Session | null;
  /** How often it happened in a row. */
  readonly times: number;
}

export type Change = 'moved' | 'named' | 'unnamed' | 'typed' | 'acknowledged' | 'updated';

/**
 * Events, newest first, as lines. What an update changed is read off the next older event of the same session; wrong passwords in a row
 * are one line.
 */
export const happeningsOf = (events: readonly Event[]): readonly Happening[] => {
  const lines: Happening[] = [];
  for (const [index, event] of events.entries()) {
    const last = lines.at(-1);
    if (event.type === 'sign-in-failed' && last?.event.type === 'sign-in-failed') {
      lines[lines.length - 1] = { ...last, times: last.times + 1 };
      continue;
    }
    const before = event.type === 'session-updated' ? olderOf(events, index) : null;
    lines.push({ event, change: event.type === 'session-updated' ? changeOf(event, before) : null, before, times: 1 });
  }
  return lines;
};

/** The lines of one session: its own events, and the wrong passwords that were tried shortly before it was opened. */
export const historyOf = (events: readonly Event[], session: Session): readonly Happening[] => {
  const opened = Date.parse(session.createdAt);
  const isOf = (event: Event): boolean => {
    if (event.sessionId === session.id) return true;
    if (event.type === 'sessions-revoked') return session.endedAt === event.occurredAt;
    const age = opened - Date.parse(event.occurredAt);
    return event.type === 'sign-in-failed' && age >= 0 && age <= shortly;
  };
  return happeningsOf(events.filter(isOf));
};

const shortly = 10 * 60_000;

const olderOf = (events: readonly Event[], index: number): Session | null => {
  const { sessionId } = events[index] ?? {};
  return events.slice(index + 1).find((event) => event.sessionId === sessionId && event.session !== null)?.session ?? null;
};

const changeOf = ({ session, reason }: Event, before: Session | null): Change => {
  if (reason === 'acknowledged') return 'acknowledged';
  if (session === null || before === null) return 'updated';
  return changes.find(([, differs]) => differs(session, before))?.[0] ?? 'updated';
};

const changes: readonly (readonly [Change, (after: Session, before: Session) => boolean])[] = [
  ['moved', (after, before) => after.ipAddress !== before.ipAddress || after.location?.country !== before.location?.country],
  ['unnamed', (after, before) => after.device.label === null && before.device.label !== null],
  ['named', (after, before) => after.device.label !== before.device.label],
  ['typed', (after, before) => after.device.type !== before.device.type],
  ['acknowledged', (after, before) => before.unfamiliar && !after.unfamiliar],
];
