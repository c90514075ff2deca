import { execFile } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresOfOwn, type OwnPostgres } from '../../support/postgres.js';
import { consumers } from '../schedule.js';
import type { Befalling } from './befall.js';

/** A backup is taken while people live; later all is stopped, the backup put in place, a new epoch begun, as docs/operators.md says, and all started again. Whoever was signed in is not. */
export const isRestored: Befalling = async () => {
  const database = await postgresOfOwn();
  return {
    database,
    befall: async ({ place, fleet, history }) => {
      await pause(6_000);
      const backup = await backUp(database);
      const taken = performance.now();
      await pause(10_000);
      const from = performance.now();
      await Promise.all(consumers.map((name) => place.kill(name)));
      await database.kill();
      await rm(join(database.dataDir, 'data'), { recursive: true });
      await run('mv', [backup, join(database.dataDir, 'data')]);
      await database.start();
      const { stdout } = await run(process.execPath, [fileURLToPath(new URL('../../../apps/start/dist/new-epoch.js', import.meta.url))], { env: { PATH: process.env['PATH'], DATABASE_URL: database.url } });
      const begun = performance.now();
      const before = fleet.clients.filter((client) => client.state !== 'ended');
      for (const client of before) {
        history.push({ kind: 'asked-to-end', session: client.session, by: 'new epoch', asked: from, answered: begun });
        Object.assign(client, { state: 'ended', since: begun });
      }
      const revoked = history.filter((entry) => entry.kind === 'asked-to-end' && entry.answered !== null && entry.answered > taken && entry.answered < from).length;
      await Promise.all(consumers.map((name) => place.start(name)));
      history.push({ kind: 'fault', name: 'restore', log: consumers, from, to: performance.now() });
      await fleet.signRootIn();
      await pause(10_000);
      return { [`(${stdout.trim()})`]: '', 'ends answered after the backup': revoked, 'sessions ended by the restore': before.length };
    },
  };
};

/** Of a server that runs: PostgreSQL's own way, without pg_basebackup. */
async function backUp({ url, dataDir }: OwnPostgres): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const copy = join(dataDir, 'backup');
    await client.query(`select pg_backup_start('curfew', true)`);
    await cp(join(dataDir, 'data'), copy, { recursive: true, filter: (path) => !/\/(pg_wal\/.+|postmaster\.(pid|opts)|pgsql_tmp)$/.test(path) });
    const { rows: [ended] } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    await run('cp', ['-a', join(dataDir, 'data/pg_wal/.'), join(copy, 'pg_wal')]);
    await writeFile(join(copy, 'backup_label'), ended?.labelfile ?? '');
    return copy;
  } finally {
    await client.end();
  }
}

const run = promisify(execFile);
