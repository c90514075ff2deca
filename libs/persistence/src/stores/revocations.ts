import type { Receipt, Revocation, RevocationFilter, RevocationStatus } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';

/** A bulk revocation to insert. `sparedSessionId` goes on; with an idempotency key, the hash says for which request it was given. */
export interface NewRevocation {
  readonly id: string;
  readonly filter: RevocationFilter;
  readonly reason: string;
  readonly sparedSessionId: string | null;
  readonly matched: number;
  readonly createdBy: string;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
  readonly key: IdempotencyKey | undefined;
}

/** What a client calls its request, so that it may send it twice. */
export interface IdempotencyKey {
  readonly key: string;
  readonly requestHash: Buffer;
}

/** A revocation as it is worked on. `createdAt` is what a session must have been opened by; the last position is where its last end stands. */
export interface RevocationRow {
  readonly view: Revocation;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
  readonly lastPosition: string | null;
  readonly requestHash: Buffer | null;
  /** By the database's clock. */
  readonly ageMs: number;
}

/** Notes a bulk revocation, or nothing when this administrator's key is taken: undefined. A key that is older than a day is free. */
export async function insertRevocation(sql: Sql, row: NewRevocation): Promise<RevocationRow | undefined> {
  const { id, createdBy, key } = row;
  if (key !== undefined) await sql.query(freeKeySql, [createdBy, key.key]);
  const inserted = await sql.query(insertSql, [
    id, JSON.stringify(row.filter), row.reason, row.sparedSessionId, row.matched, createdBy, row.requestId, row.ipAddress, key?.key ?? null, key?.requestHash ?? null,
  ]);
  return inserted.length === 0 ? undefined : findRevocation(sql, id);
}

export async function findRevocation(sql: Sql, id: string): Promise<RevocationRow | undefined> {
  const [row] = await sql.query<RevocationRow>(`${selectSql} where v.id = $1`, [id]);
  return row;
}

/** What this administrator asked for under that key within the last day. */
export async function findRevocationByKey(sql: Sql, createdBy: string, key: string): Promise<RevocationRow | undefined> {
  const [row] = await sql.query<RevocationRow>(`${selectSql} where v.created_by = $1 and v.idempotency_key = $2 and v.created_at > now() - interval '24 hours'`, [createdBy, key]);
  return row;
}

/** The newest first; `after` are the keys of the last row. */
export interface RevocationList {
  readonly status?: RevocationStatus | undefined;
  readonly limit: number;
  readonly after?: readonly (string | number)[] | undefined;
}

export function listRevocations(sql: Sql, { status, limit, after }: RevocationList): Promise<readonly RevocationRow[]> {
  const values: unknown[] = [limit];
  const conditions = ['true'];
  if (status !== undefined) conditions.push(`v.status = $${values.push(status)}`);
  if (after !== undefined) conditions.push(`(v.created_at, v.id) < ($${values.push(after[0])}::timestamptz, $${values.push(after[1])}::uuid)`);
  return sql.query<RevocationRow>(`${selectSql} where ${conditions.join(' and ')} order by v.created_at desc, v.id desc limit $1`, values);
}

/** Ids of what is not done yet, the oldest first. */
export async function listUnfinished(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.query<{ readonly id: string }>(`select id from revocations where status in ('queued', 'running') order by created_at, id limit 100`);
  return rows.map(({ id }) => id);
}

/** What is under way, or was finished not longer than `ms` ago. */
export function listMoving(sql: Sql, ms: number): Promise<readonly RevocationRow[]> {
  const moving = `v.status in ('queued', 'running') or v.finished_at > now() - $1::float8 * interval '1 millisecond'`;
  return sql.query<RevocationRow>(`${selectSql} where ${moving} order by v.created_at limit 100`, [ms]);
}

/** Takes the row for this transaction and marks it as begun; false when it is finished, or another worker is at it. */
export async function takeRevocation(sql: Sql, id: string): Promise<boolean> {
  const taken = await sql.query(takeSql, [id]);
  return taken.length === 1;
}

/** How far it came, in the transaction that did it. */
export interface Advance {
  readonly revoked: number;
  readonly lastPosition: string;
}

export async function advanceRevocation(sql: Sql, id: string, { revoked, lastPosition }: Advance): Promise<void> {
  await sql.query(advanceSql, [id, revoked, lastPosition]);
}

/** So many more sockets were closed by it. */
export async function addClosedSockets(sql: Sql, id: string, sockets: number): Promise<void> {
  await sql.query('update revocations set sockets_closed = sockets_closed + $2 where id = $1', [id, sockets]);
}

/** Its end, with its proof; nothing when it was finished before. */
export async function finishRevocation(sql: Sql, id: string, receipt: Receipt | null): Promise<void> {
  await sql.query(`update revocations set status = 'completed', finished_at = now(), receipt = $2::jsonb where id = $1 and status in ('queued', 'running')`, [id, receipt === null ? null : JSON.stringify(receipt)]);
}

/** Cancels what is left of it. Waits for the statement at hand; false when it was finished before, or is not there. */
export async function cancelRevocation(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.query(`update revocations set status = 'cancelled', finished_at = now() where id = $1 and status in ('queued', 'running') returning id`, [id]);
  return rows.length === 1;
}

/** The proof of what is finished, as it is known later. */
export async function proveRevocation(sql: Sql, id: string, receipt: Receipt): Promise<void> {
  await sql.query(`update revocations set receipt = $2::jsonb where id = $1 and finished_at is not null`, [id, JSON.stringify(receipt)]);
}

const freeKeySql = `
  update revocations set idempotency_key = null
   where created_by = $1 and idempotency_key = $2 and created_at <= now() - interval '24 hours'`;

const insertSql = `
  insert into revocations (id, filter, reason, spared_session_id, matched, created_by, request_id, ip_address, idempotency_key, request_hash)
  values ($1, $2::jsonb, $3, $4, $5, $6, $7, $8::inet, $9, $10)
  on conflict (created_by, idempotency_key) where idempotency_key is not null do nothing returning id`;

const advanceSql: Prepared = { name: 'advance-revocation', text: `
  update revocations set status = 'running', started_at = coalesce(started_at, now()), revoked = revoked + $2, last_position = $3 where id = $1` };

const takeSql: Prepared = { name: 'take-revocation', text: `
  with v as (select id from revocations where id = $1 and status in ('queued', 'running') for update skip locked)
  update revocations r set status = 'running', started_at = coalesce(r.started_at, now()) from v where r.id = v.id returning r.id` };

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const selectSql = `
  select jsonb_build_object('id', v.id, 'status', v.status, 'filter', v.filter, 'reason', v.reason, 'matched', v.matched, 'revoked', v.revoked,
           'socketsClosed', v.sockets_closed, 'sparedSessionId', v.spared_session_id,
           'createdBy', jsonb_build_object('id', u.id, 'email', coalesce(u.email, ''), 'name', u.name),
           'createdAt', ${instant('v.created_at')}, 'startedAt', ${instant('v.started_at')}, 'finishedAt', ${instant('v.finished_at')}, 'receipt', v.receipt) as view,
         v.request_id as "requestId", host(v.ip_address) as "ipAddress", v.last_position as "lastPosition", v.request_hash as "requestHash",
         (extract(epoch from now() - v.created_at) * 1000)::float8 as "ageMs"
    from revocations v join users u on u.id = v.created_by`;
