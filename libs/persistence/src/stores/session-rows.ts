import type { DeviceType, Event, Role, Session } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';
import { eventView } from './events.js';
import type { Online } from './presence.js';
import { sourceHere } from './realm.js';
import { GRACE_ENDS } from './token-rotation.js';
import { connectionsJoin, isLive, isUnmarked, writtenView } from './session-view.js';

/** A session as a consumer knows it. The two times are what was left when the database answered; not above zero: its deadline has passed. */
export interface LiveSession {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly generation: number;
  readonly realmGeneration: number;
  readonly expiresInMs: number;
  readonly absoluteInMs: number;
  /** How far activity moves its deadline, as it is decided for its user's role; null where nothing is. */
  readonly idleTimeoutMs: number | null;
  readonly role: Role;
  readonly email: string;
  readonly name: string | null;
  readonly userCreatedAt: string;
  /** Open sockets on all gateways. */
  readonly connections: number;
  /** What it was last used with, as it was sent. */
  readonly userAgent: string | null;
  readonly view: Session;
}

/** Which sessions to read; `idleGiven`: a variable decides how long they may be idle, and no administrator. */
export interface Wanted {
  readonly tokenHashes: readonly string[];
  readonly ids: readonly string[];
  readonly idleGiven: boolean;
}

/** What was read, and which cluster answered, as one statement saw both. */
export interface LoadedSessions {
  readonly sessions: readonly LiveSession[];
  readonly source: string;
  /** Ids of sessions that had one of the tokens until it was replaced, a minute ago or earlier: whoever shows it now has copied it. */
  readonly reused: readonly string[];
}

/**
 * Reads sessions that are not marked ended from the primary, by the hash of their token or by id. A token that was replaced less than a minute ago finds its
 * session, too, with no more time left than that minute: what was under way, or has not heard of the new one, is not refused.
 */
export async function loadSessions(sql: Sql, { tokenHashes, ids, idleGiven }: Wanted): Promise<LoadedSessions> {
  const found = await load(sql, loadSql, [idleGiven, bytesOf(tokenHashes), ids]);
  const known = new Set(found.sessions.map(({ tokenHash }) => tokenHash));
  const unknown = tokenHashes.filter((hash) => !known.has(hash));
  if (unknown.length === 0) return { ...found, reused: [] };
  const { sessions, source } = await load(sql, loadReplacedSql, [idleGiven, bytesOf(unknown)]);
  if (source !== found.source) throw new Error('two clusters answered one read');
  // Its minute ends both deadlines.
  const isOver = ({ absoluteInMs }: LiveSession): boolean => absoluteInMs <= 0;
  // Who looks for an id takes the last: the session as it is.
  return { source, sessions: [...sessions.filter((session) => !isOver(session)), ...found.sessions], reused: sessions.filter(isOver).map(({ id }) => id) };
}

async function load(sql: Sql, statement: string | Prepared, values: readonly unknown[]): Promise<Omit<LoadedSessions, 'reused'>> {
  const rows = await sql.query<LoadedRow>(statement, values);
  const [first] = rows;
  if (first === undefined) throw new Error('The database has no realm: run the migrations first.');
  return { source: first.source, sessions: rows.flatMap(({ session }) => (session === null ? [] : [session])) };
}

const bytesOf = (hashes: readonly string[]): readonly Buffer[] => hashes.map((hash) => Buffer.from(hash, 'base64url'));

type LoadedRow = { readonly source: string; readonly session: LiveSession | null };

/** Activity of a session: how long ago, in milliseconds. */
export interface Activity {
  readonly sessionId: string;
  readonly agoMs: number;
}

/** How long a session lasts without activity: what is decided for its user's role, unless a variable was given that decides. */
export interface IdleRule {
  readonly idleTimeoutMs: number;
  readonly given: boolean;
}

/** Moves deadlines that have not passed, of many sessions in one statement. Answers those that were still live, as they are now. */
export function writeActivity(sql: Sql, seen: readonly Activity[], { idleTimeoutMs, given }: IdleRule): Promise<readonly Online[]> {
  return sql.query<Online>(activitySql, [
    seen.map(({ sessionId }) => sessionId),
    seen.map(({ agoMs }) => Math.max(0, Math.round(agoMs))),
    idleTimeoutMs,
    given,
  ]);
}

/** What a user corrects on a session. */
export interface SessionChange {
  readonly sessionId: string;
  readonly userId: string;
  readonly label?: string | null | undefined;
  readonly type?: DeviceType | undefined;
  readonly requestId: string | null;
}

/** Changes label or type of one of the user's live sessions, with the event in the same statement; undefined when there is none. */
export async function changeSession(sql: Sql, change: SessionChange): Promise<Event | undefined> {
  const [row] = await sql.query<{ readonly event: Event }>(changeSql, [
    change.sessionId, change.userId, change.label !== undefined, change.label ?? null, change.type ?? null, change.requestId,
  ]);
  return row?.event;
}

const loading = (by: { readonly hash: string; readonly until: string; readonly rows: string }): string => `
  select h.source, to_jsonb(l) as session from (select ${sourceHere} as source from realm r) h left join lateral (
  with s as materialized (${by.rows})
  select s.id, s.user_id as "userId", translate(rtrim(encode(${by.hash}, 'base64'), '='), '+/', '-_') as "tokenHash",
         s.generation, s.realm_generation as "realmGeneration",
         (extract(epoch from least(s.expires_at, ${by.until}) - now()) * 1000)::float8 as "expiresInMs",
         (extract(epoch from least(s.absolute_expires_at, ${by.until}) - now()) * 1000)::float8 as "absoluteInMs",
         case when $1 then null else p.idle_timeout_ms::float8 end as "idleTimeoutMs",
         u.role, coalesce(u.email, '') as email, u.name, to_char(u.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "userCreatedAt", o.connections,
         s.user_agent as "userAgent", ${writtenView} as view
    from s join users u on u.id = s.user_id and u.disabled_at is null left join policies p on p.role = u.role cross join realm r ${connectionsJoin}
   where ${isUnmarked}) l on true`;

// One by one: planned for any number of them while there were few, it would walk all that live, now that there are many.
const oneByOne = (column: string, values: string): string => `select s.* from unnest(${values}) w (wanted) cross join lateral (select * from sessions where sessions.${column} = w.wanted limit 1) s`;

const loadSql: Prepared = { name: 'load-sessions', text: loading({ hash: 's.token_hash', until: 'null', rows: `${oneByOne('token_hash', '$2::bytea[]')} union all ${oneByOne('id', '$3::uuid[]')}` }) };
const loadReplacedSql = loading({ hash: 's.previous_token_hash', until: GRACE_ENDS, rows: `select * from sessions s where s.previous_token_hash = any($2::bytea[])` });

const activitySql = `
  with s as (
    update sessions s
       set last_active_at = greatest(s.last_active_at, now() - a.ago * interval '1 millisecond'),
           expires_at = least(s.absolute_expires_at, greatest(s.last_active_at, now() - a.ago * interval '1 millisecond')
             + case when $4 then $3::float8 else coalesce(p.idle_timeout_ms, $3::float8) end * interval '1 millisecond')
      from unnest($1::uuid[], $2::float8[]) a (id, ago), users u, policies p
     where s.id = a.id and u.id = s.user_id and p.role = u.role and s.ended_at is null and s.expires_at > now()
    returning s.id, s.user_id, s.last_active_at)
  select s.id as "sessionId", s.user_id as "userId", o.connections,
         to_char(s.last_active_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastActiveAt"
    from s ${connectionsJoin}`;

const changeSql: Prepared = { name: 'change-session', text: `
  with s as (
    update sessions s
       set device_label = case when $3 then $4 else s.device_label end, device_type = coalesce($5, s.device_type)
      from users u, realm r
     where s.id = $1 and s.user_id = $2 and u.id = s.user_id and ${isLive}
    returning s.*),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, session, request_id)
    select r.epoch, uuid_v7(), 'session-updated', s.user_id, s.id, 'user', s.user_id::text, ${writtenView}, $6 from s, realm r
    returning *)
  select ${eventView} as event from e` };
