import { join } from 'node:path';
import { keptSecret } from '@curfew/embedded';
import { roleOf, type RunningRole } from '@curfew/persistence';
import { SettingsError, type Settings } from '@curfew/platform';

/** Who migrates, and who runs. */
export interface DatabaseRoles {
  readonly migrationUrl: string;
  /** What api, gateway and worker get. */
  readonly databaseUrl: string;
  /** Undefined where one role does both. */
  readonly running: RunningRole | undefined;
}

/** @throws SettingsError where only the role that changes the schema is given: the processes must not run as that one, and an embedded database is not what was meant. */
export const demandRunningRole = ({ databaseUrl, migrationDatabaseUrl }: Pick<Settings, 'databaseUrl' | 'migrationDatabaseUrl'>): void => {
  if (migrationDatabaseUrl === undefined || databaseUrl !== undefined) return;
  throw new SettingsError(['MIGRATION_DATABASE_URL is set and DATABASE_URL is not. Set DATABASE_URL as well, to the same database as the role that the processes use; or unset both for an embedded one.']);
};

/** The operator's own two roles: MIGRATION_DATABASE_URL changes the schema, the role of DATABASE_URL uses it. Without the first, the second does both. */
export const givenRoles = async (databaseUrl: string, { migrationDatabaseUrl }: Pick<Settings, 'migrationDatabaseUrl'>): Promise<DatabaseRoles> => ({
  migrationUrl: migrationDatabaseUrl ?? databaseUrl,
  databaseUrl,
  running: migrationDatabaseUrl === undefined ? undefined : { role: await roleOf(databaseUrl) },
});

/** Of the embedded database: its superuser migrates, and a role of little power runs. Its password is kept in the data folder. */
export const embeddedRoles = async (superuserUrl: string, dataDir: string): Promise<DatabaseRoles> => {
  const password = await keptSecret(join(dataDir, 'running-role-password'));
  const databaseUrl = Object.assign(new URL(superuserUrl), { username: ROLE, password }).href;
  return { migrationUrl: superuserUrl, databaseUrl, running: { role: ROLE, password } };
};

const ROLE = 'curfew_running';
