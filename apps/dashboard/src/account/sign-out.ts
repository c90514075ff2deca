import { useCallback } from 'react';

import { signOut } from '../calls.js';
import { serverNow } from '../clock.js';
import { isCode } from '../problem.js';
import { interrupt } from '../announce.js';
import { words } from '../words/i18n.js';
import { left } from './signed-out.js';

/** Signs this browser out, and says so only when the server did. Resolves to whether it did. */
export const signOutHere = async (): Promise<boolean> => {
  try {
    await signOut();
  } catch (error) {
    // A 401 was told already; anything else leaves the session as it is.
    if (!isCode(error, 'unauthenticated')) interrupt(words.t('sessions.failed'));
    return false;
  }
  left({ kind: 'own', at: serverNow() });
  return true;
};

export const useSignOut = (): (() => void) => useCallback(() => void signOutHere(), []);
