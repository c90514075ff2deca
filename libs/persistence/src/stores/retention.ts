import type { Database, Sql } from '../database.js';

/** Deletes up to `limit` sessions that ended longer ago than `olderThanMs`; answers how many. */
export async function deleteEndedSessions(sql: Sql, olderThanMs: number, limit: number): Promise<number> {
  const [row] = await sql.query<{ readonly gone: number }>(`select delete_ended_sessions($1::float8 * interval '1 millisecond', $2) as gone`, [olderThanMs, limit]);
  return row?.gone ?? 0;
}

/**
 * Drops the log's partitions that are wholly older than `olderThanMs`; answers how many. How far it is trimmed is committed before anything goes:
 * a reader that stands below starts anew instead of missing what it never saw.
 */
export async function dropPartitions(database: Database, olderThanMs: number): Promise<number> {
  const [mark] = await database.query<{ readonly due: boolean }>(`select raise_low_water($1::float8 * interval '1 millisecond') as due`, [olderThanMs]);
  if (mark?.due !== true) return 0;
  const [row] = await database.query<{ readonly dropped: number }>(`select drop_event_partitions($1::float8 * interval '1 millisecond') as dropped`, [olderThanMs]);
  return row?.dropped ?? 0;
}

/** Deletes up to `limit` links of the audit chain whose events were dropped; answers how many. */
export async function trimChain(sql: Sql, limit: number): Promise<number> {
  const [row] = await sql.query<{ readonly gone: number }>('select trim_audit_chain($1) as gone', [limit]);
  return row?.gone ?? 0;
}
