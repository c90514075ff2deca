import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { fileOf } from './compose.js';
import { inContainer } from './secret-files.js';

/** Runs deploy/postgres/roles.sql as the image of PostgreSQL does, on the server of the tests; answers where the two roles reach it. */
export async function makeRoles(secrets: string): Promise<{ readonly owner: string; readonly runner: string; drop(): Promise<void> }> {
  const server = new URL(process.env['CURFEW_TEST_POSTGRES'] ?? '');
  await run(server, statements(secrets));
  const reached = (path: string): string => readFileSync(join(secrets, path), 'utf8').trim().replace('postgres:5432', server.host);
  return {
    owner: reached('migrate/database-url'),
    runner: reached('app/database-url'),
    drop: () => run(server, ['drop database curfew with (force)', 'drop role curfew', 'drop role curfew_owner']),
  };
}

// What psql does with its own lines: \set reads a file, \connect goes on in another database.
function statements(secrets: string): readonly string[] {
  const given = new Map<string, string>();
  const sql = fileOf('deploy/postgres/roles.sql')
    .replaceAll(/^--.*\n/gm, '')
    .replaceAll(/^\\set (\w+) `cat (\S+)`\n/gm, (_, name: string, path: string) => (given.set(name, readFileSync(path.replace(inContainer, secrets), 'utf8').trim()), ''))
    .replaceAll(/:'(\w+)'/g, (_, name: string) => `'${given.get(name)}'`)
    .replaceAll(/^(\\connect \w+)$/gm, '$1;');
  return sql.split(';\n').map((statement) => statement.trim()).filter((statement) => statement !== '');
}

async function run(server: URL, all: readonly string[]): Promise<void> {
  let client = await connect(server, 'postgres');
  try {
    for (const statement of all) {
      const [, database] = /^\\connect (\w+)$/.exec(statement) ?? [];
      if (database === undefined) await client.query(statement);
      else {
        await client.end();
        client = await connect(server, database);
      }
    }
  } finally {
    await client.end();
  }
}

async function connect(server: URL, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(server), { pathname: `/${database}` }).href });
  await client.connect();
  return client;
}
