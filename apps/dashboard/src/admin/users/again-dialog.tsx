import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { AdminUser } from '@curfew/contracts';

import { cache } from '../../account/cache.js';
import { Dialog, DialogButtons } from '../../frame/dialog.js';
import { useWords } from '../../words/reader.js';
import { adminKeys } from '../admin-keys.js';
import { adminProblem } from '../admin-problem.js';
import classes from '../admin.module.css';
import { InvitationLink } from './invite-dialog.js';
import { inviteAgain } from './user-calls.js';

/** A new link for somebody who has not chosen a password yet; the one before works no more once it is made. */
export const AgainDialog = ({ user, onClose }: { readonly user: AdminUser; readonly onClose: () => void }) => {
  const { t } = useWords();
  // Also where it failed: they may have accepted meanwhile.
  const making = useMutation({ mutationFn: () => inviteAgain(user.id), onSettled: () => cache.invalidateQueries({ queryKey: adminKeys.all }) });
  if (making.data !== undefined)
    return (
      <Dialog title={t('people.added', { email: user.email })} onClose={onClose}>
        <InvitationLink invited={making.data} onClose={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={t('people.againTitle', { email: user.email })} onClose={onClose}>
      <div className={classes['form']}>
        <p className={classes['quiet']}>{t('people.againEffect')}</p>
        {making.isError && <p role="alert" className={classes['alert']}>{adminProblem(t, making.error)}</p>}
        <DialogButtons>
          <Button data-first onClick={onClose}>{t('people.cancel')}</Button>
          <Button variant="primary" disabled={making.isPending} onClick={() => making.mutate()}>
            {t('people.makeLink')}
          </Button>
        </DialogButtons>
      </div>
    </Dialog>
  );
};
