import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';

import { signUp } from '../calls.js';
import { pageConfig } from '../page-config.js';
import { isCode } from '../problem.js';
import { useWords } from '../words/reader.js';
import { emailProblem, useEntering } from './credentials.js';
import { EmailField } from './email-field.js';
import classes from './form.module.css';
import { NameField } from './name-field.js';
import { isShort, NewPasswordField } from './new-password-field.js';
import { problemWords } from './problem-words.js';
import { FormProblem, SignPage } from './sign-page.js';
import { Submit } from './submit.js';
import { askPlatform } from './this-device.js';

/** Makes an account, and signs in to it; where that is closed, says so. */
export const SignUpPage = () => (pageConfig.signUp === 'closed' ? <Closed /> : <Open />);

const Open = () => {
  const { t } = useWords();
  const enter = useEntering();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const signing = useMutation({
    mutationFn: async () => {
      const given = name.trim() === '' ? {} : { name: name.trim() };
      return signUp({ email, password, ...given, device: await askPlatform(navigator) });
    },
    onSuccess: enter,
  });
  const wrongEmail = emailProblem(t, email);
  const taken = isCode(signing.error, 'email-taken');
  const submit = (): void => {
    setTried(true);
    if (wrongEmail === null && !isShort(password) && !signing.isPending) signing.mutate();
  };
  const retype = (value: string): void => {
    signing.reset();
    setEmail(value);
  };
  return (
    <SignPage title={t('sign.upTitle')} lead={t('sign.upLead')} onSubmit={submit} after={<HaveAccount />}>
      <NameField value={name} onChange={setName} />
      <EmailField value={email} onChange={retype} error={taken ? <Taken /> : tried && wrongEmail} />
      <NewPasswordField value={password} onChange={setPassword} tried={tried} />
      <FormProblem words={signing.isError && !taken ? problemWords(t, signing.error) : null} />
      <Submit words={t('sign.up')} pending={signing.isPending} />
    </SignPage>
  );
};

const Taken = () => {
  const { t } = useWords();
  return (
    <span role="alert">
      {t('sign.taken')} <Link to="/sign-in">{t('sign.signInInstead')}</Link>
    </span>
  );
};

const HaveAccount = () => {
  const { t } = useWords();
  useEffect(() => void import('./sign-in-page.js'), []);
  return (
    <p className={classes['other']}>
      {t('sign.haveAccount')} <Link to="/sign-in">{t('sign.in')}</Link>
    </p>
  );
};

const Closed = () => {
  const { t } = useWords();
  return <SignPage title={t('sign.upTitle')} lead={t('sign.closed')} after={<HaveAccount />} />;
};
