import { useQuery } from '@tanstack/react-query';
import type { Page, Revocation, RevocationProgress } from '@curfew/contracts';
import { useSyncExternalStore } from 'react';

import { cache } from '../../account/cache.js';
import { announce } from '../../announce.js';
import { words } from '../../words/i18n.js';
import { adminKeys } from '../admin-keys.js';
import { listRevocations } from './revocation-calls.js';

const latest = [...adminKeys.revocations, 'latest'];
const shownAtMost = 5;
const askAgainMs = 2000;

export const isUnderWay = ({ status }: Pick<Revocation, 'status'>): boolean => status === 'queued' || status === 'running';

/** The bulk revocations that are under way, and those that ended since this page saw them: live by what the gateway tells, else by asking again. */
export const useRunning = (): readonly Revocation[] => {
  const list = useQuery({
    queryKey: latest,
    queryFn: () => listRevocations(null, shownAtMost),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) === true ? askAgainMs : false),
  });
  const known = useSyncExternalStore(subscribe, () => seen);
  const items = list.data?.items ?? [];
  return items.filter((item) => isUnderWay(item) || known.has(item.id));
};

/** A bulk revocation that was begun here, or was seen running: it is shown until it is put away. */
export const watchOver = (started: Revocation): void => {
  put(new Set(seen).add(started.id));
  cache.setQueryData<Page<Revocation>>(latest, (before) => ({
    items: [started, ...(before?.items ?? []).filter(({ id }) => id !== started.id)],
    nextCursor: before?.nextCursor ?? null,
  }));
};

export const putAway = (id: string): void => put(new Set([...seen].filter((one) => one !== id)));

/** Takes over how far a bulk revocation is. */
export const hearProgress = (progress: RevocationProgress): void => {
  const before = cache.getQueryData<Page<Revocation>>(latest);
  const known = before?.items.find(({ id }) => id === progress.id);
  if (isUnderWay(progress)) put(new Set(seen).add(progress.id));
  if (before === undefined || known === undefined) void cache.invalidateQueries({ queryKey: latest });
  else hear({ ...known, ...progress });
};

/** Takes over a bulk revocation as a call answered it; an older answer takes nothing back. */
export const hear = (now: Revocation): void => {
  cache.setQueryData<Page<Revocation>>(latest, (before) =>
    before === undefined ? before : { ...before, items: before.items.map((item) => (item.id === now.id ? later(item, now) : item)) },
  );
  say(now);
  if (!isUnderWay(now)) void cache.invalidateQueries({ queryKey: [...adminKeys.revocations, 'all'] });
};

/** Of two answers about the same one the later: it has ended, or ended more. */
export const later = (one: Revocation, other: Revocation): Revocation => {
  if (isUnderWay(one) !== isUnderWay(other)) return isUnderWay(one) ? other : one;
  return other.revoked >= one.revoked ? other : one;
};

// Each quarter once, for those who listen.
const said = new Map<string, number>();
const say = ({ id, matched, revoked }: Revocation): void => {
  const quarter = matched === 0 ? 0 : Math.floor((4 * revoked) / matched);
  if (quarter <= (said.get(id) ?? 0)) return;
  said.set(id, quarter);
  announce(words.t('end.said', { count: matched, revoked }));
};

let seen: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

const put = (next: ReadonlySet<string>): void => {
  if (next.size === seen.size && [...next].every((id) => seen.has(id))) return;
  seen = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
