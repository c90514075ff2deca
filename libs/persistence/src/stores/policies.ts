import type { AtLimit, Role } from '@curfew/contracts';

import type { Sql } from '../database.js';

/** What an administrator has decided for a role; null where nothing. Times in milliseconds. */
export interface PolicyRow {
  readonly role: Role;
  readonly idleTimeoutMs: number | null;
  readonly absoluteTimeoutMs: number | null;
  readonly maxSessions: number | null;
  readonly atLimit: AtLimit | null;
  readonly version: number;
  /** The version that open sessions were brought in line with. */
  readonly applied: number;
}

/** Both roles' rows. */
export function readPolicies(sql: Sql): Promise<readonly PolicyRow[]> {
  return sql.query<PolicyRow>(`select ${columns} from policies order by role`);
}

/** Takes both roles' rows: of two who decide at once, the second sees what the first did. */
export function lockPolicies(sql: Sql): Promise<readonly PolicyRow[]> {
  return sql.query<PolicyRow>(`select ${columns} from policies order by role for update`);
}

/** Writes what is decided for a role, and has open sessions brought in line. */
export async function writePolicy(sql: Sql, { role, idleTimeoutMs, absoluteTimeoutMs, maxSessions, atLimit }: Omit<PolicyRow, 'version' | 'applied'>): Promise<void> {
  await sql.query(
    'update policies set idle_timeout_ms = $2, absolute_timeout_ms = $3, max_sessions = $4, at_limit = $5, version = version + 1 where role = $1',
    [role, idleTimeoutMs, absoluteTimeoutMs, maxSessions, atLimit],
  );
}

/** Notes that open sessions of a role are in line with this version. */
export async function markApplied(sql: Sql, role: Role, version: number): Promise<void> {
  await sql.query('update policies set applied = $2 where role = $1 and applied < $2', [role, version]);
}

const columns = `role, idle_timeout_ms::float8 as "idleTimeoutMs", absolute_timeout_ms::float8 as "absoluteTimeoutMs", max_sessions as "maxSessions",
  at_limit as "atLimit", version, applied`;
