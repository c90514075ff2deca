import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';

import { signUp } from '../calls.js';
import { pageConfig } from '../page-config.js';
import { isCode } from '../problem.js';
import { useWords } from '../words/reader.js';
import { emailProblem, lengthWords, useEntering } from './credentials.js';
import classes from './form.module.css';
import { PasswordField } from './password-field.js';
import { problemWords } from './problem-words.js';
import { FormProblem, SignPage } from './sign-page.js';
import { askPlatform } from './this-device.js';

export const SignUpPage = () => {
  const { t } = useWords();
  const enter = useEntering();
  const [{ name, email, password }, setFields] = useState({ name: '', email: '', password: '' });
  const [tried, setTried] = useState(false);
  const signing = useMutation({
    mutationFn: async () => {
      const given = name.trim() === '' ? {} : { name: name.trim() };
      return signUp({ email, password, ...given, device: await askPlatform(navigator) });
    },
    onSuccess: enter,
  });
  const least = pageConfig.passwordMinLength;
  const wrongEmail = emailProblem(t, email);
  const short = [...password].length < least;
  const taken = isCode(signing.error, 'email-taken');
  const set = (field: 'name' | 'email' | 'password') => (value: string) => {
    if (field === 'email') signing.reset();
    setFields((known) => ({ ...known, [field]: value }));
  };
  const submit = (): void => {
    setTried(true);
    if (wrongEmail === null && !short && !signing.isPending) signing.mutate();
  };
  if (pageConfig.signUp === 'closed') return <Closed />;
  return (
    <SignPage title={t('sign.upTitle')} lead={t('sign.upLead')} onSubmit={submit} after={<HaveAccount />}>
      <TextInput
        label={
          <>
            {t('sign.name')} <span className={classes['optional']}>{t('sign.optional')}</span>
          </>
        }
        name="name"
        autoComplete="name"
        maxLength={100}
        value={name}
        onChange={(event) => set('name')(event.currentTarget.value)}
      />
      <TextInput
        label={t('sign.email')}
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => set('email')(event.currentTarget.value)}
        error={taken ? <Taken /> : tried ? wrongEmail : null}
      />
      <PasswordField
        label={t('sign.password')}
        value={password}
        onChange={set('password')}
        autoComplete="new-password"
        error={tried && short ? lengthWords(t, password, least) : null}
        {...(tried && short ? {} : { description: lengthWords(t, password, least) })}
      />
      <FormProblem words={signing.isError && !taken ? problemWords(t, signing.error) : null} />
      <Button type="submit" variant="primary" size="md" data-disabled={signing.isPending}>
        {t('sign.up')}
      </Button>
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
  return (
    <p className={classes['other']}>
      {t('sign.haveAccount')} <Link to="/sign-in">{t('sign.in')}</Link>
    </p>
  );
};

const Closed = () => {
  const { t } = useWords();
  return (
    <SignPage title={t('sign.upTitle')} lead={t('sign.closed')} onSubmit={() => undefined} after={<HaveAccount />}>
      {null}
    </SignPage>
  );
};
