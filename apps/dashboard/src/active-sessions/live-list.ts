import type { Event, Presence, Session } from '@curfew/contracts';

import { cache, keys } from '../account/cache.js';
import { listSessions } from '../calls.js';
import { applyEvent, applyPresence, inOrderOf } from './apply-event.js';

/** The account's live sessions; `complete` once the last page is there. */
export interface LiveList {
  readonly items: readonly Session[];
  readonly complete: boolean;
}

type Change = (items: readonly Session[]) => readonly Session[];

const firstPage = 50;
const nextPages = 200;
const most = 5000;

// What was heard while a page was under way is applied again to what it brings: the answer may be older than the event.
let heard: Change[] = [];
let reading = 0;
// An ended session is never live again, whatever an older answer says.
const ended = new Set<string>();
// While someone points at the table nothing in it changes places.
let isHeld: () => boolean = () => false;

/** `held` says whether the rows must stay where they are. */
export const holdRowsWhile = (held: () => boolean): void => {
  isHeld = held;
};

/** Fetches all live sessions; the first page is on the screen before the second is asked for. */
export const fetchLiveList = async (): Promise<LiveList> => {
  reading += 1;
  try {
    const first = await listSessions({ status: 'live', limit: firstPage });
    let items: readonly Session[] = first.items;
    let cursor = first.nextCursor;
    if (cursor !== null && liveList() === undefined) cache.setQueryData<LiveList>(keys.live, { items: settled(items), complete: false });
    while (cursor !== null && items.length < most) {
      const page = await listSessions({ status: 'live', limit: nextPages, cursor });
      items = distinct([...items, ...page.items]);
      cursor = page.nextCursor;
    }
    const shown = liveList()?.items ?? [];
    return { items: isHeld() ? inOrderOf(shown, settled(items)) : settled(items), complete: true };
  } finally {
    reading -= 1;
    if (reading === 0) heard = [];
  }
};

/** Applies an event to the list. Answers the sessions that it took out of it. */
export const hearEvent = (event: Event): readonly Session[] => {
  const before = liveList()?.items ?? [];
  if (event.sessionId !== null && (event.type === 'session-revoked' || event.type === 'session-expired')) ended.add(event.sessionId);
  change((items) => applyEvent(items, event, (session) => (ended.has(session.id) ? null : session)));
  const left = new Set(liveList()?.items.map((session) => session.id));
  const gone = before.filter((session) => !left.has(session.id));
  for (const session of gone) ended.add(session.id);
  return gone;
};

export const hearPresence = (news: readonly Presence[]): void => change((items) => applyPresence(items, news));

/** A session as a call answered it: changed in place, or taken out when it has ended. */
export const hearSession = (session: Session): void => {
  if (session.endedAt !== null) ended.add(session.id);
  change((items) =>
    session.endedAt === null
      ? items.map((known) => (known.id === session.id ? { ...session, current: known.current } : known))
      : items.filter((known) => known.id !== session.id),
  );
};

export const liveList = (): LiveList | undefined => cache.getQueryData<LiveList>(keys.live);

/** The session of this browser, once the list is known. */
export const currentSession = (): Session | undefined => liveList()?.items.find((session) => session.current);

/** Signed out: nothing of this account is remembered. */
export const forgetLiveList = (): void => {
  heard = [];
  ended.clear();
};

const change = (apply: Change): void => {
  if (reading > 0) heard.push(apply);
  const known = liveList();
  if (known === undefined) return;
  const items = apply(known.items);
  if (items !== known.items) cache.setQueryData<LiveList>(keys.live, { ...known, items });
};

const settled = (items: readonly Session[]): readonly Session[] =>
  heard.reduce<readonly Session[]>((list, apply) => apply(list), items.filter((session) => !ended.has(session.id)));

// A row may move to another page between two requests.
const distinct = (items: readonly Session[]): readonly Session[] => [...new Map(items.map((session) => [session.id, session])).values()];
