import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';

import { useWords } from '../../words/reader.js';
import classes from './revocations.module.css';
import { mustBeTyped } from './typed-count.js';

interface Props {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  readonly matched: number;
  readonly everyone: boolean;
}

/** Why, and how many once more. */
export const Confirmation = ({ reason, onReason, typed, onTyped, matched, everyone }: Props) => {
  const { t } = useWords();
  const first = useRef<HTMLInputElement>(null);
  // The dialog was open before there was anything to answer in it.
  useEffect(() => first.current?.focus(), []);
  return (
    <div className={classes['confirm']}>
      <TextInput ref={first} label={t('end.reason')} required withAsterisk={false} maxLength={500} value={reason} onChange={(event) => onReason(event.currentTarget.value)} />
      {mustBeTyped(matched, everyone) && (
        <TextInput
          label={t('end.type', { number: matched })}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          value={typed}
          onChange={(event) => onTyped(event.currentTarget.value)}
        />
      )}
    </div>
  );
};
