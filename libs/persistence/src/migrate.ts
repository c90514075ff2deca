import { createHash, randomBytes } from 'node:crypto';

import { dataSource, Database, type Sql } from './database.js';
import { admitRunningRole, type RunningRole } from './running-role.js';
import { openEpoch } from './stores/realm.js';

/** `log` gets a line a step. `running`: who uses the schema, where that is another role than the one of `url`. */
export interface MigrateOptions {
  readonly url: string;
  readonly log: (line: string) => void;
  readonly running?: RunningRole | undefined;
}

/** What the starter tells its user: the secret of a one-time set-up link (24 h) while there is no administrator. */
export interface Migrated {
  readonly setUpSecret?: string;
}

/** Brings the schema up to date, under a lock: two that start at once wait for each other. Safe to repeat. */
export async function migrate({ url, log, running }: MigrateOptions): Promise<Migrated> {
  const database = await Database.connect({ url, name: 'curfew migrate', poolSize: 2 });
  try {
    return await database.transaction(async (lock) => {
      await lock.query(`select pg_advisory_xact_lock(hashtext('curfew.migrate'))`);
      await applyMigrations(url, log);
      await database.query('select make_event_partitions(12)');
      await prepareRealm(database, log);
      // They never change enough to be looked at by themselves: without this a plan takes their one or two rows for hundreds, and everything that is joined to them for as many times as much.
      await database.query('analyze realm, policies');
      if (running !== undefined) await admitRunningRole(lock, running, log);
      const setUpSecret = await offerSetUp(database);
      return setUpSecret === undefined ? {} : { setUpSecret };
    });
  } finally {
    await database.close();
  }
}

async function applyMigrations(url: string, log: (line: string) => void): Promise<void> {
  const source = await dataSource({ url, name: 'curfew migrate', poolSize: 1 }).initialize();
  try {
    for (const { name } of await source.runMigrations({ transaction: 'each' })) log(`Applied migration ${name}`);
  } finally {
    await source.destroy();
  }
}

async function prepareRealm(database: Database, log: (line: string) => void): Promise<void> {
  await database.query('insert into realm (doorbell_key) values ($1) on conflict do nothing', [randomBytes(32)]);
  const opened = await database.transaction(openEpoch);
  if (opened) log('This is another cluster than before: a new epoch begins, and every session that was open is ended.');
}

// A new link each time: only its hash is stored, so an earlier one cannot be shown again.
async function offerSetUp(sql: Sql): Promise<string | undefined> {
  const [administrator] = await sql.query(`select 1 from users where role = 'admin' limit 1`);
  if (administrator !== undefined) return undefined;
  const secret = randomBytes(32).toString('base64url');
  await sql.query('delete from set_up_links where used_at is null');
  await sql.query(`insert into set_up_links (secret_hash, expires_at) values ($1, now() + interval '24 hours')`, [
    createHash('sha256').update(secret).digest(),
  ]);
  return secret;
}
