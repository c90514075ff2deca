import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import pg from 'pg';

/** What took part: Node.js, packages as bench/ has them installed, and what these servers say they are. */
export async function versionsOf(packages: readonly string[], { postgres, redis }: { readonly postgres?: string; readonly redis?: string } = {}): Promise<Readonly<Record<string, string>>> {
  const installed = await Promise.all(packages.map(async (name) => [name, await installedVersion(name)] as const));
  return {
    'Node.js': process.version.slice(1),
    ...(postgres === undefined ? {} : { PostgreSQL: await postgresVersion(postgres) }),
    ...(redis === undefined ? {} : { Redis: await redisVersion(redis) }),
    ...Object.fromEntries(installed),
  };
}

async function installedVersion(name: string): Promise<string> {
  const text = await readFile(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ readonly version: string }>(`select current_setting('server_version') as version`);
  await client.end();
  return rows[0]?.version ?? 'unknown';
}

async function redisVersion(url: string): Promise<string> {
  const client = new Redis(url);
  const text = await client.info('server');
  client.disconnect();
  return /^(?:valkey|redis)_version:(\S+)/mu.exec(text)?.[1] ?? 'unknown';
}
