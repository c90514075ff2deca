import type { Event, Session } from '@curfew/contracts';
import { useSyncExternalStore } from 'react';

import { forgetBulk } from '../active-sessions/bulk-end.js';
import { announce } from '../announce.js';
import { currentSession, forgetLiveList, hearEvent, hearPresence, liveList } from '../active-sessions/live-list.js';
import { newcomers } from '../active-sessions/newcomers.js';
import { ownEndings } from '../active-sessions/own-endings.js';
import { nameOf } from '../active-sessions/rows.js';
import { serverNow } from '../clock.js';
import { leavingOf } from '../leaving.js';
import { openLive, type Live, type LiveState } from '../live.js';
import { gatewayAddress, pageConfig } from '../page-config.js';
import { words } from '../words/i18n.js';
import { placeOf } from '../words/place.js';
import { cache, keys } from './cache.js';
import { left } from './signed-out.js';

/** The page's connection, and for a short while what changed while it was away. */
export interface Connection {
  readonly state: LiveState;
  readonly back: { readonly ended: number } | null;
}

const backFor = 6000;
let connection: Connection = { state: { kind: 'connecting' }, back: null };
let live: Live | undefined;
let wasLive = false;
const listeners = new Set<() => void>();
let watched: object | null = null;
const watchers = new Set<(name: 'session-events' | 'revocation-progress', body: unknown) => void>();

export const useConnection = (): Connection => useSyncExternalStore(subscribe, () => connection);

/** Follows the account's events until `disconnect`. */
export const connect = (): void => {
  live ??= openLive(gatewayAddress(pageConfig, window.location), {
    now: serverNow,
    onState,
    onConnect: () => void onConnect(),
    onEvent,
    onPresence: hearPresence,
    onWatched: (name, body) => {
      for (const listener of watchers) listener(name, body);
    },
    onSignedOut: () => left({ kind: 'unknown' }),
  });
  if (watched !== null) live.watch(watched);
};

/** Hears what everyone's sessions do, for administrators: with this filter until it is called again, or without until null. */
export const watchAll = (filter: object | null): void => {
  watched = filter;
  live?.watch(filter);
};

/** Is told what `watchAll` brings, not checked yet; answers how to stop. */
export const whenWatched = (listener: (name: 'session-events' | 'revocation-progress', body: unknown) => void): (() => void) => {
  watchers.add(listener);
  return () => watchers.delete(listener);
};

/** Signed out: the socket is closed and what it brought is forgotten. */
export const disconnect = (): void => {
  live?.close();
  live = undefined;
  wasLive = false;
  ownEndings.clear();
  forgetBulk();
  forgetLiveList();
  put({ state: { kind: 'connecting' }, back: null });
};

export const retryNow = (): void => live?.retry();

const onState = (state: LiveState): void => {
  if (wasLive && state.kind !== 'live' && connection.state.kind === 'live') announce(words.t('live.lost'));
  put({ ...connection, state });
};

// What happened between the last answer and this connection was told to nobody: everything that is shown is fetched again.
const onConnect = async (): Promise<void> => {
  const isBack = wasLive;
  wasLive = true;
  const before = liveList()?.items ?? [];
  await cache.invalidateQueries();
  if (!isBack) return;
  const after = new Set(liveList()?.items.map((session) => session.id));
  const gone = before.filter((session) => !after.has(session.id));
  for (const session of gone) ownEndings.endedElsewhere(session);
  announce(words.t('live.again'));
  put({ ...connection, back: { ended: gone.length } });
  setTimeout(() => put({ ...connection, back: null }), backFor);
};

const onEvent = (event: Event): boolean => {
  const current = currentSession();
  if (current !== undefined && isEnd(event) && event.sessionId === current.id) {
    left(leavingOf(event, current));
    return true;
  }
  const isNew = event.type === 'session-created' && !(liveList()?.items ?? []).some((session) => session.id === event.sessionId);
  for (const session of hearEvent(event)) if (session.id !== current?.id) told(event, session);
  if (isNew && event.session !== null) announceNew(event.session);
  refresh(event);
  return false;
};

const isEnd = ({ type }: Event): boolean => type === 'session-revoked' || type === 'session-expired';

const told = (event: Event, session: Session): void => {
  const known = ownEndings.rows().has(session.id);
  ownEndings.endedElsewhere(event.session?.id === session.id ? { ...session, ...event.session, current: false } : session);
  if (!known) announce(words.t('sessions.said.ended', { name: nameOf(session) }));
};

const announceNew = (session: Session): void => {
  newcomers.add(session.id);
  const place = placeOf(session.location, words.language);
  const name = session.device.name;
  announce(place === null ? words.t('sessions.said.createdNoPlace', { name }) : words.t('sessions.said.created', { name, place }));
};

// What an event touches beside the list of live sessions.
const refresh = (event: Event): void => {
  void cache.invalidateQueries({ queryKey: keys.activity });
  if (event.sessionId !== null) void cache.invalidateQueries({ queryKey: keys.session(event.sessionId) });
  if (isEnd(event) || event.type === 'sessions-revoked') void cache.invalidateQueries({ queryKey: keys.ended });
  if (event.type === 'sessions-revoked') void cache.invalidateQueries({ queryKey: keys.live });
  if (event.type === 'role-changed' || event.type === 'user-updated') void cache.invalidateQueries({ queryKey: keys.me });
};

const put = (next: Connection): void => {
  connection = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
