import type { Liveness, Session, Sort } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';
import { connections, endJoin, isLive, isLiveAlone, readColumns, viewOf, writtenColumns, type ViewRow } from './session-view.js';

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
export async function listOwnSessions(sql: Sql, { userId, status, limit, except, after }: OwnQuery): Promise<readonly ListedSession[]> {
  const rows = await sql.query<ListedRow>(ownPages[status], [limit, userId, except, ...(after ?? BEGINNING)]);
  return rows.map(listedBy('-lastActiveAt'));
}

/** One session (of `userId`, unless null), live or ended; undefined when there is none. */
export async function findSession(sql: Sql, sessionId: string, userId: string | null): Promise<ListedSession | undefined> {
  const [row] = await sql.query<ListedRow>(findSql, [sessionId, userId]);
  return row === undefined ? undefined : listedBy('-lastActiveAt')(row);
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

/** What a page reads of each row. */
export interface ListedRow extends ViewRow {
  readonly connections: number;
  readonly userEmail: string;
  readonly userName: string | null;
}

/** A row as it is listed, in a list of this order. */
export const listedBy = (sort: Sort): ((row: ListedRow) => ListedSession) => {
  const key = sorts[sort].column === 'created_at' ? 'createdAt' : 'lastActiveAt';
  return (row) => {
    const view = viewOf(row);
    return { view, connections: row.connections, key: view[key], user: { id: row.userId, name: row.userName, email: row.userEmail } };
  };
};

// Looked up twice, which costs less than one JSON.
const beside = `${connections} as connections,
  (select coalesce(l.email, '') from users l where l.id = s.user_id) as "userEmail", (select l.name from users l where l.id = s.user_id) as "userName"`;

/** A page of rows `s` that are known to be live. `rest`: from where, in which order, how many. */
export const livePageSql = (rest: string): string => `select ${writtenColumns}, ${beside} ${rest}`;

/** A page of any rows, which is cut already: how each ended is looked up for them alone. */
export const anyPageSql = (rows: string, { column, direction }: Order): string => `
  select ${readColumns}, ${beside} from (${rows}) s ${endJoin} order by s.${column} ${direction}, s.id ${direction}`;

// $1 is the limit. Planned once for everyone, so also for a user of a hundred thousand sessions: with a place to go on from, the first page too is walked in the order
// of the index, and not gathered and sorted.
const ownPage = (status: Liveness): Prepared => {
  const rest = `from sessions s where s.user_id = $2 and ($3::uuid is null or s.id <> $3) and ${standing[status]}
      and (s.last_active_at, s.id) < ($4::timestamptz, $5::uuid) order by s.last_active_at desc, s.id desc limit $1`;
  return { name: `own-${status}`, text: status === 'live' ? livePageSql(rest) : anyPageSql(`select s.* ${rest}`, sorts['-lastActiveAt']) };
};

const BEGINNING = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

const standing = { live: isLiveAlone, ended: `not ${isLiveAlone}`, all: 'true' } as const;

const ownPages = { live: ownPage('live'), ended: ownPage('ended'), all: ownPage('all') } as const;

const findSql: Prepared = { name: 'find-session', text: anyPageSql('select s.* from sessions s where s.id = $1 and ($2::uuid is null or s.user_id = $2)', sorts['-lastActiveAt']) };

const endPositionSql = `
  select position from (
    select e.xid || '-' || e.number as position, e.occurred_at as at from session_events e
     where e.session_id = $1 and e.type in ('session-revoked', 'session-expired')
    union all
    select g.position, g.ended_at from generation_ends g join sessions s on s.id = $1
     where g.user_id = s.user_id and g.generation = s.generation
        or g.user_id = '00000000-0000-0000-0000-000000000000' and g.generation = s.realm_generation) ends
   order by at limit 1`;
