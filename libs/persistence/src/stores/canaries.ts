import { canaryUserId } from '@curfew/contracts';

import type { Sql } from '../database.js';

/** SQL: the user of `column` (of a session, an event or an account) is not the canaries' account. Every list, count and selection of people has it; null, which is everyone, is. */
export const ofPeople = (column: string): string => `${column} is distinct from '${canaryUserId}'::uuid`;

/** Makes the canaries' account where it is not there yet: nobody can sign in to it. */
export async function admitCanaries(sql: Sql): Promise<void> {
  await sql.query(`insert into users (id, name, role) values ($1, 'Canary', 'user') on conflict do nothing`, [canaryUserId]);
}

/** How long it took a consumer to know of the last canary's end. */
export interface CanaryResult {
  readonly consumerId: string;
  /** Null: it did not know of it within the bound. */
  readonly tookMs: number | null;
}

/** Notes the last canary of these consumers; one that has gone meanwhile is left out. */
export async function writeCanaryResults(sql: Sql, results: readonly CanaryResult[]): Promise<void> {
  await sql.query(
    `insert into canary_results (consumer_id, took_ms)
     select c.id, n.took_ms from unnest($1::uuid[], $2::float8[]) n (id, took_ms) join consumers c on c.id = n.id
     on conflict (consumer_id) do update set took_ms = excluded.took_ms, measured_at = now()`,
    [results.map(({ consumerId }) => consumerId), results.map(({ tookMs }) => tookMs)],
  );
}

/** The last canary as each consumer knew of it. */
export interface KnownCanary extends CanaryResult {
  readonly at: string;
}

export function readCanaryResults(sql: Sql): Promise<readonly KnownCanary[]> {
  return sql.query<KnownCanary>(
    `select consumer_id as "consumerId", took_ms as "tookMs", to_char(measured_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
       from canary_results limit 2000`,
  );
}

/** Notes how long the slowest consumer took; one that was late counts with the bound. */
export async function writeCanaryFlight(sql: Sql, latencyMs: number): Promise<void> {
  await sql.query('insert into canary_flights (latency_ms) values ($1)', [latencyMs]);
}

/** The last canary, and how long those of the last hour took, in milliseconds. */
export interface CanaryStats {
  readonly at: string;
  readonly latencyMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Null while none was flown in the last hour. */
export async function readCanaryStats(sql: Sql): Promise<CanaryStats | null> {
  const [row] = await sql.query<CanaryStats>(
    `select to_char(max(flown_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, (array_agg(latency_ms order by flown_at desc))[1] as "latencyMs",
            percentile_cont(0.5) within group (order by latency_ms) as "p50Ms", percentile_cont(0.99) within group (order by latency_ms) as "p99Ms"
       from canary_flights where flown_at > now() - interval '1 hour' having count(*) > 0`,
  );
  return row ?? null;
}

/** Deletes the sessions of canaries that ended over an hour ago; answers how many. Their events stay in the log until it is trimmed. */
export async function forgetCanaries(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ readonly forgotten: number }>('select forget_canaries() as forgotten');
  return row?.forgotten ?? 0;
}
