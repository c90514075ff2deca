import type { AdminSession } from '@curfew/contracts';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';

import type { Picks } from './picks.js';
import type { Filter } from './session-filter.js';

interface Picking {
  readonly picks: Picks;
  /** The rows that can be ticked, as they stand. */
  readonly rows: readonly AdminSession[];
}

const context = createContext<Picking | null>(null);
export const PicksProvider = context.Provider;

/** The ticked rows of the list around it, and what came of those that were logged out together. */
export const usePicks = (): Picking & ReturnType<Picks['state']> => {
  const picking = useContext(context);
  if (picking === null) throw new Error('a tick box stands inside PicksProvider');
  return { ...picking, ...useSyncExternalStore(picking.picks.subscribe, picking.picks.state) };
};

/** Keeps the ticks to a filter: another one begins with none, so that nobody is logged out who is not seen. Another order keeps them. */
export const usePicksOf = (picks: Picks, filter: Filter): void => {
  const key = JSON.stringify(filter);
  useEffect(() => picks.keepTo(key), [picks, key]);
};
