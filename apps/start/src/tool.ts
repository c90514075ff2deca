import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedError, startPostgres } from '@curfew/embedded';
import { migrate, Database } from '@curfew/persistence';
import { createLogger, explainFailure, onStop, readSettings, run, SettingsError, stop, type Settings } from '@curfew/platform';
import { lockDataFolder } from './data-folder.js';
import { embeddedRoles, givenRoles, type DatabaseRoles } from './database-roles.js';

/**
 * Runs a tool on the database as the role that owns its schema, which is brought up to date first; prints what it answers, and ends. Uses DATABASE_URL, or
 * else starts the database in DATA_DIR for as long as it takes: Curfew must not run on that folder. An answer that is not well ends it with 1.
 */
export const tool = (name: string, work: (database: Database) => Promise<{ readonly said: string; readonly well: boolean }>): void =>
  run(async () => {
    try {
      if (existsSync('.env')) process.loadEnvFile('.env');
      const settings = readSettings(process.env);
      const log = createLogger({ name, level: settings.logLevel });
      const { migrationUrl: url, running } = await rolesOf(settings);
      await migrate({ url, running, log: (line) => log.info(line) });
      const database = await Database.connect({ url, name: `curfew ${name}`, poolSize: 1 });
      onStop(() => database.close());
      const { said, well } = await work(database);
      process.stdout.write(`${said}\n`);
      await stop(well ? 0 : 1);
    } catch (error) {
      await stop(explain(error));
    }
  });

/** The value of `--name value` on the command line. */
export const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
};

async function rolesOf(settings: Settings): Promise<DatabaseRoles> {
  const { databaseUrl = settings.migrationDatabaseUrl } = settings;
  if (databaseUrl !== undefined) return givenRoles(databaseUrl, settings);
  const folder = resolve(settings.dataDir);
  if (!existsSync(join(folder, 'postgres'))) throw new SettingsError([`There is no database in ${folder}. Set DATABASE_URL, or DATA_DIR to where it is.`]);
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
