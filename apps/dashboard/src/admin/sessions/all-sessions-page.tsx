import { IconRouteOff } from '@tabler/icons-react';
import type { Sort } from '@curfew/contracts';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

import { ActsProvider } from '../../active-sessions/acts.js';
import { Arrived } from '../../active-sessions/arrivals.js';
import { Skeleton } from '../../active-sessions/skeleton.js';
import { Strip } from '../../active-sessions/strips.js';
import { Failed } from '../../frame/failed.js';
import { Heading } from '../../frame/heading.js';
import { Indicator } from '../../frame/indicator.js';
import { useIsNarrow } from '../../frame/media.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { ExportMenu } from '../export-menu.js';
import { EndByFilter } from '../revocations/end-by-filter.js';
import { Running } from '../revocations/running.js';
import { useAdminActs } from './admin-acts.js';
import classes from './all-sessions.module.css';
import { CountLine } from './count-line.js';
import { FilterBar } from './filter-bar.js';
import { Found } from './found.js';
import { exportAddress } from './session-calls.js';
import { addressOf, filterOf, sortOf, type Filter } from './session-filter.js';
import { sharedPrivateAddress } from './shared-address.js';
import { useAllSessions } from './use-all-sessions.js';
import { usePicksOf } from './use-picks.js';
import { useWatchedSessions } from './use-watched-sessions.js';

/** Everyone's sessions, found by a filter that stands in the page's address, and ended one by one or all that match. */
export const AllSessionsPage = () => {
  const { t } = useWords();
  const narrow = useIsNarrow();
  const { filter, sort, setFilter, setSort } = useAddress();
  const list = useAllSessions(filter, sort);
  const acts = useAdminActs(list.items ?? [], 'anyone');
  usePicksOf(acts.picks, filter);
  const { waiting, show } = useWatchedSessions({ filter, sort, onEnded: acts.endedElsewhere, holds: acts.picks.isUsed });
  return (
    <ActsProvider value={acts}>
      <Heading
        title={t('admin.title')}
        lead={t('find.lead')}
        tools={
          <>
            {!narrow && <Indicator />}
            <ExportMenu addressOf={(format) => exportAddress(filter, format)} />
            <EndByFilter filter={filter} />
          </>
        }
      />
      <Running />
      <FilterBar filter={filter} onFilter={setFilter} />
      <CountLine total={list.total} isOld={list.items === undefined} sort={sort} onSort={setSort} />
      <SharedAddress address={sharedPrivateAddress(list.items ?? [])} />
      <Arrived count={waiting} onShow={show} />
      {list.items === undefined && list.error === null && <Skeleton rows={8} />}
      {list.items === undefined && list.error !== null && (
        <div className={card['card']}>
          <Failed title={t('admin.errorTitle')} error={list.error} onRetry={list.again} />
        </div>
      )}
      {list.items !== undefined && <Found list={list} items={list.items} filter={filter} onClear={() => setFilter({})} onOrder={acts.rememberOrder} picks={acts.picks} />}
    </ActsProvider>
  );
};

interface Address {
  readonly filter: Filter;
  readonly sort: Sort;
  readonly setFilter: (filter: Filter) => void;
  readonly setSort: (sort: Sort) => void;
}

// The filter is the address: Back takes a step back, and the address can be sent to a colleague.
const useAddress = (): Address => {
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const sort = sortOf(params);
  const setFilter = useCallback((next: Filter) => setParams((now) => addressOf(next, sortOf(now))), [setParams]);
  const setSort = useCallback((next: Sort) => setParams((now) => addressOf(filterOf(now), next)), [setParams]);
  return { filter, sort, setFilter, setSort };
};

const SharedAddress = ({ address }: { readonly address: string | undefined }) => {
  const { t } = useWords();
  if (address === undefined) return null;
  return (
    <div className={`${card['card']} ${classes['shared']}`}>
      <Strip look="amber" icon={<IconRouteOff size={18} stroke={1.6} aria-hidden="true" />}>
        {t('admin.sharedAddress', { address })}
      </Strip>
    </div>
  );
};
