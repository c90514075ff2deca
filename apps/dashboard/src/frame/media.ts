import { useSyncExternalStore } from 'react';

const lists = new Map<string, MediaQueryList>();

const listOf = (query: string): MediaQueryList => {
  const list = lists.get(query) ?? window.matchMedia(query);
  lists.set(query, list);
  return list;
};

const useMedia = (query: string): boolean => {
  const list = listOf(query);
  return useSyncExternalStore(
    (listener) => {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => list.matches,
  );
};

/** Under 768 px: cards instead of a table. */
export const useIsPhone = (): boolean => useMedia('(max-width: 767.98px)');

/** Under 1024 px: a drawer instead of the sidebar. */
export const useIsNarrow = (): boolean => useMedia('(max-width: 1023.98px)');

export const prefersStill = (): boolean => listOf('(prefers-reduced-motion: reduce)').matches;
