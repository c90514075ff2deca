import { QueryCache, QueryClient } from '@tanstack/react-query';

import { isCode, isPassing } from '../problem.js';

/** What the page knows of the server. Emptied the moment this browser is signed out. */
export const cache = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      // Events keep it right. A request counts as activity of the session, so nothing is fetched by the clock alone.
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      // While the server cannot prove who is signed in (503) the page asks on by itself.
      retry: (count, error) => isCode(error, 'unavailable') || (count < 2 && isPassing(error)),
      retryDelay: (count) => Math.min(2000, 500 * 2 ** count),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** The names under which it is kept. */
export const keys = {
  me: ['me'],
  live: ['sessions', 'live'],
  ended: ['sessions', 'ended'],
  session: (id: string) => ['session', id],
  activity: ['activity'],
  blocked: ['blocked-devices'],
} as const;
