import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { atEnd } from '../../support/at-end.js';
import { eventually } from '../../support/eventually.js';
import { postgresOfOwn, type OwnPostgres } from '../../support/postgres.js';
import { consumers } from '../schedule.js';
import type { Befalling } from './befall.js';

/** Data and write-ahead log on a disk of their own, which another table fills to the last page. Making a disk needs root. */
export const fillsUp: Befalling = async () => {
  const disk = await diskOf('400m');
  const settings = { max_wal_size: '32MB', min_wal_size: '32MB', restart_after_crash: 'on' };
  const database = await postgresOfOwn({ settings, parent: disk });
  return {
    database,
    befall: async ({ history }) => {
      await pause(6_000);
      const from = performance.now();
      const ballast = join(disk, 'ballast');
      const { bavail, bsize } = await statfs(disk);
      await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 12 * 2 ** 20)));
      const why = await fill(database.url);
      await pause(8_000);
      const full = performance.now();
      const failed = history.filter((entry) => entry.kind === 'asked-to-end' && entry.asked > from && entry.answered === null).length;
      await rm(ballast);
      const died = await recovered(database);
      history.push({ kind: 'fault', name: 'full disk', log: consumers, from, to: performance.now() });
      await database.query('drop table if exists hog');
      await pause(8_000);
      return { 's full': Math.round((full - from) / 1000), 'was what PostgreSQL said first': why, 'ends without an answer of success meanwhile': failed, 'restarts of the server': died ? 1 : 0 };
    },
  };
};

async function diskOf(size: string): Promise<string> {
  const disk = await mkdtemp(join(tmpdir(), 'curfew-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', disk]);
  atEnd(async () => {
    await run('umount', [disk]);
    await rm(disk, { recursive: true });
  });
  return disk;
}

/** Writes until nothing more can be written; the code of the error. */
async function fill(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('create table hog (filling text)');
    for (;;) await client.query(`insert into hog select repeat(md5(n::text), 60) from generate_series(1, 200) n`);
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether it had to be started again: without room for the log not even its own recovery may have come to an end. */
async function recovered(database: OwnPostgres): Promise<boolean> {
  const answers = () => database.query('create table room (a integer)').then(() => database.query('drop table room'));
  const alive = await eventually(() => answers().then(() => true), 10_000).catch(() => false);
  if (alive) return false;
  await database.kill().catch(() => undefined);
  await database.start();
  await eventually(() => answers().then(() => true), 30_000);
  return true;
}

const run = promisify(execFile);
