import { Button } from '@mantine/core';
import type { AdminUser } from '@curfew/contracts';
import { useState, type ReactNode } from 'react';

import { cache, keys } from '../../account/cache.js';
import { useMe } from '../../account/use-me.js';
import { announce } from '../../announce.js';
import { useWords } from '../../words/reader.js';
import { elapsedOf } from '../../words/time.js';
import { adminKeys } from '../admin-keys.js';
import classes from '../admin.module.css';
import { AskDialog } from '../ask-dialog.js';
import { AgainDialog } from './again-dialog.js';
import { changeUser, endUser } from './user-calls.js';

interface Props {
  readonly user: AdminUser;
  /** Hears what came of it. */
  readonly onSaid: (words: string) => void;
}

type Question = 'out' | 'role' | 'disabled' | 'invitation';

/** Log out everywhere, another role, whether they may sign in at all, and a new link for who has not accepted: each after one question. */
export const UserActions = ({ user, onSaid }: Props) => {
  const { t } = useWords();
  const [question, setQuestion] = useState<Question | null>(null);
  const close = (): void => setQuestion(null);
  return (
    <div className={classes['actions']}>
      {user.invited === true && !user.disabled && <Button onClick={() => setQuestion('invitation')}>{t('people.again')}</Button>}
      <Button onClick={() => setQuestion('role')}>{user.role === 'admin' ? t('people.demote') : t('people.promote')}</Button>
      <Button variant={user.disabled ? 'neutral' : 'quiet-end'} onClick={() => setQuestion('disabled')}>
        {user.disabled ? t('people.enable') : t('people.disable')}
      </Button>
      <Button variant="quiet-end" onClick={() => setQuestion('out')}>
        {t('people.out')}
      </Button>
      {question === 'invitation' && <AgainDialog user={user} onClose={close} />}
      {question === 'out' && <OutDialog user={user} onSaid={onSaid} onClose={close} />}
      {question === 'role' && <RoleDialog user={user} onSaid={onSaid} onClose={close} />}
      {question === 'disabled' && <DisabledDialog user={user} onSaid={onSaid} onClose={close} />}
    </div>
  );
};

interface DialogProps extends Props {
  readonly onClose: () => void;
}

const OutDialog = ({ user, onSaid, onClose }: DialogProps): ReactNode => {
  const { t } = useWords();
  const name = user.name ?? user.email;
  const own = useMe()?.id === user.id;
  const act = async (reason: string | undefined): Promise<void> => {
    const { revoked, more, receipt } = await endUser(user.id, reason);
    const count = more === true ? t('people.outMore', { count: revoked }) : t('people.outDone', { count: revoked });
    const proof = receipt.confirmed ? t('people.everywhere', { elapsed: elapsedOf(t, receipt.elapsedMs) }) : t('people.waiting', { count: receipt.consumers.live, acknowledged: receipt.consumers.acknowledged });
    tell(`${count} ${proof}`, onSaid);
  };
  return (
    <AskDialog
      title={t('people.outTitle', { name })}
      effect={own ? t('people.outOwn') : t('people.outEffect')}
      no={t('sessions.bulkKeep')}
      yes={t('people.out')}
      ends
      asksReason
      act={act}
      onClose={onClose}
    />
  );
};

const RoleDialog = ({ user, onSaid, onClose }: DialogProps): ReactNode => {
  const { t } = useWords();
  const name = user.name ?? user.email;
  const demotes = user.role === 'admin';
  const act = async (): Promise<void> => {
    await changeUser(user.id, { role: demotes ? 'user' : 'admin' });
    tell(demotes ? t('people.demoted', { name }) : t('people.promoted', { name }), onSaid);
  };
  return (
    <AskDialog
      title={demotes ? t('people.demoteTitle', { name }) : t('people.promoteTitle', { name })}
      effect={demotes ? t('people.demoteEffect') : t('people.promoteEffect')}
      no={t('people.cancel')}
      yes={demotes ? t('people.demote') : t('people.promote')}
      ends={demotes}
      act={act}
      onClose={onClose}
    />
  );
};

const DisabledDialog = ({ user, onSaid, onClose }: DialogProps): ReactNode => {
  const { t } = useWords();
  const name = user.name ?? user.email;
  const act = async (): Promise<void> => {
    await changeUser(user.id, { disabled: !user.disabled });
    tell(user.disabled ? t('people.enabledDone', { name }) : t('people.disabledDone', { name }), onSaid);
  };
  return (
    <AskDialog
      title={user.disabled ? t('people.enableTitle', { name }) : t('people.disableTitle', { name })}
      effect={user.disabled ? t('people.enableEffect') : t('people.disableEffect')}
      no={t('people.cancel')}
      yes={user.disabled ? t('people.enable') : t('people.disable')}
      ends={!user.disabled}
      act={act}
      onClose={onClose}
    />
  );
};

// It touches the account, its sessions and the audit trail; and one's own account decides whether one may stay here.
const tell = (words: string, onSaid: (words: string) => void): void => {
  onSaid(words);
  announce(words);
  void cache.invalidateQueries({ queryKey: adminKeys.all });
  void cache.invalidateQueries({ queryKey: keys.me });
};
