import { Button } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import type { AdminUser } from '@curfew/contracts';
import { useCallback, useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import { When } from '../../active-sessions/when.js';
import { Blank } from '../../frame/blank.js';
import { Heading } from '../../frame/heading.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import classes from '../admin.module.css';
import { AskedText } from '../asked-text.js';
import { Listed } from '../listed.js';
import { usePages } from '../use-pages.js';
import { InviteDialog } from './invite-dialog.js';
import { listUsers } from './user-calls.js';
import { UserTags } from './user-tags.js';

/** Every account, found by address or name; more are added by invitation. */
export const UsersPage = () => {
  const { t } = useWords();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const list = usePages([...adminKeys.users, q], (cursor) => listUsers(q, cursor));
  const [inviting, setInviting] = useState(false);
  const ask = useCallback((text: string) => setParams(text === '' ? {} : { q: text }, { replace: true }), [setParams]);
  return (
    <>
      <Heading
        title={t('people.title')}
        lead={t('people.lead')}
        tools={
          <Button variant="primary" leftSection={<IconUserPlus size={16} stroke={1.6} aria-hidden="true" />} onClick={() => setInviting(true)}>
            {t('people.add')}
          </Button>
        }
      />
      <div className={classes['bar']}>
        <AskedText label={t('people.search')} asked={q} onAsk={ask} />
      </div>
      <Listed
        list={list}
        errorTitle={t('people.errorTitle')}
        empty={
          <Blank icon={IconUsers} title={t('people.noMatch', { text: q })}>
            <Button onClick={() => ask('')}>{t('sessions.clearSearch')}</Button>
          </Blank>
        }
      >
        {(items) => <Users users={items} />}
      </Listed>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
};

const Users = ({ users }: { readonly users: readonly AdminUser[] }) => {
  const { t } = useWords();
  return (
    <div className={card['card']}>
      <table className={classes['table']} aria-label={t('people.title')}>
        <thead>
          <tr>
            <th scope="col">{t('people.user')}</th>
            <th scope="col">{t('people.role')}</th>
            <th scope="col">{t('people.since')}</th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id} data-user={user.id}>
              <td data-label={t('people.user')}>
                <span>
                  <Link to={`/admin/users/${user.id}`} className={classes['name'] ?? ''}>
                    {user.name ?? user.email}
                  </Link>
                  <UserTags user={user} />
                  {user.name !== null && <small>{user.email}</small>}
                </span>
              </td>
              <td data-label={t('people.role')}>
                <span>{t(`people.roles.${user.role}`)}</span>
              </td>
              <td data-label={t('people.since')}>
                <When at={user.createdAt} words={(ago) => ago} units="one" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
