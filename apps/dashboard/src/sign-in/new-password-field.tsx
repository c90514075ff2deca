import { pageConfig } from '../page-config.js';
import { useWords } from '../words/reader.js';
import { lengthWords } from './credentials.js';
import { PasswordField } from './password-field.js';

interface Props {
  /** "Password" unless told. */
  readonly label?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether what is too short is an error by now. */
  readonly tried: boolean;
}

/** A password that is being chosen: says how long it must be, and how much is missing. */
export const NewPasswordField = ({ label, value, onChange, tried }: Props) => {
  const { t } = useWords();
  const words = lengthWords(t, value, pageConfig.passwordMinLength);
  const wrong = tried && isShort(value);
  return (
    <PasswordField
      label={label ?? t('sign.password')}
      name={label === undefined ? 'password' : 'new'}
      value={value}
      onChange={onChange}
      autoComplete="new-password"
      error={wrong ? words : null}
      {...(wrong ? {} : { description: words })}
    />
  );
};

export const isShort = (password: string): boolean => [...password].length < pageConfig.passwordMinLength;
