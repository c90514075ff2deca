import type { OwnDatabase } from '../support/database.js';

/**
 * So many sessions of half as many users, in one statement, with what an installation has: some countries and devices are common and some are rare,
 * a third is ended, a little of that not marked yet. Without its indexes while it is filled, or it would take minutes.
 */
export async function crowd({ query }: OwnDatabase, sessions: number): Promise<void> {
  const indexes = await query<{ readonly name: string; readonly definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes where tablename = 'sessions' and indexname <> 'sessions_pkey'`,
  );
  const build = indexes.map(({ definition }) => definition).join(';\n');
  await query(`
    set session_replication_role = replica;
    set maintenance_work_mem = '256MB';
    set synchronous_commit = off;
    alter table sessions set unlogged;
    ${indexes.map(({ name }) => `drop index ${name}`).join(';\n')};
    ${usersSql(Math.ceil(sessions / 2))};
    ${sessionsSql(sessions)};
    ${build};
    insert into consumers (id, kind, lease_ms, allows_when_stale, online_until) values ('${gateway}', 'gateway', 10000, false, now() + interval '1 day');
    insert into presence (session_id, consumer_id, connections) select id, '${gateway}', 1 from sessions where ended_at is null limit ${Math.ceil(sessions / 50)};
    insert into generation_ends (user_id, generation, reason, ended_by, position)
      select id, 0, 'revoked-by-user', '{"type": "user", "id": null}', '1-1' from users order by id limit 3;
    update users set generation = 1 where id in (select user_id from generation_ends);
    analyze sessions, users, presence, consumers, generation_ends;
    reset session_replication_role`);
}

const gateway = '01890a5d-ac96-774b-bcce-b302099a8057';

// Ids that are made by counting: a UUIDv7 each, at a fraction of the cost of random ones.
const idOf = (kind: string, number: string): string => `(lpad(to_hex(${number}), 8, '0') || '-${kind}-7000-8000-000000000000')::uuid`;

const usersSql = (users: number): string => `
  insert into users (id, email, name)
  select ${idOf('0001', 'n')}, 'person-' || n || '@example.com', (array['Ada', 'Bob', 'Cleo', 'Dan'])[1 + n % 4] || ' ' || n from generate_series(1, ${users}) n`;

const pick = (from: string, values: readonly string[]): string => `(array[${values.map((value) => (value === 'null' ? value : `'${value}'`)).join(', ')}])[1 + ${from} % ${values.length}]`;

const sessionsSql = (sessions: number): string => `
  insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, device_label, device_os, device_browser, ip_address, country,
    created_at, last_active_at, expires_at, absolute_expires_at, ended_at, end_reason, ended_by)
  select ${idOf('0002', 'n')}, ${idOf('0001', `1 + h % ${Math.ceil(sessions / 2)}`)}, int4send(n), 0, 0, 'password',
    case when h % 5000 = 7 then 'tv' else ${pick('(h / 7)', ['desktop', 'desktop', 'laptop', 'mobile'])} end,
    case when h % 9000 = 7 then 'Gemini on Haiku' else ${pick('(h / 11)', ['Firefox on Ubuntu', 'Chrome on Windows', 'Safari on macOS'])} end,
    case when h % 100 = 1 then 'Kitchen ' || n end,
    case when h % 9000 = 7 then 'Haiku' else ${pick('(h / 11)', ['Ubuntu', 'Windows', 'macOS'])} end,
    case when h % 9000 = 7 then 'Gemini' else ${pick('(h / 11)', ['Firefox', 'Chrome', 'Safari'])} end,
    '10.0.0.0'::inet + h % 4000000,
    case when h % 8000 = 3 then 'IS' else ${pick('(h / 13)', ['DE', 'DE', 'FR', 'PT', 'null'])} end,
    now() - c * interval '1 minute', now() - c * 0.7 * interval '1 minute',
    now() + case when h % 20000 = 11 then -1 else 14 end * interval '1 day', now() + interval '30 days',
    case when h % 3 = 2 then now() - c * 0.6 * interval '1 minute' end,
    case when h % 3 = 2 then ${pick('(h / 17)', ['signed-out', 'idle-timeout', 'revoked-by-user', 'bulk'])} end,
    case when h % 3 = 2 then '{"type": "user", "id": null}'::jsonb end
    from (select n, (n::bigint * 2654435761 % 4294967291)::bigint as h, n::bigint * 40503 % 40000 as c from generate_series(1, ${sessions}) n) g`;
