import { CurfewError } from '@curfew/contracts';

/**
 * Refuses a request whose target has a fragment (RFC 9112 §3.2): one reader on the way would take the path to end at the `#`, as the router
 * does, the next one would not. @throws CurfewError `invalid-request`
 */
export const demandPlainTarget = (url: string): void => {
  if (url.includes('#')) throw new CurfewError('invalid-request', { detail: 'The path has a fragment.' });
};
