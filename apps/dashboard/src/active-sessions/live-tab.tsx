import { Button } from '@mantine/core';
import { IconCircleCheck, IconSearch } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Session } from '@curfew/contracts';
import { lazy, Suspense, useLayoutEffect, useMemo, useState } from 'react';

import { Blank } from '../frame/blank.js';
import { Failed } from '../frame/failed.js';
import { useIsPhone } from '../frame/media.js';
import { useWords } from '../words/reader.js';
import { countryName } from '../words/place.js';
import card from '../theme/card.module.css';
import { useActs } from './acts.js';
import { Arrived, useArrivals } from './arrivals.js';
import type { LiveList } from './live-list.js';
import { rememberOrder } from './own-endings.js';
import { isOfKind, matches, rowsOf, type Filter, type Row } from './rows.js';
import { SearchTools } from './search-tools.js';
import { Skeleton } from './skeleton.js';
import classes from './page.module.css';
import { OfflineFoot, Strips } from './strips.js';
import { SessionTable } from './table.js';

const searchFrom = 8;
const SessionCards = lazy(() => import('./cards.js').then((cards) => ({ default: cards.SessionCards })));

interface Props {
  readonly query: UseQueryResult<LiveList>;
  /** What is shown: the live sessions, and those that are ending, in their places. */
  readonly sessions: readonly Session[] | undefined;
}

/** The devices that are signed in. */
export const LiveTab = ({ query, sessions }: Props) => {
  const { t, language } = useWords();
  const { endings } = useActs();
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const arrivals = useArrivals(sessions);
  const rows = useMemo(() => rowsOf(arrivals.shown ?? [], endings), [arrivals.shown, endings]);
  useLayoutEffect(() => rememberOrder(rows.flatMap((row) => row.sessions.map(({ id }) => id))), [rows]);
  if (sessions === undefined) {
    return query.isError ? <Broken query={query} /> : <Coming query={query} />;
  }
  const searching = rows.length >= searchFrom || text !== '' || filter !== 'all';
  const found = searching ? rows.filter((row) => isOfKind(row, filter) && matches(row, text, (code) => countryName(code, language))) : rows;
  const clear = (): void => {
    setText('');
    setFilter('all');
  };
  return (
    <>
      {searching && <SearchTools text={text} onText={setText} filter={filter} onFilter={setFilter} />}
      <Arrived count={arrivals.waiting} onShow={arrivals.show} />
      <Suspense fallback={<Skeleton />}>
        <Sessions rows={found} />
      </Suspense>
      {found.length === 0 && <Nothing text={text} onClear={clear} />}
      <OfflineFoot words={t('live.offlineFoot')} />
    </>
  );
};

const Sessions = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { t } = useWords();
  const phone = useIsPhone();
  const caption = t('sessions.caption');
  if (!phone)
    return (
      <div className={card['card']}>
        <Strips />
        {rows.length > 0 && <SessionTable caption={caption} rows={rows} />}
        <Alone rows={rows} />
      </div>
    );
  return (
    <>
      <Strips phone />
      <SessionCards caption={caption} rows={rows} />
      <Alone rows={rows} />
    </>
  );
};

const Broken = ({ query }: { readonly query: UseQueryResult<LiveList> }) => {
  const { t } = useWords();
  return (
    <div className={card['card']}>
      <Failed title={t('sessions.errorTitle')} error={query.error} onRetry={() => void query.refetch()} />
    </div>
  );
};

const Coming = ({ query }: { readonly query: UseQueryResult<LiveList> }) => (
  <>
    <Strips phone error={query.failureReason} />
    <Skeleton />
  </>
);

// Nobody else: said, so that an empty place below the row is no question.
const Alone = ({ rows }: { readonly rows: readonly Row[] }) => {
  const { t } = useWords();
  if (rows.length !== 1 || rows[0]?.current !== true) return null;
  return (
    <div className={classes['alone']}>
      <Blank icon={IconCircleCheck} title={t('sessions.emptyTitle')} text={t('sessions.emptyText')} />
    </div>
  );
};

const Nothing = ({ text, onClear }: { readonly text: string; readonly onClear: () => void }) => {
  const { t } = useWords();
  return (
    <Blank icon={IconSearch} title={text === '' ? t('sessions.noMatchFilter') : t('sessions.noMatch', { text })}>
      <Button onClick={onClear}>{t('sessions.clearSearch')}</Button>
    </Blank>
  );
};
