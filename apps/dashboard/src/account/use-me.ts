import { useQuery } from '@tanstack/react-query';
import type { User } from '@curfew/contracts';

import { me } from '../calls.js';
import { cache, keys } from './cache.js';

/** The account that is signed in here; undefined until it is known. */
export const useMe = (): User | undefined => useQuery({ queryKey: keys.me, queryFn: () => me() }).data;

export const hearMe = (user: User): void => {
  cache.setQueryData(keys.me, user);
};
