import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startRedis, type RunningServer } from '@curfew/embedded';
import { Database, lockRealm, lockUser, type Sql } from '@curfew/persistence';
import { createSessions, type SessionCore } from '@curfew/sessions';

import { emptyDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { newUser, origin, rules, silent } from './core.js';

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let redis: RunningServer;
let folder: string;
let sql: Database;
let core: SessionCore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-races-'));
  [database, redis] = await Promise.all([emptyDatabase(), startRedis({ dataDir: join(folder, 'redis') })]);
  sql = await Database.connect({ url: database.url, name: 'openings', poolSize: 3 });
  core = await createSessions({ kind: 'api', databaseUrl: database.runningUrl, redisUrl: redis.url, rules, log: silent });
  await core.start();
}, 60_000);

afterAll(async () => {
  await core.stop();
  await sql.close();
  await redis.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});


const aSignInWaits = () =>
  eventually(async () => {
    const [waiting] = await sql.query<{ readonly count: number }>(
      `select count(*)::int from pg_stat_activity where datname = current_database() and application_name = 'curfew api' and wait_event_type = 'Lock'`);
    return waiting?.count === 1;
  });

/** A sign-in that has to wait for a transaction which does this. */
async function afterWaitingFor(userId: string, change: (sql: Sql) => Promise<unknown>) {
  const [opening] = await sql.transaction(async (own) => {
    await change(own);
    const started = core.sessions.open({ userId, method: 'password', origin }).catch((error: unknown) => error);
    await aSignInWaits();
    return [started];
  });
  return opening;
}

const isLive = async (opened: unknown): Promise<boolean> => {
  const { token } = opened as { readonly token: string };
  return (await core.sessions.authenticate(token)).kind === 'live';
};

describe('a sign-in that waits', () => {
  it('for the end of all of its user’s sessions is not ended with them', async () => {
    const userId = await newUser(sql);
    const opened = await afterWaitingFor(userId, async (own) => {
      await lockUser(own, userId);
      await own.query('update users set generation = generation + 1 where id = $1', [userId]);
    });
    expect(await isLive(opened)).toBe(true);
  });

  it('for the end of everyone’s sessions is not ended with them, and stands in the epoch that began', async () => {
    const userId = await newUser(sql);
    const opened = await afterWaitingFor(userId, async (own) => {
      await lockRealm(own);
      await own.query(`update realm set generation = generation + 1, epoch = epoch + 1`);
    });
    const [event] = await sql.query(`select e.epoch = r.epoch as present, s.realm_generation = r.generation as live from session_events e join sessions s on s.id = e.session_id, realm r where e.session_id = $1`,
      [(opened as { readonly session: { readonly id: string } }).session.id]);
    expect(event).toEqual({ present: true, live: true });
  });

  it('for its user to be disabled is refused, and leaves nothing behind', async () => {
    const userId = await newUser(sql);
    const refused = await afterWaitingFor(userId, async (own) => {
      await lockUser(own, userId);
      await own.query('update users set disabled_at = now() where id = $1', [userId]);
    });
    expect(refused).toMatchObject({ code: 'invalid-credentials' });
    expect(await sql.query('select from sessions where user_id = $1', [userId])).toEqual([]);
    expect(await sql.query('select from session_events where user_id = $1', [userId])).toEqual([]);
  });
});

describe('whether a sign-in is unfamiliar', () => {
  const [america, netherlands, nowhere] = ['8.8.8.8', '193.0.6.139', '203.0.113.42'];
  const openedOn = async (userId: string, clientAddress: string, id: string | undefined): Promise<boolean> => {
    const { session } = await core.sessions.open({ userId, method: 'password', origin: { ...origin, clientAddress }, ...(id === undefined ? {} : { claim: { id } }) });
    return session.unfamiliar;
  };

  it.each([
    ['the very first of an account is not', [], america, 'phone-1', false],
    ['a known device is not, wherever it is', [[america, 'phone-1']], netherlands, 'phone-1', false],
    ['a new device in a known country is not', [[america, 'phone-1']], america, 'phone-2', false],
    ['a new device in a country that was not seen is', [[america, 'phone-1']], netherlands, 'phone-2', true],
    ['a new device in no known country is', [[nowhere, 'phone-1']], nowhere, 'phone-2', true],
    ['a device that does not say which it is, of a known name, is not', [[america, undefined]], netherlands, undefined, false],
    ['a device that was unfamiliar and not acknowledged still is', [[america, 'phone-1'], [netherlands, 'phone-2']], netherlands, 'phone-2', true],
  ] as const)('%s', async (_, before, address, device, unfamiliar) => {
    const userId = await newUser(sql);
    for (const [at, id] of before) await openedOn(userId, at, id);
    expect(await openedOn(userId, address, device)).toBe(unfamiliar);
  });
});
