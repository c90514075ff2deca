import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { Page } from '@curfew/contracts';
import { useMemo } from 'react';

/** A list as it stands on the page. */
export interface List<T> {
  readonly items: readonly T[] | undefined;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isBusy: boolean;
  readonly more: () => void;
  readonly again: () => void;
}

/** A list that is fetched page after page. What was there stays until the next answer. */
export const usePages = <T>(queryKey: readonly unknown[], fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>): List<T> => {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: ((): string | null => null)(),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Others change these lists, too: what is opened is fetched.
    refetchOnMount: 'always',
  });
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]);
  return {
    items,
    error: list.error,
    hasMore: list.hasNextPage,
    isBusy: list.isFetchingNextPage,
    more: () => void list.fetchNextPage(),
    again: () => void list.refetch(),
  };
};
