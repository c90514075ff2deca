import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Doorbell } from '@curfew/doorbell';
import { startPostgres, startRedis, type RunningServer } from '@curfew/embedded';
import { beginEpoch, Database, insertUser, migrate, readRealm } from '@curfew/persistence';
import { createSessions, type SessionCore } from '@curfew/sessions';
import { v7 as uuidV7 } from 'uuid';

import { eventually } from '../support/eventually.js';
import { by, origin, rules, silent } from './core.js';

let folder: string;
let redis: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-epochs-'));
  redis = await startRedis({ dataDir: join(folder, 'redis') });
});

afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const cluster = (name: string): Promise<RunningServer> => startPostgres({ dataDir: join(folder, name), settings: { fsync: 'off' } });
const ready = (url: string): Promise<unknown> => migrate({ url, log: () => undefined });

/** Does `work` with a running session core over this cluster, and stops both. */
async function withCore<T>(server: RunningServer, work: (core: SessionCore) => Promise<T>): Promise<T> {
  const core = await createSessions({ kind: 'api', databaseUrl: server.url, redisUrl: redis.url, rules, log: silent });
  try {
    await core.start();
    return await work(core);
  } finally {
    await core.stop();
  }
}

const newUser = async (core: SessionCore): Promise<string> => {
  const id = uuidV7();
  await insertUser(core.database, { id, email: `${id}@example.com`, name: null, role: 'user', passwordHash: null });
  return id;
};

const tables = ['realm', 'timelines', 'users', 'sessions', 'generation_ends', 'session_events'];

/** What a restored dump is: the rows of one cluster in another, whose transaction ids are its own. */
async function moveByCopy(from: RunningServer, to: RunningServer): Promise<void> {
  const [source, target] = await Promise.all([Database.connect({ url: from.url, name: 'backup' }), Database.connect({ url: to.url, name: 'restore' })]);
  await target.query(`truncate ${tables.join(', ')} cascade`);
  for (const table of tables) {
    const file = join(folder, 'here', `${table}.copy`);
    await source.query(`copy (select * from ${table}) to '${file}'`);
    await target.query(`copy ${table} from '${file}'`);
  }
  await Promise.all([source.close(), target.close()]);
}

describe('a dump restored in another cluster', () => {
  it('revives nothing that was ended after the backup, and events after the move are seen', async () => {
    const [here, there] = await Promise.all([cluster('here'), cluster('there')]);
    await Promise.all([ready(here.url), ready(there.url)]);
    const token = await withCore(here, async (core) => {
      const userId = await newUser(core);
      const laptop = await core.sessions.open({ userId, method: 'password', origin });
      await moveByCopy(here, there);
      await core.sessions.revoke({ sessionId: laptop.session.id, userId }, 'revoked-by-user', by(userId));
      return laptop.token;
    });
    await here.stop();

    await ready(there.url);
    await withCore(there, async (core) => {
      expect((await core.sessions.authenticate(token)).kind).toBe('unknown');
      await seesWhatHappens(core, there);
    });
    await there.stop();
  }, 60_000);
});

describe('a copy of the data folder started again', () => {
  it('revives nothing that was ended after the backup once a new epoch was begun', async () => {
    const first = await cluster('first');
    await ready(first.url);
    const { token, sessionId, userId } = await withCore(first, async (core) => {
      const owner = await newUser(core);
      const laptop = await core.sessions.open({ userId: owner, method: 'password', origin });
      return { token: laptop.token, sessionId: laptop.session.id, userId: owner };
    });
    await first.stop();
    await cp(join(folder, 'first'), join(folder, 'backup'), { recursive: true });
    const again = await cluster('first');
    await withCore(again, (core) => core.sessions.revoke({ sessionId, userId }, 'revoked-by-user', by(userId)));
    await again.stop();

    const restored = await cluster('backup');
    await ready(restored.url);
    const database = await Database.connect({ url: restored.url, name: 'new-epoch' });
    await database.transaction(beginEpoch);
    await database.close();
    await withCore(restored, async (core) => {
      expect((await core.sessions.authenticate(token)).kind).toBe('unknown');
      await hearsNothingOld(core);
      await seesWhatHappens(core, restored);
    });
    await restored.stop();
  }, 60_000);
});

/** What was rung before the new epoch, and arrives in it, ends nothing that was opened since: its generation may be one that is still to come. */
async function hearsNothingOld(core: SessionCore): Promise<void> {
  const { doorbellKey: key, epoch } = await readRealm(core.database);
  const old = new Doorbell({ redisUrl: redis.url, key, epoch: epoch - 1, name: 'old', log: silent });
  await old.start();
  const userId = await newUser(core);
  const phone = await core.sessions.open({ userId, method: 'password', origin });
  const actor = { type: 'system', id: null } as const;
  const heard = { id: uuidV7(), position: '1-1', type: 'sessions-revoked', occurredAt: new Date().toISOString(), userId, sessionId: null, actor, reason: 'bulk', session: null, generation: 99 } as const;
  await eventually(() => {
    old.ring([heard]);
    return core.doorbell.status().dropped.epoch > 0;
  });
  expect((await core.sessions.authenticate(phone.token)).kind).toBe('live');
  // In the present epoch it would be believed.
  old.enter(epoch);
  await eventually(() => {
    old.ring([heard]);
    return core.sessions.authenticateNow(phone.token).kind !== 'live';
  });
  await old.stop();
}

/** A second process learns of what the first one does: by the log alone, as its doorbell is another one. */
async function seesWhatHappens(core: SessionCore, server: RunningServer): Promise<void> {
  const otherRedis = await startRedis({ dataDir: join(folder, `redis-${server.port}`) });
  const other = await createSessions({ kind: 'api', databaseUrl: server.url, redisUrl: otherRedis.url, rules, log: silent });
  await other.start();
  const userId = await newUser(core);
  const lostBefore = other.follower.status().lostByDoorbell;
  const phone = await core.sessions.open({ userId, method: 'password', origin });
  expect((await other.sessions.authenticate(phone.token)).kind).toBe('live');
  const { receipt } = await core.sessions.revoke({ sessionId: phone.session.id, userId }, 'revoked-by-user', { ...by(userId), waitMs: 5_000 });
  expect(receipt.consumers.acknowledged).toBe(receipt.consumers.live);
  expect((await other.sessions.authenticate(phone.token)).kind).toBe('unknown');
  expect(other.follower.status().lostByDoorbell).toBeGreaterThan(lostBefore);
  await other.stop();
  await otherRedis.stop();
}
