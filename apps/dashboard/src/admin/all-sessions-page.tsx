import '@mantine/core/styles/Popover.css';

import { Button } from '@mantine/core';
import { IconRouteOff, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { Navigate } from 'react-router';

import { keys } from '../account/cache.js';
import { useMe } from '../account/use-me.js';
import { ActsProvider } from '../active-sessions/acts.js';
import { SessionCards } from '../active-sessions/cards.js';
import { withEndings } from '../active-sessions/ending.js';
import { rowsOf, type Row } from '../active-sessions/rows.js';
import { Skeleton } from '../active-sessions/skeleton.js';
import { Strip, Strips } from '../active-sessions/strips.js';
import { SessionTable } from '../active-sessions/table.js';
import { listAllSessions } from '../calls.js';
import { Blank } from '../frame/blank.js';
import { Failed } from '../frame/failed.js';
import { Heading } from '../frame/heading.js';
import { Indicator } from '../frame/indicator.js';
import { useIsNarrow, useIsPhone } from '../frame/media.js';
import { SearchField } from '../frame/search-field.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import classes from './all-sessions.module.css';
import { useAdminActs } from './admin-acts.js';
import { sharedPrivateAddress } from './shared-address.js';

/** Everyone's live sessions, for administrators. One who is no administrator (any more) is led back to their own. */
export const AllSessionsPage = () => {
  const user = useMe();
  // Known once, so that an administrator who is demoted on this page is told so.
  const [wasAdmin, setWasAdmin] = useState(false);
  if (user?.role === 'admin' && !wasAdmin) setWasAdmin(true);
  if (user === undefined) return <Skeleton rows={8} />;
  if (user.role !== 'admin') return <Navigate to="/sessions" replace state={{ demoted: wasAdmin }} />;
  return <AllSessions />;
};

const AllSessions = () => {
  const { t } = useWords();
  const narrow = useIsNarrow();
  const [text, setText] = useState('');
  const asked = usePaused(text.trim());
  const list = useAllSessions(asked);
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items), [list.data]);
  const acts = useAdminActs(items ?? []);
  const { rememberOrder, endings } = acts;
  const rows = useMemo(() => (items === undefined ? undefined : rowsOf(withEndings(items.map(single), endings), endings)), [items, endings]);
  useLayoutEffect(() => rememberOrder((rows ?? []).map((row) => row.lead.id)), [rows, rememberOrder]);
  return (
    <ActsProvider value={acts}>
      <Heading title={t('admin.title')} lead={t('admin.lead')} tools={narrow ? undefined : <Indicator />} />
      <div className={classes['search']}>
        <SearchField label={t('admin.search')} text={text} onText={setText} />
      </div>
      <SharedAddress address={sharedPrivateAddress(items ?? [])} />
      {rows === undefined && (list.isError ? <Broken list={list} /> : <Skeleton rows={8} />)}
      {rows !== undefined && <Found rows={rows} text={asked} onClear={() => setText('')} />}
      {list.hasNextPage && (
        <Button className={classes['more'] ?? ''} disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('admin.more')}
        </Button>
      )}
    </ActsProvider>
  );
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

const Broken = ({ list }: { readonly list: ReturnType<typeof useAllSessions> }) => {
  const { t } = useWords();
  return (
    <div className={card['card']}>
      <Failed title={t('admin.errorTitle')} error={list.error} onRetry={() => void list.refetch()} />
    </div>
  );
};

const useAllSessions = (q: string) =>
  useInfiniteQuery({
    queryKey: [...keys.allSessions, q],
    queryFn: ({ pageParam }) =>
      listAllSessions({ limit: 50, ...(q === '' ? {} : { q }), ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: ((): string | null => null)(),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

const Found = ({ rows, text, onClear }: { readonly rows: readonly Row[]; readonly text: string; readonly onClear: () => void }) => {
  const { t } = useWords();
  const phone = useIsPhone();
  const caption = t('admin.caption');
  if (rows.length === 0)
    return (
      <div className={card['card']}>
        <Blank icon={IconSearch} title={text === '' ? t('admin.noMatchAll') : t('admin.noMatch', { text })}>
          <Button onClick={onClear}>{t('sessions.clearSearch')}</Button>
        </Blank>
      </div>
    );
  if (phone) return <SessionCards caption={caption} rows={rows} />;
  return (
    <div className={card['card']}>
      <Strips />
      <SessionTable caption={caption} rows={rows} />
    </div>
  );
};

// Each session is a row of its own: an administrator looks for sessions, not for devices.
const single = <T extends Row['lead']>(session: T): T => ({ ...session, device: { ...session.device, id: null }, unfamiliar: false });

const typingPause = 250;

const usePaused = (text: string): string => {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), typingPause);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
};
