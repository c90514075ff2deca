import type { Sql } from '../database.js';

/** Notes the secret of an invitation, by its SHA-256, for 72 hours; an earlier one of the same user opens nothing any more. */
export async function insertInvitation(sql: Sql, userId: string, hash: Buffer): Promise<void> {
  await sql.query('update invitations set used_at = now() where user_id = $1 and used_at is null', [userId]);
  await sql.query(`insert into invitations (secret_hash, user_id, expires_at) values ($1, $2, now() + interval '72 hours')`, [hash, userId]);
}

/** Uses an invitation up, and says whose it was; undefined when it was used, is too old, never was, or its account is disabled or has a password. */
export async function takeInvitation(sql: Sql, hash: Buffer): Promise<string | undefined> {
  const [row] = await sql.query<{ readonly userId: string }>(
    `update invitations i set used_at = now() from users u
      where i.secret_hash = $1 and i.used_at is null and i.expires_at > now() and u.id = i.user_id and u.disabled_at is null and u.password_hash is null
     returning i.user_id as "userId"`,
    [hash],
  );
  return row?.userId;
}
