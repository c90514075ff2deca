import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '@curfew/embedded';
import { migrate } from '@curfew/persistence';
import pg from 'pg';
import { atEnd } from '../../support/at-end.js';
import type { OwnDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { Wire } from '../wire.js';

/** A primary with a streaming standby, behind one address. */
export interface Replicated extends OwnDatabase {
  /** SIGKILL of the primary; the standby is promoted, and the address leads to it from then on. */
  failOver(): Promise<void>;
  /** From now on nothing reaches the standby. Resolves with a time (`performance.now()`) until which it has everything that was answered. */
  fallBehind(): Promise<number>;
  /** The standby is promoted, and the address leads to it from then on; the primary does not notice, and goes on answering at `leftBehindUrl`. */
  depose(): Promise<void>;
  readonly leftBehindUrl: string;
}

/** `synchronous`: every commit waits for the standby. */
export async function primaryWithStandby({ synchronous = true } = {}): Promise<Replicated> {
  const folder = await mkdtemp(join(tmpdir(), 'curfew-standby-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const fresh = await startPostgres({ dataDir: first });
  const role = { role: 'curfew_running', password: 'only on this machine' };
  await migrate({ url: fresh.url, running: role, log: () => undefined });
  await fresh.stop();
  // A cold copy that then follows the stream: there is no pg_basebackup here.
  await promisify(execFile)('cp', ['-a', first, second]);
  await writeFile(join(second, 'data/standby.signal'), '');
  const primary = await startPostgres({ dataDir: first, settings: synchronous ? { synchronous_standby_names: '*' } : {} });
  const { port, password } = new URL(primary.url);
  const stream = await Wire.to(() => ({ host: '127.0.0.1', port: Number(port) }));
  const conninfo = `host=127.0.0.1 port=${stream.port} user=postgres password=${password} application_name=standby`;
  const standby = await startPostgres({ dataDir: second, settings: { primary_conninfo: conninfo, wal_retrieve_retry_interval: '200ms' } });
  let now = primary;
  const wire = await Wire.to(() => ({ host: '127.0.0.1', port: now.port }));
  const url = wire.instead(primary.url);
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => asked<Row>(now.url, text, values);
  const drop = async (): Promise<void> => {
    wire.close();
    stream.close();
    await Promise.allSettled([primary.stop(), standby.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  atEnd(drop);
  const asRunning = (at: string): string => Object.assign(new URL(at), { username: role.role, password: role.password }).href;
  const promote = async (): Promise<void> => {
    await asked(standby.url, 'select pg_promote()', []);
    now = standby;
    wire.cut();
  };
  return {
    url,
    runningUrl: asRunning(url),
    leftBehindUrl: asRunning(primary.url),
    depose: promote,
    query,
    drop,
    fallBehind: async () => {
      const since = performance.now();
      const [sent] = await asked<{ lsn: string }>(primary.url, 'select pg_current_wal_lsn()::text as lsn', []);
      await eventually(async () => {
        const [received] = await asked<{ has: boolean }>(standby.url, 'select pg_last_wal_receive_lsn() >= $1::pg_lsn as has', [sent?.lsn]);
        return received?.has;
      });
      stream.turn({ kind: 'stall' });
      return since;
    },
    failOver: async () => {
      process.kill(primary.pid, 'SIGKILL');
      await primary.ended;
      // What was held up on the way never arrives.
      stream.turn({ kind: 'refuse' });
      await promote();
    },
  };
}

async function asked<Row>(url: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return (await client.query(text, [...values]).finally(() => client.end())).rows as Row[];
}
