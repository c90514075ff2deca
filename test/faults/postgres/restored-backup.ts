import { execFile } from 'node:child_process';
import { chown, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresOfOwn, type OwnPostgres } from '../../support/postgres.js';
import { call } from '../calls.js';
import type { Client } from '../fleet.js';
import type { History } from '../history.js';
import type { Scene } from '../run-faults.js';
import { consumers } from '../schedule.js';
import type { Befalling } from './befall.js';
import { someone } from './long-transaction.js';

/**
 * A backup is taken while people live. Later all is killed, the backup put in place, a new epoch begun, as docs/operators.md says, and all started again.
 * What was revoked since lives in the backup; nobody may admit it, nor anything else of before. No lateness is excused: nobody is cut off from the log, all are new.
 */
export const isRestored: Befalling = async () => {
  const database = await postgresOfOwn();
  return {
    database,
    befall: async (scene) => {
      const { place, fleet, history } = scene;
      await pause(4_000);
      const few = await Promise.all(Array.from({ length: 6 }, () => someone(scene)));
      const before = performance.now();
      const backup = await backUp(database);
      const taken = performance.now();
      for (const client of few) await logOut(scene, client);
      await pause(4_000);
      const from = performance.now();
      await Promise.all(consumers.map((name) => place.kill(name)));
      const dead = performance.now();
      await putInPlace(database, backup);
      const revoked = revokedSince({ history, before, taken });
      const [inBackup] = await database.query<{ live: number }>('select count(*)::int as live from sessions where id = any($1) and ended_at is null', [revoked]);
      const epoch = await newEpoch(database.url);
      const ended = endAll({ fleet, history }, { from, dead });
      await Promise.all(consumers.map((name) => place.start(name)));
      await fleet.signRootIn();
      await fleet.askEverywhere(fleet.clients.filter(({ session }) => revoked.includes(session) || ended.includes(session)));
      await pause(8_000);
      const refused = (sessions: readonly string[]): number => sessions.filter((session) => refusers(history, session, dead).size === 4).length;
      return {
        'is the epoch that began': epoch,
        'sessions of before the backup were revoked after it': revoked.length,
        'of them lived in it': inBackup?.live ?? 0,
        'of them were refused by both apis and both gateways': refused(revoked),
        'others were ended by the restore': ended.length,
        'of those were refused by all four': refused(ended),
      };
    },
  };
};

async function logOut({ place, history }: Scene, client: Client): Promise<void> {
  const asked = performance.now();
  Object.assign(client, { state: 'asked', since: asked });
  const answer = await call(place.url('api-1'), 'DELETE /v1/sessions/current', { token: client.token });
  const answered = answer?.status === 200 ? answer.to : null;
  if (answered !== null) client.state = 'ended';
  history.push({ kind: 'asked-to-end', session: client.session, by: 'user', asked, answered });
}

/** Sessions of before the backup whose end was asked for after it, and answered. */
function revokedSince({ history, before, taken }: { readonly history: History; readonly before: number; readonly taken: number }): readonly string[] {
  const old = new Set(history.flatMap((entry) => (entry.kind === 'opened' && entry.at < before ? [entry.session] : [])));
  return [...new Set(history.flatMap((entry) => (entry.kind === 'asked-to-end' && entry.asked > taken && entry.answered !== null && old.has(entry.session) ? [entry.session] : [])))];
}

/** Whoever was still signed in is not, from when the last process that knew them was dead. */
function endAll({ fleet, history }: Pick<Scene, 'fleet' | 'history'>, { from, dead }: { readonly from: number; readonly dead: number }): readonly string[] {
  const clients = fleet.clients.filter(({ state }) => state !== 'ended');
  for (const client of clients) {
    history.push({ kind: 'asked-to-end', session: client.session, by: 'restore', asked: from, answered: dead });
    Object.assign(client, { state: 'ended', since: performance.now() });
  }
  return clients.map(({ session }) => session);
}

const refusers = (history: History, session: string, since: number): ReadonlySet<string> =>
  new Set(history.flatMap((entry) => (entry.kind === 'refused' && entry.session === session && entry.from > since ? [entry.consumer] : [])));

/** Of a server that runs, in PostgreSQL's own way: there is no pg_basebackup here. */
async function backUp({ url, dataDir }: OwnPostgres): Promise<string> {
  const [data, copy] = [join(dataDir, 'data'), join(dataDir, 'backup')];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('curfew', true)`);
    await run('cp', ['-a', data, copy]);
    const { rows: [stopped] } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    for (const name of ['pg_wal', 'postmaster.pid', 'postmaster.opts']) await rm(join(copy, name), { recursive: true });
    await run('cp', ['-a', join(data, 'pg_wal'), join(copy, 'pg_wal')]);
    const { uid, gid } = await stat(data);
    await writeFile(join(copy, 'backup_label'), stopped?.labelfile ?? '');
    await chown(join(copy, 'backup_label'), uid, gid);
    return copy;
  } finally {
    await client.end();
  }
}

async function putInPlace(database: OwnPostgres, backup: string): Promise<void> {
  const data = join(database.dataDir, 'data');
  await database.kill();
  await rm(data, { recursive: true });
  await rename(backup, data);
  await database.start();
}

/** What `npm run new-epoch` runs. */
async function newEpoch(url: string): Promise<number> {
  const tool = fileURLToPath(new URL('../../../apps/start/dist/new-epoch.js', import.meta.url));
  const { stdout } = await run(process.execPath, [tool], { cwd: tmpdir(), env: { PATH: process.env['PATH'], DATABASE_URL: url } });
  return Number(/epoch (\d+) has begun/.exec(stdout)?.[1]);
}

const run = promisify(execFile);
