import type { Liveness, Session } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { connectionsJoin, endJoin, isLive, readView, writtenView } from './session-view.js';

/** A session as it is listed, with the sockets that are open now and the key of its place in the list. */
export interface ListedSession {
  readonly view: Session;
  readonly connections: number;
  readonly key: string;
  readonly user: { readonly id: string; readonly email: string; readonly name: string | null };
}

/** A user's own sessions by newest activity. `except` is left out, as it is shown first. */
export interface OwnQuery {
  readonly userId: string;
  readonly status: Liveness;
  readonly limit: number;
  readonly except: string | null;
  readonly after?: readonly (string | number)[] | undefined;
}

/** One page of a user's own sessions. */
export function listOwnSessions(sql: Sql, { userId, status, limit, except, after }: OwnQuery): Promise<readonly ListedSession[]> {
  const values: unknown[] = [limit, userId, except];
  const keyset = after === undefined ? '' : `and (s.last_active_at, s.id) < ($${values.push(after[0])}::timestamptz, $${values.push(after[1])}::uuid)`;
  const where = `s.user_id = $2 and ($3::uuid is null or s.id <> $3) and ${liveness[status]} ${keyset}`;
  return sql.query<ListedSession>(pageSql({ where, live: status === 'live', ...sorts['-lastActiveAt'] }), values);
}

/** One session (of `userId`, unless null), live or ended; undefined when there is none. */
export async function findSession(sql: Sql, sessionId: string, userId: string | null): Promise<ListedSession | undefined> {
  const where = 's.id = $2 and ($3::uuid is null or s.user_id = $3)';
  const [row] = await sql.query<ListedSession>(pageSql({ where, live: false, ...sorts['-lastActiveAt'] }), [1, sessionId, userId]);
  return row;
}

/** The ids and times of a user's live sessions, for the policies that judge a sign-in. */
export function listLive(sql: Sql, userId: string): Promise<readonly { readonly id: string; readonly createdAt: string }[]> {
  return sql.query(
    `select s.id, to_char(s.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
       from sessions s, users u, realm r where s.user_id = $1 and u.id = $1 and ${isLive}`,
    [userId],
  );
}

/** Where in the log it stands that an ended session ended; undefined while that is not written yet. */
export async function findEndPosition(sql: Sql, sessionId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ readonly position: string }>(endPositionSql, [sessionId]);
  return row?.position;
}

const liveness = { live: isLive, ended: `not ${isLive}`, all: 'true' } as const;

/** The orders of a list, each served by its indexes. */
export const sorts = {
  '-createdAt': { column: 'created_at', direction: 'desc', beyond: '<' },
  createdAt: { column: 'created_at', direction: 'asc', beyond: '>' },
  '-lastActiveAt': { column: 'last_active_at', direction: 'desc', beyond: '<' },
  lastActiveAt: { column: 'last_active_at', direction: 'asc', beyond: '>' },
} as const;

interface Order {
  readonly column: 'last_active_at' | 'created_at';
  readonly direction: 'asc' | 'desc';
}

// $1 is the limit.
const pageSql = ({ where, live, ...order }: Order & { readonly where: string; readonly live: boolean }): string =>
  listedSql(
    `select s.*, u.email, u.name as user_name from sessions s join users u on u.id = s.user_id cross join realm r
      where ${where} order by s.${order.column} ${order.direction}, s.id ${order.direction} limit $1`,
    { ...order, live },
  );

/** The rows of a page, which is cut already, as they are listed: what is online is looked up for them alone, and how each ended unless all are live. */
export const listedSql = (rows: string, { column, direction, live }: Order & { readonly live: boolean }): string => `
  select ${live ? writtenView : readView} as view, o.connections,
         to_char(s.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as key,
         jsonb_build_object('id', s.user_id, 'email', coalesce(s.email, ''), 'name', s.user_name) as user
    from (${rows}) s
    ${live ? '' : endJoin} ${connectionsJoin}
   order by s.${column} ${direction}, s.id ${direction}`;

const endPositionSql = `
  select position from (
    select e.xid || '-' || e.number as position, e.occurred_at as at from session_events e
     where e.session_id = $1 and e.type in ('session-revoked', 'session-expired')
    union all
    select g.position, g.ended_at from generation_ends g join sessions s on s.id = $1
     where g.user_id = s.user_id and g.generation = s.generation
        or g.user_id = '00000000-0000-0000-0000-000000000000' and g.generation = s.realm_generation) ends
   order by at limit 1`;
