import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedError, startPostgres } from '@curfew/embedded';
import { beginEpoch, Database, lockRealm, migrate, readRealm } from '@curfew/persistence';
import { createLogger, explainFailure, onStop, readSettings, run, SettingsError, stop, type Logger, type Settings } from '@curfew/platform';
import { lockDataFolder } from './data-folder.js';
import { embeddedRoles, givenRoles, type DatabaseRoles } from './database-roles.js';

/**
 * `npm run new-epoch`: for whoever restored a backup. Ends every session and begins a new epoch of the log, so that nothing that was ended after the
 * backup lives again. Uses DATABASE_URL, or else starts the database in DATA_DIR for as long as it takes: Curfew must not run on that folder.
 */
run(async () => {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
    const settings = readSettings(process.env);
    const log = createLogger({ name: 'new-epoch', level: settings.logLevel });
    process.stdout.write(await newEpoch(await rolesOf(settings), log));
    await stop();
  } catch (error) {
    await stop(explain(error));
  }
});

// A backup may be older than this schema: it is brought up to date first.
async function newEpoch({ migrationUrl: url, running }: DatabaseRoles, log: Logger): Promise<string> {
  await migrate({ url, running, log: (line) => log.info(line) });
  const database = await Database.connect({ url, name: 'curfew new-epoch', poolSize: 1 });
  try {
    return await database.transaction(async (sql) => {
      await lockRealm(sql);
      const before = await readRealm(sql);
      await beginEpoch(sql);
      const after = await readRealm(sql);
      return `Epoch ${before.epoch} is over and epoch ${after.epoch} has begun: every session that was open is ended, and everyone signs in again.\n`;
    });
  } finally {
    await database.close();
  }
}

async function rolesOf(settings: Settings): Promise<DatabaseRoles> {
  const { databaseUrl = settings.migrationDatabaseUrl } = settings;
  if (databaseUrl !== undefined) return givenRoles(databaseUrl, settings);
  const folder = resolve(settings.dataDir);
  if (!existsSync(join(folder, 'postgres'))) throw new SettingsError([`There is no database in ${folder}. Set DATABASE_URL, or DATA_DIR to where it was restored.`]);
  onStop(await lockDataFolder(folder));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  onStop(() => server.stop());
  return embeddedRoles(server.url, folder);
}

function explain(error: unknown): number {
  if (!(error instanceof EmbeddedError)) return explainFailure(error);
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  return 1;
}
