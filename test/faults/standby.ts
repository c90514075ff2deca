import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '@curfew/embedded';
import { migrate } from '@curfew/persistence';
import pg from 'pg';
import { atEnd } from '../support/at-end.js';
import type { OwnDatabase } from '../support/database.js';
import { Wire } from './wire.js';

/** A primary with a streaming standby that every commit waits for, behind one address. */
export interface Replicated extends OwnDatabase {
  /** SIGKILL of the primary; the standby is promoted, and the address leads to it from then on. */
  failOver(): Promise<void>;
}

export async function primaryWithStandby(): Promise<Replicated> {
  const folder = await mkdtemp(join(tmpdir(), 'curfew-standby-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const fresh = await startPostgres({ dataDir: first });
  const role = { role: 'curfew_running', password: 'only on this machine' };
  await migrate({ url: fresh.url, running: role, log: () => undefined });
  await fresh.stop();
  // A cold copy that then follows the stream: there is no pg_basebackup here.
  await promisify(execFile)('cp', ['-a', first, second]);
  await writeFile(join(second, 'data/standby.signal'), '');
  const primary = await startPostgres({ dataDir: first, settings: { synchronous_standby_names: '*' } });
  const { port, password } = new URL(primary.url);
  const conninfo = `host=127.0.0.1 port=${port} user=postgres password=${password} application_name=standby`;
  const standby = await startPostgres({ dataDir: second, settings: { primary_conninfo: conninfo, wal_retrieve_retry_interval: '200ms' } });
  let now = primary;
  const wire = await Wire.to(() => ({ host: '127.0.0.1', port: now.port }));
  const url = wire.instead(primary.url);
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => asked<Row>(now.url, text, values);
  const drop = async (): Promise<void> => {
    wire.close();
    await Promise.allSettled([primary.stop(), standby.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  atEnd(drop);
  return {
    url,
    runningUrl: Object.assign(new URL(url), { username: role.role, password: role.password }).href,
    query,
    drop,
    failOver: async () => {
      process.kill(primary.pid, 'SIGKILL');
      await primary.ended;
      await asked(standby.url, 'select pg_promote()', []);
      now = standby;
      wire.cut();
    },
  };
}

async function asked<Row>(url: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return (await client.query(text, [...values]).finally(() => client.end())).rows as Row[];
}
