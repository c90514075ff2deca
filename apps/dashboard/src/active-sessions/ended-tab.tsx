import { Button } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Session } from '@curfew/contracts';
import { useEffect, useId } from 'react';

import { keys } from '../account/cache.js';
import { listSessions } from '../calls.js';
import { Blank } from '../frame/blank.js';
import { Failed } from '../frame/failed.js';
import { useIsPhone } from '../frame/media.js';
import { pageConfig } from '../page-config.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { spanOf } from '../words/time.js';
import { EndedCards, EndedTable } from './ended-list.js';
import { Skeleton } from './skeleton.js';

/** What is over: by whom, why, and when. Tells how many there are, once all are there. */
export const EndedTab = ({ onCount }: { readonly onCount: (count: number | undefined) => void }) => {
  const { t } = useWords();
  const list = useEndedSessions();
  const sessions = list.data?.pages.flatMap((page) => page.items);
  const count = list.hasNextPage ? undefined : sessions?.length;
  useEffect(() => onCount(count), [count, onCount]);
  if (sessions !== undefined)
    return (
      <>
        <List sessions={sessions} />
        {list.hasNextPage && (
          <p className={card['foot']}>
            <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('sessions.moreEnded')}
            </Button>
          </p>
        )}
      </>
    );
  if (!list.isError) return <Skeleton />;
  return (
    <div className={card['card']}>
      <Failed title={t('sessions.errorTitle')} error={list.error} onRetry={() => void list.refetch()} />
    </div>
  );
};

const useEndedSessions = () =>
  useInfiniteQuery({
    queryKey: keys.ended,
    queryFn: ({ pageParam }) => listSessions({ status: 'ended', limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: ((): string | null => null)(),
    getNextPageParam: (page) => page.nextCursor,
  });

const List = ({ sessions }: { readonly sessions: readonly Session[] }) => {
  const { t } = useWords();
  const phone = useIsPhone();
  const id = useId();
  if (sessions.length === 0)
    return (
      <div className={card['card']}>
        <Blank icon={IconHistoryOff} title={t('sessions.endedNothing')} text={t('sessions.endedNothingText')} />
      </div>
    );
  return (
    <>
      {phone ? <EndedCards sessions={sessions} /> : <EndedTable id={id} sessions={sessions} />}
      {pageConfig.retentionMs !== undefined && (
        <p className={card['foot']}>{t('sessions.keptFor', { span: spanOf(t, pageConfig.retentionMs) })}</p>
      )}
    </>
  );
};
