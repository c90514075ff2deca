import type { AtLimit, Role } from '@curfew/contracts';

import type { Sql } from '../database.js';

/** What an administrator has decided for a role; null where nothing. Times in milliseconds. */
export interface PolicyRow {
  readonly role: Role;
  readonly idleTimeoutMs: number | null;
  readonly absoluteTimeoutMs: number | null;
  readonly maxSessions: number | null;
  readonly atLimit: AtLimit | null;
  /** The worker has yet to bring open sessions in line. */
  readonly pending: boolean;
}

export type PolicyChange = Partial<Pick<PolicyRow, 'idleTimeoutMs' | 'absoluteTimeoutMs' | 'maxSessions' | 'atLimit'>>;

/** Both roles' rows. */
export function readPolicies(sql: Sql): Promise<readonly PolicyRow[]> {
  return sql.query<PolicyRow>(`select ${columns} from policies order by role`);
}

/** The row that a user's sessions are judged by now. */
export async function readPolicyOf(sql: Sql, userId: string): Promise<PolicyRow | undefined> {
  const [row] = await sql.query<PolicyRow>(`select ${columns} from policies where role = (select role from users where id = $1)`, [userId]);
  return row;
}

/** Changes what is named for a role, and has the worker bring open sessions in line. */
export async function changePolicy(sql: Sql, role: Role, change: PolicyChange): Promise<void> {
  const { idleTimeoutMs: idle, absoluteTimeoutMs: absolute, maxSessions: most, atLimit } = change;
  await sql.query(
    `update policies set idle_timeout_ms = case when $2 then $3::bigint else idle_timeout_ms end, absolute_timeout_ms = case when $4 then $5::bigint else absolute_timeout_ms end,
       max_sessions = case when $6 then $7::int else max_sessions end, at_limit = case when $8 then $9::text else at_limit end, version = version + 1 where role = $1`,
    [role, idle !== undefined, idle ?? null, absolute !== undefined, absolute ?? null, most !== undefined, most ?? null, atLimit !== undefined, atLimit ?? null],
  );
}

const columns = `role, idle_timeout_ms::float8 as "idleTimeoutMs", absolute_timeout_ms::float8 as "absoluteTimeoutMs", max_sessions as "maxSessions",
  at_limit as "atLimit", version > applied as pending`;
