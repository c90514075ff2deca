import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@curfew/embedded';
import { migrate } from '@curfew/persistence';
import pg from 'pg';
import { atEnd } from './at-end.js';
import type { OwnDatabase } from './database.js';

/** A whole PostgreSQL of this file's own, which can be killed and started again on its port, with its data. */
export interface OwnPostgres extends OwnDatabase {
  /** SIGKILL of the server. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGSTOP of the server and of every process that serves a connection, until `thaw`: connections stay open, nothing answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Where its data is. Another may be put in its place while it does not run. */
  readonly dataDir: string;
}

export interface PostgresOfOwn {
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the folder of its data is made. */
  readonly parent?: string;
}

export async function postgresOfOwn({ settings = {}, parent = tmpdir() }: PostgresOfOwn = {}): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(parent, 'curfew-postgres-'));
  const dataDir = join(folder, 'postgres');
  let running = await startPostgres({ dataDir, settings });
  const { url, port } = running;
  const drop = async (): Promise<void> => {
    await signalAll(running.pid, 'SIGCONT').catch(() => undefined);
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  };
  atEnd(drop);
  const role = { role: 'curfew_running', password: 'only on this machine' };
  await migrate({ url, running: role, log: () => undefined });
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return (await client.query(text, [...values]).finally(() => client.end())).rows as Row[];
  };
  return {
    url,
    runningUrl: Object.assign(new URL(url), { username: role.role, password: role.password }).href,
    query,
    drop,
    dataDir,
    kill: async () => {
      process.kill(running.pid, 'SIGKILL');
      await running.ended;
    },
    start: async () => {
      running = await startPostgres({ dataDir, port, settings });
    },
    // The first makes no more children once it stands still.
    freeze: () => signalAll(running.pid, 'SIGSTOP'),
    thaw: () => signalAll(running.pid, 'SIGCONT'),
  };
}

async function signalAll(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  for (const child of await childrenOf(pid)) {
    try {
      process.kill(child, signal);
    } catch (error) {
      // It may have ended since it was listed.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(all.map(async (name) => [Number(name), parentIn(await readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''))] as const));
  return parents.filter(([, parent]) => parent === pid).map(([child]) => child);
}

// After the name of the program, which stands in brackets and may hold anything: its state, then its parent.
const parentIn = (stat: string): number => Number(/^\d+ \(.*\) \S (\d+) /s.exec(stat)?.[1] ?? -1);
