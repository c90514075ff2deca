import type { AdminSession } from '@curfew/contracts';

import { nameOf } from '../../active-sessions/rows.js';
import { useWords } from '../../words/reader.js';
import { AskDialog } from '../ask-dialog.js';
import classes from './pick.module.css';

interface Props {
  readonly sessions: readonly AdminSession[];
  readonly onEnd: (reason: string | undefined) => void;
  readonly onClose: () => void;
}

const named = 6;

/** Asks once, with the count, whose they are, and why; then the ticked sessions are logged out. */
export const PickDialog = ({ sessions, onEnd, onClose }: Props) => {
  const { t } = useWords();
  const count = sessions.length;
  const users = t('pick.users', { count: new Set(sessions.map(({ userId }) => userId)).size });
  const online = sessions.filter((session) => session.online).length;
  return (
    <AskDialog
      title={t('pick.title', { count })}
      effect={`${t('pick.online', { count: online, users })} ${t('pick.effect')}`}
      no={t('sessions.bulkKeep')}
      yes={t('pick.end', { count })}
      ends
      asksReason
      act={async (reason) => onEnd(reason)}
      onClose={onClose}
    >
      <ul className={classes['names']}>
        {sessions.slice(0, named).map((session) => (
          <li key={session.id}>
            <span>{nameOf(session)}</span> {session.user.email}
          </li>
        ))}
        {count > named && <li>{t('sessions.bulkMore', { count: count - named })}</li>}
      </ul>
    </AskDialog>
  );
};
