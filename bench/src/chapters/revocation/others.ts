import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { emptyDatabase, type OwnDatabase } from '../../../../test/support/database.js';
import { startRival } from '../../harness/processes.js';
import { requestOf } from '../../harness/wire.js';
import { openSocket } from './socket.js';
import { eachOf, type Named, type System, type Victim } from './system.js';
import { TABLES } from './tables.js';

export const FLOOR = 'floor: publish → terminate';
export const FLOOR_WITH_COMMIT = 'floor with a commit first';

/** The others, on one database and one Redis, which several of them share: so all of it can be lost at once. */
export function others(redisUrl: string): readonly Named[] {
  const floor = (name: string, commits: boolean): Named => ({ name, start: async () => floorOn(redisUrl, commits ? await ownTables() : undefined) });
  const express = (name: string, adapter: string): Named => ({ name, start: async () => expressOn(redisUrl, adapter, await ownTables()) });
  return [floor(FLOOR, false), floor(FLOOR_WITH_COMMIT, true), express('Express + pg + redis-adapter', 'redis'), express('Express + pg + redis-streams-adapter', 'streams')];
}

async function ownTables(): Promise<OwnDatabase> {
  const database = await emptyDatabase();
  await database.query(TABLES);
  const url = `${database.url}?options=${encodeURIComponent('-c search_path=bench')}`;
  return { ...database, url };
}

interface Inserted {
  readonly id: string;
  readonly userId: string;
  readonly token: string;
}

async function insert(database: OwnDatabase, count: number, userOf: () => string = randomUUID): Promise<readonly Inserted[]> {
  const rows = Array.from({ length: count }, () => ({ id: randomUUID(), userId: userOf(), token: randomBytes(32).toString('base64url') }));
  const values = [rows.map(({ id }) => id), rows.map(({ userId }) => userId), rows.map(({ token }) => createHash('sha256').update(token).digest())];
  await database.query('insert into bench.sessions (id, user_id, token_hash) select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])', values);
  return rows;
}

async function floorOn(redisUrl: string, database: OwnDatabase | undefined): Promise<System> {
  const env = { REDIS_URL: redisUrl, ...(database === undefined ? {} : { DATABASE_URL: database.url }) };
  const [api, other] = await Promise.all([startRival('floor/server.js', env), startRival('floor/server.js', env)]);
  const host = new URL(api.url).host;
  const rowsOf = (count: number, userOf?: () => string): Promise<readonly Pick<Inserted, 'id' | 'userId'>[]> =>
    database === undefined ? Promise.resolve(Array.from({ length: count }, () => ({ id: randomUUID(), userId: userOf?.() ?? randomUUID() }))) : insert(database, count, userOf);
  const connect = (rows: readonly Pick<Inserted, 'id' | 'userId'>[], standBy = false): Promise<readonly Victim[]> =>
    eachOf(rows, 32, async ({ id, userId }, index) => ({
      socket: await openSocket(`${standBy && index % 2 === 1 ? api.url : other.url}/?${id}&${userId}`.replace('http', 'ws')),
      end: requestOf(`DELETE /${id}`, { host }),
      current: requestOf(`GET /${id}`, { host }),
    }));
  return {
    pids: [api.pid, other.pid], api: api.url, other: other.url,
    open: async (count, standBy) => connect(await rowsOf(count), standBy),
    crowd: async (count) => {
      const userId = randomUUID();
      return { victims: await connect(await rowsOf(count, () => userId)), end: requestOf(`DELETE /${userId}`, { host }) };
    },
    events: async (count) => (await rowsOf(count)).map(({ id }) => requestOf(`PATCH /${id}`, { host })),
    close: async () => void (await Promise.all([api.stop(), other.stop()])),
  };
}

async function expressOn(redisUrl: string, adapter: string, database: OwnDatabase): Promise<System> {
  const env = { REDIS_URL: redisUrl, DATABASE_URL: database.url, ADAPTER: adapter };
  const [api, other] = await Promise.all([startRival('express-socket-io/server.js', env), startRival('express-socket-io/server.js', env)]);
  const asking = (what: string, { token }: Inserted, body?: object): Buffer =>
    requestOf(what, { host: new URL(api.url).host, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) });
  const connect = (rows: readonly Inserted[], standBy = false): Promise<readonly Victim[]> =>
    eachOf(rows, 32, async (row, index) => ({
      socket: await openSocket((standBy && index % 2 === 1 ? api.url : other.url).replace('http', 'ws'), row.token),
      end: asking(`DELETE /sessions/${row.id}`, row),
      current: asking('GET /sessions/current', row),
    }));
  return {
    pids: [api.pid, other.pid], api: api.url, other: other.url,
    open: async (count, standBy) => connect(await insert(database, count), standBy),
    crowd: async (count) => {
      const userId = randomUUID();
      const [asker, ...rows] = await insert(database, count + 1, () => userId);
      if (asker === undefined) throw new Error('nobody to ask');
      return { victims: await connect(rows), end: asking('DELETE /sessions', asker) };
    },
    events: async (count) => (await insert(database, count)).map((row) => asking(`PATCH /sessions/${row.id}`, row, { label: 'another' })),
    close: async () => void (await Promise.all([api.stop(), other.stop()])),
  };
}
