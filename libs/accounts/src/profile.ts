import { CurfewError, type Page, type User } from '@curfew/contracts';
import { appendEvent, findUser, listUsers, lockUser, updateUser, userView, type Cursors, type Sql } from '@curfew/persistence';

import { own, type Act } from './act.js';
import type { ChangedAccount } from './sign-up.js';

/** The account of an id. @throws CurfewError `not-found` */
export const getUser = async (sql: Sql, id: string): Promise<User> => {
  const user = await findUser(sql, id);
  if (user === undefined) throw new CurfewError('not-found');
  return userView(user);
};

/** Accounts whose address or name begins with `q`, the newest first. @throws CurfewError `invalid-request` for a cursor of another list */
export const pageOfUsers = async (sql: Sql, cursors: Cursors, query: UserPageQuery): Promise<Page<User>> => {
  const { q, limit, cursor } = query;
  const list = `users:${q ?? ''}`;
  const after = cursor === undefined ? undefined : cursors.decode(list, cursor);
  const rows = await listUsers(sql, { q, limit: limit + 1, after });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(userView),
    nextCursor: rows.length > limit && last !== undefined ? cursors.encode(list, [last.createdAt, last.id]) : null,
  };
};

/** Changes one's own name. No event when it is the same. @throws CurfewError `unauthenticated` when the account is gone or disabled */
export const rename = async (sql: Sql, { userId, name }: { readonly userId: string; readonly name: string | null }, request: Omit<Act, 'actor'>): Promise<ChangedAccount> => {
  const before = await lockUser(sql, userId);
  if (before === undefined || before.disabled) throw new CurfewError('unauthenticated');
  if (before.name === name) return { user: before, events: [] };
  const user = (await updateUser(sql, userId, { name })) ?? before;
  return { user, events: [await appendEvent(sql, { type: 'user-updated', userId, ...own(userId, request) })] };
};

interface UserPageQuery {
  readonly q?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}
