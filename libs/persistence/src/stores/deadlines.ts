import type { Role } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { ofPeople } from './canaries.js';
import { isLive } from './session-view.js';

/** The rules that open sessions of a role are held to. */
export interface Held {
  readonly role: Role;
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** 0 where none ends for being too many. */
  readonly maxSessions: number;
}

/** Where in the order of their opening the last session of a batch stands. */
export interface OpenedPlace {
  readonly at: string;
  readonly id: string;
}

export const beforeAll: OpenedPlace = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

/** One batch brought in line: where it ended (undefined: it was the last), and those whose deadline has passed by it. */
export interface Aligned {
  readonly last: OpenedPlace | undefined;
  readonly overdue: readonly string[];
}

/** Sets the deadlines of up to `limit` live sessions by the rules, from their opening and last activity. */
export async function alignDeadlines(sql: Sql, { role, idleTimeoutMs, absoluteTimeoutMs }: Held, { after, limit }: { readonly after: OpenedPlace; readonly limit: number }): Promise<Aligned> {
  const [row] = await sql.query<{ readonly at: string | null; readonly id: string | null; readonly overdue: readonly string[] }>(alignSql, [
    after.at, after.id, limit, role, idleTimeoutMs, absoluteTimeoutMs,
  ]);
  const last = row?.at == null || row.id === null ? undefined : { at: row.at, id: row.id };
  return { last, overdue: row?.overdue ?? [] };
}

/** Up to `limit` users of a role who have more live sessions than they may. */
export async function usersOverLimit(sql: Sql, { role, maxSessions }: Held, limit: number): Promise<readonly string[]> {
  const rows = await sql.query<{ readonly id: string }>(
    `select s.user_id as id from sessions s join users u on u.id = s.user_id cross join realm r
      where ${isLive} and u.role = $1 and ${ofPeople('s.user_id')} group by s.user_id having count(*) > $2 limit $3`,
    [role, maxSessions, limit],
  );
  return rows.map(({ id }) => id);
}

/** How many live sessions of a role these rules would end now. One pass over what is live. */
export async function countEndedBy(sql: Sql, { role, idleTimeoutMs, absoluteTimeoutMs, maxSessions }: Held): Promise<number> {
  const [row] = await sql.query<{ readonly count: number }>(
    `select coalesce(sum(o.overdue + case when $4::int > 0 then greatest(o.rest - $4::int, 0) else 0 end), 0)::int as count from (
       select count(*) filter (where d.overdue) as overdue, count(*) filter (where not d.overdue) as rest from (
         select s.user_id, ${deadline('$2', '$3')} <= now() as overdue from sessions s join users u on u.id = s.user_id cross join realm r
          where ${isLive} and u.role = $1 and ${ofPeople('s.user_id')}) d group by d.user_id) o`,
    [role, idleTimeoutMs, absoluteTimeoutMs, maxSessions],
  );
  return row?.count ?? 0;
}

const absoluteDeadline = (absolute: string): string => `(s.created_at + ${absolute}::float8 * interval '1 millisecond')::timestamptz(3)`;
const deadline = (idle: string, absolute: string): string =>
  `least((s.last_active_at + ${idle}::float8 * interval '1 millisecond')::timestamptz(3), ${absoluteDeadline(absolute)})`;

const alignSql = `
  with b as materialized (
    select s.id, s.created_at from sessions s where s.ended_at is null and (s.created_at, s.id) > ($1::timestamptz, $2::uuid) order by s.created_at, s.id limit $3),
  d as (
    update sessions s set absolute_expires_at = ${absoluteDeadline('$6')}, expires_at = ${deadline('$5', '$6')}
      from b, users u, realm r
     where s.id = b.id and u.id = s.user_id and u.role = $4 and ${isLive} and ${ofPeople('s.user_id')}
       and (s.absolute_expires_at, s.expires_at) is distinct from (${absoluteDeadline('$6')}, ${deadline('$5', '$6')})
    returning s.id, s.expires_at <= now() as overdue)
  select to_char(l.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, l.id, array(select d.id::text from d where d.overdue) as overdue
    from (select 1) one left join lateral (select * from b order by created_at desc, id desc limit 1) l on true`;
