import { useSyncExternalStore } from 'react';

const tinted = 2200;
const none: ReadonlySet<string> = new Set();

let holding = false;
let waiting = none;
const fresh = new Set<string>();
const listeners = new Set<() => void>();

/** Sessions that an event brought while the page was open. */
export const newcomers = {
  /** One came: it waits while the page is scrolled, else it is tinted for two seconds. */
  add: (id: string): void => {
    if (holding) put(new Set(waiting).add(id));
    else freshen(id);
  },
  /** Whether those that come now wait. When not, all that waited are shown. */
  hold: (held: boolean): void => {
    holding = held;
    if (held || waiting.size === 0) return;
    for (const id of waiting) freshen(id);
    put(none);
  },
  /** True for the first two seconds on the screen. */
  isFresh: (id: string): boolean => fresh.has(id),
};

export const useNewcomers = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => waiting);

const freshen = (id: string): void => {
  fresh.add(id);
  setTimeout(() => fresh.delete(id), tinted);
};

const put = (next: ReadonlySet<string>): void => {
  waiting = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
