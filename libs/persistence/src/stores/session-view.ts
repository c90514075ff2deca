/** `instant` of the contract: RFC 3339 in UTC with milliseconds. */
const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The contract's Session as jsonb, from a row `s` and how it ended: the one place where a row becomes a view.
 * `idle`, `online`, `connections` and `current` depend on when and who asks: they are set where the view is answered.
 */
const view = (end: { readonly at: string; readonly reason: string; readonly by: string }): string => `jsonb_build_object(
  'id', s.id, 'userId', s.user_id,
  'status', case when ${end.reason} is null then 'active' when ${end.reason} = 'signed-out' then 'signed-out'
    when ${end.reason} in ('idle-timeout', 'absolute-timeout') then 'expired' else 'revoked' end,
  'online', false, 'connections', 0, 'current', false, 'unfamiliar', s.unfamiliar,
  'device', jsonb_build_object('id', s.device_id, 'type', s.device_type, 'name', s.device_name, 'label', s.device_label,
    'os', s.device_os, 'browser', s.device_browser),
  'ipAddress', host(s.ip_address),
  'location', case when s.country is null then null else jsonb_build_object('country', s.country, 'region', s.region, 'city', s.city,
    'latitude', s.latitude, 'longitude', s.longitude) end,
  'createdAt', ${instant('s.created_at')}, 'lastActiveAt', ${instant('s.last_active_at')}, 'expiresAt', ${instant('s.expires_at')},
  'absoluteExpiresAt', ${instant('s.absolute_expires_at')},
  'endedAt', ${instant(end.at)}, 'endReason', ${end.reason}, 'endedBy', ${end.by},
  'method', s.method)`;

/** The view of a row that this statement has written itself: what stands in it is all there is to know. */
export const writtenView = view({ at: 's.ended_at', reason: 's.end_reason', by: 's.ended_by' });

/** Of a session whose deadline has passed, not yet marked: which of its two deadlines it was. */
export const deadlineReason = `case when s.expires_at >= s.absolute_expires_at then 'absolute-timeout' else 'idle-timeout' end`;

/**
 * The view of any row, with `endJoin`: ended by itself, with its generation, or by its deadline, whichever was first.
 * A session that is not live shows how it ended at once, before the worker has written it into the row.
 */
export const readView = view({ at: 'e.ended_at', reason: 'e.reason', by: 'e.ended_by' });

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

/** Live, by its one definition: would be admitted right now. Of a row `s`, its user `u` and the realm `r`. */
export const isLive = `(s.ended_at is null and s.expires_at > now() and s.generation = u.generation and s.realm_generation = r.generation)`;

/** Not marked ended, by itself or with its generation, though its deadline may have passed: then it is refused, and to be marked. */
export const isUnmarked = `(s.ended_at is null and s.generation = u.generation and s.realm_generation = r.generation)`;

/** How many sockets are open now, on every gateway whose row says that it is online. */
export const connectionsJoin = `left join lateral (
  select coalesce(sum(p.connections), 0)::int as connections from presence p join consumers c on c.id = p.consumer_id and c.online_until > now()
   where p.session_id = s.id) o on true`;
