import { statusOf, type DeviceType, type EndedBy, type EndReason, type Session } from '@curfew/contracts';

/** `instant` of the contract: RFC 3339 in UTC with milliseconds. */
const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The contract's Session as jsonb, from a row `s` that this statement has written itself: what stands in it is all there is to know.
 * `idle`, `online`, `connections` and `current` depend on when and who asks: they are set where the view is answered.
 */
export const writtenView = `jsonb_build_object(
  'id', s.id, 'userId', s.user_id,
  'status', case when s.end_reason is null then 'active' when s.end_reason = 'signed-out' then 'signed-out'
    when s.end_reason in ('idle-timeout', 'absolute-timeout') then 'expired' else 'revoked' end,
  'online', false, 'connections', 0, 'current', false, 'unfamiliar', s.unfamiliar,
  'device', jsonb_build_object('id', s.device_id, 'type', s.device_type, 'name', s.device_name, 'label', s.device_label,
    'os', s.device_os, 'browser', s.device_browser),
  'ipAddress', host(s.ip_address),
  'location', case when s.country is null then null else jsonb_build_object('country', s.country, 'region', s.region, 'city', s.city,
    'latitude', s.latitude, 'longitude', s.longitude) end,
  'createdAt', ${instant('s.created_at')}, 'lastActiveAt', ${instant('s.last_active_at')}, 'expiresAt', ${instant('s.expires_at')},
  'absoluteExpiresAt', ${instant('s.absolute_expires_at')},
  'endedAt', ${instant('s.ended_at')}, 'endReason', s.end_reason, 'endedBy', s.ended_by,
  'method', s.method)`;

/** The columns of which `viewOf` makes the same view. JSON costs the database more than all else of a page: fifty rows are read as they stand. */
export interface ViewRow {
  readonly id: string;
  readonly userId: string;
  readonly unfamiliar: boolean;
  readonly deviceId: string | null;
  readonly deviceType: DeviceType;
  readonly deviceName: string;
  readonly deviceLabel: string | null;
  readonly deviceOs: string | null;
  readonly deviceBrowser: string | null;
  readonly ipAddress: string;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Seconds since 1970, as the other times. */
  readonly createdAt: number;
  readonly lastActiveAt: number;
  readonly expiresAt: number;
  readonly absoluteExpiresAt: number;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
  readonly endedBy: EndedBy | null;
  readonly method: string;
}

const columns = (end: { readonly at: string; readonly reason: string; readonly by: string }): string => `
  s.id, s.user_id as "userId", s.unfamiliar, s.device_id as "deviceId", s.device_type as "deviceType", s.device_name as "deviceName", s.device_label as "deviceLabel",
  s.device_os as "deviceOs", s.device_browser as "deviceBrowser", host(s.ip_address) as "ipAddress", s.country, s.region, s.city, s.latitude, s.longitude,
  date_part('epoch', s.created_at) as "createdAt", date_part('epoch', s.last_active_at) as "lastActiveAt", date_part('epoch', s.expires_at) as "expiresAt",
  date_part('epoch', s.absolute_expires_at) as "absoluteExpiresAt", date_part('epoch', ${end.at}) as "endedAt", ${end.reason} as "endReason", ${end.by} as "endedBy", s.method`;

/** The columns of a row that is known to be live. */
export const writtenColumns = columns({ at: 's.ended_at', reason: 's.end_reason', by: 's.ended_by' });

/**
 * The columns of any row, with `endJoin`: ended by itself, with its generation, or by its deadline, whichever was first.
 * A session that is not live shows how it ended at once, before the worker has written it into the row.
 */
export const readColumns = columns({ at: 'e.ended_at', reason: 'e.reason', by: 'e.ended_by' });

/** The view that `writtenView` writes, to the letter: its keys are in jsonb's order. */
export const viewOf = (row: ViewRow): Session => ({
  id: row.id,
  device: { id: row.deviceId, os: row.deviceOs, name: row.deviceName, type: row.deviceType, label: row.deviceLabel, browser: row.deviceBrowser },
  method: row.method,
  online: false,
  status: row.endReason === null ? 'active' : statusOf(row.endReason),
  userId: row.userId,
  current: false,
  endedAt: row.endedAt === null ? null : instantOf(row.endedAt),
  endedBy: row.endedBy,
  location: row.country === null ? null : { city: row.city, region: row.region, country: row.country, latitude: row.latitude, longitude: row.longitude },
  createdAt: instantOf(row.createdAt),
  endReason: row.endReason,
  expiresAt: instantOf(row.expiresAt),
  ipAddress: row.ipAddress,
  unfamiliar: row.unfamiliar,
  connections: 0,
  lastActiveAt: instantOf(row.lastActiveAt),
  absoluteExpiresAt: instantOf(row.absoluteExpiresAt),
});

// Rounded: as a fraction of a second a millisecond is not exact.
const instantOf = (seconds: number): string => new Date(Math.round(seconds * 1_000)).toISOString();

/** Of a session whose deadline has passed, not yet marked: which of its two deadlines it was. */
export const deadlineReason = `case when s.expires_at >= s.absolute_expires_at then 'absolute-timeout' else 'idle-timeout' end`;

export const endJoin = `left join lateral (
  select ended_at, reason, ended_by from (
    select s.ended_at, s.end_reason as reason, s.ended_by where s.ended_at is not null
    union all
    select g.ended_at, g.reason, g.ended_by from generation_ends g
     where s.ended_at is null and g.user_id = s.user_id and g.generation = s.generation
    union all
    select g.ended_at, g.reason, g.ended_by from generation_ends g
     where s.ended_at is null and g.user_id = '00000000-0000-0000-0000-000000000000' and g.generation = s.realm_generation
    union all
    select s.expires_at, ${deadlineReason}, '{"type": "system", "id": null}'::jsonb
     where s.ended_at is null and s.expires_at <= now()
  ) ends order by ended_at limit 1) e on true`;

const live = (inGeneration: string): string => `(s.ended_at is null and s.expires_at > now() and ${inGeneration})`;

/** Live, by its one definition: would be admitted right now. Of a row `s`, its user `u` and the realm `r`. */
export const isLive = live('s.generation = u.generation and s.realm_generation = r.generation');

/**
 * The same of a row `s` alone. A page has few rows: to plan a join for them takes longer than to look up their users one by one.
 * `is not null`, as of that PostgreSQL supposes that it mostly holds; an equality it would suppose to be rare, and not walk the list in its order.
 */
export const isLiveAlone = live('(select true from users l where l.id = s.user_id and l.generation = s.generation) is not null and s.realm_generation = (select l.generation from realm l)');

/** Not marked ended, by itself or with its generation, though its deadline may have passed: then it is refused, and to be marked. */
export const isUnmarked = `(s.ended_at is null and s.generation = u.generation and s.realm_generation = r.generation)`;

/** How many sockets are open now, on every gateway whose row says that it is online. */
export const connectionsJoin = `left join lateral (
  select coalesce(sum(p.connections), 0)::int as connections from presence p join consumers c on c.id = p.consumer_id and c.online_until > now()
   where p.session_id = s.id) o on true`;

/** The same as a value, for the rows of a page. */
export const connections = `coalesce((select sum(p.connections)::int from presence p join consumers c on c.id = p.consumer_id and c.online_until > now() where p.session_id = s.id), 0)`;
