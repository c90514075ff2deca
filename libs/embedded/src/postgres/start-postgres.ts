import { join } from 'node:path';

import { inOwnFolder } from '../machine/own-folder.js';
import { launchServer } from '../machine/launch-server.js';
import { supervised, type RunningServer, type StopStep } from '../machine/running-server.js';
import { startOnPort } from '../machine/start-on-port.js';
import { endSurvivor, forgetServer } from '../machine/survivor.js';
import { serverArguments } from './arguments.js';
import { findBinaries } from './binaries.js';
import { clearPidFile, endBackends } from './pid-file.js';
import { readyCluster, type Cluster } from './cluster.js';
import { chooseRunner } from './choose-runner.js';
import { databaseAnswers } from './database.js';

export interface PostgresOptions {
  /** Absolute; this server owns it. Made when missing. */
  readonly dataDir: string;
  /** Made when missing. `curfew` by default. */
  readonly database?: string;
  /** 0 or undefined: a free one. One that is named and taken is an error. */
  readonly port?: number;
  /** Gets each line that the server writes, and what takes long. */
  readonly log?: (line: string) => void;
  /** More settings of postgresql.conf; they win over ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts PostgreSQL on 127.0.0.1; `url` is the superuser's, to `database`. Resolves when it answers: about 1.5 s on a new folder, 0.2 s on an old one.
 * As root it gives its rights away first. It ends with this process, even when that is killed (Linux).
 * @throws EmbeddedError: folder in use, other major version, disk full, named port taken, no binaries for this machine
 */
export function startPostgres({ dataDir, database = 'curfew', port, log = ignore, settings = {} }: PostgresOptions): Promise<RunningServer> {
  return inOwnFolder({ server: 'PostgreSQL', folder: dataDir }, async (unlock) => {
    const binaries = await findBinaries(dataDir);
    const runner = await chooseRunner(binaries, dataDir);
    await endSurvivor(dataDir, 'SIGINT');
    const cluster = await readyCluster({ runner, folder: dataDir, log });
    await clearPidFile(cluster.data);
    const url = urlOf(cluster, database);
    const { launched, port: chosen } = await startOnPort({
      server: 'PostgreSQL',
      folder: dataDir,
      port,
      launch: (at) => launchServer(runner.command('postgres', serverArguments({ data: cluster.data, port: at, settings })), log),
      answers: databaseAnswers({ url, name: database, passwordFile: join(dataDir, 'password') }),
      steps,
    });
    const cleared = async (): Promise<void> => {
      await endBackends(cluster.data);
      await forgetServer(dataDir);
      await unlock();
    };
    return supervised(launched, { url: url(chosen), port: chosen, steps, cleared });
  });
}

// Fast shutdown; then without the last checkpoint, which the next start makes up for; then by force.
const steps: readonly StopStep[] = [
  { signal: 'SIGINT', afterMs: 0 },
  { signal: 'SIGQUIT', afterMs: 3_000 },
  { signal: 'SIGKILL', afterMs: 4_000 },
];

const urlOf =
  ({ password }: Cluster, database: string) =>
  (port: number): string =>
    `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

const ignore = (): void => undefined;
