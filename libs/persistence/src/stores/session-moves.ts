import type { DeviceType, Event, Location } from '@curfew/contracts';

import type { Sql } from '../database.js';
import { eventView } from './events.js';
import { isLive, writtenView } from './session-view.js';

/** Where a live session is used from now. A `userAgent` that is null tells nothing: then the device stays as it is. */
export interface SessionMove {
  readonly sessionId: string;
  readonly ipAddress: string;
  readonly location: Location | null;
  readonly userAgent: string | null;
  readonly device: { readonly type: DeviceType; readonly name: string; readonly os: string | null; readonly browser: string | null };
  readonly requestId: string | null;
}

/**
 * Writes that a session is used from another address, system or browser, with the event in the same statement; undefined when it is not,
 * or is not live. Another version of the same browser is written without an event. The type follows the system only: its user may have
 * corrected it.
 */
export async function moveSession(sql: Sql, { sessionId, ipAddress, location, userAgent, device, requestId }: SessionMove): Promise<Event | undefined> {
  const [row] = await sql.query<{ readonly event: Event }>(moveSql, [
    sessionId, ipAddress, userAgent, device.type, device.name, device.os, device.browser,
    location?.country ?? null, location?.region ?? null, location?.city ?? null, location?.latitude ?? null, location?.longitude ?? null, requestId,
  ]);
  return row?.event;
}

// Two processes that see the same move write one event: the second waits for the row's lock, and finds nothing that differs.
const moveSql = `
  with was as (
    select s.id, s.ip_address <> $2::inet as moved, $3::text is not null and s.device_os is distinct from $6::text as another_system,
           $3::text is not null and (s.device_os is distinct from $6::text or s.device_browser is distinct from $7::text) as another_device
      from sessions s join users u on u.id = s.user_id cross join realm r
     where s.id = $1 and ${isLive} and (s.ip_address <> $2::inet or ($3::text is not null and s.user_agent is distinct from $3::text))
       for update of s),
  s as (
    update sessions s
       set ip_address = $2::inet, user_agent = coalesce($3::text, s.user_agent),
           device_type = case when was.another_system then $4::text else s.device_type end,
           device_name = case when was.another_device then $5::text else s.device_name end,
           device_os = case when was.another_device then $6::text else s.device_os end,
           device_browser = case when was.another_device then $7::text else s.device_browser end,
           country = case when was.moved then $8::text else s.country end,
           region = case when was.moved then $9::text else s.region end,
           city = case when was.moved then $10::text else s.city end,
           latitude = case when was.moved then $11::float8 else s.latitude end,
           longitude = case when was.moved then $12::float8 else s.longitude end
      from was where s.id = was.id
    returning s.*, was.moved or was.another_device as told),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, session, request_id, ip_address)
    select r.epoch, uuid_v7(), 'session-updated', s.user_id, s.id, 'user', s.user_id::text, ${writtenView}, $13, s.ip_address
      from s, realm r where s.told
    returning *)
  select ${eventView} as event from e`;
