import { CurfewError, type AdminUserPatch, type EventType } from '@curfew/contracts';
import { adminUserView, appendEvent, lockAdministrators, lockUser, updateUser, type Sql, type UserRow } from '@curfew/persistence';

import type { Act } from './act.js';
import type { ChangedAccount } from './sign-up.js';

/** An account after an administrator changed it. `becameDisabled`: all of its sessions are to end, in the same transaction. */
export interface AdministeredAccount extends ChangedAccount {
  readonly becameDisabled: boolean;
}

/**
 * Changes someone's role, name, or whether they may sign in; one event for each that really changes.
 * @throws CurfewError `not-found`, `last-administrator` where nobody enabled would be left to administer
 */
export const changeUser = async (sql: Sql, { id, patch }: { readonly id: string; readonly patch: AdminUserPatch }, act: Act): Promise<AdministeredAccount> => {
  // All administrators' rows are taken before the user's: of two who demote each other, the second sees what the first did.
  const mayLoseOne = patch.role === 'user' || patch.disabled === true;
  const administrators = mayLoseOne ? await lockAdministrators(sql) : undefined;
  const before = await lockUser(sql, id);
  if (before === undefined) throw new CurfewError('not-found');
  const after = { ...before, ...defined(patch) };
  const losesOne = administers(before) && !administers(after);
  if (losesOne && (administrators ?? 0) <= 1) throw new CurfewError('last-administrator');

  const changes = changesBetween(before, after);
  if (changes.length === 0) return { user: adminUserView(before), events: [], becameDisabled: false };
  const user = adminUserView((await updateUser(sql, id, defined(patch))) ?? after);
  const events = [];
  for (const change of changes) events.push(await appendEvent(sql, { ...change, userId: id, ...act }));
  return { user, events, becameDisabled: after.disabled && !before.disabled };
};

const administers = ({ role, disabled }: UserRow): boolean => role === 'admin' && !disabled;

const changesBetween = (before: UserRow, after: UserRow): readonly { readonly type: EventType; readonly reason?: string }[] => [
  ...(after.name === before.name ? [] : [{ type: 'user-updated' } as const]),
  ...(after.role === before.role ? [] : [{ type: 'role-changed', reason: after.role } as const]),
  ...(after.disabled === before.disabled ? [] : [{ type: after.disabled ? 'user-disabled' : 'user-enabled' } as const]),
];

// What is left out of a patch, or undefined in it, stays as it is.
const defined = ({ role, disabled, name }: AdminUserPatch): Partial<Pick<UserRow, 'role' | 'disabled' | 'name'>> => ({
  ...(role === undefined ? {} : { role }),
  ...(disabled === undefined ? {} : { disabled }),
  ...(name === undefined ? {} : { name }),
});
