import { email as emailSchema, type SignedIn } from '@curfew/contracts';
import type { TFunction } from 'i18next';
import { useNavigate } from 'react-router';

import { cache, keys } from '../account/cache.js';
import { rememberSignedIn } from '../account/signed-out.js';

/** Null for an address that can be sent, else what is the matter with it. */
export const emailProblem = (t: TFunction, email: string): string | null => {
  if (email.trim() === '') return t('sign.needEmail');
  return emailSchema.safeParse(email).success ? null : t('sign.badEmail');
};

/** "At least 12 characters. 3 more to go." */
export const lengthWords = (t: TFunction, password: string, least: number): string => {
  // As the server counts: by characters, not by what they take in memory.
  const missing = least - [...password].length;
  if (password === '') return t('sign.least', { count: least });
  return missing > 0 ? t('sign.more', { least, count: missing }) : t('sign.enough', { least });
};

/** After signing in: straight to what was wanted, with nothing of an earlier account. */
export const useEntering = (to = '/sessions'): ((signedIn: SignedIn) => void) => {
  const navigate = useNavigate();
  return ({ user }) => {
    cache.clear();
    cache.setQueryData(keys.me, user);
    rememberSignedIn();
    void navigate(to, { replace: true });
  };
};
