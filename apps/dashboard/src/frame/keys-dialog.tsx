import { Button } from '@mantine/core';

import { useWords } from '../words/reader.js';
import { Dialog, DialogButtons } from './dialog.js';
import classes from './keys.module.css';

const list = [
  ['Tab', 'tab'],
  ['↑ ↓ Home End', 'rows'],
  ['Enter', 'press'],
  ['→ ←', 'group'],
  ['Delete', 'logOut'],
  ['/', 'search'],
  ['?', 'help'],
  ['g a', 'sessions'],
] as const;

/** What each key does. */
export const KeysDialog = ({ isAdmin, onClose }: { readonly isAdmin: boolean; readonly onClose: () => void }) => {
  const { t } = useWords();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className={classes['keys']}>
        {[...list, ...(isAdmin ? ([['g s', 'all']] as const) : []), ['Esc', 'leave'] as const].map(([keys, words]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(`keys.${words}`)}</dd>
          </div>
        ))}
      </dl>
      <DialogButtons>
        <Button data-first onClick={onClose}>
          {t('keys.close')}
        </Button>
      </DialogButtons>
    </Dialog>
  );
};
