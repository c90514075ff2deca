import { IconDeviceDesktop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, Navigate, useLocation } from 'react-router';

import { keys, cache } from '../account/cache.js';
import { wasSignedIn } from '../account/signed-out.js';
import { call } from '../api.js';
import { signIn } from '../calls.js';
import { pageConfig } from '../page-config.js';
import { useWords } from '../words/reader.js';
import { user } from '@curfew/contracts';
import { emailProblem, useEntering } from './credentials.js';
import { EmailField } from './email-field.js';
import classes from './form.module.css';
import { PasswordField } from './password-field.js';
import { problemWords } from './problem-words.js';
import { FormProblem, SignPage } from './sign-page.js';
import { Submit } from './submit.js';
import { askPlatform, ownName } from './this-device.js';

/** Signs in, and goes on to what was wanted. */
export const SignInPage = () => {
  const { t } = useWords();
  const wanted = wantedOf(useLocation().state);
  const enter = useEntering(wanted);
  const inside = useIsInside();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const signing = useMutation({
    mutationFn: async () => signIn({ email, password, device: await askPlatform(navigator) }),
    onSuccess: enter,
  });
  const wrongEmail = emailProblem(t, email);
  const noPassword = password === '' ? t('sign.needPassword') : null;
  const submit = (): void => {
    setTried(true);
    if (wrongEmail === null && noPassword === null && !signing.isPending) signing.mutate();
  };
  if (inside) return <Navigate to={wanted} replace />;
  return (
    <SignPage title={t('sign.inTitle')} lead={t('sign.inLead')} onSubmit={submit} after={<After />}>
      <EmailField value={email} onChange={setEmail} error={tried && wrongEmail} />
      <PasswordField
        label={t('sign.password')}
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        error={tried ? noPassword : null}
      />
      <FormProblem words={signing.isError ? problemWords(t, signing.error) : null} />
      <Submit words={t('sign.in')} pending={signing.isPending} />
    </SignPage>
  );
};

const After = () => {
  const { t } = useWords();
  // The next page is there before it is asked for: what is typed at once is typed into it.
  useEffect(() => void import('./sign-up-page.js'), []);
  const name = ownName(navigator);
  return (
    <>
      {pageConfig.signUp === 'open' && (
        <p className={classes['other']}>
          {t('sign.noAccount')} <Link to="/sign-up">{t('sign.createOne')}</Link>
        </p>
      )}
      {name !== null && (
        <p className={classes['foot']}>
          <IconDeviceDesktop size={16} stroke={1.6} aria-hidden="true" />
          <span>{t('sign.listedAs', { device: name })}</span>
        </p>
      )}
    </>
  );
};

// Someone who is signed in and comes here goes on to where they are signed in.
const useIsInside = (): boolean => {
  const [inside, setInside] = useState(false);
  useEffect(() => {
    if (!wasSignedIn()) return;
    call('/v1/users/me', { answer: user, mayBeSignedOut: true }).then(
      (me) => {
        cache.setQueryData(keys.me, me);
        setInside(true);
      },
      () => undefined,
    );
  }, []);
  return inside;
};

// Only a place on this page is gone to, never an address from elsewhere.
const wantedOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'wanted' in state && typeof state.wanted === 'string' && /^\/(?!\/)/u.test(state.wanted)
    ? state.wanted
    : '/sessions';
