import { useSyncExternalStore } from 'react';

interface Said {
  readonly polite: string;
  readonly assertive: string;
}

const pause = 2000;
let said: Said = { polite: '', assertive: '' };
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

/** Tells those who listen, when there is a pause: at most once in two seconds, joined when there is more. */
export const announce = (sentence: string): void => {
  if (waiting.includes(sentence)) return;
  waiting.push(sentence);
  timer ??= setTimeout(speak, 100);
};

/** Interrupts. Only for "You were logged out." and "May still be signed in". */
export const interrupt = (sentence: string): void => put({ polite: said.polite, assertive: sentence });

export const useAnnouncements = (): Said => useSyncExternalStore(subscribe, () => said);

const speak = (): void => {
  put({ polite: waiting.join(' '), assertive: '' });
  waiting = [];
  timer = setTimeout(() => {
    timer = undefined;
    if (waiting.length > 0) speak();
    else put({ ...said, polite: '' });
  }, pause);
};

const put = (next: Said): void => {
  said = next;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
