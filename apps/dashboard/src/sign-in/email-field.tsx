import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWords } from '../words/reader.js';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: ReactNode;
}

/** The address that is the account's name. */
export const EmailField = ({ value, onChange, error }: Props) => {
  const { t } = useWords();
  return (
    <TextInput
      label={t('sign.email')}
      name="email"
      type="email"
      autoComplete="username"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
};
