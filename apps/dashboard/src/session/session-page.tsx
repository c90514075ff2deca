import { useQuery } from '@tanstack/react-query';
import { IconChevronRight, IconDeviceUnknown } from '@tabler/icons-react';
import type { Session } from '@curfew/contracts';
import { Link, useParams } from 'react-router';

import { keys } from '../account/cache.js';
import { liveList } from '../active-sessions/live-list.js';
import { useOwnEndings } from '../active-sessions/own-endings.js';
import { nameOf, rowsOf } from '../active-sessions/rows.js';
import { Skeleton } from '../active-sessions/skeleton.js';
import { oneSession } from '../calls.js';
import { Blank } from '../frame/blank.js';
import { Failed } from '../frame/failed.js';
import { isCode } from '../problem.js';
import card from '../theme/card.module.css';
import { useWords } from '../words/reader.js';
import { About } from './about.js';
import { History, Moved } from './history.js';
import { SessionHead } from './session-head.js';
import classes from './session.module.css';
import { useHistory } from './use-history.js';

/** One session: how it was signed in, where it was, and what happened to it. */
export const SessionPage = () => {
  const { id = '' } = useParams();
  const { t } = useWords();
  const one = useQuery({
    queryKey: keys.session(id),
    queryFn: () => oneSession(id),
    initialData: () => liveList()?.items.find((session) => session.id === id),
    initialDataUpdatedAt: 0,
  });
  if (one.data !== undefined) return <Page session={one.data} />;
  if (one.isPending) return <Skeleton />;
  if (isCode(one.error, 'not-found', 'invalid-request'))
    return (
      <Blank icon={IconDeviceUnknown} title={t('session.goneTitle')} text={t('session.goneText')} alone>
        <Link to="/sessions">{t('session.back')}</Link>
      </Blank>
    );
  return (
    <div className={card['card']}>
      <Failed title={t('session.errorTitle')} error={one.error} onRetry={() => void one.refetch()} />
    </div>
  );
};

const Page = ({ session }: { readonly session: Session }) => {
  const { t } = useWords();
  const endings = useOwnEndings();
  const history = useHistory(session);
  // Alone on its page, whatever else its device has.
  const [row] = rowsOf([session], endings);
  if (row === undefined) return null;
  return (
    <>
      <nav aria-label={t('sessions.title')} className={classes['crumbs']}>
        <Link to={session.endedAt === null ? '/sessions' : '/sessions?tab=ended'}>{t('sessions.title')}</Link>
        <IconChevronRight size={16} stroke={1.6} aria-hidden="true" />
        <span aria-current="page">{nameOf(session)}</span>
      </nav>
      <SessionHead row={row} session={session} />
      <Moved happenings={history.happenings} session={session} />
      <div key={history.happenings === undefined ? 'waiting' : 'ready'} className={classes['columns']}>
        <About session={session} />
        <History happenings={history.happenings} failed={history.failed} />
      </div>
    </>
  );
};
