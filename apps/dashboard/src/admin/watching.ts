import { event, revocationProgress, type Event, type RevocationProgress } from '@curfew/contracts';
import { useEffect, useRef } from 'react';
import { z } from 'zod';

import { watchAll, whenWatched } from '../account/connection.js';

interface Listeners {
  /** A tenth of a second's events, in their order. */
  readonly onEvents?: (events: readonly Event[]) => void;
  readonly onProgress?: (progress: RevocationProgress) => void;
}

const batch = 100;
const events = z.array(event);

/** While it is drawn, the page hears what matches the filter: at most ten times a second, however much happens. */
export const useWatching = (filter: object, listeners: Listeners): void => {
  const told = useRef(listeners);
  useEffect(() => {
    told.current = listeners;
  });
  const asked = JSON.stringify(filter);
  useEffect(() => {
    watchAll(z.record(z.string(), z.unknown()).parse(JSON.parse(asked)));
    return () => watchAll(null);
  }, [asked]);
  useEffect(() => listen(told), []);
};

const listen = (told: { readonly current: Listeners }): (() => void) => {
  let waiting: Event[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    const heard = waiting;
    waiting = [];
    told.current.onEvents?.(heard);
  };
  const stop = whenWatched((name, body) => {
    if (name === 'revocation-progress') {
      const progress = revocationProgress.safeParse(body);
      if (progress.success) told.current.onProgress?.(progress.data);
      return;
    }
    const heard = events.safeParse(body);
    if (!heard.success) return;
    waiting.push(...heard.data);
    timer ??= setTimeout(flush, batch);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
};
