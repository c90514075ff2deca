import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import type { AdminSession, AdminSessionPage, Sort, Total } from '@curfew/contracts';
import { useMemo } from 'react';

import { cache } from '../../account/cache.js';
import { adminKeys } from '../admin-keys.js';
import { listAllSessions } from './session-calls.js';
import type { Filter } from './session-filter.js';
import { distinctRows } from './watched-list.js';

/** A list of everyone's sessions as it stands on the page. */
export interface AllSessions {
  readonly items: readonly AdminSession[] | undefined;
  readonly total: Total | null;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isBusy: boolean;
  readonly more: () => void;
  readonly again: () => void;
}

export const keyOf = (filter: Filter, sort: Sort): readonly unknown[] => [...adminKeys.sessions, filter, sort];

/** Everyone's sessions that match, page after page. The rows of the filter before stay until there are new ones. */
export const useAllSessions = (filter: Filter, sort: Sort): AllSessions => {
  const list = useInfiniteQuery({
    queryKey: keyOf(filter, sort),
    queryFn: ({ pageParam, signal }) => listAllSessions({ filter, sort, cursor: pageParam, signal }),
    initialPageParam: ((): string | null => null)(),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const items = useMemo(() => (list.data === undefined ? undefined : distinctRows(list.data.pages)), [list.data]);
  return {
    items,
    total: list.data?.pages[0]?.total ?? null,
    error: list.error,
    hasMore: list.hasNextPage,
    isBusy: list.isFetchingNextPage,
    more: () => void list.fetchNextPage(),
    again: () => void list.refetch(),
  };
};

type Data = InfiniteData<AdminSessionPage, string | null>;

export const pagesOf = (filter: Filter, sort: Sort): Data | undefined => cache.getQueryData<Data>(keyOf(filter, sort));

/** Puts pages in the place of those that are there. */
export const putPages = (filter: Filter, sort: Sort, { pages, pageParams }: { readonly pages: readonly AdminSessionPage[]; readonly pageParams: readonly (string | null)[] }): void => {
  cache.setQueryData<Data>(keyOf(filter, sort), { pages: [...pages], pageParams: [...pageParams].slice(0, pages.length) });
};

/** Begins again at the first page. */
export const restart = (filter: Filter, sort: Sort): Promise<void> => {
  const known = pagesOf(filter, sort);
  if (known !== undefined) putPages(filter, sort, { pages: known.pages.slice(0, 1), pageParams: [null] });
  return cache.invalidateQueries({ queryKey: keyOf(filter, sort) });
};
