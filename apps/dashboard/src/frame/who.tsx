import { IconLogout2, IconSunMoon } from '@tabler/icons-react';
import type { User } from '@curfew/contracts';
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useId, useState } from 'react';

import { useSignOut } from '../account/sign-out.js';
import { useWords } from '../words/reader.js';
import classes from './frame.module.css';

/** At the foot: who is signed in, the colours, and the way out. */
export const Who = ({ user }: { readonly user: User | undefined }) => {
  const { t } = useWords();
  const [choosing, setChoosing] = useState(false);
  const id = useId();
  const name = user?.name ?? user?.email ?? '';
  return (
    <div className={classes['foot']}>
      {choosing && <Schemes id={id} />}
      <SignOut />
      <div className={classes['who']}>
        <span className={classes['initials']} aria-hidden="true" hidden={name === ''}>
          {initialsOf(name)}
        </span>
        <span className={classes['names']}>
          <span>{name}</span>
          <small>{user?.role === 'admin' ? t('frame.administrator') : user?.name == null ? '' : user.email}</small>
        </span>
        <button
          type="button"
          className={classes['icon']}
          aria-label={t('frame.scheme')}
          title={t('frame.scheme')}
          aria-expanded={choosing}
          aria-controls={choosing ? id : undefined}
          onClick={() => setChoosing(!choosing)}
        >
          <IconSunMoon size={18} stroke={1.6} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
};

/** The way out, as an icon where there is little room. */
export const SignOutIcon = () => {
  const { t } = useWords();
  return (
    <button type="button" className={classes['icon']} aria-label={t('frame.signOut')} title={t('frame.signOut')} onClick={useSignOut()}>
      <IconLogout2 size={18} stroke={1.6} aria-hidden="true" />
    </button>
  );
};

const SignOut = () => {
  const { t } = useWords();
  return (
    <button type="button" className={classes['link']} onClick={useSignOut()}>
      <IconLogout2 size={18} stroke={1.6} aria-hidden="true" />
      {t('frame.signOut')}
    </button>
  );
};

const schemes: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];

const Schemes = ({ id }: { readonly id: string }) => {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes['schemes']} role="radiogroup" aria-label={t('frame.scheme')} id={id}>
      {schemes.map((scheme) => (
        <label key={scheme}>
          <input type="radio" name={id} checked={colorScheme === scheme} onChange={() => setColorScheme(scheme)} />
          {t(`frame.${scheme}`)}
        </label>
      ))}
    </div>
  );
};

const initialsOf = (name: string): string =>
  name
    .split(/[\s@.]+/u)
    .filter((part) => part !== '')
    .slice(0, 2)
    .map((part) => part.slice(0, 1).toUpperCase())
    .join('');
