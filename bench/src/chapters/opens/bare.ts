import { randomBytes } from 'node:crypto';
import type { Sql } from '@curfew/persistence';
import { v7 } from 'uuid';

/** What nobody can do without who keeps a log beside the rows: the same row, the same event and the same answer as of a session that Curfew opens, in one statement that looks at nothing. */
export const openBarely = (sql: Sql, userId: string, userAgent: string): Promise<unknown> =>
  sql.query({ name: 'bare', text }, [
    v7(), userId, randomBytes(32), 0, 0, 'password', null, 'desktop', 'Firefox on Ubuntu', null, 'Ubuntu', 'Firefox 132', userAgent, '203.0.113.7', null, null, null, null, null,
    1e9, 2e9, v7(), 'user', userId, 'bench', false,
  ]);

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const view = `jsonb_build_object(
  'id', s.id, 'userId', s.user_id,
  'status', case when s.end_reason is null then 'active' when s.end_reason = 'signed-out' then 'signed-out' when s.end_reason in ('idle-timeout', 'absolute-timeout') then 'expired' else 'revoked' end,
  'online', false, 'connections', 0, 'current', false, 'unfamiliar', s.unfamiliar,
  'device', jsonb_build_object('id', s.device_id, 'type', s.device_type, 'name', s.device_name, 'label', s.device_label, 'os', s.device_os, 'browser', s.device_browser),
  'ipAddress', host(s.ip_address),
  'location', case when s.country is null then null else jsonb_build_object('country', s.country, 'region', s.region, 'city', s.city, 'latitude', s.latitude, 'longitude', s.longitude) end,
  'createdAt', ${instant('s.created_at')}, 'lastActiveAt', ${instant('s.last_active_at')}, 'expiresAt', ${instant('s.expires_at')}, 'absoluteExpiresAt', ${instant('s.absolute_expires_at')},
  'endedAt', ${instant('s.ended_at')}, 'endReason', s.end_reason, 'endedBy', s.ended_by, 'method', s.method)`;

const text = `
  with r as (select epoch from realm),
  s as (
    insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_id, device_type, device_name, device_label,
      device_os, device_browser, user_agent, ip_address, country, region, city, latitude, longitude, expires_at, absolute_expires_at, unfamiliar)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::inet, $15, $16, $17, $18, $19,
      now() + $20::float8 * interval '1 millisecond', now() + $21::float8 * interval '1 millisecond', $26)
    returning *),
  e as (
    insert into session_events (epoch, id, type, user_id, session_id, actor_type, actor_id, session, request_id, ip_address)
    select r.epoch, $22, 'session-created', s.user_id, s.id, $23, $24, ${view}, $25, s.ip_address from s, r
    returning *)
  select jsonb_build_object('id', e.id, 'position', e.xid || '-' || e.number, 'type', e.type, 'occurredAt', ${instant('e.occurred_at')}, 'userId', e.user_id,
    'sessionId', e.session_id, 'actor', jsonb_build_object('type', e.actor_type, 'id', e.actor_id), 'reason', e.reason, 'session', e.session, 'requestId', e.request_id) as event
    from e`;
