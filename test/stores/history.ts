import type { OwnDatabase } from '../support/database.js';

/** So many events of last month and this one, of the sessions that are there. `bare`: without the session in each. Without its indexes while it is filled, or it would take minutes. */
export async function history({ query }: OwnDatabase, events: number, bare = false): Promise<void> {
  const indexes = await query<{ readonly name: string; readonly definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = 'session_events' and indexname <> 'session_events_pkey'`,
  );
  await query(`
    set synchronous_commit = off;
    set maintenance_work_mem = '256MB';
    ${indexes.map(({ name }) => `drop index ${name}`).join(';\n')};
    insert into session_events (epoch, id, type, occurred_at, user_id, session_id, actor_type, actor_id, session, request_id, ip_address)
    select r.epoch, gen_random_uuid(), (array['session-created', 'session-created', 'session-revoked', 'session-updated', 'session-expired'])[1 + n % 5],
      date_trunc('month', now()) + (n - ${events / 2}) * interval '1 second', s.user_id, s.id, 'user', s.user_id::text, ${bare ? 'null' : viewSql}, 'request-' || n, s.ip_address
      from realm r, (select row_number() over () as n, s.* from sessions s, generate_series(1, ceil(${events} / (select count(*) from sessions)::float8)::int) limit ${events}) s;
    ${indexes.map(({ definition }) => definition.replace(' ON ONLY ', ' ON ')).join(';\n')};
    analyze session_events`);
}

/** A session `s` as an event keeps it. */
export const viewSql = `jsonb_build_object('id', s.id, 'userId', s.user_id, 'status', 'active', 'online', false, 'connections', 0, 'current', false, 'unfamiliar', false,
  'device', jsonb_build_object('id', s.device_id, 'type', s.device_type, 'name', s.device_name, 'label', s.device_label, 'os', s.device_os, 'browser', s.device_browser),
  'ipAddress', host(s.ip_address), 'location', jsonb_build_object('country', s.country, 'region', null, 'city', null, 'latitude', null, 'longitude', null),
  'createdAt', s.created_at, 'lastActiveAt', s.last_active_at, 'expiresAt', s.expires_at, 'absoluteExpiresAt', s.absolute_expires_at,
  'endedAt', null, 'endReason', null, 'endedBy', null, 'method', s.method)`;
