import type { EndedMany, Receipt, Session } from '@curfew/contracts';
import { useSyncExternalStore } from 'react';

import { announce } from '../announce.js';
import { cache, keys } from '../account/cache.js';
import { endOtherSessions, endSession } from '../calls.js';
import { serverNow } from '../clock.js';
import { words } from '../words/i18n.js';
import { spokenElapsedOf } from '../words/time.js';
import { hearSession } from './live-list.js';
import { ownEndings } from './own-endings.js';

/** One act that ended many devices, and what is proved of it. */
export interface Bulk {
  readonly devices: number;
  readonly receipt: Receipt;
}

let bulk: Bulk | null = null;
const listeners = new Set<() => void>();
const again = 1000;
const shownFor = 8000;
// So many rows say on their own that they are over; the rest of a long list just leaves.
const mostRows = 50;

export const useBulk = (): Bulk | null => useSyncExternalStore(subscribe, () => bulk);

/** Logs all other devices out by one act; `sessions` are theirs. Rejects when it is not known to have happened. */
export const endOthers = async (devices: number, sessions: readonly Session[]): Promise<EndedMany> => {
  const answer = await endOtherSessions();
  show({ devices, receipt: answer.receipt }, sessions);
  const endedAt = new Date(serverNow()).toISOString();
  for (const session of sessions) hearSession({ ...session, endedAt });
  announce(said(devices, answer.receipt));
  void cache.invalidateQueries({ queryKey: keys.live });
  void cache.invalidateQueries({ queryKey: keys.ended });
  if (!answer.receipt.confirmed) askAgain(devices, sessions);
  return answer;
};

export const forgetBulk = (): void => put(null);

const show = (next: Bulk, sessions: readonly Session[]): void => {
  const phase = next.receipt.confirmed ? 'confirmed' : 'unconfirmed';
  // The connections are those of the whole act: they are told once, above.
  const receipt = { ...next.receipt, socketsClosed: 0 };
  for (const session of sessions.slice(0, mostRows)) ownEndings.show(session, { phase, receipt });
  put(next);
  if (next.receipt.confirmed) setTimeout(() => put(bulk === next ? null : bulk), shownFor);
};

// Ending all others once more would also end who signed in meanwhile. The act has one place in the log, so any of its sessions can ask for it.
const askAgain = (devices: number, sessions: readonly Session[]): void => {
  const [one] = sessions;
  if (one === undefined) return;
  setTimeout(() => {
    if (bulk === null) return;
    endSession(one.id).then(
      ({ receipt }) => {
        if (bulk === null) return;
        show({ devices, receipt: { ...receipt, socketsClosed: Math.max(receipt.socketsClosed, bulk.receipt.socketsClosed) } }, sessions);
        if (!receipt.confirmed) askAgain(devices, sessions);
      },
      () => askAgain(devices, sessions),
    );
  }, again);
};

const said = (count: number, { confirmed, elapsedMs }: Receipt): string =>
  confirmed
    ? `${words.t('sessions.said.many', { count })} ${spokenElapsedOf(words.t, elapsedMs)}.`
    : words.t('sessions.said.manyWaiting', { count });

const put = (next: Bulk | null): void => {
  bulk = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
