import type { ApiKey, Scope } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';

/** A key to insert; only the hash of its secret is kept. */
export interface NewApiKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: Buffer;
  readonly scopes: readonly Scope[];
  readonly createdBy: string;
  readonly expiresAt: string | null;
}

export async function insertApiKey(sql: Sql, { id, name, prefix, secretHash, scopes, createdBy, expiresAt }: NewApiKey): Promise<ApiKey> {
  const [row] = await sql.query<ApiKey>(
    `insert into api_keys (id, name, prefix, secret_hash, scopes, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
    [id, name, prefix, secretHash, scopes, createdBy, expiresAt],
  );
  if (row === undefined) throw new Error('An insert answered no row.');
  return row;
}

/** What a key that was shown may do. `secretHash` is the SHA-256 of its secret, base64url. */
export interface AdmittedKey {
  readonly id: string;
  readonly secretHash: string;
  readonly scopes: readonly Scope[];
}

/** Those of these hashes that are of a key which is good now. */
export function admitApiKeys(sql: Sql, secretHashes: readonly string[]): Promise<readonly AdmittedKey[]> {
  return sql.query<AdmittedKey>(admitSql, [secretHashes.map((hash) => Buffer.from(hash, 'base64url'))]);
}

/** Newest first, without those that were revoked; `after` are the last row's time and id. */
export function listApiKeys(sql: Sql, { limit, after }: { readonly limit: number; readonly after?: readonly (string | number)[] | undefined }): Promise<readonly ApiKey[]> {
  const keyset = after === undefined ? '' : 'and (created_at, id) < ($2::timestamptz, $3::uuid)';
  return sql.query<ApiKey>(
    `select ${columns} from api_keys where revoked_at is null ${keyset} order by created_at desc, id desc limit $1`,
    after === undefined ? [limit] : [limit, after[0], after[1]],
  );
}

/** Revokes a key for good; undefined when there is none, or it was revoked before. */
export async function revokeApiKey(sql: Sql, id: string): Promise<ApiKey | undefined> {
  const [row] = await sql.query<ApiKey>(`update api_keys set revoked_at = now() where id = $1 and revoked_at is null returning ${columns}`, [id]);
  return row;
}

/** Writes when keys were last used, many in one statement. */
export async function touchApiKeys(sql: Sql, used: readonly { readonly id: string; readonly agoMs: number }[]): Promise<void> {
  await sql.query(
    `update api_keys k set last_used_at = greatest(k.last_used_at, now() - u.ago * interval '1 millisecond')
       from unnest($1::uuid[], $2::float8[]) u (id, ago) where k.id = u.id`,
    [used.map(({ id }) => id), used.map(({ agoMs }) => Math.max(0, Math.round(agoMs)))],
  );
}

const admitSql: Prepared = { name: 'admit-api-keys', text: `
  select id, translate(rtrim(encode(secret_hash, 'base64'), '='), '+/', '-_') as "secretHash", scopes from api_keys
   where secret_hash = any($1::bytea[]) and revoked_at is null and (expires_at is null or expires_at > now())` };

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `id, name, prefix, scopes, created_by as "createdBy", ${instant('created_at')} as "createdAt", ${instant('expires_at')} as "expiresAt",
  ${instant('last_used_at')} as "lastUsedAt"`;
