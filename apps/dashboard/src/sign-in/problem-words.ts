import type { TFunction } from 'i18next';

import { CallError } from '../problem.js';
import { spanOf } from '../words/time.js';

/** What went wrong when signing in or up, in words. */
export const problemWords = (t: TFunction, error: unknown): string => {
  if (!(error instanceof CallError)) return t('problem.unknown');
  if (error.status === 429) return t('sign.tooMany', { span: spanOf(t, (error.retryAfter ?? 60) * 1000) });
  switch (error.code) {
    case 'invalid-credentials':
      return t('sign.wrong');
    case 'device-blocked':
      return t('sign.blocked');
    case 'sign-up-closed':
      return t('sign.closed');
    case 'invalid-secret':
      return t('sign.badSecret');
    case 'email-taken':
      return t('sign.taken');
    case 'cross-site-request':
      return t('problem.crossSite');
    case 'unavailable':
      return t('problem.unavailable');
    case 'network':
      return t('problem.network');
    default:
      return t('problem.unknown');
  }
};
