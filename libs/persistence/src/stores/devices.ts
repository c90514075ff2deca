import type { BlockedDevice, Event } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { eventView } from './events.js';
import { isLive, writtenView } from './session-view.js';

/** Blocks the device of one of the user's sessions; undefined when the session is not there or does not say which device it is. */
export async function blockDevice(sql: Sql, block: { readonly id: string; readonly sessionId: string; readonly userId: string; readonly from: string | null }): Promise<string | undefined> {
  const [row] = await sql.query<{ readonly name: string }>(
    `insert into blocked_devices (id, user_id, device_id, name, blocked_from)
     select $1, s.user_id, s.device_id, coalesce(s.device_label, s.device_name), $4 from sessions s
      where s.id = $2 and s.user_id = $3 and s.device_id is not null
     on conflict (user_id, device_id) do update set name = excluded.name returning name`,
    [block.id, block.sessionId, block.userId, block.from],
  );
  return row?.name;
}

/** The user's live sessions from the device of this one; none when it does not say which device it is. */
export async function liveSessionsOfDevice(sql: Sql, { sessionId, userId }: { readonly sessionId: string; readonly userId: string }): Promise<readonly string[]> {
  const rows = await sql.query<{ readonly id: string }>(
    `select s.id from sessions one join sessions s on s.user_id = one.user_id and s.device_id = one.device_id, users u, realm r
      where one.id = $1 and one.user_id = $2 and u.id = s.user_id and ${isLive} order by s.id`,
    [sessionId, userId],
  );
  return rows.map(({ id }) => id);
}

/** The user's blocked devices, newest first; at most 200. */
export function listBlockedDevices(sql: Sql, userId: string): Promise<readonly BlockedDevice[]> {
  return sql.query<BlockedDevice>(
    `select id, name, blocked_from as "blockedFrom", to_char(blocked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "blockedAt"
       from blocked_devices where user_id = $1 order by blocked_at desc, id desc limit 200`,
    [userId],
  );
}

/** Unblocks, and answers the device's name; undefined when it is not one of the user's. */
export async function unblockDevice(sql: Sql, id: string, userId: string): Promise<string | undefined> {
  const [row] = await sql.query<{ readonly name: string }>('delete from blocked_devices where id = $1 and user_id = $2 returning name', [id, userId]);
  return row?.name;
}

/** Takes the flag of a live session of the user away, with the event in the same statement; undefined when there is no such session. */
export async function acknowledgeSession(sql: Sql, which: { readonly sessionId: string; readonly userId: string; readonly requestId: string | null }): Promise<Event | undefined> {
  const [row] = await sql.query<{ readonly event: Event }>(acknowledgeSql, [which.sessionId, which.userId, which.requestId]);
  return row?.event;
}

const acknowledgeSql = `
  with s as (
    update sessions s set unfamiliar = false from users u, realm r
     where s.id = $1 and s.user_id = $2 and u.id = s.user_id and ${isLive} returning s.*),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, reason, session, request_id)
    select r.epoch, uuid_v7(), 'session-updated', s.user_id, s.id, 'user', s.user_id::text, 'acknowledged', ${writtenView}, $3 from s, realm r
    returning *)
  select ${eventView} as event from e`;
