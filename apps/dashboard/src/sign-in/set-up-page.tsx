import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { setUp } from '../calls.js';
import { pageConfig } from '../page-config.js';
import { isCode } from '../problem.js';
import { useWords } from '../words/reader.js';
import { emailProblem, lengthWords, useEntering } from './credentials.js';
import { PasswordField } from './password-field.js';
import { problemWords } from './problem-words.js';
import { FormProblem, SignPage } from './sign-page.js';
import { askPlatform } from './this-device.js';

/** Makes the first administrator. The secret stands in the fragment, which browsers send to nobody. */
export const SetUpPage = () => {
  const { t } = useWords();
  const enter = useEntering();
  const [secret] = useState(() => window.location.hash.slice(1));
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const making = useMutation({
    mutationFn: async () => setUp({ secret, email, password, device: await askPlatform(navigator) }),
    onSuccess: enter,
  });
  const least = pageConfig.passwordMinLength;
  const wrongEmail = emailProblem(t, email);
  const short = [...password].length < least;
  const taken = isCode(making.error, 'email-taken');
  const submit = (): void => {
    setTried(true);
    if (secret !== '' && wrongEmail === null && !short && !making.isPending) making.mutate();
  };
  return (
    <SignPage title={t('sign.setUpTitle')} lead={t('sign.setUpLead')} onSubmit={submit}>
      <TextInput
        label={t('sign.email')}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={taken ? t('sign.taken') : tried ? wrongEmail : null}
      />
      <PasswordField
        label={t('sign.password')}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        error={tried && short ? lengthWords(t, password, least) : null}
        {...(tried && short ? {} : { description: lengthWords(t, password, least) })}
      />
      <FormProblem words={secret === '' ? t('sign.noSecret') : making.isError && !taken ? problemWords(t, making.error) : null} />
      <Button type="submit" variant="primary" size="md" data-disabled={making.isPending}>
        {t('sign.setUp')}
      </Button>
    </SignPage>
  );
};
