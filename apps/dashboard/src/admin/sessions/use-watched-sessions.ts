import type { AdminSession, Event, Sort } from '@curfew/contracts';
import { useEffect, useRef, useState } from 'react';

import { isCalm } from '../../active-sessions/calm.js';
import { useWatching } from '../watching.js';
import { hearProgress } from '../revocations/progress.js';
import { listAllSessions } from './session-calls.js';
import { isLive, watchFilterOf, type Filter } from './session-filter.js';
import { pagesOf, putPages, restart } from './use-all-sessions.js';
import { hearBatch, unseenOf, withHead } from './watched-list.js';

interface Watched {
  /** How many are at the top of the list by now that it does not show. */
  readonly waiting: number;
  readonly show: () => void;
}

interface Asked {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly onEnded: (sessions: readonly AdminSession[]) => void;
  /** Whether the rows must stay as they stand. */
  readonly holds: () => boolean;
}

const headPause = 2000;
const scrolledFrom = 240;

/** Keeps the list right by events. What is new is fetched at most every two seconds, and shown where nobody is reading; else it waits. */
export const useWatchedSessions = ({ filter, sort, onEnded, holds }: Asked): Watched => {
  const [waiting, setWaiting] = useState(0);
  const key = JSON.stringify([filter, sort]);
  const [known, setKnown] = useState(key);
  if (known !== key) {
    setKnown(key);
    setWaiting(0);
  }
  const stir = useHead({ filter, sort, holds, onWaiting: setWaiting });
  const onEvents = (events: readonly Event[]): void => {
    const before = pagesOf(filter, sort);
    if (before === undefined) return;
    if (isLive(filter)) {
      const { pages, ended } = hearBatch(before, events, filter);
      if (pages !== before) putPages(filter, sort, pages);
      if (ended.length > 0) onEnded(ended);
    }
    stir();
  };
  useWatching(watchFilterOf(filter), { onEvents, onProgress: hearProgress });
  const show = (): void => {
    setWaiting(0);
    window.scrollTo({ top: 0 });
    void restart(filter, sort);
  };
  return { waiting, show };
};

type Head = Omit<Asked, 'onEnded'> & { readonly onWaiting: (count: number) => void };

// Asks for the first page after a pause; what is heard meanwhile is in the answer, or asked for after it. Nobody looks: it waits until somebody does.
const useHead = (head: Head): (() => void) => {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef(head);
  useEffect(() => {
    asked.current = head;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      whenSeen(() => void refresh(asked.current).then(asked.current.onWaiting, () => undefined));
    }, headPause);
  };
};

const whenSeen = (act: () => void): void => {
  if (document.visibilityState === 'visible') act();
  else document.addEventListener('visibilitychange', act, { once: true });
};

const refresh = async ({ filter, sort, holds }: Head): Promise<number> => {
  const head = await listAllSessions({ filter, sort, cursor: null });
  const before = pagesOf(filter, sort);
  if (before === undefined) return 0;
  const reading = before.pages.length > 1 || window.scrollY > scrolledFrom || !isCalm() || holds();
  putPages(filter, sort, withHead(before, head, reading));
  return reading ? unseenOf(before, head) : 0;
};
