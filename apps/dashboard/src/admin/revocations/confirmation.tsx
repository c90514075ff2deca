import { TextInput } from '@mantine/core';

import { useWords } from '../../words/reader.js';
import classes from './revocations.module.css';

const typedFrom = 100;

/** Whether enough was typed for so many: over a hundred, and for everyone, their number, with or without what groups its digits. */
export const isConfirmed = (typed: string, matched: number, everyone: boolean): boolean =>
  (!everyone && matched <= typedFrom) || typed.replaceAll(/[\s.,’'\u00a0\u202f]/gu, '') === String(matched);

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
  return (
    <div className={classes['confirm']}>
      <TextInput label={t('end.reason')} data-first required withAsterisk={false} maxLength={500} value={reason} onChange={(event) => onReason(event.currentTarget.value)} />
      {(everyone || matched > typedFrom) && (
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
