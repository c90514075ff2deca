import type { Event } from '@curfew/contracts';
import { appendEvent, findUserByEmail, insertUser, lockUser, updateUser, type Sql } from '@curfew/persistence';
import { v7 as uuidV7 } from 'uuid';

import type { Passwords } from './passwords/passwords.js';

/**
 * Makes sure that the account of ADMIN_EMAIL exists and is an administrator: it is made with this password, or promoted with its own
 * untouched. Any number of processes may do so at the same time: one event. @throws CurfewError `invalid-request` for a password that the rules refuse
 */
export const firstAdministrator = async (
  sql: Sql,
  passwords: Passwords,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<readonly Event[]> => {
  const existing = await findUserByEmail(sql, email);
  if (existing !== undefined) return promote(sql, existing.id);
  const passwordHash = await passwords.hash(password, 'ADMIN_PASSWORD');
  const made = await insertUser(sql, { id: uuidV7(), email, name: null, role: 'admin', passwordHash });
  if (made !== undefined) return [await appendEvent(sql, { type: 'user-created', userId: made.id, actor: system })];
  // Another process, or someone who signed up, was quicker: its commit has been waited for by the insert.
  const other = await findUserByEmail(sql, email);
  return other === undefined ? [] : promote(sql, other.id);
};

const system = { type: 'system', id: null } as const;

const promote = async (sql: Sql, userId: string): Promise<readonly Event[]> => {
  const user = await lockUser(sql, userId);
  if (user === undefined || user.role === 'admin') return [];
  await updateUser(sql, userId, { role: 'admin' });
  return [await appendEvent(sql, { type: 'role-changed', userId, actor: system, reason: 'admin' })];
};
