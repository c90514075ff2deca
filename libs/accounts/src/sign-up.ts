import { CurfewError, type Event, type User } from '@curfew/contracts';
import { appendEvent, insertUser, takeSetUpSecret, userView, type Sql } from '@curfew/persistence';
import { createHash } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';

import { own, type Act } from './act.js';

/** An account that is to be made; its password is hashed already, outside of the transaction. */
export interface NewAccount {
  readonly email: string;
  readonly name?: string | undefined;
  readonly passwordHash: string;
}

/** An account as it is now, and the events that tell how it came to be so. */
export interface ChangedAccount {
  readonly user: User;
  readonly events: readonly Event[];
}

/** Makes an account with the role `user`. @throws CurfewError `email-taken` */
export const signUp = (sql: Sql, account: NewAccount, request: Omit<Act, 'actor'>): Promise<ChangedAccount> =>
  insertAccount(sql, { ...account, role: 'user' }, request);

/**
 * Makes an administrator by the one-time secret of a set-up link, which is used up only when the account is made.
 * @throws CurfewError `invalid-secret`, `email-taken`
 */
export const setUp = async (sql: Sql, { secret, ...account }: NewAccount & { readonly secret: string }, request: Omit<Act, 'actor'>): Promise<ChangedAccount> => {
  const fresh = await takeSetUpSecret(sql, createHash('sha256').update(secret).digest());
  if (!fresh) throw new CurfewError('invalid-secret');
  return insertAccount(sql, { ...account, role: 'admin' }, request);
};

const insertAccount = async (
  sql: Sql,
  { email, name, passwordHash, role }: NewAccount & { readonly role: 'user' | 'admin' },
  request: Omit<Act, 'actor'>,
): Promise<ChangedAccount> => {
  const user = await insertUser(sql, { id: uuidV7(), email, name: name ?? null, role, passwordHash });
  if (user === undefined) throw new CurfewError('email-taken');
  return { user: userView(user), events: [await appendEvent(sql, { type: 'user-created', userId: user.id, ...own(user.id, request) })] };
};
