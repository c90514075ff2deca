import type { TFunction } from 'i18next';

import { isCode } from '../problem.js';
import { problemWords } from '../sign-in/problem-words.js';

/** What went wrong with an administrator's act, in words. */
export const adminProblem = (t: TFunction, error: unknown): string => {
  if (isCode(error, 'last-administrator')) return t('people.lastAdministrator');
  if (isCode(error, 'setting-locked')) return t('rules.lockedNow');
  if (isCode(error, 'consumer-alive')) return t('see.alive');
  if (isCode(error, 'forbidden')) return t('frame.demoted');
  return problemWords(t, error);
};
