import { existsSync } from 'node:fs';
import { migrate } from '@curfew/persistence';
import { createLogger, readSettings, run, SettingsError } from '@curfew/platform';
import { givenRoles } from './database-roles.js';

/** Brings the schema up to date as MIGRATION_DATABASE_URL (or DATABASE_URL), lets the role of DATABASE_URL use it, and ends: for installations that start their processes themselves. */
run(async () => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env);
  const { databaseUrl = settings.migrationDatabaseUrl } = settings;
  if (databaseUrl === undefined) throw new SettingsError(['DATABASE_URL is not set. It names the database to migrate; npm start migrates the one that it brings by itself.']);
  const log = createLogger({ name: 'migrate', level: settings.logLevel });
  const { migrationUrl: url, running } = await givenRoles(databaseUrl, settings);
  const { setUpSecret } = await migrate({ url, running, log: (line) => log.info(line) });
  log.info('the schema is up to date');
  // Not a line of the log: it holds a secret, and is meant for whoever reads this now. It stands behind the #, so that no server on the way sees it.
  if (setUpSecret !== undefined && settings.adminEmail === undefined) {
    process.stdout.write(`\n  Administrator  ${settings.publicUrl ?? `http://localhost:${settings.apiPort}`}/set-up#${setUpSecret}  (opens once, within 24 hours)\n\n`);
  }
});
