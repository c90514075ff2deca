import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client } from 'pg';

import { startPostgres, startRedis, type PostgresOptions, type RunningServer } from './index.js';
import { identityOf, isAlive, processesIn, type ProcessIdentity } from './machine/process-identity.js';
import { request } from './redis/ping.js';

const cacheDir = process.env['CURFEW_REDIS_DIST'] ?? fileURLToPath(new URL('../../../node_modules/.cache/curfew-redis', import.meta.url));
const patience = 120_000; // the first start of all fetches Redis

let folder = '';
let servers: RunningServer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew embedded '));
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  await rm(folder, { recursive: true, force: true });
});

describe('PostgreSQL', () => {
  it('is a real one, with Unicode, reached by password on 127.0.0.1, and gone after stop', async () => {
    const server = await postgres();

    expect(await query(server, 'select version()')).toMatch(/^PostgreSQL 18/);
    expect(await query(server, "select upper('ä')")).toBe('Ä');
    expect(await query(server, 'select current_database()')).toBe('curfew');
    expect(await query({ url: server.url.replace(/:[^:@]+@/, ':wrong@') }, 'select 1').catch(({ code }) => code)).toBe('28P01');
    expect((await stat(join(folder, 'postgres', 'password'))).mode & 0o777).toBe(0o600);
    await server.stop();

    expect(await identityOf(server.pid)).toBeUndefined();
    expect(await processesIn(join(folder, 'postgres', 'data'))).toEqual([]);
  }, 60_000);

  it('keeps what was committed when it is killed, and says that it ended', async () => {
    const first = await postgres();
    await query(first, 'create table kept as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' });

    expect(await query(await postgres(), 'select answer from kept')).toBe(42);
  }, 60_000);

  it('refuses a second start on its folder, a named port that is taken, and a relative folder, and says what to do', async () => {
    const server = await postgres();
    const refusals = await Promise.allSettled([
      postgres(),
      startPostgres({ dataDir: join(folder, 'other'), port: server.port }),
      startPostgres({ dataDir: 'relative' }),
    ]);

    expect(refusals).toMatchObject([
      { reason: { name: 'EmbeddedError', message: expect.stringContaining('already runs'), hint: expect.stringContaining('folder') } },
      { reason: { name: 'EmbeddedError', message: expect.stringContaining(`port ${server.port} is taken`) } },
      { reason: { name: 'EmbeddedError', message: expect.stringContaining('absolute') } },
    ]);
  }, 60_000);

  it('starts although its pid file names a process that is another program by now', async () => {
    await (await postgres()).stop();
    const data = join(folder, 'postgres', 'data');
    await writeFile(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n1\n1\n\n127.0.0.1\n 5 1\nready\n`);

    expect(await query(await postgres(), 'select 1')).toBe(1);
  }, 60_000);

  it('does not touch the data of another major version', async () => {
    await mkdir(join(folder, 'postgres', 'data'), { recursive: true });
    await writeFile(join(folder, 'postgres', 'data', 'PG_VERSION'), '17\n');

    await expect(postgres()).rejects.toMatchObject({ message: expect.stringMatching(/made by PostgreSQL 17/), hint: expect.stringContaining('pg_dumpall') });
    expect(await readFile(join(folder, 'postgres', 'data', 'PG_VERSION'), 'utf8')).toBe('17\n');
  }, 60_000);

  it('does not overwrite a folder that is no database, nor data whose password is lost', async () => {
    await mkdir(join(folder, 'other', 'data'), { recursive: true });
    await writeFile(join(folder, 'other', 'data', 'diary.txt'), 'dear diary');
    await expect(startPostgres({ dataDir: join(folder, 'other') })).rejects.toMatchObject({ message: expect.stringContaining('in the way') });
    await (await postgres()).stop();
    await rm(join(folder, 'postgres', 'password'));

    await expect(postgres()).rejects.toMatchObject({ message: expect.stringContaining('password') });
    expect(await readFile(join(folder, 'other', 'data', 'diary.txt'), 'utf8')).toBe('dear diary');
  }, 60_000);

  it('outlives the process that started it, when that is killed, not at all on Linux, and elsewhere at most until the next start', async () => {
    const index = new URL('../dist/index.js', import.meta.url).href;
    const dataDir = join(folder, 'postgres');
    const script = `import { startPostgres } from ${JSON.stringify(index)}; console.log((await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })).pid);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const server = (await identityOf(Number(pid))) as ProcessIdentity;
    parent.kill('SIGKILL');

    if (process.platform === 'linux') await until(async () => !(await isAlive(server)));
    expect(await query(await postgres(), 'select 1')).toBe(1);
    expect(await isAlive(server)).toBe(false);
  }, 60_000);
});

describe('Redis', () => {
  it('keeps what was written when it is killed, asks for the password, and is gone after stop', async () => {
    const first = await redis();
    expect(await ask(first, ['SET', 'kept', '42'])).toBe('+OK');
    await ask(first, ['WAITAOF', '1', '0', '1000']); // known since 7.2; before, a second passes until all is on the disk, but a killed process loses nothing
    process.kill(first.pid, 'SIGKILL');
    expect(await first.ended).toEqual({ code: null, signal: 'SIGKILL' });

    const second = await redis();
    expect(await ask(second, ['GET', 'kept'])).toBe('$2 42');
    expect(await ask({ ...second, url: 'redis://:wrong@127.0.0.1' }, ['GET', 'kept'])).toMatch(/NOAUTH/);
    expect((await stat(join(folder, 'redis', 'redis.conf'))).mode & 0o777).toBe(0o600);
    await second.stop();

    expect(await identityOf(second.pid)).toBeUndefined();
  }, patience);

  it('refuses a second start on its folder and a named port that is taken', async () => {
    await redis();
    const taker = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(taker, 'listening');
    const { port } = taker.address() as AddressInfo;

    await expect(redis()).rejects.toMatchObject({ name: 'EmbeddedError', message: expect.stringContaining('already runs') });
    await expect(startRedis({ dataDir: join(folder, 'other'), cacheDir, port })).rejects.toMatchObject({ message: expect.stringContaining(`port ${port} is taken`) });
    taker.close();
  }, patience);
});

async function postgres(options: Partial<PostgresOptions> = {}): Promise<RunningServer> {
  const server = await startPostgres({ dataDir: join(folder, 'postgres'), ...options });
  servers.push(server);
  return server;
}

async function redis(): Promise<RunningServer> {
  const server = await startRedis({ dataDir: join(folder, 'redis'), cacheDir });
  servers.push(server);
  return server;
}

/** The one value of a query's one row. */
async function query({ url }: Pick<RunningServer, 'url'>, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** What Redis answers to one command, its lines joined by spaces. */
async function ask({ url, port }: Pick<RunningServer, 'url' | 'port'>, words: readonly string[]): Promise<string> {
  const socket = createConnection({ port, host: '127.0.0.1' }).setEncoding('utf8');
  socket.write(`${request('AUTH', new URL(url).password)}${request(...words)}${request('QUIT')}`);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk));
  await once(socket, 'close');
  return heard.split('\r\n').slice(1, -2).join(' ');
}

async function until(fact: () => Promise<boolean>): Promise<void> {
  while (!(await fact())) await pause(20);
}
