import type { Event } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { appendEvent } from './events.js';

/** A key pair that access tokens are signed with; times in milliseconds before (or, below zero, after) now by the database's clock. */
export interface SigningKeyRow {
  readonly id: string;
  /** Ed25519, base64url: `x` of its JWK (RFC 8037). */
  readonly publicKey: string;
  readonly sealedPrivateKey: Buffer;
  readonly signsSinceMs: number;
}

/** A key pair to keep; it signs `signsInMs` from now. */
export interface NewSigningKey {
  readonly id: string;
  readonly publicKey: string;
  readonly sealedPrivateKey: Buffer;
  readonly signsInMs: number;
}

/** All keys, the one that signs last first. */
export function readSigningKeys(sql: Sql): Promise<readonly SigningKeyRow[]> {
  return sql.query<SigningKeyRow>(
    `select id, public_key as "publicKey", sealed_private_key as "sealedPrivateKey", (extract(epoch from now() - signs_from) * 1000)::float8 as "signsSinceMs"
       from signing_keys order by signs_from desc, id limit 100`,
  );
}

/** Takes the lock under which keys are made and taken out: one process at a time does, until its transaction ends. */
export async function lockSigningKeys(sql: Sql): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtext('curfew.signing_keys'))`);
}

export async function insertSigningKey(sql: Sql, { id, publicKey, sealedPrivateKey, signsInMs }: NewSigningKey): Promise<void> {
  await sql.query(
    `insert into signing_keys (id, public_key, sealed_private_key, signs_from) values ($1, $2, $3, now() + $4::float8 * interval '1 millisecond')`,
    [id, publicKey, sealedPrivateKey, signsInMs],
  );
}

/** Takes out every key, within a transaction, and says so in the log: the apis make another one as they hear of it, or when they start. Answers how many there were. */
export async function withdrawSigningKeys(sql: Sql): Promise<{ readonly withdrawn: number; readonly event: Event }> {
  await lockSigningKeys(sql);
  const rows = await sql.query('delete from signing_keys returning 1');
  return { withdrawn: rows.length, event: await appendEvent(sql, { type: 'signing-keys-replaced', userId: null, actor: { type: 'system', id: null } }) };
}

export async function deleteSigningKeys(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.query('delete from signing_keys where id = any($1::text[])', [ids]);
}
