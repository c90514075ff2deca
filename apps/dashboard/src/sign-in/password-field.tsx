import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';

import { useWords } from '../words/reader.js';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly error?: ReactNode;
  readonly description?: string;
  readonly name?: string;
}

/** A password: it can be shown, pasted and filled in by a password manager. */
export const PasswordField = ({ label, value, onChange, autoComplete, error, description, name = 'password' }: Props) => {
  const { t } = useWords();
  return (
    <PasswordInput
      label={label}
      name={name}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={autoComplete}
      maxLength={1024}
      error={error ?? null}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...(description === undefined ? {} : { description })}
      visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword'), tabIndex: 0 }}
    />
  );
};
