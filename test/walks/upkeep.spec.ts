import { upkeepRound } from '@curfew/jobs';
import { Redis } from 'ioredis';
import { atEnd } from '../support/at-end.js';
import { emptyDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { redisOfOwn } from '../support/redis.js';
import { startApp, type AppProcess } from '../support/app-process.js';

// The worker alone, on rows as the store writes them: what it does must follow from PostgreSQL, whatever becomes of Redis.
const database = await emptyDatabase();
const redis = await redisOfOwn();
const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, METRICS_PORT: '0', IDLE_TIMEOUT: '1s', POLL_INTERVAL: '200ms' };
const workers: AppProcess[] = await Promise.all([startApp('worker', env), startApp('worker', env)]);

atEnd(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
});

it('marks sessions whose time ran out, each once, with two workers', async () => {
  const ids = await sessions(300, { expired: true });
  await eventually(() => ended(ids).then((count) => count === 300));
  expect(await eventsOf(ids)).toBe(300);
});

it('leaves the live ones alone', async () => {
  const live = await sessions(10, { expired: false });
  const dead = await sessions(10, { expired: true });
  await eventually(() => ended(dead).then((count) => count === 10));
  expect(await ended(live)).toBe(0);
});

it('fills in how a whole generation ended', async () => {
  const ids = await sessions(50, { expired: false });
  await database.query(`insert into generation_ends (user_id, generation, reason, ended_by, position)
    select id, generation, 'revoked-by-admin', '{"type": "admin", "id": null}', '1-1' from users where id = (select user_id from sessions where id = $1)`, [ids[0]]);
  await database.query('update users set generation = generation + 1 where id = (select user_id from sessions where id = $1)', [ids[0]]);
  await eventually(() => ended(ids).then((count) => count === 50), 20_000);
  expect(await database.query('select distinct end_reason from sessions where id = any($1)', [ids])).toEqual([{ end_reason: 'revoked-by-admin' }]);
});

it('keeps a schedule in Redis, and lays it anew when Redis was emptied', async () => {
  const client = new Redis(redis.url);
  try {
    const schedules = (): Promise<number> => client.zcard('{curfew}:upkeep:repeat');
    await eventually(async () => (await schedules()) === upkeepRound.options.length);
    await client.flushall();
    const ids = await sessions(5, { expired: true });
    await eventually(() => ended(ids).then((count) => count === 5), 15_000);
    await eventually(async () => (await schedules()) > 0, 15_000);
  } finally {
    client.disconnect();
  }
});

it('goes on by its own clock without Redis, and starts without it', async () => {
  await redis.stop();
  const alone = await startApp('worker', env);
  workers.push(alone);
  const ids = await sessions(5, { expired: true });
  await eventually(() => ended(ids).then((count) => count === 5), 15_000);
  await alone.stop();
});

async function sessions(count: number, { expired }: { readonly expired: boolean }): Promise<readonly string[]> {
  const [user] = await database.query<{ id: string }>(`insert into users (id, email, name, role) values (uuid_v7(), uuid_v7()::text || '@example.com', 'ada', 'user') returning id`);
  const rows = await database.query<{ id: string }>(
    `insert into sessions (id, user_id, token_hash, generation, realm_generation, method, device_type, device_name, ip_address, created_at, last_active_at, expires_at, absolute_expires_at)
     select uuid_v7(), $1, sha256(uuid_v7()::text::bytea), u.generation, r.generation, 'password', 'desktop', 'Firefox on Ubuntu', '127.0.0.1',
       now() - interval '1 hour', now() - interval '1 hour', now() + $3::interval, now() + interval '30 days'
     from users u, realm r, generate_series(1, $2) where u.id = $1 returning id`,
    [user?.id, count, expired ? '-10 minutes' : '1 hour'],
  );
  return rows.map(({ id }) => id);
}

async function ended(ids: readonly string[]): Promise<number> {
  const [row] = await database.query<{ count: number }>('select count(*)::int as count from sessions where id = any($1) and ended_at is not null', [ids]);
  return row?.count ?? -1;
}

async function eventsOf(ids: readonly string[]): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count from session_events where session_id = any($1) and type = 'session-expired'`, [ids]);
  return row?.count ?? -1;
}
