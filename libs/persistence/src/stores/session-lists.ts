import { isIP } from 'node:net';

import type { Liveness, Session, Sort } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { ofPeople } from './canaries.js';
import { connectionsJoin, endJoin, isLive, readView } from './session-view.js';

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
  return sql.query<ListedSession>(pageSql({ where, ...sorts['-lastActiveAt'] }), values);
}

/** Everyone's sessions. `q` is the beginning of an e-mail address, a name, a device's name or label, or a whole address. */
export interface AllQuery {
  readonly q?: string | undefined;
  readonly userId?: string | undefined;
  readonly status: Liveness;
  readonly sort: Sort;
  readonly limit: number;
  readonly after?: readonly (string | number)[] | undefined;
}

/** One page of everyone's sessions. */
export function listAllSessions(sql: Sql, { q, userId, status, sort, limit, after }: AllQuery): Promise<readonly ListedSession[]> {
  const values: unknown[] = [limit];
  const conditions: string[] = [liveness[status], ofPeople('s.user_id')];
  if (userId !== undefined) conditions.push(`s.user_id = $${values.push(userId)}::uuid`);
  if (q !== undefined) conditions.push(matches(q, values));
  const { column, direction, beyond } = sorts[sort];
  if (after !== undefined) conditions.push(`(s.${column}, s.id) ${beyond} ($${values.push(after[0])}::timestamptz, $${values.push(after[1])}::uuid)`);
  return sql.query<ListedSession>(pageSql({ where: conditions.join(' and '), column, direction }), values);
}

/** One session (of `userId`, unless null), live or ended; undefined when there is none. */
export async function findSession(sql: Sql, sessionId: string, userId: string | null): Promise<ListedSession | undefined> {
  const where = 's.id = $2 and ($3::uuid is null or s.user_id = $3)';
  const [row] = await sql.query<ListedSession>(pageSql({ where, ...sorts['-lastActiveAt'] }), [1, sessionId, userId]);
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

const sorts = {
  '-createdAt': { column: 'created_at', direction: 'desc', beyond: '<' },
  createdAt: { column: 'created_at', direction: 'asc', beyond: '>' },
  '-lastActiveAt': { column: 'last_active_at', direction: 'desc', beyond: '<' },
  lastActiveAt: { column: 'last_active_at', direction: 'asc', beyond: '>' },
} as const;

function matches(q: string, values: unknown[]): string {
  const beginning = `$${values.push(`${q.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`)}`;
  const conditions = [
    `s.user_id in (select id from users where email like ${beginning} union all select id from users where lower(name) like ${beginning})`,
    `lower(s.device_name) like ${beginning}`,
    `lower(s.device_label) like ${beginning}`,
  ];
  if (isIP(q) !== 0) conditions.push(`s.ip_address = $${values.push(q)}::inet`);
  return `(${conditions.join(' or ')})`;
}

interface PageShape {
  readonly where: string;
  readonly column: 'last_active_at' | 'created_at';
  readonly direction: 'asc' | 'desc';
}

// $1 is the limit. The page is cut first: how each ended and what is online is looked up for its rows alone.
const pageSql = ({ where, column, direction }: PageShape): string => `
  select ${readView} as view, o.connections,
         to_char(s.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as key,
         jsonb_build_object('id', s.user_id, 'email', s.email, 'name', s.user_name) as user
    from (
      select s.*, u.email, u.name as user_name from sessions s join users u on u.id = s.user_id cross join realm r
       where ${where} order by s.${column} ${direction}, s.id ${direction} limit $1) s
    ${endJoin} ${connectionsJoin}
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
