import { createHash } from 'node:crypto';

import type { EndedBy, EndReason, Event } from '@curfew/contracts';

import type { Prepared, Sql } from '../database.js';
import { ofPeople } from './canaries.js';
import { eventView } from './events.js';
import { countEnds } from './hours.js';
import { matchingSql, type Matching } from './session-matches.js';
import { deadlineReason, isLive, isUnmarked, writtenView } from './session-view.js';

/** The one place that writes `ended_at` and `generation`. `Sessions` is its one caller. */

/** Why, by whom and in which request. */
export interface End {
  readonly reason: EndReason;
  readonly by: EndedBy;
  readonly requestId: string | null;
  readonly ipAddress: string | null;
  readonly note: string | null;
}

/** Ends one live session (of `userId`, unless null) and writes its event; undefined when there is no such live session. */
export async function endSession(sql: Sql, which: { readonly sessionId: string; readonly userId: string | null }, end: End): Promise<Event | undefined> {
  const [row] = await sql.query<{ readonly event: Event }>(endOneSql, [which.sessionId, which.userId, ...endValues(end)]);
  return row?.event;
}

/** These sessions, so far as they match. */
export interface Batch extends Matching {
  readonly ids: readonly string[];
}

/**
 * Ends those of these sessions that are live and still match, each with its event, in one statement. One whose row someone else holds just now
 * is passed over: whoever ends many asks again until none is left, and waits for nobody with a thousand rows in hand.
 */
export async function endSessions(sql: Sql, { ids, ...matching }: Batch, end: End): Promise<readonly Event[]> {
  const { from, values } = await matchingSql(sql, matching, [ids, ...endValues(end)]);
  const text = endManySql(from);
  // A statement for each kind of filter. Whatever it asks for, those rows are found by their ids: one plan is right for all.
  const rows = await sql.query<{ readonly event: Event }>({ name: `end-many-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`, text }, values);
  return rows.map(({ event }) => event);
}

/** What `endGeneration` did; undefined where the session to spare was not live in the generation that was left. */
export interface GenerationEnd {
  readonly event: Event;
  /** How many were live, counted up to 1,001. */
  readonly counted: number;
}

/** Whose generation ends (null: everyone's), and the one session that goes on. */
export interface GenerationSelector {
  readonly userId: string | null;
  readonly spare: string | null;
}

/**
 * Ends all sessions of a user, or of everyone, in time that does not grow with their number: the generation goes up by one.
 * Call it in a transaction that holds the lock of that generation (`lockUser`, `lockRealm`), in statements after it.
 */
export async function endGeneration(sql: Sql, { userId, spare }: GenerationSelector, end: End): Promise<GenerationEnd | undefined> {
  if (spare !== null) {
    const spared = await sql.query(userId === null ? spareOfRealmSql : spareOfUserSql, userId === null ? [spare] : [spare, userId]);
    if (spared.length === 0) return undefined;
  }
  const [count] = await sql.query<{ readonly counted: number }>(userId === null ? countRealmSql : countUserSql, userId === null ? [] : [userId]);
  const [row] = await sql.query<{ readonly event: Event }>(userId === null ? endRealmSql : endUserSql, [userId, spare, ...endValues(end)]);
  return row === undefined ? undefined : { event: row.event, counted: count?.counted ?? 0 };
}

/** Marks sessions whose deadline has passed as ended, each with its event. */
export async function expireSessions(sql: Sql, ids: readonly string[]): Promise<readonly Event[]> {
  const rows = await sql.query<{ readonly event: Event }>(expireSql('s.id = any($1::uuid[]) and s.expires_at <= now()', ''), [ids]);
  return rows.map(({ event }) => event);
}

/** Marks up to `limit` sessions whose deadline passed more than `graceMs` ago. Two that sweep at once share the work. */
export async function sweepSessions(sql: Sql, graceMs: number, limit: number): Promise<readonly Event[]> {
  const due = `s.ended_at is null and s.expires_at <= now() - $1::float8 * interval '1 millisecond'`;
  const rows = await sql.query<{ readonly event: Event }>(expireSql(due, 'order by s.expires_at limit $2'), [graceMs, limit]);
  return rows.map(({ event }) => event);
}

/** Writes into up to `limit` rows how their generation ended; 0 when no history is left to fill in. */
export async function fillGeneration(sql: Sql, limit: number): Promise<number> {
  const [open] = await sql.query<{ readonly userId: string; readonly generation: number; readonly ofRealm: boolean; readonly endedAt: Date }>(unfilledSql);
  if (open === undefined) return 0;
  const whose = open.ofRealm ? 's.realm_generation = $2 and $1::uuid is not null' : 's.user_id = $1 and s.generation = $2';
  const rows = await sql.query(fillSql(whose), [open.userId, open.generation, limit]);
  if (rows.length > 0) await countEnds(sql, open.endedAt, rows.length);
  if (rows.length < limit) await sql.query('update generation_ends set filled_at = now() where user_id = $1 and generation = $2', [open.userId, open.generation]);
  return Math.max(rows.length, 1);
}

const endValues = ({ reason, by, requestId, ipAddress, note }: End): readonly unknown[] => [reason, JSON.stringify(by), by.type, by.id, requestId, ipAddress, note];

const endOneSql: Prepared = { name: 'end-one', text: `
  with r as (select generation, epoch from realm),
  s as (
    update sessions s set ended_at = now(), end_reason = $3, ended_by = $4::jsonb
      from users u, r
     where s.id = $1 and ($2::uuid is null or s.user_id = $2) and u.id = s.user_id and ${isLive}
    returning s.*),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, reason, session, request_id, ip_address, note)
    select r.epoch, uuid_v7(), 'session-revoked', s.user_id, s.id, $5, $6, $3, ${writtenView}, $7, $8::inet, $9 from s, r
    returning *)
  select ${eventView} as event from e` };

const endManySql = (matching: string): string => `
  with r as (select generation, epoch from realm),
  d as (select s.id ${matching} and s.id = any($1::uuid[]) for update of s skip locked),
  s as (
    update sessions s set ended_at = now(), end_reason = $2, ended_by = $3::jsonb from d where s.id = d.id and s.ended_at is null
    returning s.*),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, reason, session, request_id, ip_address, note)
    select r.epoch, uuid_v7(), 'session-revoked', s.user_id, s.id, $4, $5, $2, ${writtenView}, $6, $7::inet, $8 from s, r
    returning *)
  select ${eventView} as event from e`;

const spareOfUserSql: Prepared = { name: 'spare-of-user', text: `
  update sessions s set generation = s.generation + 1 from users u, realm r
   where s.id = $1 and s.user_id = $2 and u.id = s.user_id and ${isLive} returning s.id` };

const spareOfRealmSql = `
  update sessions s set realm_generation = s.realm_generation + 1 from users u, realm r
   where s.id = $1 and u.id = s.user_id and ${isLive} returning s.id`;

// The spared one is stamped already: it is not in the generation that is counted.
const countUserSql: Prepared = { name: 'count-user', text: `
  select count(*)::int as counted from (
    select from sessions s, users u, realm r where s.user_id = $1 and u.id = $1 and ${isLive} limit 1001) capped` };

const countRealmSql = `
  select count(*)::int as counted from (
    select from sessions s join users u on u.id = s.user_id cross join realm r where ${isLive} and ${ofPeople('s.user_id')} limit 1001) capped`;

const endGenerationSql = (next: string): string => `
  with r as (select epoch from realm),
  n as (${next}),
  e as (
    insert into session_events (epoch, id, type, user_id, actor_type, actor_id, actor_from, reason, spared_session_id, generation, request_id, ip_address, note)
    select r.epoch, uuid_v7(), 'sessions-revoked', $1::uuid, $5, $6, $4::jsonb ->> 'from', $3, $2::uuid, n.generation, $7, $8::inet, $9 from n, r
    returning *),
  g as (
    insert into generation_ends (user_id, generation, reason, ended_by, position)
    select coalesce($1::uuid, '00000000-0000-0000-0000-000000000000'), n.generation - 1, $3, $4::jsonb, e.xid || '-' || e.number from n, e)
  select ${eventView} as event from e`;

const endUserSql: Prepared = { name: 'end-user', text: endGenerationSql('update users set generation = generation + 1 where id = $1 returning generation') };
const endRealmSql: Prepared = { name: 'end-realm', text: endGenerationSql('update realm set generation = generation + 1 returning generation') };

// Ended at its deadline, not when somebody noticed: so the row says the same before and after it is marked.
const expireSql = (due: string, bound: string): string => `
  with d as (
    select s.id from sessions s join users u on u.id = s.user_id cross join realm r
     where ${due} and ${isUnmarked}
     ${bound} for update of s skip locked),
  s as (
    update sessions s set ended_at = s.expires_at, end_reason = ${deadlineReason}, ended_by = '{"type": "system", "id": null}'
      from d where s.id = d.id and s.ended_at is null and s.expires_at <= now()
    returning s.*),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, reason, session)
    select r.epoch, uuid_v7(), 'session-expired', s.user_id, s.id, 'system', s.end_reason, ${writtenView} from s, realm r
    returning *)
  select ${eventView} as event from e`;

const unfilledSql = `
  select user_id as "userId", generation, user_id = '00000000-0000-0000-0000-000000000000' as "ofRealm", ended_at as "endedAt"
    from generation_ends where filled_at is null order by ended_at limit 1`;

// A deadline that had passed by then came first.
const fillSql = (whose: string): string => `
  with g as (select * from generation_ends where user_id = $1 and generation = $2),
  d as (select s.id from sessions s where ${whose} and s.ended_at is null limit $3 for update)
  update sessions s
     set ended_at = least(s.expires_at, g.ended_at),
         end_reason = case when s.expires_at <= g.ended_at then ${deadlineReason} else g.reason end,
         ended_by = case when s.expires_at <= g.ended_at then '{"type": "system", "id": null}'::jsonb else g.ended_by end
    from d, g where s.id = d.id and s.ended_at is null
  returning s.id`;
