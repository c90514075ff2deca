import { CurfewError, type Event, type User } from '@curfew/contracts';
import { appendEvent, findPasswordHash, lockUser, shareRealm, userView, type Sql } from '@curfew/persistence';

import type { Act } from './act.js';
import type { Proof } from './credentials.js';

/**
 * Takes the user's row and says who signs in, in the transaction that opens the session: what was proved before it must still hold,
 * or a password that is being changed could open a session that outlives the change. @throws CurfewError `invalid-credentials`
 */
export const signIn = async (sql: Sql, { userId, passwordHash }: Omit<Proof, 'kind'>): Promise<User> => {
  // In the order in which a session is opened: the realm before the user.
  await shareRealm(sql);
  const user = await lockUser(sql, userId);
  const unchanged = (await findPasswordHash(sql, userId)) === passwordHash;
  if (user === undefined || user.disabled || !unchanged) throw new CurfewError('invalid-credentials');
  return userView(user);
};

/** Tells an account of a failed sign-in. */
export const signInFailed = (sql: Sql, { userId, reason }: { readonly userId: string; readonly reason: string }, act: Act): Promise<Event> =>
  appendEvent(sql, { type: 'sign-in-failed', userId, reason, ...act });
