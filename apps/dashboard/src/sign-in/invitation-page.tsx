import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { acceptInvitation } from '../calls.js';
import { isCode } from '../problem.js';
import { useWords } from '../words/reader.js';
import { useEntering } from './credentials.js';
import { NameField } from './name-field.js';
import { isShort, NewPasswordField } from './new-password-field.js';
import { problemWords } from './problem-words.js';
import { FormProblem, SignPage } from './sign-page.js';
import { Submit } from './submit.js';
import { askPlatform } from './this-device.js';

/** Where an invitation leads: a password is chosen, and the account is signed in to. The secret stands in the fragment, which browsers send to nobody. */
export const InvitationPage = () => {
  const { t } = useWords();
  const enter = useEntering();
  const [secret] = useState(() => window.location.hash.slice(1));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const accepting = useMutation({
    mutationFn: async () => acceptInvitation({ secret, password, ...(name.trim() === '' ? {} : { name: name.trim() }), device: await askPlatform(navigator) }),
    onSuccess: enter,
  });
  const submit = (): void => {
    setTried(true);
    if (secret !== '' && !isShort(password) && !accepting.isPending) accepting.mutate();
  };
  const old = secret === '' || isCode(accepting.error, 'invalid-secret', 'invalid-request');
  const problem = old ? t('sign.badInvitation') : accepting.isError ? problemWords(t, accepting.error) : null;
  return (
    <SignPage title={t('sign.invitedTitle')} lead={t('sign.invitedLead')} onSubmit={submit}>
      <NameField value={name} onChange={setName} />
      <NewPasswordField value={password} onChange={setPassword} tried={tried} />
      <FormProblem words={problem} />
      <Submit words={t('sign.accept')} pending={accepting.isPending} />
    </SignPage>
  );
};
