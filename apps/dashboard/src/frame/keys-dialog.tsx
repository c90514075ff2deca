import { Button, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp } from '@tabler/icons-react';

import { useWords } from '../words/reader.js';
import { Dialog, DialogButtons } from './dialog.js';
import classes from './keys.module.css';

// Arrows are drawn: not every font has them.
const arrows = { up: IconArrowUp, down: IconArrowDown, right: IconArrowRight, left: IconArrowLeft } as const;

const list = [
  ['Tab', 'tab'],
  ['up down Home End', 'rows'],
  ['Enter', 'press'],
  ['right left', 'group'],
  ['Delete', 'logOut'],
  ['/', 'search'],
  ['?', 'help'],
  ['g a', 'sessions'],
] as const;

const ofAdministrators = [
  ['g s', 'all'],
  ['x', 'pick'],
  ['Shift x', 'picks'],
] as const;

/** What each key does. */
export const KeysDialog = ({ isAdmin, onClose }: { readonly isAdmin: boolean; readonly onClose: () => void }) => {
  const { t } = useWords();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className={classes['keys']}>
        {[...list, ...(isAdmin ? ofAdministrators : []), ['Esc', 'leave'] as const].map(([keys, words]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <Key key={key} name={key} />
              ))}
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

const Key = ({ name }: { readonly name: string }) => {
  const { t } = useWords();
  if (!isArrow(name)) return <kbd>{name}</kbd>;
  const Arrow = arrows[name];
  return (
    <kbd>
      <Arrow size={14} stroke={1.8} aria-hidden="true" />
      <VisuallyHidden>{t(`keys.${name}`)}</VisuallyHidden>
    </kbd>
  );
};

const isArrow = (name: string): name is keyof typeof arrows => name in arrows;
