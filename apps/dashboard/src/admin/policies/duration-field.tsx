import { TextInput } from '@mantine/core';

import { useWords } from '../../words/reader.js';
import { Choice } from '../choice.js';
import type { Duration, Unit } from './duration.js';
import classes from './policies.module.css';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly value: Duration;
  readonly error: string | null;
  readonly disabled: boolean;
  readonly onChange: (value: Duration) => void;
}

const all: readonly Unit[] = ['minutes', 'hours', 'days'];

/** A time: a whole number and its unit. */
export const DurationField = ({ label, help, value, error, disabled, onChange }: Props) => {
  const { t } = useWords();
  return (
    <div className={classes['duration']}>
      <TextInput
        label={label}
        description={help}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="numeric"
        maxLength={7}
        value={value.number}
        error={error}
        disabled={disabled}
        onChange={(event) => onChange({ ...value, number: event.currentTarget.value })}
      />
      <Choice
        label={t('rules.unitOf', { rule: label })}
        value={value.unit}
        choices={all.map((unit) => [unit, t(`rules.${unit}`)])}
        disabled={disabled}
        onChoose={(unit) => onChange({ ...value, unit: all.find((one) => one === unit) ?? 'days' })}
      />
    </div>
  );
};
