import type { AdminSession, AdminSessionPage, Event, Session } from '@curfew/contracts';

import { isEndedBy } from '../../active-sessions/apply-event.js';
import type { Filter } from './session-filter.js';

/** Pages of everyone's sessions as they were fetched. */
export interface Pages {
  readonly pages: readonly AdminSessionPage[];
  readonly pageParams: readonly (string | null)[];
}

/** What a batch of events did to the pages, and the rows that it took out of them. */
export interface Heard {
  readonly pages: Pages;
  readonly ended: readonly AdminSession[];
}

/** Applies a batch of events to the rows that are there, in one go; what has moved out of the filter leaves without a word. Safe to apply again. New sessions are not for it: an event does not say whose they are. */
export const hearBatch = (before: Pages, events: readonly Event[], filter: Filter = {}): Heard => {
  const over = new Set(events.flatMap((event) => (isEnd(event) && event.sessionId !== null ? [event.sessionId] : [])));
  const acts = events.filter(({ type }) => type === 'sessions-revoked');
  const changed = new Map(events.flatMap(({ type, session }) => (type === 'session-updated' && session !== null ? [[session.id, session] as const] : [])));
  const shown = before.pages.flatMap((page) => page.items);
  const ended = shown.filter((session) => over.has(session.id) || acts.some((act) => isEndedBy(act, session)));
  const isTouched = ended.length > 0 || shown.some(({ id }) => changed.has(id));
  const left = shown.filter(({ id }) => isOutside(changed.get(id), filter));
  const gone = new Set([...ended, ...left].map(({ id }) => id));
  return { pages: isTouched ? { ...before, pages: before.pages.map((page) => pageAfter(page, changed, gone)) } : before, ended };
};

const pageAfter = (page: AdminSessionPage, changed: ReadonlyMap<string, Session>, gone: ReadonlySet<string>): AdminSessionPage => ({
  ...page,
  items: page.items.filter(({ id }) => !gone.has(id)).map((session) => updated(session, changed.get(session.id))),
  total: page.total?.precision === 'exact' ? { ...page.total, count: Math.max(0, page.total.count - gone.size) } : page.total,
});

// What the page can tell by itself; of networks, and of addresses that can be written in several ways, the list tells when it is asked for again.
const isOutside = (session: Session | undefined, { country, deviceType, ip = '' }: Filter): boolean =>
  session !== undefined &&
  ((country !== undefined && session.location?.country !== country.toUpperCase()) ||
    (deviceType !== undefined && session.device.type !== deviceType) ||
    (isPlain.test(ip) && session.ipAddress !== ip));

const isPlain = /^\d+(?:\.\d+){3}$/u;

// Who is online, and whether it is the one that asks, is not the log's to say.
const updated = (session: AdminSession, change: Session | undefined): AdminSession =>
  change === undefined ? session : { ...session, device: change.device, ipAddress: change.ipAddress, location: change.location };

const isEnd = ({ type }: Event): boolean => type === 'session-revoked' || type === 'session-expired';

/** The pages with the first one as it is by now: its rows too where it is alone and nobody is `reading` them, else only the count. */
export const withHead = (before: Pages, head: AdminSessionPage, reading: boolean): Pages => {
  const [first, ...rest] = before.pages;
  if (first === undefined || (rest.length === 0 && !reading)) return { ...before, pages: [head] };
  return { ...before, pages: [{ ...first, total: head.total }, ...rest] };
};

/** How many of the first page are not among the rows. */
export const unseenOf = (before: Pages, head: AdminSessionPage): number => {
  const shown = new Set(before.pages.flatMap((page) => page.items.map(({ id }) => id)));
  return head.items.filter(({ id }) => !shown.has(id)).length;
};

/** Each session once: a row that moved between two pages may have come twice. */
export const distinctRows = (pages: readonly AdminSessionPage[]): readonly AdminSession[] => [
  ...new Map(pages.flatMap((page) => page.items.map((session) => [session.id, session]))).values(),
];
