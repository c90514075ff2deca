import type { AdminSession } from '@curfew/contracts';
import { Link } from 'react-router';

import { useConnection } from '../../account/connection.js';
import { endedByWords } from '../../active-sessions/ended-words.js';
import { nameOf } from '../../active-sessions/rows.js';
import { Status } from '../../active-sessions/status.js';
import { Address } from '../../active-sessions/table-row.js';
import { useTicking } from '../../clock.js';
import card from '../../theme/card.module.css';
import { useWords } from '../../words/reader.js';
import { exactOf, spanOf, whenOf } from '../../words/time.js';
import classes from '../admin.module.css';

/** Sessions as a record: how each stands or why it ended. */
export const RecordTable = ({ sessions }: { readonly sessions: readonly AdminSession[] }) => {
  const { t } = useWords();
  return (
    <div className={card['card']}>
      <table className={classes['table']} aria-label={t('find.record')}>
        <thead>
          <tr>
            {(['device', 'ip', 'status', 'time'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`sessions.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Entry key={session.id} session={session} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Entry = ({ session }: { readonly session: AdminSession }) => {
  const { t } = useWords();
  const { state } = useConnection();
  return (
    <tr data-line={session.id}>
      <td data-label={t('sessions.device')}>
        <span className={classes['name']}>{nameOf(session)}</span>
        <small>
          <Link to={`/admin/users/${session.userId}`}>{session.user.email}</Link>
        </small>
      </td>
      <td data-label={t('sessions.ip')}>
        <span>
          <Address session={session} />
        </span>
      </td>
      <td data-label={t('sessions.status')}>
        <span>{session.endedAt === null ? <Status session={session} state={state} /> : <Why session={session} />}</span>
      </td>
      <td data-label={t('sessions.time')}>
        <span>
          <Times session={session} />
        </span>
      </td>
    </tr>
  );
};

const Why = ({ session }: { readonly session: AdminSession }) => {
  const { t } = useWords();
  const { what, by: told } = endedByWords(t, session);
  // The account's own words say "by you": here it is somebody else's.
  const by = session.endedBy?.type === 'user' && session.endReason !== 'signed-out' ? t('find.byUser') : told;
  return (
    <>
      {what}
      {by !== null && <small>{by}</small>}
    </>
  );
};

const Times = ({ session }: { readonly session: AdminSession }) => {
  const { t, locale } = useWords();
  const at = session.endedAt ?? session.createdAt;
  const words = useTicking((now) => {
    const when = whenOf({ t, locale }, new Date(at), new Date(now));
    return session.endedAt === null ? t('sessions.signedInAgo', { ago: when }) : t('sessions.endedAgo', { when });
  });
  return (
    <>
      <time dateTime={at} title={exactOf(new Date(at), locale)}>
        {words}
      </time>
      {session.endedAt !== null && <small>{t('sessions.wasSignedIn', { span: spanOf(t, Date.parse(at) - Date.parse(session.createdAt)) })}</small>}
    </>
  );
};
