import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';

import { keys } from '../account/cache.js';
import { Heading } from '../frame/heading.js';
import { Indicator } from '../frame/indicator.js';
import { useIsNarrow, useIsPhone } from '../frame/media.js';
import { useConnection } from '../account/connection.js';
import { useWords } from '../words/reader.js';
import { ActsProvider } from './acts.js';
import { BulkButton } from './bulk-button.js';
import { withEndings } from './ending.js';
import { fetchLiveList } from './live-list.js';
import { LiveTab } from './live-tab.js';
import { useOwnActs } from './own-acts.js';
import classes from './page.module.css';
import { rowsOf, type Row } from './rows.js';
import { Skeleton } from './skeleton.js';
import { Tabs } from './tabs.js';

const EndedTab = lazy(() => import('./ended-tab.js').then(({ EndedTab: Tab }) => ({ default: Tab })));
const Notices = lazy(() => import('./notices.js').then((notices) => ({ default: notices.Notices })));
const none = new Map();

/** Which devices are signed in, which is not known, what to press, and whether it worked. */
export const ActiveSessionsPage = () => {
  const { t } = useWords();
  const list = useQuery({ queryKey: keys.live, queryFn: fetchLiveList });
  const acts = useOwnActs();
  const [query] = useSearchParams();
  const phone = useIsPhone();
  const narrow = useIsNarrow();
  const items = list.data?.items;
  const rows = items === undefined ? undefined : rowsOf(items, none);
  const unfamiliar = rows?.filter((row) => row.unfamiliar) ?? [];
  const tab = query.get('tab') === 'ended' ? 'ended' : 'live';
  const title = t('sessions.title');
  const bulk = rows === undefined ? null : <BulkButton rows={rows} />;
  return (
    <ActsProvider value={acts}>
      <Heading
        title={title}
        documentTitle={unfamiliar.length > 0 ? t('sessions.waiting', { count: unfamiliar.length, title }) : title}
        lead={<Lead rows={rows} />}
        tools={
          <>
            {!narrow && <Indicator />}
            {!phone && bulk}
          </>
        }
      />
      {unfamiliar.length > 0 && (
        <Suspense fallback={null}>
          <Notices rows={unfamiliar} />
        </Suspense>
      )}
      {phone && <div className={classes['bulk']}>{bulk}</div>}
      <Tabs live={rows?.length} tab={tab} />
      <div role="tabpanel" id="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'live' ? (
          <LiveTab query={list} sessions={items === undefined ? undefined : withEndings(items, acts.endings)} />
        ) : (
          <Suspense fallback={<Skeleton />}>
            <EndedTab />
          </Suspense>
        )}
      </div>
    </ActsProvider>
  );
};

const Lead = ({ rows }: { readonly rows: readonly Row[] | undefined }) => {
  const { t } = useWords();
  const { state } = useConnection();
  if (rows === undefined) return ' ';
  if (rows.length === 1 && rows[0]?.current === true) return t('sessions.onlyThis');
  const online = rows.filter((row) => row.sessions.some((session) => session.online || (session.current && state.kind === 'live'))).length;
  return (
    <>
      {t('sessions.signedIn', { count: rows.length })} {online > 0 && <strong>{t('sessions.online', { count: online })}</strong>}
    </>
  );
};
