import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { setUp } from '../calls.js';
import { isCode } from '../problem.js';
import { useWords } from '../words/reader.js';
import { emailProblem, useEntering } from './credentials.js';
import { EmailField } from './email-field.js';
import { isShort, NewPasswordField } from './new-password-field.js';
import { problemWords } from './problem-words.js';
import { FormProblem, SignPage } from './sign-page.js';
import { Submit } from './submit.js';
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
  const wrongEmail = emailProblem(t, email);
  const taken = isCode(making.error, 'email-taken');
  const submit = (): void => {
    setTried(true);
    if (secret !== '' && wrongEmail === null && !isShort(password) && !making.isPending) making.mutate();
  };
  const problem = making.isError && !taken ? problemWords(t, making.error) : null;
  return (
    <SignPage title={t('sign.setUpTitle')} lead={t('sign.setUpLead')} onSubmit={submit}>
      <EmailField value={email} onChange={setEmail} error={taken ? t('sign.taken') : tried && wrongEmail} />
      <NewPasswordField value={password} onChange={setPassword} tried={tried} />
      <FormProblem words={secret === '' ? t('sign.noSecret') : problem} />
      <Submit words={t('sign.setUp')} pending={making.isPending} />
    </SignPage>
  );
};
