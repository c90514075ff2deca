import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startRedis, type RunningServer } from '@curfew/embedded';
import { Database } from '@curfew/persistence';
import { createSessions, type SessionCore, type SessionRules } from '@curfew/sessions';
import { v7 as uuidV7 } from 'uuid';

import { emptyDatabase } from '../support/database.js';
import { by, newUser, origin, rules, silent } from './core.js';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let redis: RunningServer;
let folder: string;
let sql: Database;
let here: SessionCore;
let there: SessionCore;

const core = async (more: Partial<SessionRules> = {}): Promise<SessionCore> => {
  const made = await createSessions({ kind: 'api', databaseUrl: database.url, redisUrl: redis.url, rules: { ...rules, ...more }, log: silent });
  await made.start();
  return made;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-races-'));
  [database, redis] = await Promise.all([emptyDatabase(), startRedis({ dataDir: join(folder, 'redis') })]);
  sql = await Database.connect({ url: database.url, name: 'races', poolSize: 2 });
  [here, there] = await Promise.all([core(), core()]);
}, 60_000);

afterAll(async () => {
  await Promise.all([here.stop(), there.stop()]);
  await sql.close();
  await redis.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const opened = (at: SessionCore, userId: string) => at.sessions.open({ userId, method: 'password', origin });
const isLive = async (at: SessionCore, token: string): Promise<boolean> => (await at.sessions.authenticate(token)).kind === 'live';

describe('ending all of a user', () => {
  it('leaves nothing live that was opened before it, in 200 races with sign-ins on another api', async () => {
    const userId = await newUser(sql);
    for (let race = 0; race < 200; race += 1) {
      const [signIn] = await Promise.all([opened(there, userId), here.sessions.revoke({ userId }, 'revoked-by-user', { ...by(userId), waitMs: 0 })]);
      // Whichever took the lock first: a sign-in before the end is dead on both, one after it lives on both.
      const [row] = await sql.query<{ readonly outlives: boolean }>(
        'select s.generation = u.generation as outlives from sessions s join users u on u.id = s.user_id where s.id = $1',
        [signIn.session.id],
      );
      expect([await isLive(here, signIn.token), await isLive(there, signIn.token)]).toEqual([row?.outlives, row?.outlives]);
    }
    expect((await here.sessions.lists.own({ userId, currentId: uuidV7(), status: 'live', limit: 200 })).items.length).toBeLessThanOrEqual(1);
  }, 60_000);

  it('lets one of two that spare themselves go on, in 100 races: the other is told that it is signed out, and nothing comes back to life', async () => {
    const userId = await newUser(sql);
    for (let race = 0; race < 100; race += 1) {
      const [a, b] = await Promise.all([opened(here, userId), opened(there, userId)]);
      const ends = await Promise.allSettled([
        here.sessions.revoke({ userId, spare: a.session.id }, 'revoked-by-user', { ...by(userId), waitMs: 0 }),
        there.sessions.revoke({ userId, spare: b.session.id }, 'revoked-by-user', { ...by(userId), waitMs: 0 }),
      ]);
      const [first, second] = ends.map((end) => end.status === 'fulfilled');
      expect(first).not.toBe(second);
      for (const end of ends) if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'unauthenticated' });
      expect([await isLive(here, a.token), await isLive(there, b.token)]).toEqual([first, second]);
      expect([await isLive(there, a.token), await isLive(here, b.token)]).toEqual([first, second]);
    }
  }, 60_000);
});

describe('the greatest number of sessions', () => {
  it('is kept by 50 sign-ins at once on two apis', async () => {
    const [one, other] = await Promise.all([core({ maxSessions: 3 }), core({ maxSessions: 3 })]);
    const userId = await newUser(sql);
    const signIns = await Promise.all(Array.from({ length: 50 }, (_, at) => opened(at % 2 === 0 ? one : other, userId)));
    const alive = await Promise.all(signIns.map(({ token }) => isLive(one, token)));
    expect(alive.filter(Boolean)).toHaveLength(3);
    const ended = await one.sessions.lists.own({ userId, currentId: uuidV7(), status: 'ended', limit: 200 });
    expect(new Set(ended.items.map(({ endReason }) => endReason))).toEqual(new Set(['limit-reached']));
    await Promise.all([one.stop(), other.stop()]);
  }, 60_000);
});
