import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startRedis } from '@curfew/embedded';
import type { SignedIn } from '@curfew/contracts';
import pg from 'pg';
import { startApp, type AppProcess } from '../support/app-process.js';
import { ask, ok } from '../support/ask.js';
import { takePort } from '../support/free-ports.js';
import { environmentOf, processes, root, service } from './compose.js';
import { makeRoles } from './roles.js';
import { secretFiles } from './secret-files.js';

// What docker-compose.yml runs, without Docker: its roles, its commands, its settings and its health checks, on other ports.
const secrets = secretFiles();
const run = promisify(execFile);
const started: AppProcess[] = [];
let roles: Awaited<ReturnType<typeof makeRoles>>;
let env: Readonly<Record<string, string>>;
let migrated: string;
let stopRedis: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'curfew-redis-'));
  const redis = await startRedis({ dataDir: join(folder, 'redis') });
  stopRedis = () => redis.stop().then(() => rm(folder, { recursive: true, force: true }));
  roles = await makeRoles(secrets);
  // Metrics take three in a row.
  const [API_PORT, GATEWAY_PORT, METRICS_PORT] = [await takePort(), await takePort(), await takePort(), await takePort(), await takePort()].map(String);
  const given = Object.fromEntries(Object.entries(environmentOf('api')).filter(([name]) => !name.endsWith('_FILE')));
  env = { ...given, API_PORT: API_PORT ?? '', GATEWAY_PORT: GATEWAY_PORT ?? '', METRICS_PORT: METRICS_PORT ?? '', METRICS_HOST: '127.0.0.1', DATABASE_URL: roles.runner, REDIS_URL: redis.url };
  const { stdout } = await run(process.execPath, argumentsOf('migrate'), { cwd: root, env: { ...env, MIGRATION_DATABASE_URL: roles.owner } });
  migrated = stdout;
  started.push(...(await Promise.all(processes.map((name) => startApp(name, env)))));
}, 60_000);

afterAll(async () => {
  await Promise.all(started.map((each) => each.stop()));
  await stopRedis();
  await roles.drop();
}, 30_000);

it('migrates as the owner, and prints the link that makes the first administrator', () => {
  expect(migrated).toMatch(/Administrator {2}http:\/\/localhost:8080\/set-up#[\w-]{43} /);
});

it.each(processes)('runs %s as a role that can change no schema, and its health check says that it works', async (name) => {
  expect(await healthOf(name)).toBe(0);
});

it('says of a process that does not answer that it does not work', async () => {
  const port = await takePort();
  for (const name of processes) expect(await healthOf(name, port)).toBe(1);
});

it('lets someone sign up', async () => {
  const answer = await ask({ url: `http://127.0.0.1:${env['API_PORT']}` }, 'POST /v1/users', { body: { email: 'ada@example.com', password: 'correct horse battery staple', delivery: 'token' } });
  expect(ok<SignedIn>(answer).session.status).toBe('active');
});

it.each(['create table x (a integer)', 'create temporary table x (a integer)', 'drop table sessions', 'alter table users add column x integer', 'truncate session_events', 'delete from session_events', 'update session_events set note = null', 'set role curfew_owner'])('keeps the running role from: %s', async (statement) => {
  const client = new pg.Client({ connectionString: roles.runner });
  await client.connect();
  try {
    await expect(client.query(statement)).rejects.toThrow(/denied|must be owner/);
  } finally {
    await client.end();
  }
});

/** The exit code of a service's health check, asked at the port that it has here. */
async function healthOf(name: (typeof processes)[number], port?: number): Promise<unknown> {
  const here = { api: Number(env['API_PORT']), gateway: Number(env['GATEWAY_PORT']), worker: Number(env['METRICS_PORT']) + 2 }[name];
  const [, , , code = ''] = service(name).healthcheck?.test ?? [];
  return run(process.execPath, ['-e', code.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port ?? here}`)]).then(
    () => 0,
    (error: { readonly code?: unknown }) => error.code,
  );
}

function argumentsOf(name: string): readonly string[] {
  return service(name).command?.slice(1) ?? [];
}
