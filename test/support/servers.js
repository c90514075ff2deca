// Once a run: a real PostgreSQL with a migrated template database that each test file copies, and a Redis to start from.
// JavaScript, as jest loads this file without compiling it. Tests learn of them by environment variables.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, startRedis } from '@curfew/embedded';
import { migrate } from '@curfew/persistence';

/** Starts them; whoever asks again gets the same. */
export default function startServers() {
  return startServersWith(QUICK);
}

/**
 * The same with other settings of PostgreSQL, for a bench: `{}` makes each commit durable.
 * @param {Readonly<Record<string, string>>} settings
 */
export function startServersWith(settings) {
  return (started ??= start(settings));
}

/** Ends what was started, and deletes its data. */
export async function stopServers() {
  const stop = await started;
  started = undefined;
  await stop?.();
}

/** @type {Promise<() => Promise<void>> | undefined} */
let started;

/** @param {Readonly<Record<string, string>>} settings */
async function start(settings) {
  const folder = await mkdtemp(join(tmpdir(), 'curfew-servers-'));
  const [postgres, redis] = await Promise.all([
    startPostgres({ dataDir: join(folder, 'postgres'), database: TEMPLATE, settings }),
    startRedis({ dataDir: join(folder, 'redis') }),
  ]);
  // Only to have it fetched once, here: each file starts one of its own, as pub/sub does not know databases.
  await redis.stop();
  const running = { role: 'curfew_running', password: randomBytes(24).toString('base64url') };
  const { setUpSecret } = await migrate({ url: postgres.url, running, log: () => undefined });
  process.env['CURFEW_TEST_POSTGRES'] = postgres.url;
  process.env['CURFEW_TEST_RUNNING_ROLE'] = JSON.stringify({ username: running.role, password: running.password });
  process.env['CURFEW_TEST_SET_UP_SECRET'] = setUpSecret ?? '';
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

const TEMPLATE = 'curfew_template';

// Nothing here has to survive a power cut; a SIGKILL it survives all the same. Two files at once, each with four processes and their pools.
const QUICK = { fsync: 'off', full_page_writes: 'off', max_connections: '400', shared_buffers: '64MB' };
