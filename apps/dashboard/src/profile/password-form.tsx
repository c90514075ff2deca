import { Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { PasswordChanged } from '@curfew/contracts';
import type { TFunction } from 'i18next';
import { useState, type FormEvent } from 'react';

import { cache, keys } from '../account/cache.js';
import { useLiveCount } from '../active-sessions/use-live-count.js';
import { changePassword } from '../calls.js';
import { CallError } from '../problem.js';
import { isShort, NewPasswordField } from '../sign-in/new-password-field.js';
import { PasswordField } from '../sign-in/password-field.js';
import { problemWords } from '../sign-in/problem-words.js';
import card from '../theme/card.module.css';
import text from '../theme/text.module.css';
import { useWords } from '../words/reader.js';
import { elapsedOf } from '../words/time.js';
import classes from './profile.module.css';
import { SaveRow } from './save-row.js';

/** A new password; it logs out the other devices unless told, and says how many those are. */
export const PasswordForm = ({ email }: { readonly email: string }) => {
  const { t } = useWords();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [keep, setKeep] = useState(false);
  const others = Math.max(0, (useLiveCount() ?? 1) - 1);
  const change = useMutation({
    mutationFn: (_who: 'alone' | 'others') => changePassword({ currentPassword: current, newPassword: next, keepOtherSessions: keep }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      void cache.invalidateQueries({ queryKey: keys.live });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (current !== '' && !isShort(next)) change.mutate(others === 0 ? 'alone' : 'others');
  };
  const said = change.isSuccess ? changedWords(t, change.data, keep || change.variables === 'alone') : '';
  return (
    <form className={`${card['card']} ${card['padded']} ${classes['form']}`} onSubmit={submit}>
      <h2>{t('profile.password')}</h2>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField label={t('profile.current')} name="current" value={current} onChange={setCurrent} autoComplete="current-password" />
      <NewPasswordField label={t('profile.new')} value={next} onChange={setNext} tried={false} />
      <Effect others={others} keep={keep} onKeep={setKeep} />
      {change.isError && (
        <p role="alert" className={text['problem']}>
          {failedWords(t, change.error)}
        </p>
      )}
      <SaveRow words={t('profile.change')} disabled={current === '' || isShort(next) || change.isPending} said={said} />
    </form>
  );
};

interface EffectProps {
  readonly others: number;
  readonly keep: boolean;
  readonly onKeep: (keep: boolean) => void;
}

// What it does to the other devices, and the way to leave them alone.
const Effect = ({ others, keep, onKeep }: EffectProps) => {
  const { t } = useWords();
  return (
    <>
      <p className={classes['effect']}>{t('profile.effect', { count: others })}</p>
      {others > 0 && <Checkbox label={t('profile.keep')} checked={keep} onChange={(event) => onKeep(event.currentTarget.checked)} />}
    </>
  );
};

const changedWords = (t: TFunction, { receipt }: PasswordChanged, endedNone: boolean): string => {
  if (endedNone) return t('profile.changed');
  if (receipt.confirmed) return t('profile.changedAll', { elapsed: elapsedOf(t, receipt.elapsedMs) });
  return t('profile.changedWaiting', { acknowledged: receipt.consumers.acknowledged, count: receipt.consumers.live });
};

const failedWords = (t: TFunction, error: unknown): string => {
  if (!(error instanceof CallError)) return t('problem.unknown');
  if (error.code === 'invalid-credentials') return t('profile.wrongCurrent');
  return error.status === 400 ? t('profile.weak') : problemWords(t, error);
};
