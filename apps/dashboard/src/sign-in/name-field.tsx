import { TextInput } from '@mantine/core';

import { useWords } from '../words/reader.js';
import classes from './form.module.css';

/** The name of a new account, which may be left out. */
export const NameField = ({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) => {
  const { t } = useWords();
  return (
    <TextInput
      label={
        <>
          {t('sign.name')} <span className={classes['optional']}>{t('sign.optional')}</span>
        </>
      }
      name="name"
      autoComplete="name"
      maxLength={100}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
};
