import { CurfewError } from '@curfew/contracts';
import { appendEvent, lockUser, updateUser, userView, type Sql } from '@curfew/persistence';

import { own, type Act } from './act.js';
import type { ChangedAccount } from './sign-up.js';

/** Changes one's own name. No event when it is the same. @throws CurfewError `unauthenticated` when the account is gone or disabled */
export const rename = async (
  sql: Sql,
  { userId, name }: { readonly userId: string; readonly name: string | null },
  request: Omit<Act, 'actor'>,
): Promise<ChangedAccount> => {
  const before = await lockUser(sql, userId);
  if (before === undefined || before.disabled) throw new CurfewError('unauthenticated');
  if (before.name === name) return { user: userView(before), events: [] };
  const after = (await updateUser(sql, userId, { name })) ?? before;
  return { user: userView(after), events: [await appendEvent(sql, { type: 'user-updated', userId, ...own(userId, request) })] };
};
