import type { Sql } from '../database.js';
import { appendAudit } from './events.js';

/** What came of an erasure; `enabled`: the account must be disabled first, which ends its sessions by the one door. */
export type Erasure = 'erased' | 'unknown' | 'enabled';

/**
 * Erases what is personal of a disabled account, by its id or address, in one transaction of the role that owns the schema: the running role
 * cannot change the log. Ids, times, kinds and reasons of events stay, and so does the chain, whose salts for what is erased go too.
 */
export async function eraseUser(sql: Sql, user: string): Promise<Erasure> {
  const [row] = await sql.query<{ readonly id: string; readonly disabled: boolean }>(
    `select id, disabled_at is not null as disabled from users where id::text = $1 or email = lower($1) for update`,
    [user],
  );
  if (row === undefined) return 'unknown';
  if (!row.disabled) return 'enabled';
  for (const statement of statements) await sql.query(statement, [row.id]);
  await appendAudit(sql, { type: 'user-erased', userId: row.id, actor: { type: 'system', id: null } });
  return 'erased';
}

// What an administrator did to the account came from the administrator's address, which is not the account's to erase.
const isOwnOrigin = `(actor_type is distinct from 'admin' or actor_id = $1::text)`;

const statements: readonly string[] = [
  `update audit_chain c set content_salt = null, origin_salt = case when ${isOwnOrigin} then null else origin_salt end
     from session_events e where e.user_id = $1::uuid and (c.epoch, c.xid, c.event_number) = (e.epoch, e.xid, e.number)`,
  `update audit_chain c set origin_salt = null
     from session_events e where e.actor_id = $1::text and (c.epoch, c.xid, c.event_number) = (e.epoch, e.xid, e.number)`,
  `update session_events set session = null, actor_from = null, note = null, reason = case when type not like 'device-%' then reason end,
     ip_address = case when ${isOwnOrigin} then null else ip_address end, erased = true where user_id = $1::uuid`,
  `update session_events set ip_address = null, erased = true where actor_id = $1::text and user_id is distinct from $1::uuid`,
  `update sessions set device_id = null, device_name = 'Erased', device_label = null, device_os = null, device_browser = null, user_agent = null,
     ip_address = '0.0.0.0', country = null, region = null, city = null, latitude = null, longitude = null, ended_by = ended_by - 'from' where user_id = $1::uuid`,
  `update generation_ends set ended_by = ended_by - 'from' where user_id = $1::uuid`,
  'delete from blocked_devices where user_id = $1::uuid',
  'delete from invitations where user_id = $1::uuid',
  'update users set email = null, name = null, password_hash = null, external_id = null, erased_at = now() where id = $1::uuid',
];
