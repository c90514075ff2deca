import { eraseUser } from '@curfew/persistence';
import { option, tool } from './tool.js';

/**
 * `npm run erase -- --user <id or address>`: erases what is personal of an account that an administrator has disabled, in its sessions and in the audit trail,
 * which still verifies. It is the owner of the schema who does so: the processes themselves cannot change the log.
 */
tool('erase', async (database) => {
  const user = option('user');
  if (user === undefined) return { well: false, said: 'Whom? npm run erase -- --user <id or e-mail address>' };
  const erasure = await database.transaction((sql) => eraseUser(sql, user));
  return { well: erasure === 'erased', said: words[erasure] };
});

const words = {
  erased: 'Erased: address, name and password, and every device, address and place of the sessions and events. Ids, times and kinds of events stay.',
  unknown: 'There is no such account.',
  enabled: 'This account is enabled. Disable it first, which ends its sessions everywhere: on its page, or PATCH /v1/admin/users/<id> { "disabled": true }.',
} as const;
