import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Event } from '@curfew/contracts';
import { useMemo } from 'react';

import { keys } from '../account/cache.js';
import { Skeleton } from '../active-sessions/skeleton.js';
import { listActivity } from '../calls.js';
import { serverNow } from '../clock.js';
import { Blank } from '../frame/blank.js';
import { Failed } from '../frame/failed.js';
import { Heading } from '../frame/heading.js';
import { Indicator } from '../frame/indicator.js';
import { useIsNarrow } from '../frame/media.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { calendarDays, dayOf } from '../words/time.js';
import { happeningsOf, type Happening } from './happenings.js';
import { Timeline } from './timeline.js';
import classes from './timeline.module.css';

/** What happened to the account, day by day. */
export const ActivityPage = () => {
  const { t } = useWords();
  const narrow = useIsNarrow();
  return (
    <>
      <Heading title={t('activity.title')} lead={t('activity.lead')} tools={narrow ? undefined : <Indicator />} />
      <Days />
    </>
  );
};

const Days = () => {
  const { t } = useWords();
  const list = useInfiniteQuery({
    queryKey: keys.activity,
    queryFn: ({ pageParam }) => listActivity({ limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: ((): string | null => null)(),
    getNextPageParam: (page) => page.nextCursor,
  });
  const events = useMemo((): readonly Event[] => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  if (list.data === undefined)
    return list.isError ? (
      <div className={card['card']}>
        <Failed title={t('activity.errorTitle')} error={list.error} onRetry={() => void list.refetch()} />
      </div>
    ) : (
      <Skeleton />
    );
  if (events.length === 0)
    return (
      <div className={card['card']}>
        <Blank icon={IconHistory} title={t('activity.emptyTitle')} />
      </div>
    );
  return (
    <>
      {daysOf(happeningsOf(events)).map((day) => (
        <Day key={day[0]?.event.id} happenings={day} />
      ))}
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('activity.more')}
        </Button>
      )}
    </>
  );
};

const Day = ({ happenings }: { readonly happenings: readonly Happening[] }) => {
  const { t, locale } = useWords();
  const at = new Date(happenings[0]?.event.occurredAt ?? 0);
  const now = new Date(serverNow());
  const ago = calendarDays(at, now);
  const words = ago === 0 ? t('activity.today') : ago === 1 ? t('activity.yesterday') : dayOf(at, now, locale);
  return (
    <section className={`${card['headed']} ${classes['day']}`}>
      <h2>{words}</h2>
      <Timeline happenings={happenings} withDevice />
    </section>
  );
};

const daysOf = (happenings: readonly Happening[]): readonly (readonly Happening[])[] => {
  const days = new Map<string, Happening[]>();
  for (const happening of happenings) {
    const day = new Date(happening.event.occurredAt).toDateString();
    days.set(day, [...(days.get(day) ?? []), happening]);
  }
  return [...days.values()];
};
