import { IconMenu2, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { useMe } from '../account/use-me.js';
import { useWords } from '../words/reader.js';
import classes from './frame.module.css';
import { Indicator } from './indicator.js';
import { Brand } from './mark.js';
import { Navigation } from './navigation.js';
import { useModal } from './use-modal.js';
import { SignOutIcon, Who } from './who.js';

/** On narrow screens: the sidebar behind a burger. */
export const TopBar = () => {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <header className={classes['topbar']}>
      <button type="button" className={classes['icon']} aria-label={t('frame.menu')} aria-expanded={open} onClick={() => setOpen(true)}>
        <IconMenu2 size={20} stroke={1.6} aria-hidden="true" />
      </button>
      <Brand />
      <Indicator />
      <SignOutIcon />
      {open && <Drawer onClose={() => setOpen(false)} />}
    </header>
  );
};

const Drawer = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useWords();
  const user = useMe();
  return (
    <dialog ref={useModal(onClose)} className={classes['dialog']} aria-label={t('frame.menu')}>
      <div className={classes['drawer']}>
        <div className={classes['drawerHead']}>
          <Brand />
          <button type="button" className={classes['icon']} aria-label={t('frame.closeMenu')} onClick={onClose}>
            <IconX size={18} stroke={1.6} aria-hidden="true" />
          </button>
        </div>
        <Navigation role={user?.role} onGo={onClose} />
        <Who user={user} />
      </div>
    </dialog>
  );
};
