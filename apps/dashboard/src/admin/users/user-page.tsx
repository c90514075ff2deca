import { IconUserQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { AdminUser } from '@curfew/contracts';
import { useState } from 'react';
import { Link, useParams } from 'react-router';

import { useMe } from '../../account/use-me.js';
import { ActsProvider } from '../../active-sessions/acts.js';
import { Skeleton } from '../../active-sessions/skeleton.js';
import { When } from '../../active-sessions/when.js';
import { Blank } from '../../frame/blank.js';
import { Failed } from '../../frame/failed.js';
import { Heading } from '../../frame/heading.js';
import { isCode } from '../../problem.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import classes from '../admin.module.css';
import { UserTrail } from '../audit/user-trail.js';
import { useAdminActs } from '../sessions/admin-acts.js';
import { Found } from '../sessions/found.js';
import { usualSort } from '../sessions/session-filter.js';
import { useAllSessions } from '../sessions/use-all-sessions.js';
import { useWatchedSessions } from '../sessions/use-watched-sessions.js';
import { UserActions } from './user-actions.js';
import { oneUser } from './user-calls.js';
import { UserTags } from './user-tags.js';

/** One account: its sessions, what happened to it, and what can be done about it. */
export const UserPage = () => {
  const { t } = useWords();
  const { id = '' } = useParams();
  const query = useQuery({ queryKey: adminKeys.user(id), queryFn: () => oneUser(id), refetchOnMount: 'always' });
  if (query.data !== undefined) return <Account key={id} user={query.data} />;
  if (!query.isError) return <Skeleton rows={4} />;
  const unknown = isCode(query.error, 'not-found', 'invalid-request');
  return (
    <>
      <Heading title={t('people.title')} />
      <div className={card['card']}>
        {unknown ? <Blank icon={IconUserQuestion} title={t('people.gone')} /> : <Failed title={t('people.errorTitle')} error={query.error} onRetry={() => void query.refetch()} />}
      </div>
    </>
  );
};

const Account = ({ user }: { readonly user: AdminUser }) => {
  const { t } = useWords();
  const own = useMe()?.id === user.id;
  const [said, setSaid] = useState('');
  return (
    <>
      <p className={classes['quiet']}>
        <Link to="/admin/users">{t('people.title')}</Link>
      </p>
      <Heading
        title={user.name ?? user.email}
        lead={
          <>
            {user.name === null ? '' : `${user.email} · `}
            <When at={user.createdAt} words={(ago) => t('people.created', { ago })} units="one" />
            <UserTags user={user} withRole />
            {own && <span className={classes['tag']}>{t('people.you')}</span>}
          </>
        }
        tools={<UserActions user={user} onSaid={setSaid} />}
      />
      <output className={classes['said']}>{said}</output>
      <section className={classes['part']}>
        <h2>{t('people.sessions')}</h2>
        <Sessions userId={user.id} />
      </section>
      <section className={classes['part']}>
        <h2>{t('people.events')}</h2>
        <UserTrail userId={user.id} />
      </section>
    </>
  );
};

const Sessions = ({ userId }: { readonly userId: string }) => {
  const { t } = useWords();
  const filter = { userId };
  const list = useAllSessions(filter, usualSort);
  const acts = useAdminActs(list.items ?? [], 'one');
  useWatchedSessions({ filter, sort: usualSort, onEnded: acts.endedElsewhere, holds: acts.picks.isUsed });
  return (
    <ActsProvider value={acts}>
      {list.items === undefined && list.error === null && <Skeleton rows={2} />}
      {list.items === undefined && list.error !== null && (
        <div className={card['card']}>
          <Failed title={t('admin.errorTitle')} error={list.error} onRetry={list.again} />
        </div>
      )}
      {list.items !== undefined && <Found list={list} items={list.items} filter={filter} onOrder={acts.rememberOrder} picks={acts.picks} nothing={t('people.noSessions')} />}
    </ActsProvider>
  );
};
