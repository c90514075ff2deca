import type { AdminUser } from '@curfew/contracts';

import { useWords } from '../../words/reader.js';
import classes from '../admin.module.css';

/** What must be known about an account at once; its role where nothing else says it. */
export const UserTags = ({ user, withRole = false }: { readonly user: AdminUser; readonly withRole?: boolean }) => {
  const { t } = useWords();
  return (
    <>
      {withRole && user.role === 'admin' && (
        <span className={classes['tag']} data-look="accent">
          {t('frame.administrator')}
        </span>
      )}
      {user.invited === true && (
        <span className={classes['tag']}>
          {t('people.invited')}
        </span>
      )}
      {user.disabled && (
        <span className={classes['tag']} data-look="ember">
          {t('people.disabled')}
        </span>
      )}
    </>
  );
};
