import { CurfewError, type Event } from '@curfew/contracts';
import { appendEvent, findPasswordHash, lockUser, setPasswordHash, type Sql } from '@curfew/persistence';

import { own, type Act } from './act.js';

/**
 * Sets a new password where the old one is still the one that was proved; another token for the asking session, and ending the others, are the caller's,
 * in the same transaction. By its event, which names that session, consumers forget what they read of it.
 * @throws CurfewError `wrong-password` when another change was quicker, `unauthenticated` when the user was disabled meanwhile
 */
export const changePassword = async (
  sql: Sql,
  { userId, provedHash, newHash }: { readonly userId: string; readonly provedHash: string; readonly newHash: string },
  request: Omit<Act, 'actor'> & { readonly sessionId: string },
): Promise<Event> => {
  const user = await lockUser(sql, userId);
  if (user === undefined || user.disabled) throw new CurfewError('unauthenticated');
  if ((await findPasswordHash(sql, userId)) !== provedHash) throw new CurfewError('wrong-password');
  await setPasswordHash(sql, userId, newHash);
  return appendEvent(sql, { type: 'password-changed', userId, ...own(userId, request), sessionId: request.sessionId });
};
