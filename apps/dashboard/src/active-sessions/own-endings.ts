import { useSyncExternalStore } from 'react';

import { endSession } from '../calls.js';
import { serverNow } from '../clock.js';
import { Endings } from './endings.js';
import type { EndingRows } from './ending.js';
import { hearSession, liveList } from './live-list.js';

let shown: readonly string[] = [];

/** The ids of the rows as they stand on the screen, so that one that ends keeps its place. */
export const rememberOrder = (ids: readonly string[]): void => {
  shown = ids;
};

/** The rows of the account's own sessions that are ending. */
export const ownEndings = new Endings({
  end: async (id) => {
    const answer = await endSession(id);
    hearSession(answer.session);
    return answer;
  },
  now: serverNow,
  order: () => (shown.length > 0 ? shown : (liveList()?.items ?? []).map((session) => session.id)),
});

export const useOwnEndings = (): EndingRows => useSyncExternalStore(ownEndings.subscribe, ownEndings.rows);
