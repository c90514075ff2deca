import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';

import { keys } from '../account/cache.js';
import { useConnection } from '../account/connection.js';
import { Heading } from '../frame/heading.js';
import { Indicator } from '../frame/indicator.js';
import { useIsNarrow, useIsPhone } from '../frame/media.js';
import { useWords } from '../words/reader.js';
import { ActsProvider } from './acts.js';
import { BulkButton } from './bulk-button.js';
import { withEndings } from './ending.js';
import { fetchLiveList } from './live-list.js';
import { LiveTab } from './live-tab.js';
import { Notices } from './notices.js';
import { useOwnActs } from './own-acts.js';
import classes from './page.module.css';
import { rowsOf, type Row } from './rows.js';
import { Skeleton } from './skeleton.js';
import { isStale } from './standing.js';
import { Tabs } from './tabs.js';

const EndedTab = lazy(() => import('./ended-tab.js').then((tab) => ({ default: tab.EndedTab })));
const none = new Map();

/** Which devices are signed in, which is not known, what to press, and whether it worked. */
export const ActiveSessionsPage = () => {
  const acts = useOwnActs();
  const list = useQuery({ queryKey: keys.live, queryFn: fetchLiveList });
  const [query] = useSearchParams();
  const [ended, setEnded] = useState<number | undefined>();
  const items = list.data?.items;
  const rows = items === undefined ? undefined : rowsOf(items, none);
  // What stands above the rows is not known before them: until then nothing is drawn that would have to move.
  const waiting = rows === undefined && !list.isError && list.failureReason === null;
  const tab = query.get('tab') === 'ended' ? 'ended' : 'live';
  return (
    <ActsProvider value={acts}>
      <Demoted />
      <Top rows={rows} waiting={waiting} />
      <Unfamiliar rows={rows} />
      <PhoneBulk rows={rows} waiting={waiting} />
      <Tabs live={rows?.length} ended={ended} tab={tab} waiting={waiting} />
      <div key={waiting ? 'waiting' : 'ready'} role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'live' ? (
          <LiveTab query={list} sessions={items === undefined ? undefined : withEndings(items, acts.endings)} />
        ) : (
          <Suspense fallback={<Skeleton />}>
            <EndedTab onCount={setEnded} />
          </Suspense>
        )}
      </div>
    </ActsProvider>
  );
};

interface RowsProps {
  readonly rows: readonly Row[] | undefined;
}

const Top = ({ rows, waiting }: RowsProps & { readonly waiting: boolean }) => {
  const { t } = useWords();
  const phone = useIsPhone();
  const narrow = useIsNarrow();
  const unknown = rows?.filter((row) => row.unfamiliar).length ?? 0;
  const title = t('sessions.title');
  return (
    <Heading
      title={title}
      documentTitle={unknown > 0 ? t('sessions.waiting', { count: unknown, title }) : title}
      lead={
        <span className={classes['lead']}>
          <Lead rows={rows} />
        </span>
      }
      tools={
        waiting ? undefined : (
          <>
            {!narrow && <Indicator />}
            {!phone && rows !== undefined && <BulkButton rows={rows} />}
          </>
        )
      }
    />
  );
};

// Its place is kept: most accounts have another device.
const PhoneBulk = ({ rows, waiting }: RowsProps & { readonly waiting: boolean }) =>
  useIsPhone() && (
    <div className={classes['bulk']} data-waiting={waiting || undefined}>
      {rows !== undefined && <BulkButton rows={rows} />}
    </div>
  );

const Lead = ({ rows }: RowsProps) => {
  const { t } = useWords();
  const { state } = useConnection();
  if (rows === undefined) return '\u00a0';
  if (rows.length === 1 && rows[0]?.current === true) return t('sessions.onlyThis');
  const online = rows.filter((row) => row.sessions.some((session) => session.online || (session.current && state.kind === 'live'))).length;
  return (
    <>
      {t('sessions.signedIn', { count: rows.length })} {online > 0 && !isStale(state) && <strong>{t('sessions.online', { count: online })}</strong>}
    </>
  );
};

const Unfamiliar = ({ rows }: RowsProps) => {
  const unfamiliar = rows?.filter((row) => row.unfamiliar) ?? [];
  return <Notices rows={unfamiliar} />;
};

// Led back here from an administrators' page.
const Demoted = () => {
  const { t } = useWords();
  const { state }: { readonly state: unknown } = useLocation();
  const is = typeof state === 'object' && state !== null && 'demoted' in state && state.demoted === true;
  return is ? (
    <p role="alert" className={classes['demoted']}>
      {t('frame.demoted')}
    </p>
  ) : null;
};
