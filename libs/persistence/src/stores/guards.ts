import type { Sql } from '../database.js';
import { sourceHere } from './realm.js';

/** A consumer outside: it renews its row through the api, and belongs to the API key that registered it. */
export interface NewGuard {
  readonly id: string;
  readonly apiKeyId: string;
  readonly label: string | null;
  readonly leaseMs: number;
  readonly allowsWhenStale: boolean;
  readonly sockets: number;
}

// All rows are read for each receipt, up to 2,000: what must be counted may never be one too many.
const mostConsumers = 1_800;

/** The row of a guard, and which cluster committed it: only what is read there holds for it. */
export interface RenewedGuard {
  readonly id: string;
  readonly leaseMs: number;
  readonly source: string;
}

/** Registers guards and commits; answers those that there was room for. */
export function registerGuards(sql: Sql, guards: readonly NewGuard[]): Promise<readonly RenewedGuard[]> {
  return sql.query<RenewedGuard>(
    `insert into consumers (id, kind, label, api_key_id, lease_ms, allows_when_stale, renewals, sockets, online_until)
     select g.id, 'guard', g.label, g.key, g.lease, g.allows, 1, g.sockets, now() + g.lease * interval '1 millisecond'
       from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::boolean[], $6::int[]) g (id, label, key, lease, allows, sockets)
      limit greatest(0, $7::bigint - (select count(*) from consumers))
     returning ${renewed}`,
    [
      guards.map(({ id }) => id), guards.map(({ label }) => label), guards.map(({ apiKeyId }) => apiKeyId), guards.map(({ leaseMs }) => leaseMs),
      guards.map(({ allowsWhenStale }) => allowsWhenStale), guards.map(({ sockets }) => sockets), mostConsumers,
    ],
  );
}

/** A guard that asks again. `applied` is the snapshot of the last answer that it has applied, and `source` the cluster that the snapshot is of. */
export interface GuardRenewal {
  readonly id: string;
  readonly apiKeyId: string;
  readonly applied: string | null;
  readonly source: string | null;
  readonly sockets: number | null;
}

/** Renews guards and commits, before the log is read for them; answers those that are there and of that key. */
export function renewGuards(sql: Sql, renewals: readonly GuardRenewal[]): Promise<readonly RenewedGuard[]> {
  return sql.query<RenewedGuard>(
    `update consumers c set renewals = c.renewals + 1, sockets = coalesce(g.sockets, c.sockets), renewed_at = now(),
            applied = case when g.source = ${sourceHere} then g.applied::pg_snapshot end,
            online_until = now() + c.lease_ms * interval '1 millisecond'
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[]) g (id, key, applied, source, sockets), realm r
      where c.id = g.id and c.api_key_id = g.key returning c.id, c.lease_ms as "leaseMs", ${sourceHere} as source`,
    [
      renewals.map(({ id }) => id), renewals.map(({ apiKeyId }) => apiKeyId), renewals.map(({ applied }) => applied),
      renewals.map(({ source }) => source), renewals.map(({ sockets }) => sockets),
    ],
  );
}

const renewed = `id, lease_ms as "leaseMs", (select ${sourceHere} from realm r) as source`;

/** The lease of a guard of this key; undefined when there is none. */
export async function findGuard(sql: Sql, id: string, apiKeyId: string): Promise<number | undefined> {
  const [row] = await sql.query<{ readonly leaseMs: number }>('select lease_ms as "leaseMs" from consumers where id = $1 and api_key_id = $2', [id, apiKeyId]);
  return row?.leaseMs;
}

/** Takes a guard of this key out, which admits nobody any more; false when there is none. */
export async function removeGuard(sql: Sql, id: string, apiKeyId: string): Promise<boolean> {
  return (await sql.query('delete from consumers where id = $1 and api_key_id = $2 returning 1', [id, apiKeyId])).length === 1;
}
