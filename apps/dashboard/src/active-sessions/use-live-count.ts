import { useQuery } from '@tanstack/react-query';

import { keys } from '../account/cache.js';
import { fetchLiveList, type LiveList } from './live-list.js';
import { rowsOf } from './rows.js';

/** How many devices are signed in; undefined until it is known. */
export const useLiveCount = (): number | undefined =>
  useQuery({ queryKey: keys.live, queryFn: fetchLiveList, select: countOf }).data;

const nothing = new Map();
const countOf = (list: LiveList): number => rowsOf(list.items, nothing).length;
