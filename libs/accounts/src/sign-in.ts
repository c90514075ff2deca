import { CurfewError, type Event } from '@curfew/contracts';
import { appendEvent, findPasswordHash, findUserByEmail, lockUser, shareRealm, type Sql, type UserRow } from '@curfew/persistence';

import type { Act } from './act.js';
import type { Passwords } from './passwords/passwords.js';

/** A right password, and the hash that it was right for. */
export interface Proof {
  readonly kind: 'right';
  readonly userId: string;
  readonly passwordHash: string;
}

/** Not signed in. `userId` is whose address it was, null for nobody's: for the log alone, the answer is the same. */
export interface Refusal {
  readonly kind: 'refused';
  readonly userId: string | null;
  readonly reason: 'wrong-password' | 'user-disabled' | 'unknown-address';
}

/** Checks an address and a password. An unknown address and a disabled user cost what a wrong password costs. */
export const checkCredentials = async (
  sql: Sql,
  passwords: Passwords,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Proof | Refusal> => {
  const user = await findUserByEmail(sql, email);
  const right = await passwords.matches(user?.passwordHash, password);
  if (user === undefined) return { kind: 'refused', userId: null, reason: 'unknown-address' };
  if (user.disabled) return { kind: 'refused', userId: user.id, reason: 'user-disabled' };
  if (!right || user.passwordHash === null) return { kind: 'refused', userId: user.id, reason: 'wrong-password' };
  return { kind: 'right', userId: user.id, passwordHash: user.passwordHash };
};

/**
 * Takes the user's row and says who signs in, in the transaction that opens the session: what was proved before it must still hold,
 * or a password that is being changed could open a session that outlives the change. @throws CurfewError `invalid-credentials`
 */
export const signIn = async (sql: Sql, { userId, passwordHash }: Omit<Proof, 'kind'>): Promise<UserRow> => {
  // In the order in which a session is opened: the realm before the user.
  await shareRealm(sql);
  const user = await lockUser(sql, userId);
  const unchanged = (await findPasswordHash(sql, userId)) === passwordHash;
  if (user === undefined || user.disabled || !unchanged) throw new CurfewError('invalid-credentials');
  return user;
};

/** Tells an account of a failed sign-in. */
export const signInFailed = (sql: Sql, { userId, reason }: { readonly userId: string; readonly reason: string }, act: Act): Promise<Event> =>
  appendEvent(sql, { type: 'sign-in-failed', userId, reason, ...act });
