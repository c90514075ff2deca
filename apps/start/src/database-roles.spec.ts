import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demandRunningRole, embeddedRoles, givenRoles } from './database-roles.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-roles-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('runs the processes on the embedded database as a role of its own, with a password that is kept for its owner alone', async () => {
  const superuser = 'postgres://postgres:secret@127.0.0.1:5433/curfew';
  const roles = await embeddedRoles(superuser, folder);

  expect(roles.migrationUrl).toBe(superuser);
  expect(roles.running).toMatchObject({ role: 'curfew_running', password: expect.stringMatching(/^[\w-]{32}$/) });
  expect(roles.databaseUrl).toBe(`postgres://curfew_running:${roles.running?.password}@127.0.0.1:5433/curfew`);
  expect((await stat(join(folder, 'running-role-password'))).mode & 0o777).toBe(0o600);
  expect(await embeddedRoles(superuser, folder)).toEqual(roles);
});

it('lets one role do both where only DATABASE_URL is set', async () => {
  const url = 'postgres://ada:secret@db/curfew';
  expect(await givenRoles(url, { migrationDatabaseUrl: undefined })).toEqual({ migrationUrl: url, databaseUrl: url, running: undefined });
});

it('refuses the role that changes the schema without one that the processes use, by name', () => {
  const url = 'postgres://owner:secret@db/curfew';
  expect(() => demandRunningRole({ databaseUrl: undefined, migrationDatabaseUrl: url })).toThrow(/^MIGRATION_DATABASE_URL is set and DATABASE_URL is not/u);
  for (const databaseUrl of [url, undefined]) expect(() => demandRunningRole({ databaseUrl, migrationDatabaseUrl: databaseUrl })).not.toThrow();
});
